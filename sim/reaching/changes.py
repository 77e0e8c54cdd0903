"""The shortest list of changes that carries a demand.

At the target, levers are pulled one at a time, then in pairs, then three together, until some set carries it: no shorter set among those tried does.
If no three do, the one that helps most is kept pulled and the search goes on from there. Then each change is made as small as it can be without the
demand breaking, by halving; and the list is run in all replications: in how many of them it carries the target is part of the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from .case import Case
from .levers import Lever
from .relief import made, suspects, tried_out
from .runs import Runs, Tried

SETS = ((1, 8), (2, 5), (3, 4))
"""(levers in a set, the likeliest levers it is drawn from)"""
MOST = 6
"""changes in a list"""
SMALLER = (0, 1, 2, 3)
"""replications in which a smaller change must still carry the demand"""


@dataclass(frozen=True)
class Change:
    """More of one thing."""

    lever: Lever
    more: int

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """Path -> (value now, value then)."""
        return {field.path: (field.value, field.at(self.more)) for field in self.lever.fields}


@dataclass(frozen=True)
class Changes:
    """A list of changes, and how often it carries the target."""

    list: list[Change]
    carried: int
    """replications in which the target holds with them"""
    of: int
    rule: str = ""
    """what is still broken if the target does not hold in all"""


def changes(runs: Runs, case: Case, demand: float, levers: Sequence[Lever], replications: int, share: float, say: str) -> Changes:
    """Return the shortest list that carries `demand` (a multiple of the scenario's); empty if nothing tried does.

    share: by how much levers are pulled to see whether they can [1]; at least as much as the demand is short of.
    """
    runs.begin(say)
    base = runs.all([(case, demand, 0)])[0]
    kept: list[Lever] = []
    left = list(levers)
    while not base.holds and len(kept) < MOST:
        found = _shortest(runs, case, base, left, share, MOST - len(kept))
        if found is None:
            return Changes([], 0, replications, _rule(base))
        best, base, whole = found
        kept += best
        left = [lever for lever in left if lever not in best]
        next_case = made(case, _at({lever: lever.by(share) for lever in best}))
        assert next_case is not None
        if whole:
            break
        case = next_case
    if not base.holds:
        return Changes([], 0, replications, _rule(base))
    origin = case if not kept else Case(case.path, case.scale, case.reaching, _without(case, kept), case.per_day)
    more = _smallest(runs, origin, demand, {lever: lever.by(share) for lever in kept})
    case = origin.changed(_at(more)) if more else origin
    tries = runs.all([(case, demand, replication) for replication in range(replications)])
    broken = [each for each in tries if not each.holds]
    return Changes([Change(lever, n) for lever, n in more.items()], replications - len(broken), replications, _rule(broken[0]) if broken else "")


def _rule(tried: Tried) -> str:
    return max(tried.judged, key=lambda each: each.excess).rule


def _at(more: dict[Lever, int]) -> dict[str, Any]:
    return {path: value for lever, n in more.items() for path, value in lever.at(n).items()}


def _without(case: Case, levers: Sequence[Lever]) -> dict[str, Any]:
    """Return the changes of a case without those of these levers."""
    own = {field.path for lever in levers for field in lever.fields}
    return {path: value for path, value in case.changes.items() if path not in own}


def _shortest(runs: Runs, case: Case, base: Tried, levers: Sequence[Lever], share: float, room: int) -> tuple[list[Lever], Tried, bool] | None:
    """Return the smallest set that carries the demand, its try, and True; else the single lever that helps most, its try, and False; None if none helps."""
    likely = suspects(base, levers)
    helped: tuple[list[Lever], Tried] | None = None
    for size, among in SETS:
        sets = list(combinations(likely[:among], size)) if size <= room else []
        tries = tried_out(runs, case, base.demand, sets, share)
        done = [(list(chosen), tried) for chosen, tried in zip(sets, tries, strict=True) if tried is not None]
        for chosen, tried in done:
            if tried.holds:
                return chosen, tried, True
        if size == 1 and done:
            helped = min(done, key=lambda item: item[1].excess)
    if helped is None or helped[1].excess >= base.excess:
        return None
    return *helped, False


def _smallest(runs: Runs, case: Case, demand: float, more: dict[Lever, int]) -> dict[Lever, int]:
    """Return the levers with each pulled as little as carries the demand in the replications SMALLER, one after the other."""

    def holds(trial: dict[Lever, int]) -> bool:
        hub = made(case, _at(trial))
        return hub is not None and all(each.holds for each in runs.all([(hub, demand, replication) for replication in SMALLER]))

    more = dict(more)
    for lever in list(more):
        low, high = 0, more[lever]
        while high - low > max(1, high // 16):
            middle = (low + high) // 2
            if holds({**more, lever: middle}):
                high = middle
            else:
                low = middle
        more[lever] = high
    return more
