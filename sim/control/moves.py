"""Pools: people who go from crew to crew, as a policy says (PHYSICS 6.13)."""

import math
from collections.abc import Generator
from typing import Any, NamedTuple

from ..policies.views import Crew
from ..scenario.resolution import ticks
from .roster import LEAST_PACE, Roster


class Member(NamedTuple):
    """A crew of a pool."""

    name: str
    number: int
    roster: Roster
    moves: float
    """share of its people who have the skill [1]"""


class Moves:
    """One pool through the run."""

    def __init__(self, control: Any, shifts: Any, name: str, members: list[Member]) -> None:
        self.control, self.shifts, self.name, self.members = control, shifts, name, members
        self.every = ticks(control.plant.hub.scenario.pools[name].every_min * 60)
        self.had = [0] * len(members)
        self.rosters = [0] * len(members)

    def run(self) -> Generator[Any, Any, None]:
        """Ask at regular times, and whenever people come or go."""
        env = self.control.env
        while True:
            there = [member.roster.at(env.now) for member in self.members]
            people = [n for n, _ in there]
            crews = self._views(people)
            gets = self.control.decisions.division(self.name, crews) if any(people) else people
            for member, n, pace in zip(self.members, gets, _paces(there, gets), strict=True):
                self.shifts.apply(member.number, n, pace)
            self.had, self.rosters = gets, people
            changes = [member.roster.until_change(env.now) for member in self.members]
            yield env.timeout(min([self.every - env.now % self.every, *(wait for wait in changes if wait is not None)]))

    def _views(self, people: list[int]) -> list[Crew]:
        work = [self.shifts.work_of(member.number) for member in self.members]
        # Whose own shift has ended is gone; whoever came from another crew is still here.
        here = [had - max(0, before - now) for had, before, now in zip(self.had, self.rosters, people, strict=True)]
        fixed = [n - math.floor(member.moves * n + 0.5) for n, member in zip(people, self.members, strict=True)]
        least = [max(k, min(n, w.at_work)) for k, n, w in zip(fixed, here, work, strict=True)]
        if sum(least) > sum(people):
            # The shift of some who work elsewhere has ended: they go as their work is done.
            least = fixed
        return [
            Crew(member.name, max(0, n), roster, at_least, w.at_work, w.jobs, w.wanted, w.queue)
            for member, n, roster, at_least, w in zip(self.members, here, people, least, work, strict=True)
        ]


def _paces(there: list[tuple[int, int]], gets: list[int]) -> list[int]:
    """Return the pace of each crew [thousandths]: those who stay keep the pace of their crew, those who come have the mean of all who leave one."""
    kept = [min(roster, n) for (roster, _), n in zip(there, gets, strict=True)]
    lent = [roster - own for (roster, _), own in zip(there, kept, strict=True)]
    come = sum(n * pace for n, (_, pace) in zip(lent, there, strict=True)) / max(1, sum(lent))
    return [
        max(LEAST_PACE, math.floor((own * pace + (n - own) * come) / n + 0.5)) if n > own else pace for own, n, (_, pace) in zip(kept, gets, there, strict=True)
    ]
