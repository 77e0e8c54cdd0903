"""The road between two hubs (PHYSICS 6.8)."""

from collections.abc import Generator
from typing import Any

from ..layout import ENTERED
from .element import Element
from .parcel import Parcel


class Lane(Element):
    """What is aboard of vehicles between two hubs, until it is unloaded."""

    last_out = -1
    """when a unit last came off"""
    off_then = 0
    """units that came off at that instant"""

    def take(self, unit: Parcel, departure: int) -> int:
        """The unit is aboard; return its parcels."""
        parcels = unit.members or [unit]
        for parcel in parcels:
            self.hub.count_on_time(parcel, departure)
        self.count_in(unit)
        self.set_queue(self.count)
        # what comes off at the same instant may have done so before: it counts as still there (PHYSICS 10)
        most = self.count + (self.off_then if self.last_out == self.env.now else 0)
        self.inside_max = max(self.inside_max, most)
        self.queue_max = max(self.queue_max, most)
        self.hub.journal(unit, self.number, ENTERED)
        unit.turns = (unit.turns + 1) & 255
        unit.turn = self.env.event()
        return len(parcels)

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        yield parcel.turn
        return True

    def leave(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        self.queue = self.count
        self.off_then = self.off_then + 1 if self.last_out == self.env.now else 1
        self.last_out = self.env.now
