"""Where bags are opened (PHYSICS 3.6)."""

from collections import deque
from collections.abc import Generator
from typing import Any

from ..layout import UNBAGGED
from .element import Element
from .parcel import Parcel


class Unbag(Element):
    """A bag comes in, and its parcels go on one by one; what is no bag passes."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.waiting_to_go: deque[Parcel] = deque()

    def accepts(self) -> bool:
        return not self.waiting_to_go

    def enter(self, parcel: Parcel) -> None:
        self.count_in(parcel)
        parcels = parcel.members or [parcel]
        if parcel.members is not None:
            self._open(parcel, parcels)
        for one in parcels:
            one.turn = self.env.event()
            self.waiting_to_go.append(one)
            if one is not parcel:
                self.env.process(one.journey())
        parcels[0].turn.succeed()
        self.blocked = 1

    def _open(self, bag: Parcel, parcels: list[Parcel]) -> None:
        """Make parcels of the bag again: each has made the turns that the bag made, and what the bag was marked with is not theirs."""
        bag.empty()
        since_closed = bag.turns - bag.turns_closed
        bag.members = None
        bag.was_coded = bag.was_coded_closed
        for parcel in parcels:
            if parcel is not bag:
                parcel.turns = (parcel.turns + since_closed) & 255
                parcel.is_gone = False
                parcel.moved = None
                parcel.warm_since = bag.warm_since
            parcel.at, parcel.entered, parcel.laps = self, self.env.now, 0
            self.hub.journal(parcel, self.number, UNBAGGED)
        self.entered += len(parcels) - 1
        self.count += len(parcels) - 1
        self.inside_max = max(self.inside_max, self.count)

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        yield parcel.turn
        return not parcel.is_gone

    def leave(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        self.waiting_to_go.popleft()
        if self.waiting_to_go:
            self.waiting_to_go[0].turn.succeed()
        self.blocked = 1 if self.waiting_to_go else 0
        self.touch()
