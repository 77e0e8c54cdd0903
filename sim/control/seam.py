"""The seam: one SimPy environment that lets the movers run between two of its events."""

from collections.abc import Callable
from typing import Any

import simpy
from simpy.events import URGENT


class Seam(simpy.Environment):
    """Before each event of SimPy, everything that moves before its time has moved.

    Movers stop early only where somebody must decide; that becomes an event of its own, which is taken first.
    """

    def __init__(self, horizon: int, pulse: Callable[[int], None]) -> None:
        super().__init__(0)
        self.horizon = horizon
        self.pulse = pulse
        self.movers: Any = None
        self.answer: Callable[[list[int]], None] = lambda reasons: None
        self.moved = 0
        """all instants before this time are done"""

    def step(self) -> None:
        """Take the next event, after all movements before it."""
        until = int(min(self.peek(), self.horizon))
        if until > self.moved:
            reached, reasons = self.movers.run(max(self.now, self.moved), until, self.pulse)
            if reasons:
                self._ask(reached, reasons)
                # The instant of the reasons is not over.
                self.moved = reached
            else:
                self.moved = until
        super().step()

    def _ask(self, time: int, reasons: list[int]) -> None:
        event = self.event()
        event._ok, event._value = True, reasons
        event.callbacks.append(lambda e: self.answer(e.value))
        self.schedule(event, URGENT, time - self.now)
