"""All of control, started in order."""

from collections.abc import Callable
from typing import Any

from ..layout import DOOR_EMPTY, LOADER_FULL, REASON_OF_ELEMENT
from .breakdowns import Breakdowns
from .clerk import Clerk
from .crews import Pool
from .inbound import Inbound
from .outbound import Outbound
from .shifts import Shifts


class Control:
    """Whatever waits or decides in one run. The order in which parts are started settles who acts first at an instant: people, failures, departures, arrivals, the clerk."""

    def __init__(self, plant: Any, env: Any, movers: Any, S: Any, vehicles: Any, progress: Callable[[float], None] | None) -> None:
        self.plant = plant
        self.env = env
        self.movers = movers
        self.S = S
        """seed and replication, for draws"""
        self._rates: dict[int, list[int]] = {}
        self.shifts = Shifts(self)
        self.breakdowns = Breakdowns(self)
        self.outbound = Outbound(self)
        self.inbound = Inbound(self, vehicles)
        self.clerk = Clerk(self, progress)

    def crew(self, number: int) -> Pool:
        """Return the pool of crew element `number`; -1: as many people as wanted."""
        return self.shifts.pools[int(number)]

    def rates(self, door: int) -> list[int]:
        """Return the intervals between parcels with 1, 2, ... people at a door [ticks]."""
        if door not in self._rates:
            row = self.plant.elements[door]
            self._rates[door] = self.plant.pool[int(row.rate_first) : int(row.rate_first) + int(row.n_rates)].tolist()
        return self._rates[door]

    def answer(self, reasons: list[int]) -> None:
        """Answer what the movers ask, in order of reason and element (PHYSICS 2.2)."""
        for coded in reasons:
            reason, e = divmod(coded, REASON_OF_ELEMENT)
            if reason == DOOR_EMPTY:
                self.inbound.empty[e].succeed()
            elif reason == LOADER_FULL:
                self.outbound.full[e].succeed()
            else:
                self.breakdowns.struck(reason, e)

    def totals(self) -> tuple[int, int, int]:
        """Return parcels offered, dispatched and unloaded so far."""
        born_at_streams, born_at_doors, gone = self.movers.totals()
        return self.inbound.offered + born_at_streams, self.outbound.dispatched + gone, born_at_streams + born_at_doors
