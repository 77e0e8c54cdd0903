"""Lanes between hubs, and where vehicles come in, as integers (PHYSICS 6.2, 6.8)."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from ..layout import TICKS_PER_S
from .machines import UNLIMITED
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


class Entrance(NamedTuple):
    """Where the vehicles of a source or lane come in."""

    name: str
    """of the yard, or of the road it would be"""
    capacity: int
    """vehicles that fit"""
    doors: tuple[int, ...]
    """element numbers"""
    gate: int = -1
    """law of the time a vehicle takes at the gate, or -1: there is none"""
    gate_lanes: int = UNLIMITED


def lane_of(spec: Any, laws: Laws) -> Lane:
    """Return a lane of the scenario as integers."""
    if spec.travel is not None:
        return Lane(((0, laws.add(spec.travel, TICKS_PER_S)),))
    return Lane(tuple(sorted((clock_ticks(each.start), laws.add(each.travel, TICKS_PER_S)) for each in spec.travel_by_hour)))
