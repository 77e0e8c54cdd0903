"""The shortest list of changes that carries a demand.

At the target, in the replication that breaks it most, levers are pulled one at a time, then in pairs, then three together, until some set carries it: no
shorter set among those tried does. If no three do, the one that helps most is kept pulled and the search goes on from there. Then each change is made as
small as it can be without the demand breaking in any replication, by halving; in how many of them the list carries the target is part of the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from .case import Case
from .levers import Lever
from .relief import made, suspects, tried_out
from .rules import worst
from .runs import Runs, Tried

SETS = ((1, 8), (2, 5), (3, 4))
"""(levers in a set, the likeliest levers it is drawn from)"""
MOST = 6
"""changes in a list"""
FINE = 16
"""a change is made smaller until that part of it decides"""
REPLICATIONS = 4
"""in which a list is run"""


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


def changes(runs: Runs, case: Case, demand: float, levers: Sequence[Lever], share: float, say: str) -> Changes:
    """Return the shortest list that carries `demand` (a multiple of the scenario's); empty if nothing tried does, or none is needed in REPLICATIONS.

    share: by how much levers are pulled to see whether they can [1]; at least as much as the demand is short of.
    """
    runs.begin(say)
    tries = _run(runs, case, demand)
    base = max(tries, key=lambda each: each.excess)
    pulled = case
    kept: list[Lever] = []
    left = list(levers)
    while not base.holds and len(kept) < MOST:
        found = _shortest(runs, pulled, base, left, share, MOST - len(kept))
        if found is None:
            break
        best, base = found
        kept += best
        left = [lever for lever in left if lever not in best]
        pulled = base.case
    if not base.holds:
        broken = [each for each in tries if not each.holds]
        return Changes([], len(tries) - len(broken), len(tries), worst(base.judged).rule)
    more = _smallest(runs, case, demand, {lever: lever.by(share) for lever in kept})
    if more:
        tries = _run(runs, case.changed(_at(more)), demand)
    broken = [each for each in tries if not each.holds]
    return Changes([Change(lever, n) for lever, n in more.items()], len(tries) - len(broken), len(tries), worst(broken[0].judged).rule if broken else "")


def _run(runs: Runs, case: Case, demand: float) -> list[Tried]:
    return runs.all([(case, demand, replication) for replication in range(REPLICATIONS)])


def _at(more: dict[Lever, int]) -> dict[str, Any]:
    return {path: value for lever, n in more.items() for path, value in lever.at(n).items()}


def _shortest(runs: Runs, case: Case, base: Tried, levers: Sequence[Lever], share: float, room: int) -> tuple[list[Lever], Tried] | None:
    """Return the smallest set that carries the demand, and its try; else the single lever that helps most, and its try; None if none helps."""
    likely = suspects(base, levers)
    helped: tuple[list[Lever], Tried] | None = None
    for size, among in SETS:
        sets = list(combinations(likely[:among], size)) if size <= room else []
        tries = tried_out(runs, case, base, sets, share)
        done = [(list(chosen), tried) for chosen, tried in zip(sets, tries, strict=True) if tried is not None]
        for chosen, tried in done:
            if tried.holds:
                return chosen, tried
        if size == 1 and done:
            helped = min(done, key=lambda item: item[1].excess)
    return helped if helped is not None and helped[1].excess < base.excess else None


def _smallest(runs: Runs, case: Case, demand: float, more: dict[Lever, int]) -> dict[Lever, int]:
    """Return the levers with each pulled as little as carries the demand in all replications, to a part of FINE, one after the other."""

    def holds(trial: dict[Lever, int]) -> bool:
        hub = made(case, _at(trial))
        return hub is not None and all(each.holds for each in _run(runs, hub, demand))

    more = dict(more)
    for lever in list(more):
        low, high = 0, more[lever]
        while high - low > max(1, high // FINE):
            middle = (low + high) // 2
            if holds({**more, lever: middle}):
                high = middle
            else:
                low = middle
        more[lever] = high
    return more
