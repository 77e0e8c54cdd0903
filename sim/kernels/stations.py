"""Stations: servers side by side, one queue before them (PHYSICS 3.3).

Server s of station e keeps in the pool: its unit at P[first + 2 s] (-1: free) and the end of its service at P[first + 2 s + 1] (NEVER: done).
"""

import numpy as np

from ..layout import DRAW_SERVICE, NEVER, PREEMPTIVE
from .calendar import due, touch
from .jit import apart, kernel
from .laws import draw, paced
from .sight import prefetch
from .units import accrue, count_in, count_out, ready


@kernel
def station_accepts(S, e):  # type: ignore[no-untyped-def]
    E = S.E
    r = E[e]
    if r.queue < r.pack:
        return True
    return r.queue == 0 and r.is_down == 0 and r.busy + r.blocked < r.on


@kernel
def station_clock(S, e):  # type: ignore[no-untyped-def]
    """Set the station's clock to the earliest end of a service."""
    E, P = S.E, S.P
    r = E[e]
    earliest = NEVER
    if r.is_down == 0 and r.busy > 0:
        for s in range(r.machines):
            earliest = min(earliest, P[r.first + 2 * s + 1])
    r.main = earliest
    due(S, e)


@kernel
def begin(S, e, u, time):  # type: ignore[no-untyped-def]
    """Put unit `u` on the free server of lowest number; a service that was interrupted goes on."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    v = U[u]
    if v.chute < 0:
        r.wait += time - v.entered
        r.waits += 1
        if r.pace != 1000:
            v.due = paced(v.due, r.pace)
    s = 0
    while P[r.first + 2 * s] >= 0:
        s += 1
    P[r.first + 2 * s] = u
    P[r.first + 2 * s + 1] = time + v.due
    v.chute = s
    r.busy += 1


@apart
def queue_insert(S, e, u):  # type: ignore[no-untyped-def]
    """Put unit `u` into the buffer: at the end, or by priority and then by order of entry."""
    E, U = S.E, S.U
    r = E[e]
    r.queue += 1
    if r.queue > r.queue_max:
        r.queue_max = r.queue
    U[u].next = -1
    if r.head < 0:
        r.head = u
        r.tail = u
        return
    last = U[r.tail]
    if r.priority_rule == 0 or last.priority < U[u].priority or (last.priority == U[u].priority and last.order < U[u].order):
        U[r.tail].next = u
        r.tail = u
        return
    before, at = -1, r.head
    while at >= 0 and (U[at].priority < U[u].priority or (U[at].priority == U[u].priority and U[at].order < U[u].order)):
        before, at = at, U[at].next
    U[u].next = at
    if before < 0:
        r.head = u
    else:
        U[before].next = u


@apart
def preempt(S, e, u, time):  # type: ignore[no-untyped-def]
    """Send the least urgent unit in service back to the buffer if `u` is strictly more urgent; tell whether a server is free now."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    victim, server = -1, -1
    for s in range(r.machines):
        v = P[r.first + 2 * s]
        if v >= 0 and P[r.first + 2 * s + 1] < NEVER:
            worse = victim < 0 or U[v].priority > U[victim].priority
            if worse or (U[v].priority == U[victim].priority and U[v].order > U[victim].order):
                victim, server = v, s
    if victim < 0 or U[victim].priority <= U[u].priority:
        return False
    U[victim].due = P[r.first + 2 * server + 1] - time
    P[r.first + 2 * server] = -1
    P[r.first + 2 * server + 1] = NEVER
    r.busy -= 1
    queue_insert(S, e, victim)
    return True


@kernel
def station_enter(S, e, u, time):  # type: ignore[no-untyped-def]
    E, U, P, G = S.E, S.U, S.P, S.G
    r = E[e]
    accrue(S, e, time)
    count_in(S, e, u, time)
    if r.priority_rule != 0:
        G[0].orders += 1
        U[u].order = G[0].orders
    # Drawn here, though it may be served much later: who has to wait hides the time a draw takes, for nothing needs the answer yet.
    v = U[u]
    law = r.law if r.law_by_class < 0 else P[r.law_by_class + v.klass]
    v.due = draw(S, law, DRAW_SERVICE, e, v.turns, v.place, v.vehicle, v.source)
    v.chute = -1
    can = r.is_down == 0 and r.busy + r.blocked < r.on and r.queue == 0
    if not can and r.priority_rule == PREEMPTIVE and r.is_down == 0:
        can = preempt(S, e, u, time)
    if can:
        begin(S, e, u, time)
        station_clock(S, e)
    else:
        queue_insert(S, e, u)


@kernel
def serve_waiting(S, e, time):  # type: ignore[no-untyped-def]
    """Let free servers take units from the buffer; `accrue` has been called."""
    E, U = S.E, S.U
    r = E[e]
    while r.queue > 0 and r.is_down == 0 and r.busy + r.blocked < r.on:
        u = r.head
        r.head = U[u].next
        prefetch(U, r.head, 0)
        if r.head < 0:
            r.tail = -1
        r.queue -= 1
        begin(S, e, u, time)
        touch(S, e)
    station_clock(S, e)


@kernel
def station_complete(S, e, time):  # type: ignore[no-untyped-def]
    E, P = S.E, S.P
    r = E[e]
    accrue(S, e, time)
    for s in range(r.machines):
        if P[r.first + 2 * s + 1] <= time:
            P[r.first + 2 * s + 1] = NEVER
            r.busy -= 1
            r.blocked += 1
            ready(S, P[r.first + 2 * s], time)
    station_clock(S, e)


@kernel
def station_leave(S, e, u, time):  # type: ignore[no-untyped-def]
    E, U, P = S.E, S.U, S.P
    r = E[e]
    accrue(S, e, time)
    count_out(S, e, u, time)
    P[r.first + 2 * U[u].chute] = -1
    if U[u].chute < r.machines - r.out:
        r.blocked -= 1
    set_off(S, e)
    touch(S, e)
    if r.queue > 0:
        serve_waiting(S, e, time)


@kernel
def set_off(S, e):  # type: ignore[no-untyped-def]
    """Servers in order beyond the crew present are off once they are free; `accrue` has been called."""
    E = S.E
    r = E[e]
    r.off = r.machines - r.out - max(r.on, r.busy + r.blocked)


@kernel
def set_out(S, e, out, anew, time):  # type: ignore[no-untyped-def]
    """The `out` servers of highest number are out of order, and keep what is left of the service in hand after the pairs of all servers (PHYSICS 7.3)."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    was = r.out
    r.out = out
    # While the station is down its services stand still since `remaining`.
    clock = r.remaining if r.is_down > 0 else time
    kept = r.first + 2 * r.machines
    for s in range(r.machines - max(was, out), r.machines - min(was, out)):
        at = r.first + 2 * s
        if P[at] >= 0 and out > was:
            if P[at + 1] < NEVER:
                P[kept + s] = P[at + 1] - clock
                P[at + 1] = NEVER
                r.busy -= 1
            else:
                r.blocked -= 1
        elif P[at] >= 0 and P[kept + s] >= 0:
            P[at + 1] = clock + (np.int64(U[P[at]].due) if anew == 1 else P[kept + s])
            P[kept + s] = -1
            r.busy += 1
        elif P[at] >= 0:
            r.blocked += 1
    r.on = min(r.manned, r.machines - out)
    set_off(S, e)
    serve_waiting(S, e, time)
    set_off(S, e)
    touch(S, e)
