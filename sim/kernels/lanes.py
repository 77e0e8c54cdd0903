"""Between two hubs: units aboard of a vehicle, and how they come off it (PHYSICS 6.8).

The units in a vehicle are chained by `next` in the order of loading: from `head` of the loader while it stands there, then from `hand` of the door.
"""

import numpy as np

from ..layout import ENTERED, NEVER
from .calendar import due
from .jit import apart, entry, kernel
from .promises import count_on_time, promise_again
from .units import accrue, count_in, count_out, journal, ready
from .wear import go_on


@kernel
def go_on_lane(S, u, departure, lane, time):  # type: ignore[no-untyped-def]
    """Unit `u` is aboard a vehicle that takes it to another hub; returns its parcels."""
    E, U = S.E, S.U
    count_on_time(S, u, departure)
    accrue(S, lane, time)
    count_in(S, lane, u, time)
    r = E[lane]
    r.queue = r.count
    # what comes off at the same instant may have done so before: it counts as still there (PHYSICS 10)
    most = r.count + (r.seq if r.last_out == time else 0)
    r.inside_max = max(r.inside_max, most)
    r.queue_max = max(r.queue_max, most)
    journal(S, U[u].source, U[u].vehicle, U[u].place, lane, ENTERED, time)
    U[u].turns = (U[u].turns + 1) & 255
    return np.int64(U[u].members)


@entry
def take_cargo(S, e):  # type: ignore[no-untyped-def]
    """The vehicle at loader `e` goes on its lane: return the first of the units in it, or -1."""
    E = S.E
    first = np.int64(E[e].head)
    E[e].head = -1
    E[e].tail = -1
    return first


@entry
def begin_cargo(S, e, cargo, arrival, interval, time):  # type: ignore[no-untyped-def]
    """Unload a vehicle that came from another hub at `arrival`: the units chained from `cargo` on, one each `interval`."""
    E, U = S.E, S.U
    r = E[e]
    accrue(S, e, time)
    r.vehicle = -1
    r.hand = cargo
    r.place = 0
    n = np.int64(0)
    u = np.int64(cargo)
    while u >= 0:
        n += 1
        u = np.int64(U[u].next)
    r.left_to_do = n
    r.lot_left = arrival
    r.interval = interval
    r.idle = 0
    r.busy = 1
    r.paused = 0
    r.remaining = interval
    go_on(S, e, time)


@apart
def come_off(S, e, time):  # type: ignore[no-untyped-def]
    """The unit in hand at door `e` was in another hub before; `lot_left` is when its vehicle came here (PHYSICS 6.8)."""
    E, U = S.E, S.U
    r = E[e]
    u = np.int64(r.hand)
    r.hand = U[u].next
    lane = np.int64(U[u].at)
    accrue(S, lane, time)
    count_out(S, lane, u, time)
    E[lane].queue = E[lane].count
    E[lane].seq = E[lane].seq + 1 if E[lane].last_out == time else 1
    E[lane].last_out = time
    count_in(S, e, u, time)
    journal(S, U[u].source, U[u].vehicle, U[u].place, e, ENTERED, time)
    promise_again(S, r.hub, u, r.lot_left)
    r.main = NEVER
    r.busy = 0
    r.blocked = 1
    ready(S, u, time)
    due(S, e)
