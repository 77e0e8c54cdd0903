"""The capacity of a hub: the largest demand that holds, over replications, with its interval; and the chance to carry a demand.

Each replication has a threshold of its own (threshold.py), known to lie between the largest demand that held and the smallest that did not. Thresholds of
replications are independent and alike; the capacity is the quantile of their law that the share `chance` of them reaches (0.5: the middle one,
which for a normal law is the mean). Its interval is that of a quantile of a normal sample (noncentral t; Student's for 0.5), the lower end from the ends that
held, the upper from those that did not, and the deviation with that of a place within a bracket: so it covers the error of the search too.

Looks. Replications are added in blocks, and after each block the search may stop: because the target lies outside the interval, which is then narrow enough
sooner, or because the interval is as narrow as it need be. Each of the LOOKS is given an equal part of the risk (Bonferroni), so all intervals ever seen
hold together with the stated confidence, whatever the reason to stop.
"""

from dataclasses import dataclass

import numpy as np

from sim.stats.intervals import bonferroni, normal_quantile, share_at_least

from .case import Case
from .rules import worst
from .runs import Runs, Tried
from .threshold import FIRST_STEP, Threshold

LOOKS = (4, 8, 16)
"""replications at each look"""
ENOUGH = 0.01
DECIDED = 0.05
"""half-widths of an interval that is narrow enough, of the capacity: in any case, and if the target lies outside [1]"""


@dataclass(frozen=True)
class Found:
    """The threshold of one replication."""

    replication: int
    held: Tried | None
    """at the largest demand that held; None if none did"""
    broke: Tried | None
    """at the smallest demand that did not hold; None if all did"""

    @property
    def low(self) -> float:
        """Parcels a day that were offered and carried [parcels/day]."""
        return self.held.per_day if self.held is not None else 0.0

    @property
    def high(self) -> float:
        """Parcels a day that were offered and not carried [parcels/day]."""
        return self.broke.per_day if self.broke is not None else float("inf")

    @property
    def middle(self) -> float:
        """Between the two [parcels/day]."""
        return (self.low + self.high) / 2 if self.broke is not None else self.low

    def carries(self, per_day: float) -> bool:
        """Whether a demand [parcels/day] is carried, as far as is known; none is that lies below the smallest tried, if that broke."""
        return self.held is not None and self.middle >= per_day


@dataclass(frozen=True)
class Capacity:
    """The largest demand that holds [parcels/day], of the hub in full."""

    estimate: float
    low: float
    high: float
    confidence: float
    """of the interval, all looks together [1]"""
    found: list[Found]
    """by replication"""

    def chance(self, per_day: float) -> tuple[float, float, float]:
        """Return the share of replications that carry a demand, and its interval (Clopper and Pearson), right at whichever look the search stopped [1]."""
        carried = share_at_least(sum(each.carries(per_day) for each in self.found), len(self.found), bonferroni(self.confidence, len(LOOKS)))
        return carried.value, carried.low, carried.high

    @property
    def breaks_first(self) -> dict[str, int]:
        """Rule -> in how many replications it was the one that broke worst at the smallest demand that did not hold."""
        counts: dict[str, int] = {}
        for each in self.found:
            if each.broke is not None:
                rule = worst(each.broke.judged).rule
                counts[rule] = counts.get(rule, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: -item[1]))


def thresholds(runs: Runs, case: Case, replications: list[int], start: float, step: float = FIRST_STEP) -> list[Found]:
    """Search the threshold of each replication, side by side, from the demand `start` on."""
    searches = {replication: Threshold(start, case.reaching.resolution, step) for replication in replications}
    held: dict[int, Tried] = {}
    broke: dict[int, Tried] = {}
    for replication, search in searches.items():
        first = search.next()
        assert first is not None
        runs.order(case, first, replication)
    for _, tried in runs.results():
        search = searches[tried.replication]
        search.tell(tried.demand, tried.holds)
        (held if tried.holds else broke)[tried.replication] = tried
        demand = search.next()
        if demand is not None:
            runs.order(case, demand, tried.replication)
    return [Found(replication, held.get(replication), broke.get(replication)) for replication in replications]


def estimate(found: list[Found], chance: float, confidence: float) -> tuple[float, float, float]:
    """Return capacity, low and high [parcels/day] from thresholds, at the confidence of one look."""
    p = 1 - chance
    low, high, middle = (np.array([getattr(each, name) for each in found]) for name in ("low", "high", "middle"))
    known = np.isfinite(high)
    error = float((high - low)[known].mean() / np.sqrt(12)) if known.any() else 0.0  # of a place within a bracket
    least = max(0.0, normal_quantile(low, p, confidence, error).low)
    if any(each.held is None for each in found):
        least = 0.0  # nothing is known of what lies below
    most = normal_quantile(high, p, confidence, error).high if known.all() else float("inf")
    return normal_quantile(middle, p, confidence).value, least, most


def capacity(runs: Runs, case: Case, target: float | None = None, start: float = 1.0) -> Capacity:
    """Search the capacity; stop as soon as the `target` [parcels/day] lies outside its interval, or the interval is narrow, or at the last look."""
    found: list[Found] = []
    each_look = bonferroni(case.reaching.confidence, len(LOOKS))
    step = FIRST_STEP
    for upto in LOOKS:
        found += thresholds(runs, case, list(range(len(found), upto)), start, step)
        middle, low, high = estimate(found, case.reaching.chance, each_look)
        if not np.isfinite(high):
            break
        start, step = max(middle, 1e-9) * case.scale / case.per_day, 1 + 2 * case.reaching.resolution
        is_decided = target is not None and not low <= target <= high
        if high - low <= 2 * (DECIDED if is_decided else ENOUGH) * middle:
            break
    return Capacity(middle, low, high, case.reaching.confidence, found)
