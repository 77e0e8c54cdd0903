"""The road between two hubs (PHYSICS 6.8)."""

from collections.abc import Generator
from typing import Any

from ..layout import ENTERED
from .element import Element
from .parcel import Parcel


class Lane(Element):
    """What is aboard of vehicles between two hubs, until it is unloaded."""

    def take(self, unit: Parcel, departure: int) -> int:
        """The unit is aboard; return its parcels."""
        parcels = unit.members or [unit]
        for parcel in parcels:
            self.hub.count_on_time(parcel, departure)
        self.count_in(unit)
        self.set_queue(self.count)
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
