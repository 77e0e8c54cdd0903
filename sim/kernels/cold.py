"""Parcels that must be kept cold: how long they are outside the cold room (PHYSICS 3.7)."""

import numpy as np

from ..layout import CLASS_LEDGER, IS_BAG, TOO_WARM, WARMED
from .jit import apart, kernel

COUNTS = len(CLASS_LEDGER)


@kernel
def tally(S, klass, what, n):  # type: ignore[no-untyped-def]
    """Add `n` to what is counted of a class."""
    P, G = S.P, S.G
    P[G[0].by_class + COUNTS * klass + what] += n


@apart
def cross(S, e, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` moves into element `e`: its clock of the time outside starts, ends, or runs on."""
    E, U = S.E, S.U
    v = U[u]
    if v.at < 0:
        v.warm_since = time
    elif E[v.at].cold == 0 and E[e].cold == 1:
        come_in(S, u, time)
    elif E[v.at].cold == 1 and E[e].cold == 0:
        v.warm_since = time


@apart
def come_in(S, u, time):  # type: ignore[no-untyped-def]
    """The time outside of unit `u`, which was not in the cold, ends: parcels that were there too long are marked and counted, once each."""
    U, B, K = S.U, S.B, S.K
    v = U[u]
    m = np.int64(v.block)
    for _ in range(v.members):
        is_member = v.marks & IS_BAG
        klass = np.int64(B[m].klass if is_member else v.klass)
        marks = B[m].marks if is_member else v.marks
        if marks & TOO_WARM == 0 and 0 <= K[klass].cold_limit < time - v.warm_since:
            tally(S, klass, WARMED, 1)
            if is_member:
                B[m].marks |= TOO_WARM
            else:
                v.marks |= TOO_WARM
        if is_member:
            m = np.int64(B[m].next)


@kernel
def end_outside(S, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` leaves the hub."""
    E, U, G = S.E, S.U, S.G
    if G[0].cold == 1 and E[U[u].at].cold == 0:
        come_in(S, u, time)
