"""What happens to a vehicle between two hubs: load units are built, it travels, they are stripped (PHYSICS 6.8, 6.11)."""

import heapq
from dataclasses import dataclass
from typing import Any

from ..kernels.laws import draw
from ..layout import DAY, DRAW_CHANGEOVER, TURN_BUILD


@dataclass
class Log:
    """What has come over a lane."""

    set_out: int = 0
    vehicles: int = 0
    """that have arrived; so do the others count"""
    parcels: int = 0
    load_units: int = 0
    room: int = 0
    """parcels that would have fitted"""
    time: int = 0
    """from the door to the gate, all vehicles [ticks]"""

    def arrives(self, parcels: int, load_units: int, room: int, time: int) -> None:
        """Count a vehicle that has arrived."""
        self.vehicles += 1
        self.parcels += parcels
        self.load_units += load_units
        self.room += room
        self.time += time


def travel_time(control: Any, lane: int, number: int, turn: int) -> int:
    """Return how long the `number`-th vehicle of a lane takes if it sets out now, on the way out or back by `turn` of the draw [ticks]."""
    law = control.plant.lanes[lane].law_at((control.plant.clock + control.env.now) % DAY)
    return int(draw(control.S, law, DRAW_CHANGEOVER, 0, turn, 0, number, lane))


def handling_time(control: Any, lane: int, number: int, turn: int, parcels: int) -> int:
    """Return how long it takes until all load units of a vehicle are built, or stripped: each begins at the place that is free first [ticks]."""
    row = control.plant.lanes[lane]
    law = row.build if turn == TURN_BUILD else row.strip
    if law < 0:
        return 0
    free = [0] * min(row.places, row.load_units(parcels))
    for unit in range(row.load_units(parcels)):
        heapq.heapreplace(free, free[0] + int(draw(control.S, law, DRAW_CHANGEOVER, 0, turn, unit, number, lane)))
    return max(free, default=0)
