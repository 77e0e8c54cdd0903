"""Conveyors and line sorters (PHYSICS 3.2, 3.4).

A belt has a clock of its own, real time less `shift`, which stops while the belt stands still: so a standstill puts off everything on it at no cost.
"""

from ..layout import DRAW_DIVERT, NEVER, TICKS_PER_S
from .calendar import due, touch
from .chance import unit_interval, words
from .jit import apart, kernel
from .sight import prefetch
from .units import accrue, count_in, count_out, ready


@kernel
def set_head(S, e):  # type: ignore[no-untyped-def]
    """Set the clock of the belt's head from its belt time `last_out`-aware due, unless the belt stands or the head is ready."""
    E = S.E
    r = E[e]
    r.main = NEVER
    if r.head >= 0 and r.is_ready == 0 and r.frozen < 0:
        r.main = r.tick + r.shift
    due(S, e)


@kernel
def freeze(S, e, time):  # type: ignore[no-untyped-def]
    """The belt stands still from `time` on."""
    E = S.E
    if E[e].frozen < 0:
        E[e].frozen = time
        E[e].main = NEVER
        E[e].entry = NEVER
        due(S, e)


@kernel
def thaw(S, e, time):  # type: ignore[no-untyped-def]
    """The belt moves again, unless it is down or, not accumulating, its head still waits. Returns True if it moves."""
    E = S.E
    r = E[e]
    if r.frozen < 0:
        return True
    if r.is_down > 0 or (r.still == 1 and r.is_ready == 1):
        return False
    r.shift += time - r.frozen
    r.frozen = -1
    touch(S, e)
    return True


# -- conveyor --------------------------------------------------------------------------------------------------------------


@kernel
def conveyor_accepts(S, e, time):  # type: ignore[no-untyped-def]
    """Tell whether the belt accepts a unit now; if only the headway is missing, have it asked again then."""
    E = S.E
    r = E[e]
    if r.frozen >= 0 or r.count >= r.pack:
        return False
    open_at = r.last_in + r.headway + r.shift
    if open_at > time:
        r.entry = open_at
        due(S, e)
        return False
    return True


@kernel
def conveyor_state(S, e):  # type: ignore[no-untyped-def]
    """Say what the belt does: carries, is blocked by its waiting head, or is empty."""
    E = S.E
    r = E[e]
    r.blocked = 1 if r.is_ready == 1 else 0
    r.busy = 1 if r.count > 0 and r.blocked == 0 else 0


@kernel
def conveyor_enter(S, e, u, time):  # type: ignore[no-untyped-def]
    E, U = S.E, S.U
    r = E[e]
    accrue(S, e, time)
    count_in(S, e, u, time)
    clock = time - r.shift
    r.last_in = clock
    U[u].due = clock + r.transit
    U[u].next = -1
    if r.head < 0:
        r.head = u
        r.tick = max(U[u].due, r.last_out + r.headway)
        r.tail = u
        conveyor_state(S, e)
        set_head(S, e)
    else:
        U[r.tail].next = u
        r.tail = u


@kernel
def conveyor_complete(S, e, time):  # type: ignore[no-untyped-def]
    E = S.E
    r = E[e]
    if r.main <= time:
        r.main = NEVER
        accrue(S, e, time)
        r.is_ready = 1
        conveyor_state(S, e)
        if r.still == 1:
            freeze(S, e, time)
        ready(S, r.head, time)
    due(S, e)


@kernel
def conveyor_leave(S, e, u, time):  # type: ignore[no-untyped-def]
    E, U = S.E, S.U
    r = E[e]
    accrue(S, e, time)
    count_out(S, e, u, time)
    r.is_ready = 0
    r.head = U[u].next
    thaw(S, e, time)
    clock = (time if r.frozen < 0 else r.frozen) - r.shift
    r.last_out = clock
    if r.head < 0:
        r.tail = -1
    else:
        r.tick = max(U[r.head].due, clock + r.headway)
        prefetch(U, U[r.head].next, 0)
    conveyor_state(S, e)
    set_head(S, e)
    touch(S, e)


# -- line sorter -----------------------------------------------------------------------------------------------------------
# On the line a heap P[first : first + 3 n] keeps (belt time, order of entry, slot) of each unit's next mark: its chute, or the end.


@kernel
def line_before(S, a, b):  # type: ignore[no-untyped-def]
    """Tell whether heap entry at a comes before that at b: by belt time, then order."""
    P = S.P
    return P[a] < P[b] or (P[a] == P[b] and P[a + 1] < P[b + 1])


