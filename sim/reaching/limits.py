"""What binds first, second, third: found by trying, not by looking.

Just beyond the capacity the demand does not hold. Each likely lever is pulled there, alone, then if none helps in pairs: what takes away most of what was
broken is what binds. How much one more of it gains is the difference of the thresholds with some more of it, replication by replication on common random
numbers. Then it is made ample, and the search goes on from the capacity of that hub: so the second limit is what binds once the first is gone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .capacity import Found, thresholds
from .case import Case
from .levers import Lever
from .relief import PULL, pulled, suspects, tried_out
from .rounding import really
from .rules import worst
from .runs import Runs, Tried

MOST = 3
"""limits that are looked for"""
BEYOND = 1.06
"""how far beyond the largest threshold levers are tried"""
HELPS = 0.2
"""share of what is broken that a lever must take away to count as what binds [1]"""
STEP = 0.1
"""by how much of a lever its gain is measured [1]"""
AMPLE = 3.0
"""by how much a limit is raised to see what binds next [1]"""
PAIRED = 2
"""replications"""


@dataclass(frozen=True)
class Limit:
    """What binds at some capacity."""

    levers: tuple[Lever, ...]
    """one; or two that only help together"""
    rule: str
    """the rule that breaks most when the demand grows further"""
    per_day: float
    """capacity at which it binds, mean of the replications it was measured in [parcels/day]"""
    gains: tuple[float, ...]
    """of one more of (each of) it, by replication [parcels/day]; empty if more of it makes no other hub at this scale"""
    more: float
    """of how many more the gain was measured, then divided by it [1]"""
    next_per_day: float
    """capacity once it is ample [parcels/day]"""
    helped: float
    """share of what was broken that it took away [1]"""


def limits(runs: Runs, case: Case, found: list[Found], levers: Sequence[Lever], say: str) -> list[Limit]:
    """Return the limits in order; fewer than MOST if nothing that can be raised helps. `found`: thresholds of the case; `say`: what a phase is called."""
    at = found[:PAIRED]
    limits: list[Limit] = []
    left = list(levers)
    while len(limits) < MOST and left and all(each.broke is not None for each in at):
        runs.begin(f"{say} {len(limits) + 1}")
        demand = BEYOND * max(each.broke.demand for each in at if each.broke is not None)
        base = runs.all([(case, demand, 0)])[0]
        if base.holds:
            break
        chosen = _binding(runs, case, base, left)
        if chosen is None:
            break
        binding, helped = chosen
        more, gains = _gain(runs, case, at, binding)
        ample = next(each for share in (AMPLE, 1.0, PULL) if (each := pulled(case, binding, share)) is not None)  # a roster may allow no more than PULL
        ahead = thresholds(runs, ample, [each.replication for each in at], demand)
        per_day, next_per_day = (float(np.mean([each.middle for each in some])) for some in (at, ahead))
        limits.append(Limit(binding, worst(base.judged).rule, per_day, gains, more, next_per_day, helped))
        left = [lever for lever in left if lever not in binding]
        case, at = ample, ahead
    return limits


def _binding(runs: Runs, case: Case, base: Tried, levers: Sequence[Lever]) -> tuple[tuple[Lever, ...], float] | None:
    """Return what takes away most of what is broken, and the share it takes away; None if nothing takes away enough."""
    likely = suspects(base, levers)
    for sets in ([(lever,) for lever in likely], list(combinations(likely[:4], 2))):
        tries = tried_out(runs, case, base, sets)
        helped = [1 - each.excess / base.excess if each is not None else 0.0 for each in tries]
        if helped and max(helped) >= HELPS:
            best = int(np.argmax(np.round(helped, 3)))  # of equals the likelier
            return sets[best], helped[best]
    return None


def _gain(runs: Runs, case: Case, at: list[Found], binding: tuple[Lever, ...]) -> tuple[float, tuple[float, ...]]:
    """Return how many more were tried, and the gain of one by replication; a step that rounding swallows at this scale is doubled.

    What rounding makes of a step at a scale is counted as it is. Of several levers the one that grew by most counts: one more of each brings as much, at least.
    """
    share = STEP
    while share <= 1:
        raised = pulled(case, binding, share)
        if raised is not None:
            start = float(np.mean([each.held.demand for each in at if each.held is not None] or [1.0]))
            after = thresholds(runs, raised, [each.replication for each in at], start, 1 + share / 2)
            more = max(really(case, raised, lever, lever.by(share)) for lever in binding)
            return more, tuple((new.middle - old.middle) / more for new, old in zip(after, at, strict=True))
        share *= 2
    return 0, ()
