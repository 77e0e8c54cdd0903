"""Replications until a mean is known to a stated relative precision."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.scenario import Hub
from sim.stats.intervals import CONFIDENCE, relative
from sim.stats.precision import next_n

from .desk import Desk
from .observations import Observations

AT_MOST = 1000
"""replications"""


@dataclass(frozen=True)
class Precise:
    """A figure, as precisely as it was asked for, or as far as it got."""

    figure: str
    wanted: float
    """half-width asked for, as a fraction of the mean"""
    reached: float
    confidence: float
    seed: int
    figures: list[dict[str, float]]
    """all figures of each replication, in order"""

    @property
    def enough(self) -> bool:
        """Whether it is as precise as it was asked for."""
        return self.reached <= self.wanted


def precise(
    hub: Hub,
    desk: Desk,
    figure: str,
    wanted: float,
    *,
    confidence: float = CONFIDENCE,
    at_most: int = AT_MOST,
    seed: int | None = None,
    engine: str = "fast",
    note: Callable[[int], None] = lambda done: None,
) -> Precise:
    """Run replications until the half-width of the mean of a figure is at most `wanted` (above 0) times it, or there are `at_most`.

    By `sim.stats.precision.next_n`: 20 first, then half of what is lacking each time. Raises AskedWrong, RunFailed.
    """
    seen = Observations({hub.scenario.title or "the hub": hub}, desk, figure, seed=seed, engine=engine, note=note)
    values = np.empty(0)
    while more := min(next_n(values, wanted, confidence), at_most - len(values)):
        (values,) = seen.first([len(values) + more])
    return Precise(figure, wanted, relative(values, confidence), confidence, seen.seed, seen.figures())
