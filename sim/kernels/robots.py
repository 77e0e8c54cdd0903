"""Robot fields: robots that carry one unit each from a loading place to its chute, and come back (PHYSICS 3.8).

Robot s of field e keeps in the pool, at first + 3 s: its unit, or what it does else; when that ends (NEVER: it waits); and the time it has driven since it
was last charged, or, while it waits for a charger, since when.
"""

import numpy as np

from ..layout import DRAW_SERVICE, NEVER
from .calendar import due, touch
from .jit import apart, kernel
from .laws import draw
from .stations import queue_insert
from .units import accrue, count_in, count_out, ready

FREE, RETURNS, CHARGES, WAITS = -1, -2, -3, -4
WHOLE = 1_000_000


@kernel
def field_accepts(S, e):  # type: ignore[no-untyped-def]
    E = S.E
    return E[e].queue < E[e].pack


@apart
def field_enter(S, e, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` lies at the loading place until the field acts."""
    accrue(S, e, time)
    count_in(S, e, u, time)
    queue_insert(S, e, u)


@kernel
def field_clock(S, e):  # type: ignore[no-untyped-def]
    """Set the field's clock to what ends first."""
    E, P = S.E, S.P
    r = E[e]
    earliest = NEVER
    if r.is_down == 0:
        for s in range(r.machines):
            earliest = min(earliest, P[r.first + 3 * s + 1])
    r.main = earliest
    due(S, e)


@kernel
def await_robot(S, e, at):  # type: ignore[no-untyped-def]
    """Set the field's clock to the robot at `at` of the pool if it ends before all others."""
    E, P = S.E, S.P
    r = E[e]
    if r.is_down == 0 and P[at + 1] < r.main:
        r.main = P[at + 1]
        due(S, e)


@kernel
def trip(S, e, u):  # type: ignore[no-untyped-def]
    """Return how long a robot drives between the loading place and the chute of unit `u`, with as many other robots out as now."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    alone = P[r.outlets + 2 * P[r.sort_plan + U[u].destination] + 1]
    others = r.busy + r.blocked
    # In two steps, rounded down each: the product of all three does not fit into 64 bits.
    return alone + alone * others // max(1, r.machines - 1) * r.gap // WHOLE


@apart
def field_act(S, e, time):  # type: ignore[no-untyped-def]
    """Give free chargers to robots that wait for one, the longest waiting first; then let one free robot set out. Returns whether one did."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    if r.is_down > 0:
        return False
    while r.idle > 0:
        charging, first = 0, np.int64(-1)
        for s in range(r.machines):
            at = r.first + 3 * s
            charging += P[at] == CHARGES
            if P[at] == WAITS and (first < 0 or P[at + 2] < P[first + 2]):
                first = at
        if first < 0 or charging >= r.limit:
            break
        P[first] = CHARGES
        P[first + 1] = time + r.reset
        await_robot(S, e, first)
    if r.queue == 0 or r.busy + r.blocked + r.idle >= r.machines:
        return False
    u = r.head
    r.head = U[u].next
    if r.head < 0:
        r.tail = -1
    accrue(S, e, time)
    r.queue -= 1
    r.wait += time - U[u].entered
    r.waits += 1
    s = 0
    while P[r.first + 3 * s] != FREE:
        s += 1
    at = r.first + 3 * s
    way = trip(S, e, u)
    P[at] = u
    P[at + 1] = time + way + draw(S, r.law, DRAW_SERVICE, e, U[u].turns, U[u].place, U[u].vehicle, U[u].source)
    P[at + 2] += way
    U[u].chute = s
    r.busy += 1
    await_robot(S, e, at)
    return True


@apart
def field_complete(S, e, time):  # type: ignore[no-untyped-def]
    """Robots stand at their chutes, or are back, or charged."""
    E, P = S.E, S.P
    r = E[e]
    accrue(S, e, time)
    for s in range(r.machines):
        at = r.first + 3 * s
        if P[at + 1] > time:
            continue
        P[at + 1] = NEVER
        if P[at] >= 0:
            r.busy -= 1
            r.blocked += 1
            ready(S, P[at], time)
        elif P[at] == CHARGES:
            r.idle -= 1
            P[at] = FREE
            P[at + 2] = 0
        else:
            r.busy -= 1
            P[at] = FREE
            if r.reset > 0 and P[at + 2] >= r.max_wait:
                r.idle += 1
                P[at] = WAITS
                P[at + 2] = time
    field_clock(S, e)
    touch(S, e)


@apart
def field_leave(S, e, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` has dropped into its chute: the robot drives back."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    accrue(S, e, time)
    count_out(S, e, u, time)
    at = r.first + 3 * np.int64(U[u].chute)
    r.blocked -= 1
    way = trip(S, e, u)
    P[at] = RETURNS
    # While the field is down its time stands still: `remaining` is when that began, and the mend adds what has passed since.
    P[at + 1] = way + (r.remaining if r.is_down > 0 else time)
    P[at + 2] += way
    r.busy += 1
    await_robot(S, e, at)
