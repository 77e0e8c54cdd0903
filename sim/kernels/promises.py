"""Which departure a parcel is promised, and whether it is aboard in time (PHYSICS 6.6, 6.8)."""

import numpy as np

from ..layout import IS_BAG
from .jit import apart, kernel


@apart
def promise(S, hub, destination, arrival):  # type: ignore[no-untyped-def]
    """Return the departure of `hub` promised to a parcel of `destination` whose vehicle arrived there at `arrival`, or -1 (PHYSICS 6.6)."""
    P, G = S.P, S.G
    row = G[0].timetable + 2 * (hub * G[0].n_destinations + destination)
    first = P[row]
    n = P[row + 1]
    if n == 0 or P[first + 2 * (n - 1)] < arrival:
        return np.int64(-1)
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) >> 1
        if P[first + 2 * middle] >= arrival:
            high = middle
        else:
            low = middle + 1
    return P[first + 2 * low + 1]


@kernel
def is_in_time(S, departure, promised):  # type: ignore[no-untyped-def]
    """Tell whether `departure` is the one promised, or leaves no later."""
    P, G = S.P, S.G
    return departure == promised or P[G[0].departures + 4 * departure + 2] <= P[G[0].departures + 4 * promised + 2]


@apart
def count_on_time(S, u, departure):  # type: ignore[no-untyped-def]
    """Count, for all parcels of unit `u`, whether `departure` is the one promised, without dispatching them: they go on to another hub."""
    U, B, P, G = S.U, S.B, S.P, S.G
    g = G[0]
    m = np.int64(U[u].block)
    for _ in range(U[u].members):
        promised = np.int64(U[u].promised)
        if U[u].marks & IS_BAG:
            promised = np.int64(B[m].promised)
            m = np.int64(B[m].next)
        if promised >= 0:
            if is_in_time(S, departure, promised):
                P[g.on_time + promised] += 1
            else:
                g.late_dispatched += 1


@apart
def promise_again(S, hub, u, arrival):  # type: ignore[no-untyped-def]
    """All parcels of unit `u` have come to another hub, at `arrival`: they are promised its departures."""
    U, B, P, G = S.U, S.B, S.P, S.G
    g = G[0]
    m = np.int64(U[u].block)
    for _ in range(U[u].members):
        if U[u].marks & IS_BAG:
            B[m].promised = promise(S, hub, B[m].destination, arrival)
            promised = np.int64(B[m].promised)
            m = np.int64(B[m].next)
        else:
            U[u].promised = promise(S, hub, U[u].destination, arrival)
            promised = np.int64(U[u].promised)
        if promised >= 0:
            P[g.promised + promised] += 1
