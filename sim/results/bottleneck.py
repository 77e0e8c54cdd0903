"""Which element limits the hub, and why: the utilisation method, on the peak window, with upstream pressure as the witness.

The rule:

1. The peak window is the two hours after the warm-up in which the most units entered elements.
2. In that window each family of copies, and each single copy, has a utilisation: for people and machines that serve (doors, stations, chutes
   that change containers) busy + under repair + idle (changing vehicles, waiting for people or empty bags), over manned machine time; for what merely carries
   (conveyors, line sorters, inductions) units entered over units it could take; for a loop carriers occupied over carriers, or units entered over
   the carriers that passed its inductions, whichever is more.
3. Whoever was blocked for longer than it worked is a victim and is left out.
4. The rest is ranked by utilisation less the share of time it was blocked itself; an element that is pressed (upstream blocked by at least 2 %,
   or a queue larger than its machines) gets 10 points more. The first is the bottleneck if it is used to at least 60 %; else nothing binds.

Limits: it names one average culprit of one window, where the true one may shift from hour to hour; two in a row at nearly the same utilisation
are not told apart, only raising the capacity of each in turn does that. What a loop can carry depends on where its chutes are, for a carrier may
be used several times a lap: its share says how full it was, not how much more it could take. If the engine keeps no series of blocked and off
time, their shares of the whole run stand in for those of the window, and the sentence says so.
"""

from dataclasses import dataclass

import numpy as np

from .families import Family, families, singles
from .hours import period
from .run import Bottleneck, Run
from .texts import text

WINDOW_S = 7200.0
BINDS = 0.60
PRESSED_BLOCKED = 0.02
PRESSED_BONUS = 0.10
COPY_MARGIN = 0.10  # a single copy is named instead of its family only if it is this much busier
SERVING = ("door", "station", "robot_field", "outbound_door", "chute", "bag")
CARRYING = ("conveyor", "line_sorter", "loop_sorter", "induction")
POINTS = ("merge", "diverter")
LOADED = ("conveyor", "line_sorter", "induction")
SAID = {"loop_sorter": "circles"} | dict.fromkeys(LOADED, "carries")


@dataclass(frozen=True)
class Load:
    """What a family did in the peak window."""

    family: Family
    utilisation: float
    busy: float
    """share of manned time in state busy; of a loop, of its carriers [1]"""
    down: float
    """share of manned time under repair [1]"""
    idle: float
    """share of manned time occupied without work: changing vehicles, waiting for people or empty bags [1]"""
    off: float
    """share of all machine time in which nobody was there [1]"""
    rate_per_h: float
    """units entered, mean of the members [units/h]"""
    capacity_per_h: float
    """at work without stop with all machines manned, mean of the members [units/h]; nan if it has none"""
    inductions: int
    """of a loop, each of whose carriers passes all of them [1]; 1 of anything else"""


def peak_window(run: Run) -> tuple[int, int]:
    """First and last sample of the two hours in which the most units entered; the earliest of equals. (0, 0) if there are no two samples."""
    times = run.sample_times_s
    begin = int(np.searchsorted(times, run.warm_up_s))
    if len(times) - begin < 2:
        begin = 0
    if len(times) < 2:
        return 0, 0
    starts = np.arange(begin, len(times) - 1)
    ends = np.searchsorted(times, times[starts] + WINDOW_S - 1e-6)
    whole = ends < len(times)
    if not whole.any():
        return begin, len(times) - 1
    entered = run.entered.sum(axis=1)
    gained = np.where(whole, entered[np.minimum(ends, len(times) - 1)] - entered[starts], -1)
    best = int(np.argmax(gained))
    return int(starts[best]), int(ends[best])


def _share_of_run(run: Run, column: str, members: np.ndarray) -> np.ndarray:
    """Share of the machine time of each member in a state, over the whole run after the warm-up [1]."""
    time = run.elements["machines"][members] * (run.horizon_s - run.warm_up_s)
    return np.divide(run.elements[column][members], time, out=np.zeros(len(members)), where=time > 0)


def _in_window(run: Run, series: np.ndarray | None, column: str, members: np.ndarray, window: tuple[int, int]) -> np.ndarray:
    """Machine-seconds of each member in a state, in the window: from the series, else in proportion to the whole run [machine s]."""
    first, last = window
    if series is not None:
        return series[last, members] - series[first, members]
    length = run.sample_times_s[last] - run.sample_times_s[first]
    return _share_of_run(run, column, members) * run.elements["machines"][members] * length


