"""Stocks of reusable bags: a container opens when it has one (PHYSICS 4.6)."""

from .calendar import touch
from .chutes import chute_state, open_container
from .jit import apart, entry
from .units import accrue
from .wear import watch


@apart
def stock_act(S, c, time):  # type: ignore[no-untyped-def]
    """Give empty bags to the containers that wait for one, in order."""
    E = S.E
    r = E[c]
    accrue(S, c, time)
    while r.head >= 0 and r.count > 0:
        e = r.head
        r.head = E[e].asks_next
        r.queue -= 1
        r.count -= 1
        r.left += 1
        r.wait += time - E[e].asked_at
        r.waits += 1
        accrue(S, e, time)
        E[e].asked = 0
        open_container(S, e, time)
        chute_state(S, e)
        if E[e].failure_working >= 0:
            watch(S, e, time)


@entry
def add_bags(S, c, n, time):  # type: ignore[no-untyped-def]
    """`n` empty bags have come to stock `c`."""
    E = S.E
    r = E[c]
    accrue(S, c, time)
    r.count += n
    r.entered += n
    r.inside_max = max(r.inside_max, r.count)
    touch(S, c)
