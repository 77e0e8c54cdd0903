"""Lanes between hubs as integers (PHYSICS 6.8)."""

from dataclasses import dataclass
from typing import Any

from ..layout import TICKS_PER_S
from .pool import Laws
from .windows import clock_ticks


@dataclass(frozen=True)
class Lane:
    """What control knows of a lane."""

    travel: tuple[tuple[int, int], ...]
    """(time of day from which it holds [ticks], law), rising"""

    def law_at(self, clock: int) -> int:
        """Return the law of the travel time of a vehicle that sets out at a time of day [ticks]: the last that holds by then, or the day before's last."""
        return next((law for start, law in reversed(self.travel) if start <= clock), self.travel[-1][1])


def lane_of(spec: Any, laws: Laws) -> Lane:
    """Return a lane of the scenario as integers."""
    if spec.travel is not None:
        return Lane(((0, laws.add(spec.travel, TICKS_PER_S)),))
    return Lane(tuple(sorted((clock_ticks(each.start), laws.add(each.travel, TICKS_PER_S)) for each in spec.travel_by_hour)))
