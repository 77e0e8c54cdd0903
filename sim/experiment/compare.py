"""Which of several configurations is best, on common random numbers: a race (KN++), a budget (OCBA), or one screening of many; and which differ at all."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.scenario import Hub, read
from sim.stats import kn, ocba
from sim.stats.intervals import CONFIDENCE, interval, upper
from sim.stats.screening import screen_paired
from sim.stats.told_apart import Pair, told_apart

from .desk import Desk
from .ground import GROUND
from .identity import fingerprint
from .observations import AskedWrong, Observations

if TYPE_CHECKING:
    import pandas as pd

PILOT = 10
"""replications of each before anybody is given up"""
LEAST = 5
"""replications of each that a budget must give"""
SHARES = 20
"""a budget is handed out in so many parts"""
METHODS = ("kn", "ocba", "screen")
SELECTED, UNDECIDED, LIKELY, KEPT = "selected", "undecided", "likely", "kept"


@dataclass(frozen=True)
class Row:
    """One configuration; values in the unit of the figure."""

    rank: int
    """from 1; those still in first, the best of them ahead; then those given up, by their difference to the best"""
    name: str
    mean: float
    half_width: float
    """of the mean alone, by Student's t"""
    replications: int
    difference: float
    """mean over the replications both have of this minus the best; 0 of the best itself"""
    difference_half_width: float
    """holds together with those of all pairs, also though the race stopped when it liked; 0 of the best itself, may be infinite of few replications"""
    apart: bool
    """told apart from the best"""
    survives: bool
    """it was not given up"""


@dataclass(frozen=True)
class Comparison:
    """What is known of configurations and a figure."""

    figure: str
    most: bool
    """the largest mean is the best; else the least"""
    method: str
    confidence: float
    delta: float
    """the indifference zone, in the unit of the figure; nan where the method has none"""
    seed: int
    engine: str
    outcome: str
    """selected: one is left, which is best with `confidence`, if it is by delta or more better than any other
    undecided: several are left, and it takes more replications; the race would end before their differences are known to be less than delta
    likely: of a budget, the largest mean, which is best with `chance`
    kept: of a screening, the best is among those left with `confidence`
    """
    chance: float
    """estimated chance that the first is the best, of `ocba`; else nan"""
    rows: list[Row]
    """by rank"""
    each_two: list[tuple[str, str, Pair]]
    """by name, the one ahead first"""
    runs: int
    """that were asked of the desk; some may have been ordered ahead, and count for nothing"""

    @property
    def survivors(self) -> list[str]:
        """Names of those not given up, the best ahead."""
        return [row.name for row in self.rows if row.survives]

    @property
    def table(self) -> "pd.DataFrame":
        """One row a configuration, by rank: the fields of `Row`."""
        import pandas as pd

        return pd.DataFrame([asdict(row) for row in self.rows])

    @property
    def pairs(self) -> "pd.DataFrame":
        """One row for each two: first, second, difference (mean of first - second), half_width, apart."""
        import pandas as pd

        return pd.DataFrame([{**pair._asdict(), "first": first, "second": second} for first, second, pair in self.each_two])