@kernel
def line_swap(S, a, b):  # type: ignore[no-untyped-def]
    P = S.P
    for i in range(3):
        P[a + i], P[b + i] = P[b + i], P[a + i]


@kernel
def line_push(S, e, clock, order, u):  # type: ignore[no-untyped-def]
    E, P = S.E, S.P
    r = E[e]
    first = r.first
    i = r.line_n
    r.line_n += 1
    P[first + 3 * i] = clock
    P[first + 3 * i + 1] = order
    P[first + 3 * i + 2] = u
    while i > 0:
        up = (i - 1) >> 1
        if not line_before(S, first + 3 * i, first + 3 * up):
            break
        line_swap(S, first + 3 * i, first + 3 * up)
        i = up


@kernel
def line_pop(S, e):  # type: ignore[no-untyped-def]
    """Take the first entry off the heap and return its slot."""
    E, P = S.E, S.P
    r = E[e]
    first = r.first
    u = P[first + 2]
    r.line_n -= 1
    n = r.line_n
    for i in range(3):
        P[first + i] = P[first + 3 * n + i]
    i = 0
    while True:
        down = 2 * i + 1
        if down >= n:
            break
        if down + 1 < n and line_before(S, first + 3 * (down + 1), first + 3 * down):
            down += 1
        if not line_before(S, first + 3 * down, first + 3 * i):
            break
        line_swap(S, first + 3 * i, first + 3 * down)
        i = down
    return u


@kernel
def line_clock(S, e):  # type: ignore[no-untyped-def]
    """Set the line's clock to the first mark on it, unless it stands still."""
    E, P = S.E, S.P
    r = E[e]
    r.main = NEVER
    if r.line_n > 0 and r.frozen < 0:
        r.main = P[r.first] + r.shift
        prefetch(S.U, P[r.first + 2], 0)
    due(S, e)


@kernel
def line_accepts(S, e, time):  # type: ignore[no-untyped-def]
    E = S.E
    r = E[e]
    if r.frozen >= 0:
        return False
    open_at = r.last_in + r.headway + r.shift
    if open_at > time:
        r.entry = open_at
        due(S, e)
        return False
    return True


@kernel
def line_state(S, e):  # type: ignore[no-untyped-def]
    E = S.E
    r = E[e]
    r.blocked = 1 if r.is_ready == 1 else 0
    r.busy = 1 if r.count > 0 and r.blocked == 0 else 0


@kernel
def line_enter(S, e, u, time):  # type: ignore[no-untyped-def]
    E, U, P = S.E, S.U, S.P
    r = E[e]
    accrue(S, e, time)
    count_in(S, e, u, time)
    clock = time - r.shift
    r.last_in = clock
    r.headway = ((U[u].length + r.gap) * TICKS_PER_S + r.speed - 1) // r.speed
    outlet = P[r.sort_plan + U[u].destination]
    U[u].chute = outlet
    r.seq += 1
    if outlet >= 0:
        # The position breaks ties before the order of entry does.
        position = P[r.outlets + 2 * outlet + 1]
        line_push(S, e, clock + position * TICKS_PER_S // r.speed, outlet * 4294967296 + r.seq, u)
    else:
        line_push(S, e, clock + r.transit, (1 << 60) + r.seq, u)
    U[u].due = clock + r.transit
    line_state(S, e)
    line_clock(S, e)


@kernel
def line_fails(S, e, u):  # type: ignore[no-untyped-def]
    """Draw whether this pass of unit `u` at its chute fails."""
    E, U = S.E, S.U
    if E[e].divert_fail == 0:
        return False
    r = U[u]
    w0, w1, _, _ = words(S, DRAW_DIVERT, 0, e, r.turns * 16 + r.laps, r.place, r.vehicle, r.source)
    return unit_interval(w0, w1) * 9007199254740992.0 < E[e].divert_fail


@kernel
def line_drop(S, e, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` leaves the line (it has been taken off the heap)."""
    E = S.E
    accrue(S, e, time)
    count_out(S, e, u, time)
    E[e].is_ready = 0
    thaw(S, e, time)
    line_state(S, e)
    line_clock(S, e)
    touch(S, e)


@kernel
def line_complete(S, e, time):  # type: ignore[no-untyped-def]
    """Something is due on the line: it acts when choices are made."""
    E = S.E
    r = E[e]
    r.main = NEVER if r.main <= time else r.main
    due(S, e)
    touch(S, e)


@apart
def line_end(S, e, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` has come to the end: it is ready, and the line stands still until it leaves."""
    E = S.E
    accrue(S, e, time)
    E[e].is_ready = 1
    line_state(S, e)
    freeze(S, e, time)
    ready(S, u, time)
