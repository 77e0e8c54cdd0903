"""Loop sorters (PHYSICS 5)."""

from collections.abc import Generator
from typing import Any

from ..layout import DRAW_CODING, DRAW_DIVERT, DRAW_READ, ENTERED
from .element import Element
from .parcel import Parcel


class Induction(Element):
    """Where parcels wait for a carrier; it has no place of its own."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.position, self.deck = int(self.row.position), int(self.row.deck)
        self.used_at = -1
        """tick at which it last placed a parcel"""


class Loop(Element):
    """A closed track of carriers. Its clock stops when it is down; a parcel on it knows the tick at which it reaches its chute."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        row = self.row
        self.m, self.decks, self.num, self.den = int(row.carriers), int(row.decks), int(row.num), int(row.den)
        self.no_read, self.fails, self.solved, self.coding = int(row.no_read), int(row.divert_fail), int(row.solved), int(row.coding)
        self.lap_limit, self.reject = int(row.lap_limit), int(row.reject)
        flat = hub.pool[int(row.outlets) : int(row.outlets) + 2 * int(row.n_outlets)]
        self.outlets = [(int(flat[2 * i]), int(flat[2 * i + 1])) for i in range(int(row.n_outlets))]
        self.plan = [int(o) for o in hub.pool[int(row.sort_plan) : int(row.sort_plan) + hub.n_destinations]]
        self.reserved = self._list(int(row.reserved), self.m)
        """for which induction each carrier is reserved, counted from 0; -1 for none. Empty: none is"""
        self.overflow = self._list(int(row.overflow), int(row.n_outlets))
        """outlet for what found an outlet full. Empty: none"""
        self.carriers: dict[tuple[int, int], Parcel] = {}
        """(deck, carrier) -> parcel"""
        self.here: list[Parcel] = []
        """parcels at their chute at this tick"""
        self.done_tick = -1
        self.inductions: list[Induction] = []

    def _list(self, first: int, n: int) -> list[int]:
        return [int(value) for value in self.hub.pool[first : first + n]] if first >= 0 else []

    def connect(self) -> None:
        """Find the inductions, which are elements of their own."""
        own = [self.hub.elements[self.number + 1 + i] for i in range(int(self.row.n))]
        self.inductions = sorted(own, key=lambda induction: (induction.position, induction.number))
        for induction in own:
            induction.back = self

    def tick_time(self, k: int) -> int:
        """Return when tick k is, on the loop's clock."""
        return k * self.num // self.den

    def tick_from(self, time: int) -> int:
        """Return the first tick at `time` of the loop's clock, or later."""
        return max(0, -(-time * self.den // self.num))

    def position(self, outlet: int) -> int:
        return self.outlets[outlet][1]

    def act(self) -> bool:
        if self.clock.stands:
            return False
        moved = False
        k = self.tick_from(self.clock.now)
        if self.tick_time(k) == self.clock.now:
            if self.done_tick < k:
                self.done_tick = k
                self._discharge(k)
            for induction in self.inductions:
                moved |= induction.used_at != k and self._induct(induction, k)
            self.watch()
        self._wake_at_next(max(k, self.done_tick + 1))
        return moved

    def _wake_at_next(self, k: int) -> None:
        """While anybody waits at an induction, look again at the next tick."""
        if any(induction.waiting for induction in self.inductions):
            self.env.at(self.env.now + self.tick_time(k) - self.clock.now, self.touch)

    # -- discharge ---------------------------------------------------------------------------------------------------------

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        while True:
            yield from self.clock.until(lambda: self.tick_time(parcel.tick))
            self.here.append(parcel)
            parcel.turn = self.env.event()
            self.touch()
            is_off = yield parcel.turn
            if is_off:
                return False

    def _discharge(self, k: int) -> None:
        here, self.here = self.here, []
        for parcel in sorted(here, key=lambda p: ((k - p.carrier) % self.m, p.deck)):
            number = self.outlets[parcel.outlet][0]
            chute = self.hub.elements[number]
            reason = self._refusal(parcel, chute, k)
            if reason is None:
                chute.last_tick = k
                self._off(parcel)
                if parcel.outlet == self.reject:
                    parcel.was_coded = True
                self.hub.journal(parcel, number, ENTERED)
                parcel.moved = None
                off = parcel.turn
                chute.enter(parcel)
                chute.wear()
                off.succeed(True)
            else:
                self._round_again(parcel, reason, k)

    def _refusal(self, parcel: Parcel, chute: Any, k: int) -> str | None:
        """Return why the chute does not take the parcel at this pass, or None."""
        if self.fails > 0 and self.hub.chance.share(DRAW_DIVERT, self.number, parcel.turns * 16 + parcel.laps, parcel) < self.fails:
            return "failed_passes"
        if chute.reset > 0 and k - chute.last_tick <= chute.reset:
            return "reset_passes"
        return None if chute.accepts() else "full_passes"

    def _round_again(self, parcel: Parcel, reason: str, k: int) -> None:
        self.recirculated += 1
        setattr(self, reason, getattr(self, reason) + 1)
        parcel.laps += 1
        before = parcel.outlet
        if self.lap_limit > 0 and parcel.laps >= self.lap_limit and before != self.reject:
            parcel.outlet = self.reject
        elif reason == "full_passes" and self.overflow and before != self.reject:
            own = self.plan[parcel.destination]
            parcel.outlet = self.overflow[own] if before == own else own
        parcel.tick = k + ((self.position(parcel.outlet) - self.position(before)) % self.m or self.m)
        parcel.turn.succeed(False)

    def _off(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        for carrier in self._carriers_of(parcel, parcel.carrier):
            del self.carriers[parcel.deck, carrier]
            self.busy -= 1

    # -- induction ---------------------------------------------------------------------------------------------------------

    def _carriers_of(self, parcel: Parcel, carrier: int) -> list[int]:
        """Return the carriers a parcel takes if it is placed on `carrier`: also the one that comes next, if it needs two."""
        return [carrier, (carrier - 1) % self.m] if parcel.needs_two else [carrier]

    def _induct(self, induction: Induction, k: int) -> bool:
        parcel = induction.pick()
        if parcel is None:
            return False
        carrier = (k - induction.position) % self.m
        decks = range(self.decks) if induction.deck < 0 else [induction.deck]
        if self.reserved and any(self.reserved[c] not in (-1, induction.number - self.number - 1) for c in self._carriers_of(parcel, carrier)):
            return False
        deck = next((d for d in decks if not any((d, c) in self.carriers for c in self._carriers_of(parcel, carrier))), None)
        if deck is None:
            return False
        induction.used_at = k
        origin = parcel.at
        induction.take_from_waiting(parcel)
        if origin.rank <= induction.rank:
            parcel.turns += 1
        origin.leave(parcel)
        origin.watch()
        induction.entered += 1
        induction.left += 1
        self._board(parcel, induction, deck, carrier, k)
        return True

    def _board(self, parcel: Parcel, induction: Induction, deck: int, carrier: int, k: int) -> None:
        self.hub.journal(parcel, self.number, ENTERED)
        self.count_in(parcel)
        parcel.deck, parcel.carrier, parcel.laps = deck, carrier, 0
        for c in self._carriers_of(parcel, carrier):
            self.carriers[deck, c] = parcel
            self.busy += 1
        parcel.outlet = self.plan[parcel.destination]
        answer = self._read(parcel)
        parcel.tick = k + ((self.position(parcel.outlet) - induction.position) % self.m or self.m)
        late = self.tick_from(answer - self.clock.shift) - parcel.tick
        parcel.tick += max(0, -(-late // self.m)) * self.m
        self.wear()
        parcel.moved.succeed()

    def _read(self, parcel: Parcel) -> int:
        """Read the code; if that fails, return when the coder's answer comes, after which it goes to its chute or to the reject chute."""
        if self.no_read == 0 or parcel.was_coded or parcel.is_bag:
            return 0
        chance = self.hub.chance
        w0, w1, w2, w3 = chance.words(DRAW_READ, self.number, parcel.turns, parcel.place, parcel.vehicle, parcel.source)
        if chance.as_share(w0, w1) >= self.no_read:
            return 0
        self.unread += 1
        if self.coding < 0:
            parcel.outlet = self.reject
            return 0
        if chance.as_share(w2, w3) >= self.solved:
            parcel.outlet = self.reject
        delay = chance.draw(self.coding, DRAW_CODING, self.number, parcel.turns, parcel.place, parcel.vehicle, parcel.source)
        return int(self.env.now + delay)