def compare(
    hubs: Mapping[str, Hub],
    desk: Desk,
    figure: str,
    *,
    most: bool = True,
    delta: float | str = "1%",
    confidence: float = CONFIDENCE,
    method: str = "kn",
    at_most: int = 200,
    budget: int | None = None,
    seed: int | None = None,
    engine: str = "fast",
    note: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Return what is known of hubs, by name, and a figure of `outcome.figures` or `ground.GROUND`, after as many runs as it takes.

    `delta` is what is worth telling apart: a number in the unit of the figure, or a share of the first one's mean as text with a percent sign. `at_most`
    bounds the replications of each (kn); `budget` is how many runs there are in all (ocba, screen; 20 for each if None). The result is the same whatever
    the number of workers. Raises AskedWrong, RunFailed.
    """
    upper(confidence)
    _check(hubs, figure in GROUND, method, confidence, at_most)
    share = _share(delta)
    seen = Observations(hubs, desk, figure, seed=seed, engine=engine, note=note)
    sign = 1.0 if most else -1.0
    k = len(hubs)
    chance = zone = math.nan
    if method == "kn":
        pilot = seen.first([PILOT] * k)
        zone = _zone(share, delta, pilot[0], figure, next(iter(hubs)))
        samples, left, outcome = _race(seen, desk, sign, zone, confidence, at_most, k)
    else:
        budget = 20 * k if budget is None else budget
        if budget < LEAST * k:
            raise AskedWrong(f"{budget} runs are too few for {k} configurations: give each {LEAST}, --budget {LEAST * k}, at least")
        if method == "ocba":
            samples = _spend(seen, sign, budget, k)
            left, outcome = [int(np.argmax([sign * each.mean() for each in samples]))], LIKELY
            chance = ocba.chance([sign * each for each in samples])
        else:
            samples = seen.first([budget // k] * k)
            left, outcome = screen_paired([sign * each for each in samples], confidence), KEPT
    seen.finish()
    rows, pairs = _told(list(hubs), samples, left, sign, confidence, at_any_time=method != "screen")
    return Comparison(figure, most, method, confidence, zone, seen.seed, engine, outcome, chance, rows, pairs, sum(map(len, samples)))


def named(paths: list[Path], scale: float = 1.0) -> dict[str, Hub]:
    """Read scenario files; each is named by its file, and by its whole path where two files have one name. Raises ScenarioError, AskedWrong."""
    stems = [path.stem for path in paths]
    hubs = {path.stem if stems.count(path.stem) == 1 else str(path): read(path, scale) for path in paths}
    if len(hubs) < len(paths):
        raise AskedWrong("a scenario is named twice, and a hub is no better than itself")
    return hubs


# -- what is asked ---------------------------------------------------------------------------------------------------------


def _check(hubs: Mapping[str, Hub], with_ground: bool, method: str, confidence: float, at_most: int) -> None:
    if len(hubs) < 2:
        raise AskedWrong("to compare takes two scenarios at least")
    if method not in METHODS:
        raise AskedWrong(f"there is no method {method!r}: take {', '.join(METHODS)}")
    if confidence <= 0.5:
        raise AskedWrong(f"a confidence of {confidence} is not above 0.5, which a coin has")
    if at_most < PILOT:
        raise AskedWrong(f"{at_most} replications are too few: {PILOT} of each come before the first look")
    first: dict[str, str] = {}
    for name, hub in hubs.items():
        same = first.setdefault(fingerprint(hub, with_ground), name)
        if same != name:
            raise AskedWrong(
                f"{same} and {name} are the same hub: what they differ in (titles, notes, facts, seed) moves nothing, so there is nothing to compare"
            )


def _share(delta: float | str) -> bool:
    """Tell whether delta is a share; raise AskedWrong if it is nothing."""
    try:
        value = _number(delta)
    except ValueError:
        value = math.nan
    if not (value > 0 and math.isfinite(value)):
        raise AskedWrong(f"what is worth telling apart (--delta) is a number above 0, or a share as 1%, and not {delta}")
    return isinstance(delta, str) and delta.strip().endswith("%")


def _number(delta: float | str) -> float:
    return float(delta.strip().removesuffix("%").replace(",", "")) if isinstance(delta, str) else float(delta)


def _zone(share: bool, delta: float | str, pilot: np.ndarray, figure: str, name: str) -> float:
    zone = abs(float(pilot.mean())) * _number(delta) / 100 if share else _number(delta)
    if zone == 0:
        raise AskedWrong(f"{figure} of {name} is 0 on average, and a share of that is nothing: give delta in its unit")
    return zone


# -- procedures ------------------------------------------------------------------------------------------------------------


def _ahead(desk: Desk, n: int) -> int:
    """Replications of n configurations to order ahead, so that nobody stands idle between two looks."""
    return max(1, math.ceil(desk.size / 2 / n))


def _race(seen: Observations, desk: Desk, sign: float, zone: float, confidence: float, at_most: int, k: int) -> tuple[list[np.ndarray], list[int], str]:
    """Run until one is left or `at_most` is reached; return observations, numbers of those left, and how it ended."""
    counts, ahead = [PILOT] * k, 0
    while True:
        samples = seen.first(counts, ahead)
        race = kn.step([sign * each for each in samples], zone, confidence, PILOT)
        if len(race.survivors) == 1:
            return samples, race.survivors, SELECTED
        level = max(counts)
        if level >= at_most:
            return samples, race.survivors, UNDECIDED
        level = min(level + race.further, at_most)
        counts = [level if number in race.survivors else count for number, count in enumerate(counts)]
        ahead = min(_ahead(desk, len(race.survivors)), at_most - level)


def _spend(seen: Observations, sign: float, budget: int, k: int) -> list[np.ndarray]:
    """Spend a budget of runs, part by part; return observations."""
    counts = [min(PILOT, budget // k)] * k
    while True:
        samples = seen.first(counts)
        left = budget - sum(counts)
        if not left:
            return samples
        part = min(left, max(k, math.ceil(budget / SHARES)))
        given = ocba.allocation([sign * each for each in samples], part)
        counts = [count + int(more) for count, more in zip(counts, given, strict=True)]


# -- what is told ----------------------------------------------------------------------------------------------------------


def _told(
    names: list[str], samples: list[np.ndarray], left: list[int], sign: float, confidence: float, at_any_time: bool
) -> tuple[list[Row], list[tuple[str, str, Pair]]]:
    """Return rows and pairs, by rank."""
    longest = max(map(len, samples))
    padded = [np.pad(each, (0, longest - len(each)), constant_values=np.nan) for each in samples]
    best = max(left, key=lambda number: float(sign * samples[number].mean()))
    behind = [float(sign * np.nanmean(each - padded[best])) for each in padded]
    order = sorted(range(len(names)), key=lambda number: (number != best, number not in left, -behind[number], number))
    pairs = told_apart([padded[number] for number in order], confidence, at_any_time)
    to_best = [(0.0, 0.0, False), *((-pair.difference, pair.half_width, pair.apart) for pair in pairs[: len(names) - 1])]
    rows = []
    for rank, (number, (difference, half, apart)) in enumerate(zip(order, to_best, strict=True), 1):
        sample = samples[number]
        rows.append(Row(rank, names[number], *interval(sample, confidence), len(sample), difference, half, apart, number in left))
    return rows, [(names[order[pair.first]], names[order[pair.second]], pair) for pair in pairs]
