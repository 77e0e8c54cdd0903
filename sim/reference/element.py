"""What all elements share: what they count, who waits for them, and the act of letting one in."""

from bisect import insort
from collections.abc import Generator
from typing import Any

from ..layout import ALTERNATING, BY_PARCELS, BY_WORK, ENTERED, FAILED_PARCELS, FAILED_WORKING, FIFO, GAP, LEDGER, PRIORITY, REASON_OF_ELEMENT
from .clock import Clock
from .parcel import Parcel
from .rounds import FAILURE


class Element:
    """An element of the hub. Subclasses say when they accept, what entering and leaving mean, and how a parcel is carried."""

    back: Any = None
    """who acts in its stead: the loop of an induction"""
    turns_away = False
    """a station that loses whom it has no room for"""
    loses_arrivals = False
    """a stream whose arrivals do not wait"""
    pace = 1000
    """of the people there [thousandths]"""

    # The names of LEDGER; `begin_count` sets them all to 0.
    entered: int
    left: int
    lost: int
    """units [1]"""
    t_busy: int
    t_idle: int
    t_starved: int
    t_blocked: int
    t_down: int
    t_off: int
    """time of its machines in each state [machine ticks]"""
    inside_area: int
    queue_area: int
    """integrals of units inside and in the queue over time [unit ticks]"""
    inside_max: int
    queue_max: int
    count: int
    """units: most inside, most in the queue, inside now [1]"""
    stay: int
    wait: int
    """sums over units that left, and over services that began [ticks]"""
    waits: int
    """services that began [1]"""
    recirculated: int
    full_passes: int
    reset_passes: int
    failed_passes: int
    unread: int
    """passes by a chute without discharge, by reason, and codes not read [1]"""

    def __init__(self, hub: Any, number: int) -> None:
        row = hub.plant.elements[number]
        self.hub, self.env, self.number, self.row = hub, hub.env, number, row
        self.kind, self.rank, self.machines = int(row.kind), int(row.rank), int(row.machines)
        self.way, self.router = int(row.way), int(row.router)
        self.is_cold = int(row.cold) == 1
        self.rule, self.gap, self.main_line = int(row.rule), int(row.gap), int(row.main_line)
        self.last_feeder, self.last_minor = -1, -(2**60)
        self.clock = Clock(self.env)
        self.waiting: list[tuple[tuple[int, int, int, int], int, Parcel]] = []
        self._waited = 0
        self.down = self.out = 0
        self.partial = int(row.partial)
        self.jam_left = self.work_left = 0
        self._works_since: int | None = None
        self._strike = 0
        self.begin_count()

    # -- accounting (LEDGER) -----------------------------------------------------------------------------------------------

    def begin_count(self) -> None:
        """Count from zero; the state is at rest."""
        for name in LEDGER:
            setattr(self, name, 0)
        self.busy = self.idle = self.blocked = self.off = self.queue = 0
        self.since = 0

    def start_over(self) -> None:
        """Forget what has been counted, not what is there (the warm-up ends)."""
        count, queue = self.count, self.queue
        for name in LEDGER:
            setattr(self, name, 0)
        self.count, self.inside_max, self.queue_max = count, count, queue

    def accrue(self) -> None:
        """Carry the integrals over time forward to now, before anything changes."""
        span, self.since = self.env.now - self.since, self.env.now
        if self.down:
            self.t_down += span * self.machines
        else:
            self.t_busy += span * self.busy
            self.t_idle += span * self.idle
            self.t_blocked += span * self.blocked
            self.t_off += span * self.off
            self.t_down += span * self.out
            self.t_starved += span * (self.machines - self.busy - self.idle - self.blocked - self.off - self.out)
        self.inside_area += span * self.count
        self.queue_area += span * self.queue

    def count_in(self, parcel: Parcel) -> None:
        self.accrue()
        if self.hub.has_cold:
            self.hub.cross(parcel, self)
        parcel.at, parcel.entered = self, self.env.now
        self.entered += 1
        self.count += 1
        self.inside_max = max(self.inside_max, self.count)

    def count_out(self, parcel: Parcel) -> None:
        self.accrue()
        self.left += 1
        self.count -= 1
        self.stay += self.env.now - parcel.entered

    def set_queue(self, n: int) -> None:
        self.queue = n
        self.queue_max = max(self.queue_max, n)

    # -- what a kind must say ----------------------------------------------------------------------------------------------

    def accepts(self) -> bool:
        """Tell whether one unit can come in now."""
        raise NotImplementedError

    def enter(self, parcel: Parcel) -> None:
        """The unit has come in."""
        raise NotImplementedError

    def leave(self, parcel: Parcel) -> None:
        """The unit goes out."""
        raise NotImplementedError

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        """Be with the parcel until it is ready to leave; False if it has been moved in another way, or is gone."""
        raise NotImplementedError

    # -- waiting and moving (PHYSICS 2.4 - 2.7) ----------------------------------------------------------------------------

    @property
    def crowd(self) -> int:
        """Units inside and waiting for it."""
        return int(self.count + len(self.waiting))

    def touch(self) -> None:
        self.env.touch(self)

    def await_turn(self, parcel: Parcel) -> None:
        """Let a ready parcel wait for this element, in order."""
        self._waited += 1
        insort(self.waiting, (parcel.ready_key, self._waited, parcel))
        (self.back or self).touch()

    def pick(self) -> Parcel | None:
        """Return who goes next of those that wait, by the rule of the merge."""

        def feeder(entry: Any) -> int:
            return int(entry[0][1])

        if not self.waiting:
            return None
        if self.rule == FIFO:
            return self.waiting[0][2]
        if self.rule == PRIORITY:
            return min(self.waiting, key=feeder)[2]
        if self.rule == ALTERNATING:
            return min(self.waiting, key=lambda entry: (feeder(entry) - self.last_feeder - 1) % 2**32)[2]
        main = [entry for entry in self.waiting if feeder(entry) == 0]
        if main:
            return main[0][2]
        return min(self.waiting, key=feeder)[2] if self._gap_is_free() else None

    def _gap_is_free(self) -> bool:
        now = self.env.now
        if now < self.last_minor + self.gap:
            return False
        soon = self.hub.elements[self.main_line].next_ready()
        return soon is None or soon > now + self.gap

    def act(self) -> bool:
        """Let one waiting unit in, if possible; tell whether one moved."""
        if not self.waiting:
            return False
        parcel = self.pick()
        if parcel is None or not self.accepts():
            self._turn_away()
            if parcel is None and self.rule == GAP and self.env.now < self.last_minor + self.gap:
                self.env.at(self.last_minor + self.gap, self.touch)
            return False
        origin = parcel.at
        self.take_from_waiting(parcel)
        if origin.rank <= self.rank:
            parcel.turns += 1
        origin.leave(parcel)
        origin.watch()
        self.let_in(parcel)
        return True

    def take_from_waiting(self, parcel: Parcel) -> None:
        """The parcel waits no longer; its way is taken."""
        self.waiting.remove(next(entry for entry in self.waiting if entry[2] is parcel))
        self.hub.way_units[parcel.way] += 1
        self.last_feeder = self.hub.ways[parcel.way][1]
        if self.rule == GAP and self.last_feeder > 0:
            self.last_minor = self.env.now

    def let_in(self, parcel: Parcel) -> None:
        """The parcel comes in: journal, state, wear, and its process goes on."""
        self.hub.journal(parcel, self.number, ENTERED)
        moved = parcel.moved
        self.enter(parcel)
        self.wear()
        if moved is not None and not moved.triggered:
            moved.succeed()

    def _turn_away(self) -> None:
        """Lose all that wait and may not: all, if this element loses; else those of streams that lose."""
        for entry in list(self.waiting):
            parcel = entry[2]
            if self.turns_away or parcel.at.loses_arrivals:
                self.waiting.remove(entry)
                origin = parcel.at
                parcel.lost(self)
                origin.leave(parcel)
                origin.watch()

    # -- failures (PHYSICS 7) ----------------------------------------------------------------------------------------------

    def wear(self) -> None:
        """A unit has entered: the clocks of failures."""
        if self.jam_left > 0:
            self.jam_left -= 1
            if self.jam_left == 0:
                if not self.partial & BY_PARCELS:
                    self.fail()
                self.env.ask(FAILED_PARCELS * REASON_OF_ELEMENT + self.number)
        self.watch()

    def watch(self) -> None:
        """Let the clock of working time run while the element is busy."""
        if int(self.row.failure_working) < 0:
            return
        works = self.busy > 0 and not self.down
        if works and self._works_since is None and self.work_left > 0:
            self._works_since = self.env.now
            self._strike += 1
            strike = self._strike
            self.env.at(self.env.now + self.work_left, lambda: self._fail_at_work(strike), FAILURE)
        elif not works and self._works_since is not None:
            self.work_left -= self.env.now - self._works_since
            self._works_since = None
            self._strike += 1

    def _fail_at_work(self, strike: int) -> None:
        if strike == self._strike:
            self._works_since, self.work_left = None, 0
            self._strike += 1
            if not self.partial & BY_WORK:
                self.fail()
            self.env.ask(FAILED_WORKING * REASON_OF_ELEMENT + self.number)

    def fail(self) -> None:
        """Be down from now on; possibly for several reasons at once."""
        self.accrue()
        self.down += 1
        if self.down == 1:
            self.on_down()
            self.watch()

    def mend(self, anew: int) -> None:
        """One reason for being down has gone."""
        self.accrue()
        self.down -= 1
        if self.down == 0:
            self.on_up(anew)
            self.watch()
            self.touch()

    def on_down(self) -> None:
        self.clock.stop()

    def on_up(self, anew: int) -> None:
        self.clock.go()
