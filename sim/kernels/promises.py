"""Which departure a parcel is promised, and whether it is aboard in time (PHYSICS 6.6, 6.8)."""

import numpy as np

from ..layout import IS_BAG
from .jit import apart, kernel


@kernel
def row_of(S, destination, klass):  # type: ignore[no-untyped-def]
    """Return the row, on timetables and on staging floors, of parcels of a destination and class: one a destination and tier (PHYSICS 6.5)."""
    P, G = S.P, S.G
    g = G[0]
    if g.tiers == 1:
        return np.int64(destination)
    return P[g.tier_of + klass] * g.n_destinations + destination


@apart
def promise(S, hub, destination, klass, arrival):  # type: ignore[no-untyped-def]
    """Return the departure of `hub` promised to a parcel whose vehicle arrived there at `arrival`, or -1 (PHYSICS 6.6)."""
    P, G = S.P, S.G
    g = G[0]
    row = g.timetable + 2 * (hub * g.tiers * g.n_destinations + row_of(S, destination, klass))
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


@kernel
def count_promise(S, promised, klass):  # type: ignore[no-untyped-def]
    """Count that a parcel of a class is promised a departure; -1: it is promised none."""
    P, G = S.P, S.G
    g = G[0]
    if promised >= 0:
        P[g.promised + promised * g.classes + klass] += 1


@kernel
def count_aboard(S, departure, promised, klass):  # type: ignore[no-untyped-def]
    """Count a parcel aboard `departure` as on time, if that is the one promised, or leaves no later."""
    P, G = S.P, S.G
    g = G[0]
    if promised >= 0 and is_in_time(S, departure, promised):
        P[g.on_time + promised * g.classes + klass] += 1


@apart
def count_on_time(S, u, departure):  # type: ignore[no-untyped-def]
    """Count, for all parcels of unit `u`, whether `departure` is the one promised, without dispatching them: they go on to another hub."""
    U, B = S.U, S.B
    m = np.int64(U[u].block)
    for _ in range(U[u].members):
        if U[u].marks & IS_BAG:
            count_aboard(S, departure, B[m].promised, B[m].klass)
            m = np.int64(B[m].next)
        else:
            count_aboard(S, departure, U[u].promised, U[u].klass)


@apart
def promise_again(S, hub, u, arrival):  # type: ignore[no-untyped-def]
    """All parcels of unit `u` have come to another hub, at `arrival`: they are promised its departures."""
    U, B = S.U, S.B
    m = np.int64(U[u].block)
    for _ in range(U[u].members):
        if U[u].marks & IS_BAG:
            B[m].promised = promise(S, hub, B[m].destination, B[m].klass, arrival)
            count_promise(S, B[m].promised, B[m].klass)
            m = np.int64(B[m].next)
        else:
            U[u].promised = promise(S, hub, U[u].destination, U[u].klass, arrival)
            count_promise(S, U[u].promised, U[u].klass)
