"""How units leave the hub: aboard a vehicle, through a sink, or lost; and what is counted then (PHYSICS 3.5, 4.6, 6.5)."""

import numpy as np

from ..layout import ABOARD, DISPATCHED, DWELL_SUM, GRAMS, IS_BAG, LOST, REJECTED
from .cold import end_outside, tally
from .jit import apart, kernel
from .promises import count_aboard
from .sight import prefetch
from .units import free_unit, journal, stop_waiting
from .weights import weigh


@kernel
def send_back(S, u):  # type: ignore[no-untyped-def]
    """Bag `u` has gone: if it is of a stock, it is on its way back there (PHYSICS 4.6)."""
    E, U = S.E, S.U
    if U[u].stock >= 0:
        E[U[u].stock].arrivals += 1


@kernel
def lose(S, target, before, u, time):  # type: ignore[no-untyped-def]
    """Reject unit `u`, which waits for `target`, with all that is in it; its slot is the caller's to free."""
    E, U, G = S.E, S.U, S.G
    stop_waiting(S, target, before, u)
    end_outside(S, u, time)
    E[target].lost += U[u].members
    G[0].rejected += U[u].members
    if U[u].marks & IS_BAG:
        discard_members(S, u, target, time)
    else:
        tally(S, U[u].klass, REJECTED, 1)
        journal(S, U[u].source, U[u].vehicle, U[u].place, target, LOST, time)


@kernel
def discard_members(S, u, element, time):  # type: ignore[no-untyped-def]
    """All parcels in bag `u` are lost at `element`; what is known of them is forgotten."""
    U, B, G = S.U, S.B, S.G
    g = G[0]
    at = np.int64(U[u].block)
    send_back(S, u)
    for _ in range(U[u].members):
        m = B[at]
        tally(S, m.klass, REJECTED, 1)
        journal(S, m.source, m.vehicle, m.place, element, LOST, time)
        after = m.next
        m.next = g.member_free
        g.member_free = at
        g.n_member_free += 1
        at = after


@kernel
def dispatch(S, klass, born, time):  # type: ignore[no-untyped-def]
    """Count one parcel that leaves the hub and its dwell, exactly in sum and in bins of 1/512 relative width."""
    P, G = S.P, S.G
    g = G[0]
    dwell = time - born
    g.dwell_sum += dwell
    g.dwell_n += 1
    tally(S, klass, DISPATCHED, 1)
    tally(S, klass, DWELL_SUM, dwell)
    # The exponent of a double says how many bits a number has: exact below 2^53 ticks, 285 years.
    shift = max((np.float64(dwell).view(np.int64) >> 52) - 1032, 0)
    P[g.hist + shift * 512 + (dwell >> shift)] += 1


@apart
def load(S, u, departure, element, time):  # type: ignore[no-untyped-def]
    """All parcels of unit `u` are aboard `departure` (or gone through a sink: -1) at `time`; its slot is free."""
    U, B, G = S.U, S.B, S.G
    r = U[u]
    g = G[0]
    n = r.members
    end_outside(S, u, time)
    if r.marks & IS_BAG:
        send_back(S, u)
    at = np.int64(r.block)
    for _ in range(n):
        if r.marks & IS_BAG:
            m = B[at]
            source, vehicle, place, klass, length, promised, born = m.source, m.vehicle, m.place, m.klass, m.length, m.promised, m.born
            after = m.next
            # One after the other each would be waited for; so four are on their way.
            prefetch(B, m.fourth, 0)
            m.next = g.member_free
            g.member_free = at
            g.n_member_free += 1
            at = after
        else:
            source, vehicle, place, klass, length, promised, born = r.source, r.vehicle, r.place, r.klass, r.length, r.promised, r.born
        dispatch(S, klass, born, time)
        if g.weighs == 1:
            tally(S, klass, GRAMS, weigh(S, klass, length))
        journal(S, source, vehicle, place, element, ABOARD, time)
        if departure >= 0:
            count_aboard(S, departure, promised, klass)
    free_unit(S, u)
    return n
