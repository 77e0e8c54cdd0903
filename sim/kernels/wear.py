"""Failures as the kernels see them: an element goes down, and its clocks of work and of parcels run (PHYSICS 7)."""

from ..layout import BY_PARCELS, CONVEYOR, DOOR, FAILED_PARCELS, LINE, LOADER, LOOP, NEVER, ROBOTS, STATION
from . import belts
from .calendar import ask, due
from .jit import apart, entry, kernel
from .units import accrue

NEXT = -2
"""`remaining` of a paused door whose next parcel has not been begun."""


@apart
def watch(S, e, time):  # type: ignore[no-untyped-def]
    """Let the clock of working time run while element `e` is busy: `worked` is what is left of it, `fail` when it strikes."""
    E = S.E
    r = E[e]
    works = r.busy > 0 and r.is_down == 0
    if works and r.fail == NEVER and r.worked > 0:
        r.fail = time + r.worked
        due(S, e)
    elif not works and r.fail < NEVER:
        r.worked = r.fail - time
        r.fail = NEVER
        due(S, e)


@entry
def set_down(S, e, time):  # type: ignore[no-untyped-def]
    """Element `e` is down from `time` on; it may be down for several reasons at once."""
    E = S.E
    r = E[e]
    accrue(S, e, time)
    r.is_down += 1
    if r.is_down > 1:
        return
    kind = r.kind
    if kind == CONVEYOR or kind == LINE:
        belts.freeze(S, e, time)
    elif kind == DOOR or kind == LOADER:
        hold(S, e, time)
    elif kind == STATION or kind == LOOP or kind == ROBOTS:
        r.remaining = time
        r.main = NEVER
        due(S, e)
    if r.failure_working >= 0:
        watch(S, e, time)


@apart
def hold(S, e, time):  # type: ignore[no-untyped-def]
    """Put off what is in hand at a door: it keeps the time it still needs."""
    E = S.E
    r = E[e]
    if r.main < NEVER:
        r.remaining = r.main - time
        r.main = NEVER
        due(S, e)


@apart
def go_on(S, e, time):  # type: ignore[no-untyped-def]
    """Go on with what was put off at a door, unless it is still down or paused."""
    E = S.E
    r = E[e]
    if r.remaining >= 0 and r.is_down == 0 and r.paused == 0:
        r.main = time + r.remaining
        r.remaining = -1
        due(S, e)


@kernel
def after_entry(S, e, time):  # type: ignore[no-untyped-def]
    """A unit has entered element `e`: that wears it."""
    E = S.E
    r = E[e]
    if r.jam_left > 0:
        r.jam_left -= 1
        if r.jam_left == 0:
            if not (r.partial & BY_PARCELS):
                set_down(S, e, time)
            ask(S, FAILED_PARCELS, e)
    if r.failure_working >= 0:
        watch(S, e, time)
