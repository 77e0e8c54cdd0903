"""Failures and repairs (PHYSICS 7)."""

import math
from collections import Counter
from collections.abc import Generator
from functools import partial
from typing import Any

import simpy

from ..kernels.laws import draw
from ..layout import DRAW_FAILURE, DRAW_REPAIR, FAILED_WORKING
from ..policies import views
from .crews import Job

NOBODYS = 65535
"""Source number of draws that belong to no parcel."""


class Breakdowns:
    """Calendar failures strike here; those by work and by parcels strike in the movers, which ask for the repair."""

    def __init__(self, control: Any) -> None:
        self.control = control
        self.env = control.env
        self.locks: dict[int, simpy.Resource] = {}
        self.strikes: dict[int, int] = {}
        """failure -> how often it has struck"""
        self.ordinal: dict[int, int] = {}
        """failure -> its place among those of its element"""
        self.out: Counter[int] = Counter()
        """station -> servers out of order, counted twice if two failures concern them"""
        of_element: dict[int, int] = {}
        for number, row in enumerate(control.plant.failures):
            e = int(row.element)
            if e < 0:
                continue
            self.strikes[number] = 0
            self.ordinal[number] = of_element[e] = of_element.get(e, -1) + 1
            self.locks.setdefault(e, simpy.Resource(self.env))
            if row.every_parcels >= 0 or row.working:
                self._wind(number)
            else:
                self.env.process(self._calendar(number))

    def struck(self, reason: int, e: int) -> None:
        """The movers say that element `e` has gone down, by work or by parcels; or should, if only some of its servers fail."""
        row = self.control.plant.elements[e]
        number = int(row.failure_working if reason == FAILED_WORKING else row.failure_parcels)
        servers = int(self.control.plant.failures[number].servers)
        self.env.process(self._lose(number, servers) if servers else self._repair(number, is_down=True))

    def _draw(self, law: int, purpose: int, number: int) -> int:
        plant = self.control.plant
        e = int(plant.failures[number].element)
        return int(draw(self.control.S, law, purpose, e, 0, self.strikes[number], self.ordinal[number], NOBODYS))

    def _wind(self, number: int) -> None:
        """Draw what is left until the next failure, at least one tick or parcel, and tell the movers."""
        row = self.control.plant.failures[number]
        is_parcels = row.every_parcels >= 0
        left = max(1, self._draw(int(row.every_parcels if is_parcels else row.every), DRAW_FAILURE, number))
        self.control.movers.set_clock(int(row.element), 0 if is_parcels else left, left if is_parcels else 0, self.env.now)

    def _calendar(self, number: int) -> Generator[Any, Any, None]:
        while True:
            yield self.env.timeout(max(1, self._draw(int(self.control.plant.failures[number].every), DRAW_FAILURE, number)))
            servers = int(self.control.plant.failures[number].servers)
            yield from self._lose(number, servers) if servers else self._repair(number, is_down=False)

    def _repair(self, number: int, is_down: bool) -> Generator[Any, Any, None]:
        """The whole element is down, one failure after the other."""
        row, movers = self.control.plant.failures[number], self.control.movers
        e = int(row.element)
        with self.locks[e].request() as turn:
            yield turn
            if not is_down:
                movers.fail(e, self.env.now)
            yield from self._mended(number)
            movers.mend(e, int(row.anew), self.env.now)

    def _lose(self, number: int, servers: int) -> Generator[Any, Any, None]:
        """Some servers of a station are out of order, whatever else fails meanwhile (PHYSICS 7.3)."""
        row = self.control.plant.failures[number]
        e = int(row.element)
        self._put_out(e, servers, 0)
        yield from self._mended(number)
        self._put_out(e, -servers, int(row.anew))

    def _put_out(self, e: int, servers: int, anew: int) -> None:
        self.out[e] += servers
        self.control.movers.set_out(e, min(self.out[e], int(self.control.plant.elements[e].machines)), anew, self.env.now)

    def _mended(self, number: int) -> Generator[Any, Any, None]:
        """Wait for a repairer, then for the repair; then the clock of the next failure is wound."""
        row = self.control.plant.failures[number]
        there = self.env.event()
        job = Job(
            1,
            lambda people: there.succeed() if not there.triggered else None,
            may_pause=False,
            about=partial(views.Job, self.control.plant.names[int(row.element)], 1, 0, math.inf),
        )
        crew = self.control.crew(row.crew)
        crew.ask(job)
        yield there
        yield self.env.timeout(crew.takes(self._draw(int(row.repair), DRAW_REPAIR, number)))
        crew.release(job)
        self.strikes[number] += 1
        if row.every_parcels >= 0 or row.working:
            self._wind(number)
