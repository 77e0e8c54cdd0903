"""Stations: servers side by side, one queue before them (PHYSICS 3.3)."""

from collections.abc import Generator
from typing import Any

from ..layout import DRAW_SERVICE, FIFO, PREEMPTIVE
from .element import Element
from .parcel import Parcel


class Station(Element):
    """c servers and a buffer. A parcel's `left_to_serve` is None until its service has been drawn; `mark` is its end on the station's clock."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        row = self.row
        self.servers: list[Parcel | None] = [None] * self.machines
        self.buffer: list[Parcel] = []
        self.places, self.on, self.discipline = int(row.pack), int(row.on), int(row.priority_rule)
        self.manned = self.on
        self.put_off: dict[Parcel, int] = {}
        """what is left of the services in hand at servers that are out of order"""
        self.law, self.law_by_class = int(row.law), int(row.law_by_class)
        self.turns_away = int(row.lose) == 1
        self.entries = 0

    def _can_serve(self) -> bool:
        return not self.down and self.busy + self.blocked < self.on

    def accepts(self) -> bool:
        return len(self.buffer) < self.places or (not self.buffer and self._can_serve())

    def enter(self, parcel: Parcel) -> None:
        self.count_in(parcel)
        self.entries += 1
        parcel.entry, parcel.left_to_serve = self.entries, None
        parcel.turn, parcel.mark = self.env.event(), None
        can = self._can_serve() and not self.buffer
        if not can and self.discipline == PREEMPTIVE and not self.down:
            can = self._preempt(parcel)
        if can:
            self._begin(parcel)
        else:
            self._queue(parcel)

    def _queue(self, parcel: Parcel) -> None:
        """Into the buffer: at the end, or by priority and then by order of entry."""
        self.buffer.append(parcel)
        if self.discipline != FIFO:
            self.buffer.sort(key=lambda p: (p.priority, p.entry))
        self.set_queue(len(self.buffer))

    def _begin(self, parcel: Parcel) -> None:
        """Onto the free server of lowest number."""
        if parcel.left_to_serve is None:
            law = self.law if self.law_by_class < 0 else int(self.hub.pool[self.law_by_class + parcel.klass])
            time = self.hub.chance.draw(law, DRAW_SERVICE, self.number, parcel.turns, parcel.place, parcel.vehicle, parcel.source)
            parcel.left_to_serve = time * 1000 // self.pace
            self.wait += self.env.now - parcel.entered
            self.waits += 1
        parcel.server = self.servers.index(None)
        self.servers[parcel.server] = parcel
        parcel.mark = self.clock.now + parcel.left_to_serve
        self.busy += 1
        parcel.turn.succeed()

    def _preempt(self, parcel: Parcel) -> bool:
        """Send the least urgent in service back to the buffer, if it is less urgent than `parcel`; tell whether a server is free now."""
        served = [p for p in self.servers if p is not None and p.mark is not None]
        victim = max(served, key=lambda p: (p.priority, p.entry), default=None)
        if victim is None or victim.priority <= parcel.priority:
            return False
        victim.left_to_serve = victim.mark - self.clock.now
        victim.mark = None
        self.servers[victim.server] = None
        victim.turn = self.env.event()
        self.busy -= 1
        self.clock.wake()
        self._queue(victim)
        return True

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        served = False
        while not served:
            yield parcel.turn
            turn = parcel.turn
            served = yield from self.clock.until(lambda turn=turn: parcel.mark if parcel.turn is turn else None)
        self.accrue()
        parcel.mark = None
        self.busy -= 1
        self.blocked += 1
        self.watch()
        return True

    def leave(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        self.servers[parcel.server] = None
        if parcel.server < self.machines - self.out:
            self.blocked -= 1
        self._set_off()
        self.touch()
        self.serve_waiting()

    def serve_waiting(self) -> None:
        """Free servers take from the buffer."""
        while self.buffer and self._can_serve():
            parcel = self.buffer.pop(0)
            self.set_queue(len(self.buffer))
            self._begin(parcel)
            self.touch()

    def _set_off(self) -> None:
        self.off = self.machines - self.out - max(self.on, self.busy + self.blocked)

    def man(self, people: int) -> None:
        """So many servers have somebody."""
        self.accrue()
        self.manned, self.on = people, min(people, self.machines - self.out)
        self._set_off()
        self.serve_waiting()
        self._set_off()
        self.watch()
        self.touch()

    def set_out(self, out: int, anew: int) -> None:
        """The `out` servers of highest number are out of order (PHYSICS 7.3)."""
        self.accrue()
        was, self.out = self.out, out
        for parcel in self.servers[self.machines - max(was, out) : self.machines - min(was, out)]:
            if parcel is None:
                continue
            if out > was and parcel.mark is not None:
                self.put_off[parcel] = parcel.mark - self.clock.now
                parcel.mark, parcel.turn = None, self.env.event()
                self.busy -= 1
            elif out > was:
                self.blocked -= 1
            elif parcel in self.put_off:
                rest = self.put_off.pop(parcel)
                assert parcel.left_to_serve is not None
                parcel.mark = self.clock.now + (parcel.left_to_serve if anew else rest)
                parcel.turn.succeed()
                self.busy += 1
            else:
                self.blocked += 1
        self.clock.wake()
        self.on = min(self.manned, self.machines - out)
        self._set_off()
        self.serve_waiting()
        self._set_off()
        self.touch()
        self.watch()

    def on_up(self, anew: int) -> None:
        self.clock.go()
        if anew:
            for parcel in self.servers:
                if parcel is not None and parcel.mark is not None:
                    assert parcel.left_to_serve is not None
                    parcel.mark = self.clock.now + parcel.left_to_serve
            self.clock.wake()
        self.serve_waiting()
