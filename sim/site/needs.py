"""What a run needed: places by quantiles of their use, people by the hour, time of machines.

A run that lasts less than a day after its warm-up is the work of a day: in the hours it leaves out nothing comes and nobody works.
"""

from dataclasses import dataclass, field

import numpy as np

from sim.results.hours import per_hour
from sim.results.run import Run
from sim.scenario import Hub

from .coefficients import OF_KIND, equipment

DAY_H = 24
DAY_S = 86_400


@dataclass(frozen=True)
class Machine:
    """All machines of one equipment together."""

    name: str
    number: float
    """machines [1], or metres of length [m]"""
    powered: float
    """the same, metres times decks"""
    busy_h: np.ndarray
    """of `powered`, by hour of the day, mean over days, shape (24,) [machine h or m h]"""
    idle_h: np.ndarray
    """switched on with nothing to do, or blocked, likewise; stopped machines, off or down, are in neither"""
    unmanned: float = 0.0
    """of `number`, those that no crew of the scenario mans [1]"""


@dataclass(frozen=True)
class Needs:
    """What one run needed."""

    days: float
    """simulated after the warm-up, at least one [d]"""
    parcels_per_day: float
    peak_per_h: float
    """parcels dispatched in the busiest hour"""
    doors: dict[str, tuple[int, int]]
    """doors, outbound_doors, yard -> (needed: the quantile of those in use; what the scenario has)"""
    staged: float
    """units on the staging floors, that quantile"""
    chutes: tuple[int, int]
    """chutes that took a parcel, and what the scenario has"""
    machines: list[Machine]
    people: dict[str, dict[str, np.ndarray]]
    """crew -> present, at_work: most of an hour of the day, shape (24,) [persons]"""
    paid_h: float
    """hours of work of all crews a day [h]"""
    fleets: dict[str, dict[str, float]] = field(default_factory=dict)
    """fleet -> km, kwh (nan if not electric), chargers; a day"""

    @property
    def most_people(self) -> float:
        """Most people present at once, of all crews [persons]."""
        return float(sum(each["present"] for each in self.people.values()).max()) if self.people else 0.0  # type: ignore[union-attr]


def needs(run: Run, hub: Hub) -> Needs:
    """Return what a run of a hub needed; both are of the whole hub, at the scale they were run."""
    after = run.sample_times_s >= run.warm_up_s - 1e-6
    quantile = hub.scenario.site.quantile
    days, of_a_day = _days(run)
    kinds = run.elements["kind"]

    def needed(series: np.ndarray) -> int:
        return int(np.ceil(np.quantile(series[after], quantile, method="higher"))) if after.any() else 0

    places = {"doors": int((kinds == "door").sum()), "outbound_doors": int((kinds == "outbound_door").sum())}
    places["yard"] = sum(each.spec.capacity for each in hub.elements if each.spec.kind == "yard")
    chutes = kinds == "chute"
    hours = per_hour(run)
    of_hour = run.totals["dispatched"]
    people = {name: {key: _by_hour(run, series) for key, series in each.items()} for name, each in run.people.items()}
    return Needs(
        days=days,
        parcels_per_day=run.throughput_per_day * of_a_day,
        peak_per_h=float((hours["dispatched"] / (hours["end_s"] - hours["start_s"]) * 3600).max()) if len(of_hour) else 0.0,
        doors={name: (needed(run.docks[name]), has) for name, has in places.items()},
        staged=float(needed(run.inside[:, kinds == "staging"].sum(axis=1))),
        chutes=(int((run.elements["entered"][chutes] > 0).sum()), int(chutes.sum())),
        machines=_machines(run, hub),
        people=people,
        paid_h=float(sum(_mean(run, each["present"]) for each in run.people.values()) * DAY_H * of_a_day),
        fleets={
            name: {
                "km": each["driven_km"] / max(run.horizon_s / DAY_S, 1.0),
                "kwh": each["used_kwh"] / max(run.horizon_s / DAY_S, 1.0),
                "chargers": float(electric.chargers if (electric := hub.scenario.fleets[name].electric) is not None else 0),
            }
            for name, each in run.fleets.items()
        },
    )


