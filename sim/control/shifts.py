"""How many people are there, and whom that concerns (PHYSICS 3.3, 4.5, 6.3)."""

from collections import defaultdict
from collections.abc import Generator
from typing import Any, NamedTuple

from ..layout import CONTAINER, LOADER, STATION
from .crews import Everybody, Pool
from .moves import Member, Moves
from .roster import Roster


class Work(NamedTuple):
    """What a crew has to do."""

    at_work: int
    """people in the middle of work"""
    jobs: int
    """that wait for people"""
    wanted: int
    """people these jobs could use"""
    queue: int
    """units that wait"""


class Shifts:
    """The crews of a hub: pools for control, people for stations, attendants for chutes."""

    def __init__(self, control: Any) -> None:
        self.control = control
        self.env = control.env
        self.pools: dict[int, Pool] = {-1: Everybody()}
        self.stations: dict[int, list[int]] = {}
        self.chutes: dict[int, list[int]] = {}
        self.floors: dict[int, set[int]] = defaultdict(set)
        """crew -> staging floors before its outbound doors"""
        self.now: dict[int, tuple[int, int]] = {}
        """crew -> its people and their pace"""
        elements = control.plant.elements
        columns = (elements[name].tolist() for name in ("crew", "kind", "staging"))
        for number, (crew, kind, staging) in enumerate(zip(*columns, strict=True)):
            if crew >= 0 and kind == STATION:
                self.stations.setdefault(crew, []).append(number)
            elif crew >= 0 and kind == CONTAINER:
                self.chutes.setdefault(crew, []).append(number)
            elif crew >= 0 and kind == LOADER:
                self.floors[crew].add(staging)
        decisions, scenario = control.decisions, control.plant.hub.scenario
        members: dict[str, Member] = {}
        for place, (name, number) in enumerate(control.plant.crew_of.items()):
            self.pools[number] = Pool(decisions.job if decisions.asks("crew") else None)
            crew = scenario.crews[name]
            members[name] = Member(name, number, Roster(crew, place, control.plant.clock, control.S), crew.moves)
        pooled = {name for pool in scenario.pools.values() for name in pool.crews}
        for name, member in members.items():
            if name not in pooled:
                self.env.process(self._shifts(member))
        for name, pool in scenario.pools.items():
            self.env.process(Moves(control, self, name, [members[crew] for crew in pool.crews]).run())

    def _shifts(self, member: Member) -> Generator[Any, Any, None]:
        while True:
            self.apply(member.number, *member.roster.at(self.env.now))
            wait = member.roster.until_change(self.env.now)
            if wait is None:
                return
            yield self.env.timeout(wait)

    def apply(self, number: int, people: int, pace: int) -> None:
        """So many people are there from now on, and their pace; nobody has none, and leaves it as it was."""
        people_before, pace_before = self.now.get(number, (-1, 1000))
        if not people:
            pace = pace_before
        if pace != pace_before:
            self._set_pace(number, pace)
        if people != people_before:
            self._man(number, people)
        self.now[number] = people, pace

    def work_of(self, number: int) -> Work:
        """Return what crew `number` has to do."""
        movers, pool = self.control.movers, self.pools[number]
        if number in self.stations:
            at_work, lost, queue = movers.work_of(self.stations[number])
            servers = int(self.control.plant.elements["machines"][self.stations[number]].sum())
            return Work(at_work, queue, min(queue, servers - lost - at_work), queue)
        if number in self.chutes:
            asking, queue = movers.asking(number), movers.work_of(self.chutes[number])[2]
            return Work(self.at_work(number), asking, asking, queue)
        queue = movers.work_of(sorted(self.floors[number]))[2] + sum(job.about().load for job in pool.waiting)
        return Work(self.at_work(number), len(pool.waiting), sum(job.wanted for job in pool.waiting), queue)

    def at_work(self, number: int) -> int:
        """Return how many people of crew `number` are in the middle of work."""
        if number in self.stations or number in self.chutes:
            return int(self.control.movers.work_of(self.stations.get(number, [number]))[0])
        return sum(job.people for job in self.pools[number].working)

    def _set_pace(self, number: int, pace: int) -> None:
        """Work that the crew begins from now on is done at this pace (PHYSICS 6.12)."""
        for worker in self.stations.get(number, [number] if number in self.chutes else []):
            self.control.movers.set_pace(worker, pace)
        self.pools[number].set_pace(pace)

    def _man(self, number: int, people: int) -> None:
        now = self.env.now
        if number in self.stations:
            for station, share in dealt(people, [(s, int(self.control.plant.elements[s].machines)) for s in self.stations[number]]):
                self.control.movers.man_station(station, share, now)
        elif number in self.chutes:
            self.control.movers.man_crew(number, people, now)
        else:
            self.pools[number].resize(people)


def dealt(people: int, stations: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Deal `people` one by one to the stations in turn, in order of number, until each has one a server; return (station, people)."""
    shares = [0] * len(stations)
    while people > 0 and any(share < servers for share, (_, servers) in zip(shares, stations, strict=True)):
        for i, (_, servers) in enumerate(stations):
            if people > 0 and shares[i] < servers:
                shares[i] += 1
                people -= 1
    return [(station, share) for (station, _), share in zip(stations, shares, strict=True)]
