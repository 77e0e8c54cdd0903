"""Where parcels come to be, or come out of a vehicle: streams, doors (PHYSICS 3.1, 6.4, 6.8)."""

from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import Any

from ..layout import DOOR_EMPTY, DRAW_ARRIVAL, DRAW_BATCH, DRAW_THINNING, ENTERED, HOUR, NEVER, REASON_OF_ELEMENT
from .element import Element
from .parcel import Parcel


class Stream(Element):
    """Parcels that come without a vehicle."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.loses_arrivals = int(self.row.lose) == 1
        self.is_saturated = int(self.row.saturated) == 1
        self.arrivals = 0
        self.parcels = 0
        self.vehicle = -1
        self.env.process(self._arrivals(int(self.row.remaining)))

    def _arrivals(self, time: int) -> Generator[Any, Any, None]:
        row = self.row
        while row.limit < 0 or self.arrivals < row.limit:
            time = self._next(time)
            self.arrivals += 1
            n = self._draw(int(row.batch), DRAW_BATCH) if row.batch >= 0 else 1
            if time >= NEVER:
                return
            yield self.env.after(time - self.env.now)
            self._arrive(n)
            if self.is_saturated:
                self.has_left = self.env.event()
                yield self.has_left
                time = self.env.now

    def _draw(self, law: int, purpose: int) -> int:
        return self.hub.chance.draw(law, purpose, self.number, 0, 0, self.vehicle, self.number)

    def _next(self, time: int) -> int:
        """Return when the next arrival after `time` is."""
        row = self.row
        self.vehicle += 1
        if self.is_saturated:
            return time
        time += self._draw(int(row.law), DRAW_ARRIVAL)
        while row.thinning >= 0 and time < NEVER:
            n, clock = (int(self.hub.pool[int(row.thinning) + i]) for i in (0, 1))
            hour = (time + clock) // HOUR % n
            w0, w1, _, _ = self.hub.chance.words(DRAW_THINNING, self.number, 0, 0, self.vehicle, self.number)
            if self.hub.chance.as_share(w0, w1) < self.hub.pool[int(row.thinning) + 2 + hour]:
                break
            self.vehicle += 1
            time += self._draw(int(row.law), DRAW_ARRIVAL)
        return time

    def _arrive(self, n: int) -> None:
        for place in range(n):
            parcel = self.hub.born(self.number, self.vehicle, place, int(self.row.mix), int(self.row.hub), self.env.now)
            self.hub.born_at_streams += 1
            self.parcels += 1
            parcel.server = self.parcels
            self.count_in(parcel)
            self.hub.journal(parcel, self.number, ENTERED)
            self.env.process(parcel.journey(is_ready=True))
        self.accrue()
        self.set_queue(self.count)

    def leave(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        self.queue = self.count
        if self.is_saturated:
            self.has_left.succeed()


Units = Iterator[tuple[Parcel, Callable[[], object]]]
"""what comes out of a vehicle, one at a time, each with what makes it go on"""


class Door(Element):
    """A vehicle is unloaded, one parcel after the other. Its clock stops when it is down, and when nobody is there."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.interval = 0
        self.is_paused = False
        self.taken = 0
        """parcels of the vehicle that have come out"""

    def begin(self, vehicle: int, interval: int) -> None:
        """Unload a vehicle from now on."""
        self.taken = 0
        row = self.hub.S.V[vehicle]
        self._start(int(row.load), self._births(row), interval)

    def begin_cargo(self, cargo: list[Parcel], arrival: int, interval: int) -> None:
        """Unload a vehicle that came from another hub at `arrival`, from now on."""
        self._start(len(cargo), self._arrivals(cargo, arrival), interval)

    def _start(self, n: int, units: Units, interval: int) -> None:
        self.accrue()
        self.interval, self.is_paused = interval, False
        self.idle, self.busy = 0, 1
        if not self.down:
            self.clock.go()
        self.env.process(self._unload(n, units))

    def _births(self, vehicle: Any) -> Units:
        """Yield, when each is asked for, a parcel that comes to be, and how it begins its journey."""
        lots = self.hub.lots_of(vehicle)
        for place in range(int(vehicle.load)):
            who = (int(vehicle.source), int(vehicle.number), place, int(vehicle.mix))
            parcel = self.hub.born(*who, int(self.row.hub), int(vehicle.arrival), *next(lots))
            self.taken = place + 1
            yield parcel, partial(self.env.process, parcel.journey(is_ready=True))

    def _arrivals(self, cargo: list[Parcel], arrival: int) -> Units:
        """Yield, when each is asked for, a unit that comes off its lane, and how it goes on."""
        for unit in cargo:
            unit.at.leave(unit)
            for parcel in unit.members or [unit]:
                self.hub.promise_to(parcel, int(self.row.hub), arrival)
            yield unit, unit.turn.succeed

    def _unload(self, n: int, units: Units) -> Generator[Any, Any, None]:
        for place in range(n):
            if place > 0 and self.is_paused:
                self.resumed = self.env.event()
                yield self.resumed
            mark = self.clock.now + self.interval
            yield from self.clock.until(lambda mark=mark: mark)
            self.accrue()
            unit, go = next(units)
            self.count_in(unit)
            self.hub.journal(unit, self.number, ENTERED)
            self.busy, self.blocked = 0, 1
            self.watch()
            self.has_left = self.env.event()
            self.last = place + 1 == n
            go()
            yield self.has_left

    def leave(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        self.blocked = 0
        if self.last:
            self.idle = 1
            self.env.ask(DOOR_EMPTY * REASON_OF_ELEMENT + self.number)
        else:
            self.busy, self.idle = (0, 1) if self.is_paused else (1, 0)
            self.has_left.succeed()

    def set_interval(self, interval: int) -> None:
        """Another number of people from the next parcel on; 0: nobody."""
        self.accrue()
        if interval == 0:
            self.is_paused = True
            if self.busy:
                self.busy, self.idle = 0, 1
            self.clock.stop()
        elif self.is_paused:
            self.is_paused = False
            if not self.blocked:
                self.busy, self.idle = 1, 0
            if not self.down:
                self.clock.go()
        if interval:
            self.interval = interval
            resumed = getattr(self, "resumed", None)
            if resumed is not None and not resumed.triggered:
                resumed.succeed()
        self.touch()

    def act(self) -> bool:
        return False

    def on_up(self, anew: int) -> None:
        if not self.is_paused:
            self.clock.go()
