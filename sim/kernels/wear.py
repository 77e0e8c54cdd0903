"""Failures as the kernels see them: an element goes down, and its clocks of work and of parcels run (PHYSICS 7)."""

from ..layout import CONVEYOR, DOOR, FAILED_PARCELS, LINE, LOADER, NEVER
from . import belts
from .calendar import ask, due
from .jit import kernel
from .units import accrue


@kernel
def watch(E, H, e, time):  # type: ignore[no-untyped-def]
    """Let the clock of working time run while element `e` is busy: `worked` is what is left of it, `fail` when it strikes."""
    r = E[e]
    works = r.busy > 0 and r.is_down == 0
    if works and r.fail == NEVER and r.worked > 0:
        r.fail = time + r.worked
        due(E, H, e)
    elif not works and r.fail < NEVER:
        r.worked = r.fail - time
        r.fail = NEVER
        due(E, H, e)


@kernel
def set_down(E, H, e, time):  # type: ignore[no-untyped-def]
    """Element `e` is down from `time` on; it may be down for several reasons at once."""
    r = E[e]
    accrue(E, e, time)
    r.is_down += 1
    if r.is_down > 1:
        return
    kind = r.kind
    if kind == CONVEYOR or kind == LINE:
        belts.freeze(E, H, e, time)
    elif kind == DOOR or kind == LOADER:
        hold(E, H, e, time)
    else:
        r.remaining = time
        r.main = NEVER
        due(E, H, e)
    if r.failure_working >= 0:
        watch(E, H, e, time)


@kernel
def hold(E, H, e, time):  # type: ignore[no-untyped-def]
    """Put off what is in hand at a door: it keeps the time it still needs."""
    r = E[e]
    if r.main < NEVER:
        r.remaining = r.main - time
        r.main = NEVER
        due(E, H, e)


@kernel
def go_on(E, H, e, time):  # type: ignore[no-untyped-def]
    """Go on with what was put off at a door, unless it is still down or paused."""
    r = E[e]
    if r.remaining >= 0 and r.is_down == 0 and r.paused == 0:
        r.main = time + r.remaining
        r.remaining = -1
        due(E, H, e)


@kernel
def after_entry(E, H, P, G, e, time):  # type: ignore[no-untyped-def]
    """A unit has entered element `e`: that wears it."""
    r = E[e]
    if r.jam_left > 0:
        r.jam_left -= 1
        if r.jam_left == 0:
            set_down(E, H, e, time)
            ask(P, G, FAILED_PARCELS, e)
    if r.failure_working >= 0:
        watch(E, H, e, time)
