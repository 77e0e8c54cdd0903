"""Reusable bags: how many are there at the begin, and how empty ones come back (PHYSICS 4.6)."""

from collections.abc import Generator
from typing import Any

from ..layout import DAY
from ..plant.windows import clock_ticks
from ..scenario.resolution import ticks

WHOLE = 1_000_000


class Stocks:
    """The stocks of a hub; each starts full, and gets back what has been away for long enough."""

    def __init__(self, control: Any) -> None:
        self.control = control
        self.env = control.env
        self.back: dict[int, int] = {}
        """stock -> bags that have come back"""
        plant = control.plant
        for name, number in plant.stock_of.items():
            stock = plant.hub.scenario.stocks[name]
            self.back[number] = 0
            self.env.process(self._begin(number, stock.size))
            if stock.returns is not None:
                for time in self._times(stock.returns.at):
                    self.env.process(self._return(number, time, ticks(stock.returns.after_h * 3600), stock.returns.lost))

    def _times(self, clocks: list[str]) -> list[int]:
        """Return all times in the run at which the clock shows one of `clocks`, but not its begin [ticks]."""
        plant = self.control.plant
        firsts = [(clock_ticks(clock) - plant.clock) % DAY for clock in clocks]
        return sorted(time for first in firsts for time in range(first or DAY, plant.horizon, DAY))

    def _begin(self, number: int, size: int) -> Generator[Any, Any, None]:
        self.control.movers.add_bags(number, size, self.env.now)
        yield from ()

    def _return(self, number: int, time: int, after: int, lost: float) -> Generator[Any, Any, None]:
        """Bring back at `time` what had gone `after` before, less what is lost of all that ever went."""
        yield self.env.timeout(max(0, time - after))
        gone = self.control.movers.bags_gone(number) if time >= after else 0
        yield self.env.timeout(time - self.env.now)
        found = gone * (WHOLE - int(lost * WHOLE + 0.5)) // WHOLE
        if found > self.back[number]:
            self.control.movers.add_bags(number, found - self.back[number], self.env.now)
            self.back[number] = found
