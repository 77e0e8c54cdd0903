"""What the engines count in: whole ticks of 1 us, whole micrometres, whole grams. A figure below that would become nothing."""

import math

TICKS_PER_S = 1_000_000
"""as in sim.layout, which needs numpy"""


def ticks(seconds: float) -> int:
    """Return a length of time [s] in ticks, rounded half upwards (PHYSICS 1.1)."""
    return math.floor(seconds * TICKS_PER_S + 0.5)


def micrometres(metres: float) -> int:
    """Return a length [m] in whole micrometres."""
    return math.floor(metres * 1_000_000 + 0.5)


def grams(kilograms: float) -> int:
    """Return a weight [kg] in whole grams."""
    return math.floor(kilograms * 1000 + 0.5)