def _days(run: Run) -> tuple[float, float]:
    """Return the days after the warm-up, at least one, and the share of these that was simulated."""
    days = (run.horizon_s - run.warm_up_s) / DAY_S
    return max(days, 1.0), min(days, 1.0)


def _mean(run: Run, series: np.ndarray) -> float:
    return float(series[run.sample_times_s >= run.warm_up_s - 1e-6].mean())


def _hour_of(run: Run) -> np.ndarray:
    """Hour of the day of each sample, shape (samples,)."""
    return ((run.start_clock_s + run.sample_times_s) // 3600 % DAY_H).astype(int)


def _covered(run: Run) -> np.ndarray:
    """Return the share of each hour of the day that was simulated after the warm-up, shape (24,)."""
    hours = np.arange(DAY_H) * 3600.0
    first, last = run.start_clock_s + run.warm_up_s, run.start_clock_s + run.horizon_s
    if last - first >= DAY_S:
        return np.ones(DAY_H)
    found = np.zeros(DAY_H)
    for day in range(int(first // DAY_S), int(last // DAY_S) + 1):
        found += np.clip(np.minimum(last - day * DAY_S, hours + 3600) - np.maximum(first - day * DAY_S, hours), 0.0, None) / 3600
    return found


def _by_hour(run: Run, series: np.ndarray) -> np.ndarray:
    """Return the most of each hour of the day, after the warm-up."""
    out = np.zeros(DAY_H)
    after = run.sample_times_s >= run.warm_up_s - 1e-6
    np.maximum.at(out, _hour_of(run)[after], series[after])
    return out


def _machines(run: Run, hub: Hub) -> list[Machine]:
    """Return the machines by equipment, in the order of the catalogue."""
    row_of = {str(name): row for row, name in enumerate(run.elements["name"])}
    members: dict[str, list[tuple[int, float, float, bool]]] = {}
    for element in hub.elements:
        spec = element.spec
        name = spec.equipment or OF_KIND.get(spec.kind)
        if name is None or element.name not in row_of:
            continue
        row = row_of[element.name]
        length, decks = _length(spec)
        of_length = equipment()[name]["per"] == "metre"
        number = length if of_length else float(run.elements["machines"][row]) if spec.kind != "conveyor" else 1.0
        members.setdefault(name, []).append((row, number, number * decks if of_length else number, getattr(spec, "crew", None) is None))
    return [_machine(run, name, members[name]) for name in equipment() if name in members]


def _length(spec: object) -> tuple[float, int]:
    """Return how long an element is [m], and on how many decks."""
    if getattr(spec, "kind", "") == "loop_sorter":
        return spec.carriers * spec.pitch_m, spec.decks  # type: ignore[attr-defined]
    return float(getattr(spec, "length_m", 1.0)), 1


def _machine(run: Run, name: str, of: list[tuple[int, float, float, bool]]) -> Machine:
    rows = np.array([row for row, *_ in of])
    powered = np.array([each for _, _, each, _ in of])
    count = np.maximum(run.elements["machines"][rows], 1)
    weight = powered / count  # what one machine of the element is worth
    days, _ = _days(run)

    def spent(*states: str) -> float:
        hours = sum(np.nan_to_num(run.elements[f"{state}_s"][rows]) for state in states) / 3600
        return float((hours * weight).sum()) / days

    busy = spent("busy")
    on = np.diff(run.busy[:, rows].astype(float) @ weight, prepend=0.0)
    by_hour = np.zeros(DAY_H)
    after = run.sample_times_s > run.warm_up_s + 1e-6
    np.add.at(by_hour, _hour_of(run)[np.maximum(np.flatnonzero(after) - 1, 0)], np.maximum(on[after], 0.0))
    shape = by_hour / by_hour.sum() if by_hour.sum() > 0 else np.full(DAY_H, 1 / DAY_H)
    busy_h = busy * shape
    idle = spent("idle", "starved", "blocked")
    room = np.maximum(powered.sum() * _covered(run) - busy_h, 0.0)
    idle_h = idle * room / room.sum() if room.sum() > 0 else np.zeros(DAY_H)
    number = float(sum(each for _, each, _, _ in of))
    return Machine(name, number, float(powered.sum()), busy_h, idle_h, float(sum(each for _, each, _, alone in of if alone)))
