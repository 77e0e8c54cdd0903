"""All of control, started in order."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ..layout import DOOR, DOOR_EMPTY, LOADER, LOADER_FULL, REASON_OF_ELEMENT
from ..scenario.resolution import ticks
from .breakdowns import Breakdowns
from .clerk import Clerk
from .crews import Pool
from .decisions import Decisions
from .fleets import Fleet
from .happenings import Happenings
from .inbound import Inbound
from .outbound import Outbound
from .roads import Road
from .shifts import Shifts
from .stocks import Stocks


class Doorway(NamedTuple):
    """What control knows of a door."""

    changeover: int
    """a law"""
    closing: int
    """a law, or -1"""
    workers: int
    """people it wants"""
    crew: int
    intervals: list[int]
    """between parcels, with 1, 2, ... people [ticks]"""


def doorways(plant: Any) -> dict[int, Doorway]:
    """Return what is known of each door and outbound door, by number of element."""
    rows = plant.elements.view(np.ndarray)
    doors = np.flatnonzero(np.isin(rows["kind"], (DOOR, LOADER)))
    columns = [rows[name][doors].tolist() for name in ("changeover", "closing", "workers", "crew", "rate_first", "n_rates")]
    return {
        int(door): Doorway(changeover, closing, workers, crew, plant.pool[first : first + n].tolist())
        for door, changeover, closing, workers, crew, first, n in zip(doors, *columns, strict=True)
    }


class Control:
    """Whatever waits or decides in one run.

    The order in which parts are started settles who acts first at an instant: events, people, bags, failures, departures, arrivals, the clerk.
    """

    def __init__(self, plant: Any, env: Any, movers: Any, S: Any, vehicles: Any, progress: Callable[[float], None] | None) -> None:
        self.plant = plant
        self.env = env
        self.movers = movers
        self.S = S
        """seed and replication, for draws"""
        self.doorways = doorways(plant)
        self.decisions = Decisions(self)
        self.happenings = Happenings(self)
        self.shifts = Shifts(self)
        self.stocks = Stocks(self)
        self.breakdowns = Breakdowns(self)
        self.roads = {name: Road(max(1, ticks(3600 / road.vehicles_per_h))) for name, road in plant.hub.scenario.roads.items()}
        self.fleets = {name: Fleet(self, name) for name in plant.hub.scenario.fleets}
        self.outbound = Outbound(self)
        self.inbound = Inbound(self, vehicles)
        self.clerk = Clerk(self, progress)

    def crew(self, number: int) -> Pool:
        """Return the pool of crew element `number`; -1: as many people as wanted."""
        return self.shifts.pools[int(number)]

    def answer(self, reasons: list[int]) -> None:
        """Answer what the movers ask, in order of reason and element (PHYSICS 2.2)."""
        for coded in reasons:
            reason, e = divmod(coded, REASON_OF_ELEMENT)
            if reason == DOOR_EMPTY:
                self.inbound.empty[e].succeed()
            elif reason == LOADER_FULL:
                self.outbound.is_full(e)
            else:
                self.breakdowns.struck(reason, e)

    def totals(self) -> tuple[int, int, int, int, int]:
        """Return parcels offered, dispatched, unloaded, rejected and docked so far."""
        born_at_streams, born_at_doors, gone = self.movers.totals()
        offered, unloaded, docked = (born_at_streams + parcels for parcels in (self.inbound.offered, born_at_doors, self.inbound.docked))
        return offered, self.outbound.dispatched + gone, unloaded, self.movers.rejected(), docked
