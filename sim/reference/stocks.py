"""Stocks of reusable bags (PHYSICS 4.6)."""

from typing import Any

from .chutes import Chute
from .element import Element


class Stock(Element):
    """Empty bags; containers that wait for one."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        self.gone = 0
        """bags that have left the hubs, or have been opened"""
        self.asking: list[tuple[int, int, Chute]] = []

    def connect(self) -> None:
        """All containers that take from this stock wait for it at the begin."""
        self.asking = [(0, e.number, e) for e in self.hub.elements if isinstance(e, Chute) and e.stock == self.number]
        self.set_queue(len(self.asking))

    def add(self, n: int) -> None:
        """So many empty ones have come."""
        self.accrue()
        self.count += n
        self.entered += n
        self.inside_max = max(self.inside_max, self.count)
        self.touch()

    def hear(self, chute: Chute) -> None:
        """A container would open."""
        self.accrue()
        self.asking.append((self.env.now, chute.number, chute))
        self.asking.sort(key=lambda entry: entry[:2])
        self.set_queue(len(self.asking))
        self.touch()

    def act(self) -> bool:
        self.accrue()
        while self.asking and self.count > 0:
            asked, _, chute = self.asking.pop(0)
            self.queue = len(self.asking)
            self.count -= 1
            self.left += 1
            self.wait += self.env.now - asked
            self.waits += 1
            chute.accrue()
            chute.asks = False
            chute.open()
            chute.show_state()
            chute.watch()
        return False
