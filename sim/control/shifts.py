"""How many people are there, and whom that concerns (PHYSICS 3.3, 4.5, 6.3)."""

from collections.abc import Generator
from typing import Any

from ..layout import CONTAINER, STATION, TICKS_PER_S
from ..plant.windows import clock_ticks
from .crews import Everybody, Pool

DAY = 86_400 * TICKS_PER_S


def present(crew: Any, clock: int) -> int:
    """Return how many people of `crew` are there at time of day `clock` [ticks]."""
    if crew.size is not None:
        return int(crew.size)
    return sum(s.size for s in crew.shifts if _within(s.start, s.until, clock) and not any(_within(a, b, clock) for a, b in s.breaks))


def _within(start: str, until: str, clock: int) -> bool:
    begin, end = clock_ticks(start), clock_ticks(until)
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def changes(crew: Any) -> list[int]:
    """Return the times of day at which the number of people may change [ticks]."""
    if crew.size is not None:
        return []
    clocks = {clock for s in crew.shifts for pair in [(s.start, s.until), *s.breaks] for clock in pair}
    return sorted(clock_ticks(clock) for clock in clocks)


class Shifts:
    """The crews of a hub: pools for control, people for stations, attendants for chutes."""

    def __init__(self, control: Any) -> None:
        self.control = control
        self.env = control.env
        self.pools: dict[int, Pool] = {-1: Everybody()}
        self.stations: dict[int, list[int]] = {}
        self.attendants: set[int] = set()
        elements = control.plant.elements
        for number, (crew, kind) in enumerate(zip(elements["crew"].tolist(), elements["kind"].tolist(), strict=True)):
            if crew >= 0 and kind == STATION:
                self.stations.setdefault(crew, []).append(number)
            elif crew >= 0 and kind == CONTAINER:
                self.attendants.add(crew)
        decisions = control.decisions
        for name, number in control.plant.crew_of.items():
            self.pools[number] = Pool(decisions.job if decisions.asks("crew") else None)
            self.env.process(self._shifts(number, control.plant.hub.scenario.crews[name]))

    def _shifts(self, number: int, crew: Any) -> Generator[Any, Any, None]:
        clock = self.control.plant.clock
        before = -1
        while True:
            of_day = (clock + self.env.now) % DAY
            people = present(crew, of_day)
            if people != before:
                self._man(number, people)
                before = people
            times = changes(crew)
            if not times:
                return
            yield self.env.timeout(min((time - of_day - 1) % DAY + 1 for time in times))

    def _man(self, number: int, people: int) -> None:
        now = self.env.now
        if number in self.stations:
            for station, share in dealt(people, [(s, int(self.control.plant.elements[s].machines)) for s in self.stations[number]]):
                self.control.movers.man_station(station, share, now)
        elif number in self.attendants:
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
