"""Lanes between hubs, and where vehicles come in, as integers (PHYSICS 6.2, 6.8)."""

import math
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
    distance: int
    """[m]; 0 if nobody has said"""
    mode: str
    size: int
    """parcels in a load unit; 0: they are loose"""
    build: int
    """law of building a load unit, or -1"""
    strip: int
    """law of stripping it, or -1"""
    places: int
    """load units that are built, or stripped, at the same time"""

    def load_units(self, parcels: int) -> int:
        """Return how many load units so many parcels begin; 0 if they are loose."""
        return -(-parcels // self.size) if self.size else 0

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
    by_hour = [(0, spec.travel)] if spec.travel is not None else [(clock_ticks(each.start), each.travel) for each in spec.travel_by_hour]
    return Lane(
        travel=tuple(sorted((start, laws.add(law, TICKS_PER_S)) for start, law in by_hour)),
        distance=metres(spec.distance_km or 0.0),
        mode=spec.mode,
        size=spec.load_unit.size if spec.load_unit is not None else 0,
        build=laws.add(spec.load_unit.build, TICKS_PER_S) if spec.load_unit is not None else -1,
        strip=laws.add(spec.load_unit.strip, TICKS_PER_S) if spec.load_unit is not None else -1,
        places=spec.handling_places,
    )


def metres(km: float) -> int:
    """Return a length [km] in whole metres."""
    return math.floor(km * 1000 + 0.5)
