"""How many people are there, and whom that concerns (PHYSICS 3.3, 4.5, 6.3)."""

from collections.abc import Generator
from typing import Any

from ..layout import CONTAINER, STATION
from .crews import Everybody, Pool
from .roster import Roster


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
            self.env.process(self._shifts(number, Roster(control.plant.hub.scenario.crews[name], number, control.plant.clock, control.S)))

    def _shifts(self, number: int, roster: Roster) -> Generator[Any, Any, None]:
        before, pace_before = -1, 1000
        while True:
            people, pace = roster.at(self.env.now)
            if people and pace != pace_before:
                self._set_pace(number, pace)
                pace_before = pace
            if people != before:
                self._man(number, people)
                before = people
            wait = roster.until_change(self.env.now)
            if wait is None:
                return
            yield self.env.timeout(wait)

    def _set_pace(self, number: int, pace: int) -> None:
        """Work that the crew begins from now on is done at this pace (PHYSICS 6.9)."""
        for worker in self.stations.get(number, [number] if number in self.attendants else []):
            self.control.movers.set_pace(worker, pace)
        self.pools[number].set_pace(pace)

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
