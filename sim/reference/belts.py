"""Conveyors and line sorters (PHYSICS 3.2, 3.4)."""

from collections import deque
from collections.abc import Generator
from typing import Any

from ..layout import DRAW_DIVERT, ENTERED, TICKS_PER_S
from .element import Element
from .parcel import Parcel

LONG_AGO = -(2**60)


class Conveyor(Element):
    """A belt with a clock of its own, which stops when the belt stands still."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.line: deque[Parcel] = deque()
        self.transit, self.headway, self.places = int(self.row.transit), int(self.row.headway), int(self.row.pack)
        self.stops_for_head = int(self.row.still) == 1
        self.last_in = self.last_out = LONG_AGO
        self.head_is_ready = False

    def accepts(self) -> bool:
        if self.clock.stands or self.count >= self.places:
            return False
        wait = self.last_in + self.headway - self.clock.now
        if wait > 0:
            self.env.at(self.env.now + wait, self.touch)
            return False
        return True

    def enter(self, parcel: Parcel) -> None:
        self.count_in(parcel)
        self.last_in = self.clock.now
        parcel.due = self.last_in + self.transit
        parcel.turn = self.env.event()
        self.line.append(parcel)
        if self.line[0] is parcel:
            self._to_the_front()
        self._state()

    def _to_the_front(self) -> None:
        """The first on the belt knows when it is at the exit."""
        head = self.line[0]
        head.mark = max(head.due, self.last_out + self.headway)
        head.turn.succeed()

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        yield parcel.turn
        yield from self.clock.until(lambda: parcel.mark)
        self.accrue()
        self.head_is_ready = True
        self._state()
        if self.stops_for_head:
            self.clock.stop()
        self.watch()
        return True

    def leave(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        self.line.popleft()
        self.head_is_ready = False
        if not self.down:
            self.clock.go()
        self.last_out = self.clock.now
        if self.line:
            self._to_the_front()
        self._state()
        self.touch()

    def _state(self) -> None:
        self.blocked = int(self.head_is_ready)
        self.busy = int(self.count > 0 and not self.head_is_ready)

    def on_up(self, anew: int) -> None:
        if not (self.stops_for_head and self.head_is_ready):
            self.clock.go()

    def next_ready(self) -> int | None:
        """Return when the next unit will be at the exit as far as is known now, or None."""
        if self.head_is_ready:
            return int(self.env.now)
        if not self.line or self.clock.stands:
            return None
        return int(self.line[0].mark + self.clock.shift)


END = 2**60


class Line(Element):
    """A straight sorter: a parcel passes its chute once, then it goes to the end, where the line stands still for it."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        row = self.row
        self.gap_behind, self.speed, self.transit, self.fails = int(row.gap), int(row.speed), int(row.transit), int(row.divert_fail)
        self.plan = [int(o) for o in hub.pool[int(row.sort_plan) : int(row.sort_plan) + hub.n_destinations]]
        flat = hub.pool[int(row.outlets) : int(row.outlets) + 2 * int(row.n_outlets)]
        self.outlets = [(int(flat[2 * i]), int(flat[2 * i + 1])) for i in range(int(row.n_outlets))]
        self.last_in, self.headway = LONG_AGO, 0
        self.passing: list[Parcel] = []
        self.entries = 0
        self.end_is_taken = False

    def accepts(self) -> bool:
        if self.clock.stands:
            return False
        wait = self.last_in + self.headway - self.clock.now
        if wait > 0:
            self.env.at(self.env.now + wait, self.touch)
            return False
        return True

    def enter(self, parcel: Parcel) -> None:
        self.count_in(parcel)
        self.last_in = self.clock.now
        self.headway = -(-(parcel.length + self.gap_behind) * TICKS_PER_S // self.speed)
        outlet = self.plan[parcel.destination]
        parcel.outlet = outlet
        parcel.due = self.last_in + self.transit
        if outlet >= 0:
            self._mark(parcel, self.last_in + self.outlets[outlet][1] * TICKS_PER_S // self.speed, outlet * 2**32)
        else:
            self._mark(parcel, parcel.due, END)
        self._state()

    def _mark(self, parcel: Parcel, mark: int, order: int) -> None:
        """The next place where something happens to the parcel, and its order among those at that time."""
        self.entries += 1
        parcel.mark, parcel.order = mark, order + self.entries

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        while True:
            yield from self.clock.until(lambda: parcel.mark)
            self.passing.append(parcel)
            parcel.turn = self.env.event()
            self.touch()
            what = yield parcel.turn
            if what != "go on":
                return what == "ready"

    def act(self) -> bool:
        return self._passes() or super().act()

    def _passes(self) -> bool:
        """Let all who pass a mark now be diverted, or go on; tell whether there were any."""
        some = False
        while self.passing and not self.clock.stands:
            some = True
            parcel = min(self.passing, key=lambda p: (p.mark, p.order))
            self.passing.remove(parcel)
            if parcel.order >= END:
                self._at_the_end(parcel)
            else:
                self._at_chute(parcel)
        if some:
            self.watch()
        return some

    def _at_the_end(self, parcel: Parcel) -> None:
        self.accrue()
        self.end_is_taken = True
        self._state()
        self.clock.stop()
        parcel.turn.succeed("ready")

    def _at_chute(self, parcel: Parcel) -> None:
        chute = self.hub.elements[self.outlets[parcel.outlet][0]]
        failed = self.fails > 0 and self.hub.chance.share(DRAW_DIVERT, self.number, parcel.turns * 16 + parcel.laps, parcel) < self.fails
        if not failed and chute.accepts():
            self.leave(parcel)
            self.hub.journal(parcel, chute.number, ENTERED)
            parcel.moved = None
            off = parcel.turn
            chute.enter(parcel)
            chute.wear()
            off.succeed("diverted")
            return
        self.recirculated += 1
        self.failed_passes += int(failed)
        self.full_passes += int(not failed)
        self._mark(parcel, parcel.due, END)
        if parcel.mark <= self.clock.now:
            self.passing.append(parcel)
        else:
            parcel.turn.succeed("go on")

    def leave(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        self.end_is_taken = False
        if not self.down:
            self.clock.go()
            self.touch()
        self._state()
        self.touch()

    def _state(self) -> None:
        self.blocked = int(self.end_is_taken)
        self.busy = int(self.count > 0 and not self.end_is_taken)

    def on_up(self, anew: int) -> None:
        if not self.end_is_taken:
            self.clock.go()
