"""Chutes, containers, bags, and the attendants who change containers (PHYSICS 3.5, 4)."""

from collections import deque
from collections.abc import Generator
from typing import Any

from ..layout import BAGGED, CHUTE, DRAW_CHANGE
from .element import Element
from .parcel import Parcel

NOBODYS = 65535


class Chute(Element):
    """A place behind a sorter, with or without a container; or a bag, which is a container without a chute."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        row = self.row
        self.places, self.reset, self.size, self.max_wait = int(row.pack), int(row.reset), int(row.bag_size), int(row.max_wait)
        self.is_plain, self.is_bag = self.kind == CHUTE, int(row.still) == 1
        self.most_grams = int(row.most_grams)
        self.law, self.crew, self.stock = int(row.law), int(row.crew), int(row.stock)
        self.beside: deque[Parcel] = deque()
        """units that are ready to leave; only the first of them waits for the next element"""
        self.on_chute: deque[Parcel] = deque()
        """parcels that wait for an open container"""
        self.bag: list[Parcel] = []
        self.is_open = self.stock < 0
        self.asks = self.stock >= 0
        """for an attendant, or an empty bag"""
        self.idle = int(self.asks)
        self.changes = 0
        self.last_tick = -(2**60)

    def accepts(self) -> bool:
        if self.down:
            return False
        if self.is_plain:
            return self.count < self.places
        if self.is_bag:
            return not self.beside and self.is_open
        return self.is_open or len(self.on_chute) < self.places

    def enter(self, parcel: Parcel) -> None:
        self.count_in(parcel)
        parcel.turn = self.env.event()
        if self.is_plain:
            self._beside(parcel)
        elif self.is_open:
            self._drop(parcel)
        else:
            self.on_chute.append(parcel)
            self.set_queue(len(self.on_chute))
        self.show_state()

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        yield parcel.turn
        return not parcel.is_gone

    def _beside(self, unit: Parcel) -> None:
        self.beside.append(unit)
        if self.beside[0] is unit:
            unit.turn.succeed()

    def _drop(self, parcel: Parcel) -> None:
        """The parcel drops into the open container; only the first keeps its process, as the bag."""
        self.bag.append(parcel)
        if len(self.bag) == 1:
            if self.max_wait >= 0:
                bag = self.bag
                self.env.at(self.env.now + self.max_wait, lambda: self._waited_enough(bag))
        else:
            parcel.gone()
            parcel.turn.succeed()
        weight = sum(each.grams_alone() for each in self.bag) if self.most_grams >= 0 else 0
        if len(self.bag) == self.size or (weight > 0 and weight >= self.most_grams >= 0):
            self._close()

    def _waited_enough(self, bag: list[Parcel]) -> None:
        if bag is self.bag and bag:
            self.accrue()
            self._close()
            self.show_state()
            self.watch()

    def _close(self) -> None:
        """The container is full: its parcels are one bag; an attendant is asked for."""
        bag, self.bag = self.bag, []
        now = self.env.now
        # The bag stands for its last parcel: all others have left the chute as units.
        self.left += len(bag) - 1
        self.stay += sum(now - parcel.entered for parcel in bag)
        self.count -= len(bag) - 1
        for parcel in bag:
            self.hub.journal(parcel, self.number, BAGGED)
        leader = bag[0]
        leader.members = bag
        leader.turns_closed, leader.was_coded_closed = leader.turns, leader.was_coded
        leader.entered = now
        leader.stock = self.stock
        self.leader = leader
        self.is_open = False
        if self.crew >= 0:
            self.asks = True
            self.hub.elements[self.crew].hear(self)
        else:
            self.begin_change()

    def begin_change(self) -> None:
        """An attendant is there, or none is needed."""
        self.asks = False
        span = self.hub.chance.draw(self.law, DRAW_CHANGE, self.number, 0, self.changes, 0, NOBODYS) if self.law >= 0 else 0
        if self.crew >= 0:
            span = span * 1000 // self.hub.elements[self.crew].pace
        self.changes += 1
        self.env.at(self.env.now + span, self._end_change)

    def _end_change(self) -> None:
        self.accrue()
        self._beside(self.leader)
        if self.crew >= 0:
            self.hub.elements[self.crew].free_one()
        if self.stock < 0:
            self.open()
        else:
            self.asks = True
            self.hub.elements[self.stock].hear(self)
        self.show_state()
        self.watch()

    def open(self) -> None:
        """A new container is open: waiting parcels drop into it."""
        self.is_open = True
        while self.on_chute and self.is_open:
            parcel = self.on_chute.popleft()
            self.set_queue(len(self.on_chute))
            self._drop(parcel)
        self.touch()

    def leave(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        self.beside.popleft()
        if self.beside:
            self.beside[0].turn.succeed()
        self.show_state()
        self.touch()

    def show_state(self) -> None:
        """Changing: busy; waiting for an attendant or an empty bag: idle; a unit that cannot leave: blocked; open: starved."""
        self.busy = self.idle = self.blocked = 0
        if self.beside:
            self.blocked = 1
        elif not self.is_open and self.asks:
            self.idle = 1
        elif not self.is_open:
            self.busy = 1

    def on_down(self) -> None:
        """A chute that is down accepts nothing; changes go on."""

    def on_up(self, anew: int) -> None:
        """It accepts again."""


class Attendants(Element):
    """A crew that changes containers."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.asking: list[tuple[int, int, Chute]] = []
        self.people = 0

    def hear(self, chute: Chute) -> None:
        """The chute asks for one attendant."""
        self.asking.append((self.env.now, chute.number, chute))
        self.asking.sort(key=lambda entry: entry[:2])
        self.touch()

    def free_one(self) -> None:
        self.accrue()
        self.busy -= 1
        self._set_off()
        self.touch()

    def man(self, people: int) -> None:
        self.accrue()
        self.people = people
        self._set_off()
        self.touch()

    def _set_off(self) -> None:
        self.off = max(self.machines - max(self.people, self.busy), 0)

    def act(self) -> bool:
        self.accrue()
        while self.asking and self.busy < self.people:
            _, _, chute = self.asking.pop(0)
            self.busy += 1
            chute.accrue()
            chute.begin_change()
            chute.show_state()
            chute.watch()
        return False
