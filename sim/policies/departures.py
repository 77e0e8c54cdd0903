"""When a vehicle leaves.

Asked, while it stands at the door with its crew: as soon as it is full, at its cut-off, every five minutes before that and every minute after.
True lets it go.
"""

from .views import Departure

HOLD_S = 900.0
NEARLY = 0.95


def at_cut_off(departure: Departure, now_s: float) -> bool:
    """At its cut-off, or when it is full (PHYSICS 6.5)."""
    return departure.is_full or now_s >= departure.cut_off_s


def nearly_full(departure: Departure, now_s: float) -> bool:
    """As above, and at 95 % of its capacity when another waits for the door."""
    return at_cut_off(departure, now_s) or (departure.others_wait and departure.aboard >= NEARLY * departure.capacity)


def hold_for_promised(departure: Departure, now_s: float) -> bool:
    """When it is full; or at its cut-off with all that was promised to it aboard; or a quarter of an hour after it."""
    if departure.is_full or now_s >= departure.cut_off_s + HOLD_S:
        return True
    return now_s >= departure.cut_off_s and departure.missing == 0