def load(run: Run, family: Family, window: tuple[int, int]) -> Load:
    """The load of a family in the window of samples (first, last)."""
    first, last = window
    members = family.members
    length = float(run.sample_times_s[last] - run.sample_times_s[first])
    machines = run.elements["machines"][members].astype(float)
    busy = run.busy[last, members] - run.busy[first, members]
    unmanned = _in_window(run, run.off, "off_s", members, window)
    # without a series of off time the share of the whole run stands in; who worked longer than that leaves was manned longer
    manned = np.maximum(machines * length - unmanned, busy).sum()
    down = _in_window(run, None, "down_s", members, window).sum()
    idle = _in_window(run, None, "idle_s", members, window).sum()
    entered = (run.entered[last, members] - run.entered[first, members]).sum()
    capacity = float(run.elements["capacity_per_h"][members].sum())
    is_loop = family.kind == "loop_sorter"
    # each induction of a loop may take every carrier that passes it
    inductions = max(1, int((run.elements["kind"][upstream(run, members)] == "induction").sum()) // len(members)) if is_loop else 1
    occupied = busy.sum() / manned if manned > 0 else 0.0
    if family.kind in CARRYING:
        idle = 0.0
        able = capacity * inductions * length / 3600
        used = entered / able if able > 0 else 0.0
        used = max(used, occupied) if is_loop else used
        used += down / manned if manned > 0 else 0.0
    else:
        used = occupied + (down + idle) / manned if manned > 0 else 0.0
    share = 1 / manned if manned > 0 else 0.0
    return Load(
        family=family,
        utilisation=min(1.0, float(used)),
        busy=float(occupied),
        down=float(down * share),
        idle=float(idle * share),
        off=float(unmanned.sum() / (machines.sum() * length)) if manned > 0 else 0.0,
        rate_per_h=float(entered / len(members) / length * 3600),
        capacity_per_h=capacity / len(members),
        inductions=inductions,
    )


def upstream(run: Run, members: np.ndarray) -> np.ndarray:
    """Numbers of the elements that lead into `members`, through merges and diverters, which have no place."""
    start, end = run.flows["from"], run.flows["to"]
    inside = set(members.tolist())
    seen: set[int] = set()
    front = list(inside)
    while front:
        before = {int(number) for number in start[np.isin(end, front)]} - seen - inside
        seen |= before
        front = [number for number in before if run.elements["kind"][number] in POINTS]
    return np.array(sorted(number for number in seen if run.elements["kind"][number] not in POINTS), dtype=np.int64)


def _queue(run: Run, family: Family, before: np.ndarray, window: tuple[int, int]) -> tuple[float, float]:
    """Units in front of a family at the start of the window, and at most: inside it and not in a server, and inside what leads to it."""
    first, last = window
    own = run.inside[first : last + 1, family.members].sum(axis=1).astype(float)
    # what is on a belt or sorter is carried, it does not wait
    own = np.maximum(own - run.elements["machines"][family.members].sum(), 0) if family.kind in SERVING else np.zeros_like(own)
    carrying = before[~np.isin(run.elements["kind"][before], ("yard", "source"))]
    total = own + run.inside[first : last + 1, carrying].sum(axis=1)
    return float(total[0]), float(total.max())


def _blocked(run: Run, before: np.ndarray, window: tuple[int, int]) -> float:
    """Share of the machine time of the elements `before` that was blocked [1]; 0 if there are none."""
    length = run.sample_times_s[window[1]] - run.sample_times_s[window[0]]
    time = run.elements["machines"][before].sum() * length
    return float(_in_window(run, run.blocked, "blocked_s", before, window).sum() / time) if time > 0 else 0.0


def _able(run: Run, family: Family) -> bool:
    """Tell whether a family may limit the hub: it does something, and was not blocked for longer than it worked."""
    blocked, busy = (run.elements[name][family.members].sum() for name in ("blocked_s", "busy_s"))
    return family.kind in SERVING + CARRYING and not (blocked > busy)


def loads(run: Run, window: tuple[int, int]) -> list[Load]:
    """Loads of all families that may limit the hub, in the order of the elements."""
    return [load(run, family, window) for family in families(run) if _able(run, family)]


def _candidates(run: Run, window: tuple[int, int]) -> list[Load]:
    """Loads of all families that may limit the hub, and of single copies that are much busier than their family."""
    together = loads(run, window)
    means = {number: entry.utilisation for entry in together for number in entry.family.members if len(entry.family.members) > 1}
    lone = [load(run, single, window) for single in singles(run) if int(single.members[0]) in means and _able(run, single)]
    return together + [entry for entry in lone if entry.utilisation > means[int(entry.family.members[0])] + COPY_MARGIN]


def _why(run: Run, best: Load, window: tuple[int, int], queue: tuple[float, float], blocked: float, lang: str) -> str:
    """The evidence in words."""
    family, first, last = best.family, *window
    n = len(family.members)
    who = text(lang, "of_them", name=family.name, n=n) if n > 1 else family.name
    between = period(run, float(run.sample_times_s[first]), float(run.sample_times_s[last]), lang)
    alone = best.busy if family.kind not in LOADED else best.utilisation - best.down
    has_crew = bool((run.elements["crew"][family.members] != "").any())
    said = SAID.get(family.kind, "binds_manned" if best.off >= 0.005 else "binds")
    parts = [text(lang, said, who=who, busy=100 * alone, window=between)]
    if best.down >= 0.005:
        parts.append(text(lang, "repaired", share=100 * best.down))
    if best.idle >= 0.005:
        manned = "changing_or_unattended" if has_crew else "changing"
        unattended = "unattended_or_bagless" if "stock" in run.elements["kind"] else "unattended"
        reason = {"chute": unattended, "bag": "bagless", "robot_field": "charging"}.get(family.kind, manned)
        parts.append(text(lang, reason, share=100 * best.idle))
    if best.off >= 0.005:
        parts.append(text(lang, "unmanned", share=100 * best.off, when="" if run.off is not None else text(lang, "over_run")))
    if best.capacity_per_h > 0:
        rate = "rate_loop" if family.kind == "loop_sorter" else "rate_crew" if has_crew else "rate"
        passing = best.capacity_per_h * best.inductions
        figures = {"rate": best.rate_per_h, "capacity": passing, "share": 100 * best.rate_per_h / passing, "n": best.inductions}
        parts.append(text(lang, rate, each=text(lang, "each") if n > 1 else "", **figures))
    if queue[1] >= 1:
        parts.append(text(lang, "queue_grows", start=queue[0], peak=queue[1]) if queue[1] > 1.1 * queue[0] else text(lang, "queue_is", peak=queue[1]))
    if blocked >= 0.005:
        parts.append(text(lang, "upstream", share=100 * blocked, when="" if run.blocked is not None else text(lang, "over_run")))
    laps = {reason: int(run.elements[reason][family.members].sum()) for reason in ("chute_full", "chute_reset", "divert_failed")}
    entered = run.elements["entered"][family.members].sum()
    if family.kind == "loop_sorter" and entered > 0 and sum(laps.values()) > 0.05 * entered:
        reason = max(laps, key=lambda key: laps[key])
        parts.append(text(lang, "recirculating", share=100 * sum(laps.values()) / entered, reason=text(lang, reason)))
    return ("；" if lang == "zh" else "; ").join(parts)


def find(run: Run, lang: str = "en") -> Bottleneck:
    """The bottleneck of a run by the rule of this module, with its evidence in language `lang`."""
    window = peak_window(run)
    times = run.sample_times_s
    if window[1] <= window[0]:
        return Bottleneck("", "", 0, False, text(lang, "nobody"), 0.0, 0.0, 0.0)
    span = float(times[window[0]]), float(times[window[1]])

    def rank(entry: Load) -> tuple[float, float]:
        before = upstream(run, entry.family.members)
        pressed = _blocked(run, before, window) >= PRESSED_BLOCKED
        pressed = pressed or _queue(run, entry.family, before, window)[1] > run.elements["machines"][entry.family.members].sum()
        own = _blocked(run, entry.family.members, window)
        return entry.utilisation - own + (PRESSED_BONUS if pressed else 0.0), entry.utilisation

    able = [entry for entry in _candidates(run, window) if entry.utilisation > 0]
    # only those within reach of the first need the dearer look at what is before them
    reach = max((entry.utilisation - _blocked(run, entry.family.members, window) for entry in able), default=0.0) - PRESSED_BONUS
    able = sorted((entry for entry in able if entry.utilisation >= reach), key=rank, reverse=True)
    if not able:
        return Bottleneck("", "", 0, False, text(lang, "nobody"), 0.0, *span)
    best = able[0]
    binds = best.utilisation >= BINDS
    before = upstream(run, best.family.members)
    why = _why(run, best, window, _queue(run, best.family, before, window), _blocked(run, before, window), lang)
    if not binds:
        why = text(lang, "nothing_binds") + why
    return Bottleneck(best.family.name, best.family.kind, len(best.family.members), binds, why, best.utilisation, *span)
