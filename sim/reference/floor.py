"""Where parcels go: staging, loaders, sinks (PHYSICS 3.5, 6.5); and what nothing is ever in."""

from collections import deque
from collections.abc import Generator
from typing import Any

from ..layout import ENTERED, LOADER_FULL, PUT_BACK, REASON_OF_ELEMENT
from .clock import Clock
from .element import Element
from .parcel import Parcel


class Staging(Element):
    """A floor with a row for each destination and tier."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.places = int(self.row.pack)
        self.rows: list[deque[Parcel]] = [deque() for _ in range(hub.n_destinations * int(hub.plant.start[0].tiers))]
        self.entries = 0

    def accepts(self) -> bool:
        return bool(self.count < self.places)

    def enter(self, parcel: Parcel) -> None:
        self.count_in(parcel)
        self.set_queue(self.count)
        self.entries += 1
        parcel.entry = self.entries
        parcel.turn = self.env.event()
        row = self.hub.row_of(parcel.destination, parcel.klass)
        self.rows[row].append(parcel)
        self.call(row)

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        yield parcel.turn
        return False

    def call(self, row: int) -> None:
        """Let all who load from a row look."""
        for loader in self.hub.loaders:
            if row in loader.rows and loader.staging is self:
                loader.touch()

    def take(self, parcel: Parcel) -> None:
        """A loader takes the first of a row."""
        self.rows[self.hub.row_of(parcel.destination, parcel.klass)].popleft()
        self.count_out(parcel)
        self.queue = self.count
        self.touch()

    def put_back(self, parcel: Parcel) -> None:
        """What was in hand goes back to the head of its row."""
        self.count_in(parcel)
        self.queue = self.count
        parcel.turn = self.env.event()
        row = self.hub.row_of(parcel.destination, parcel.klass)
        self.rows[row].appendleft(parcel)
        self.hub.journal(parcel, self.number, PUT_BACK)
        self.call(row)


class Loader(Element):
    """An outbound door: units go aboard one by one."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.rows: tuple[int, ...] = ()
        self.departure, self.limit, self.interval, self.aboard = -1, 0, 0, 0
        self.most_grams, self.grams = -1, 0
        """what the vehicle may carry (-1: any weight), and what is aboard [g]"""
        self.hand: Parcel | None = None
        self.cargo: list[Parcel] = []
        """units aboard of a vehicle that goes to another hub"""
        self.is_paused = False
        self.clock = Clock(self.env)

    @property
    def staging(self) -> Any:
        return self.hub.elements[int(self.row.staging)]

    def start(self, departure: int, limit: int, most_grams: int, interval: int) -> None:
        """A vehicle and its crew are there."""
        self.accrue()
        self.most_grams, self.grams = most_grams, 0
        self.departure, self.limit, self.interval, self.aboard, self.hand = departure, limit, interval, 0, None
        self.rows = self.hub.plant.departures[departure].rows
        self.is_paused = False
        if not self.down:
            self.clock.go()
        self.idle = 0
        self.touch()

    def act(self) -> bool:
        """Take the first unit of the rows in hand; tell whether there was one."""
        if self.departure < 0 or self.hand is not None or self.interval == 0 or self.down:
            return False
        firsts = [row[0] for d in self.rows if (row := self.staging.rows[d])]
        if not firsts:
            return False
        parcel = min(firsts, key=lambda p: p.entry)
        is_heavy = 0 <= self.most_grams < self.grams + parcel.grams
        if is_heavy or self.aboard + (len(parcel.members) if parcel.members else 1) > self.limit:
            self.env.ask(LOADER_FULL * REASON_OF_ELEMENT + self.number)
            return False
        self.staging.take(parcel)
        self.count_in(parcel)
        self.hub.journal(parcel, self.number, ENTERED)
        self.hand = parcel
        self.busy, self.idle = 1, 0
        parcel.mark = self.clock.now + self.interval
        parcel.turn.succeed()
        return True

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        is_aboard = yield from self.clock.until(lambda: parcel.mark if self.hand is parcel else None)
        if is_aboard:
            self.accrue()
            self.count_out(parcel)
            lane = self.hub.plant.departures[self.departure].lane
            self.grams += parcel.grams
            if lane < 0:
                self.aboard += parcel.load(self.number, self.departure)
            else:
                self.aboard += self.hub.elements[lane].take(parcel, self.departure)
                self.cargo.append(parcel)
            self.hand = None
            self.busy = 0
            self.watch()
            if self.aboard >= self.limit:
                self.env.ask(LOADER_FULL * REASON_OF_ELEMENT + self.number)
            else:
                self.touch()
        return False

    def take_cargo(self) -> list[Parcel]:
        """The vehicle goes on its lane; return the units in it."""
        cargo, self.cargo = self.cargo, []
        return cargo

    def stop(self) -> int:
        """The vehicle leaves; return the parcels aboard."""
        self.accrue()
        parcel, self.hand = self.hand, None
        self.departure, self.rows = -1, ()
        if parcel is not None:
            self.count_out(parcel)
            self.staging.put_back(parcel)
            self.clock.wake()
        self.busy = self.idle = 0
        return self.aboard

    def set_interval(self, interval: int) -> None:
        """Another number of people from the next unit on; 0: nobody."""
        self.accrue()
        if interval == 0:
            self.is_paused = True
            self.busy, self.idle = 0, 1
            self.clock.stop()
        elif self.is_paused:
            self.is_paused = False
            self.busy, self.idle = int(self.hand is not None), 0
            if not self.down:
                self.clock.go()
        self.interval = interval
        self.touch()

    def on_up(self, anew: int) -> None:
        if not self.is_paused:
            self.clock.go()


class Sink(Element):
    """Where a parcel has left the hub, or is rejected."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.rejects = int(self.row.lose) == 1

    def accepts(self) -> bool:
        return True

    def enter(self, parcel: Parcel) -> None:
        self.entered += 1
        self.left += 1
        if self.rejects:
            parcel.discard(self)
            parcel.gone()
        else:
            self.hub.n_dispatched += parcel.load(self.number, -1)


class Point(Element):
    """A merge, a diverter, a yard, a source: nothing is ever in it."""
