"""What moves: a parcel or a bag, and its journey."""

from collections.abc import Generator
from typing import Any

from ..layout import ABOARD, BY_CLASS, BY_DESTINATION, BY_SHARE, DRAW_SHARE, LOST, REJECTED, SHORTEST, SINK
from .chance import fraction


class Parcel:
    """One parcel, which becomes a bag when it is the first in one: then `members` holds them all, itself included."""

    # What only some elements know of it, while it is there or waits for them.
    ready_at = round = 0
    """when it became ready to leave [ticks], and after how many choices"""
    router = -1
    """the choice by shortest queue it stands before"""
    turn: Any = None
    """event: the element it is at has something for it, which only that element says"""
    mark: Any = None
    """when that will be on the element's clock [ticks]; None if that is not known"""
    due = order = 0
    """on a belt or line: when it is at the end [ticks of its clock]; on a line also its place among those with the same mark"""
    entry = 0
    """at a station or on a staging floor: number of its entry"""
    left_to_serve: int | None = None
    """at a station [ticks]; None until it has been drawn"""
    turns_closed = 0
    """of a bag: its turns when it was closed"""
    was_coded_closed = False
    """of a bag: whether its first parcel had been coded"""
    outlet = tick = carrier = deck = 0
    """on a sorter: the outlet it is for; on a loop also the tick at which it is there, and where it lies"""

    def __init__(self, hub: Any, source: int, vehicle: int, place: int) -> None:
        self.hub = hub
        self.source, self.vehicle, self.place = source, vehicle, place
        self.destination = self.klass = self.priority = self.length = 0
        self.needs_two = self.was_coded = self.was_too_warm = False
        self.warm_since = 0
        """when its time outside the cold began [ticks]"""
        self.born = 0
        self.promised = -1
        self.members: list[Parcel] | None = None
        self.stock = -1
        """of a bag: the stock it was taken from"""
        self.at: Any = None
        self.entered = 0
        self.laps = self.turns = 0
        self.server = 0
        """which of the machines of its element it is at; orders what becomes ready together"""
        self.way = -1
        self.ready_key: tuple[int, int, int, int] = (0, 0, 0, 0)
        self.moved: Any = None
        """event: it has moved on, or is gone"""
        self.is_gone = False

    @property
    def is_bag(self) -> bool:
        return self.members is not None

    @property
    def grams(self) -> int:
        """Its weight: the longer of its class, the heavier; of a bag all that is in it (PHYSICS 1.6)."""
        if self.members is not None:
            return sum(Parcel.grams_alone(parcel) for parcel in self.members)
        return self.grams_alone()

    def grams_alone(self) -> int:
        """The weight of the parcel itself, though it may stand for a bag."""
        k = self.hub.plant.classes[self.klass]
        lightest, span, shortest, spread = (int(k[name]) for name in ("lightest", "weight_span", "shortest", "span"))
        return lightest + (span // 2 if spread == 0 else span * (self.length - shortest) // spread)

    def journey(self, is_ready: bool = False) -> Generator[Any, Any, None]:
        """The process of a parcel: be carried, wait for the next element, move, until it is gone."""
        while not self.is_gone:
            if not is_ready:
                is_ready = yield from self.at.carry(self)
            if is_ready:
                self.find_way()
                moved = self.moved
                yield moved
            is_ready = False

    def find_way(self) -> None:
        """Be ready: find the way, and wait there; a choice by shortest queue is left to the worklist (PHYSICS 2.5)."""
        env = self.hub.env
        self.moved = env.event()
        self.ready_at, self.round = env.now, env.acts
        way = self._way()
        if way < -1:
            self.router = -way - 2
            env.open_choice(self, self.at.rank)
        else:
            self.wait_for(way)

    def wait_for(self, way: int) -> None:
        """Wait for the target of `way`."""
        target, feeder, _ = self.hub.ways[way]
        self.way = way
        self.ready_key = (self.ready_at, feeder, self.round, self.server)
        self.hub.elements[target].await_turn(self)

    def _way(self) -> int:
        """Return the way out, or -r - 2 if router r is a choice by shortest queue."""
        way, router = self.at.way, self.at.router
        if router < 0:
            return int(way)
        while True:
            by, owner, first, n = self.hub.routers[router]
            entries = self.hub.pool[first : first + n]
            if by == SHORTEST:
                return int(-router - 2)
            if by == BY_CLASS:
                code = entries[self.klass]
            elif by == BY_DESTINATION:
                code = entries[self.destination]
            else:
                assert by == BY_SHARE
                w0, w1, _, _ = self.hub.chance.words(DRAW_SHARE, owner, self.turns, self.place, self.vehicle, self.source)
                shares = self.hub.pool[first + n : first + 2 * n]
                code = entries[next(i for i in range(n) if i == n - 1 or shares[i] > fraction(w0, w1))]
            if code >= 0:
                return int(code)
            router = -int(code) - 2

    def choose_shortest(self) -> None:
        """Choose the way with the fewest units in the element it leads to, those who wait for it included; the first wins a tie."""
        _, _, first, n = self.hub.routers[self.router]
        ways = [int(way) for way in self.hub.pool[first : first + n]]
        self.wait_for(min(ways, key=lambda way: self.hub.elements[self.hub.ways[way][0]].crowd))

    def gone(self) -> None:
        """It is no longer on its own: dispatched, lost, or in a bag."""
        self.is_gone = True
        if self.moved is not None and not self.moved.triggered:
            self.moved.succeed()

    def lost(self, target: Any) -> None:
        """It is rejected because `target` has no room for it."""
        self.discard(target)
        self.gone()

    def empty(self) -> None:
        """If it is a bag of a stock, it is on its way back there."""
        if self.members is not None and self.stock >= 0:
            self.hub.elements[self.stock].gone += 1

    def end_outside(self) -> None:
        """It leaves the hub."""
        if self.hub.has_cold and not self.at.is_cold:
            self.hub.come_in(self)

    def discard(self, element: Any) -> None:
        """It, and all that is in it, is rejected at `element`."""
        self.end_outside()
        self.empty()
        parcels = self.members or [self]
        if self.members or element.kind != SINK:
            for parcel in parcels:
                self.hub.journal(parcel, element.number, LOST)
        self.hub.n_rejected += len(parcels)
        for parcel in parcels:
            self.hub.class_counts[parcel.klass, REJECTED] += 1
        self.hub.alive.difference_update(parcels)
        element.lost += len(parcels)

    def load(self, element: int, departure: int) -> int:
        """It, or all that is in it, is aboard; return how many parcels."""
        self.end_outside()
        self.empty()
        parcels = [self] if self.members is None else self.members
        for parcel in parcels:
            self.hub.dispatched_one(parcel, departure)
            self.hub.journal(parcel, element, ABOARD)
        self.gone()
        return len(parcels)
