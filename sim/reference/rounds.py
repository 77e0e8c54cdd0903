"""SimPy with the phases of an instant (PHYSICS 2).

SimPy takes events of one time by priority. Control uses SimPy's own, 0 and 1; behind them come failures, completions, choices one at a time, and the
end of the round, when control is asked.
"""

from collections.abc import Callable
from typing import Any

import simpy
from simpy.events import EventPriority

FAILURE, COMPLETION, CHOICE, ROUND_END = (EventPriority(n) for n in (2, 3, 4, 5))


class Rounds(simpy.Environment):
    """The environment of the reference engine."""

    def __init__(self) -> None:
        super().__init__(0)
        self.movers: Any = None
        self.answer: Callable[[list[int]], None] = lambda reasons: None
        self.reasons: set[int] = set()
        self.worklist: dict[int, Any] = {}
        """rank -> element"""
        self.open_choices: list[tuple[int, int, int, Any]] = []
        """(rank, round, place in it, parcel): choices by shortest queue to be made"""
        self.acts = 0
        """choices so far: what became ready between two of them became ready together"""
        self._choosing = False
        self._ending = False

    def after(self, delay: int, priority: EventPriority = COMPLETION) -> simpy.Event:
        """Return an event that happens `delay` ticks from now, in the phase of `priority`."""
        event = self.event()
        event._ok, event._value = True, None
        self.schedule(event, priority, delay)
        return event

    def at(self, time: int, act: Callable[[], None], priority: EventPriority = COMPLETION) -> None:
        """Do `act` at `time`."""
        event = self.after(int(time - self.now), priority)
        event.callbacks.append(lambda _: act())

    def touch(self, element: Any) -> None:
        """Put an element on the worklist of this instant."""
        self.worklist[element.rank] = element
        self._choose_later()

    def open_choice(self, parcel: Any, rank: int) -> None:
        """Note that the way of a parcel is to be chosen by shortest queue."""
        self.open_choices.append((rank, self.acts, parcel.server, parcel))
        self._choose_later()

    def ask(self, reason: int) -> None:
        """Note a reason for control to act when nothing can move any more at this instant."""
        self.reasons.add(reason)
        if not self._ending:
            self._ending = True
            self.at(int(self.now), self._end, ROUND_END)

    def _choose_later(self) -> None:
        if not self._choosing:
            self._choosing = True
            self.at(int(self.now), self._choose, CHOICE)

    def _choose(self) -> None:
        """One choice; what it sets off completes before the next."""
        self._choosing = False
        self.acts += 1
        if self.open_choices:
            first = min(self.open_choices, key=lambda choice: choice[:3])
            self.open_choices.remove(first)
            first[3].choose_shortest()
        elif self.worklist:
            element = self.worklist.pop(min(self.worklist))
            if element.act():
                self.touch(element)
        if self.open_choices or self.worklist:
            self._choose_later()

    def _end(self) -> None:
        self._ending = False
        reasons, self.reasons = sorted(self.reasons), set()
        self.answer(reasons)
