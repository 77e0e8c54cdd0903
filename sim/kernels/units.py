"""Units: how they come to be, wait, are counted, and what the journal says of them."""

import numpy as np

from ..layout import BY_CLASS, BY_DESTINATION, BY_SHARE, DRAW_PARCEL, DRAW_SHARE, TWO_CARRIERS, UNLOADED
from .calendar import touch
from .chance import words
from .cold import cross, tally
from .jit import apart, kernel
from .promises import count_promise, promise

MIX_A = np.uint64(0x9E3779B97F4A7C15)
MIX_B = np.uint64(0xBF58476D1CE4E5B9)
MIX_C = np.uint64(0x94D049BB133111EB)


@kernel
def journal(S, source, vehicle, place, element, event, time):  # type: ignore[no-untyped-def]
    """Add one line of a parcel's journey to the digest, and to the journal J if one is kept.

    The digest is the sum modulo 2^64 of a hash of every line, so that the order of lines does not matter.
    """
    J, G = S.J, S.G
    g = G[0]
    h = (np.uint64(vehicle) << np.uint64(32)) + np.uint64(place)
    h = (h ^ (h >> np.uint64(31))) * MIX_A
    h = (h ^ (h >> np.uint64(29)) ^ np.uint64(time)) * MIX_B
    h = (h ^ (h >> np.uint64(32)) ^ np.uint64(element * 1048576 + source * 16 + event)) * MIX_C
    g.digest += h ^ (h >> np.uint64(31))
    if g.journal > 0:
        j = J[g.n_journal]
        j.source = source
        j.vehicle = vehicle
        j.place = place
        j.element = element
        j.event = event
        j.time = time
        g.n_journal += 1


@kernel
def accrue(S, e, time):  # type: ignore[no-untyped-def]
    """Carry the integrals over time of element `e` forward to `time`, before anything about it changes; what is left of it was starved: see `settle`."""
    E = S.E
    r = E[e]
    span = time - r.since
    if span > 0:
        r.since = time
        if r.is_down > 0:
            r.t_down += span * r.machines
        else:
            r.t_busy += span * r.busy
            r.t_blocked += span * r.blocked
            if r.idle + r.off + r.out > 0:
                r.t_idle += span * r.idle
                r.t_off += span * r.off
                r.t_down += span * r.out
        r.inside_area += span * r.count
        r.queue_area += span * r.queue


@kernel
def count_in(S, e, u, time):  # type: ignore[no-untyped-def]
    """Count unit `u` into element `e`; `accrue` has been called."""
    E, U, G = S.E, S.U, S.G
    r = E[e]
    if G[0].cold == 1:
        cross(S, e, u, time)
    U[u].at = e
    U[u].entered = time
    r.entered += 1
    r.count += 1
    if r.count > r.inside_max:
        r.inside_max = r.count


@kernel
def count_out(S, e, u, time):  # type: ignore[no-untyped-def]
    """Count unit `u` out of element `e`; `accrue` has been called."""
    E, U = S.E, S.U
    r = E[e]
    r.left += 1
    r.count -= 1
    r.stay += time - U[u].entered


@kernel
def find(S, first, n, word):  # type: ignore[no-untyped-def]
    """Return the first index i below n with P[first + i] > word; P rises there."""
    P = S.P
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) >> 1
        if P[first + middle] > word:
            high = middle
        else:
            low = middle + 1
    return low


@kernel
def destination_of(S, mix, klass, word):  # type: ignore[no-untyped-def]
    """Return the destination that a random word stands for, by the shares of a class in `mix`. A guide of 1024 places puts the search next to its end."""
    P, M, G = S.P, S.M, S.G
    if G[0].n_destinations == 1:
        return np.int64(0)
    first = P[M[mix].destinations + klass]
    destination = P[first + np.int64(word >> np.uint64(22))]
    shares = first + 1024
    while P[shares + destination] <= np.int64(word):
        destination += 1
    return destination


@apart
def fate(S, mix, destination, klass, place, vehicle, source):  # type: ignore[no-untyped-def]
    """Return destination and class of a parcel, drawn where they are not given (-1), as `new_unit` does."""
    M, G = S.M, S.G
    w0, w1, _, _ = words(S, DRAW_PARCEL, 0, 0, 0, place, vehicle, source)
    if klass < 0:
        klass = find(S, M[mix].classes, G[0].classes, np.int64(w1))
    if destination < 0:
        destination = destination_of(S, mix, klass, w0)
    return np.int64(destination), np.int64(klass)


@apart
def new_unit(S, mix, destination, klass, source, vehicle, place, hub, arrival, time):  # type: ignore[no-untyped-def]
    """Take a slot of U for a parcel that comes to be at `time`, draw what is not given (-1) of its fate, and return the slot.

    The caller sees to it that a slot is free.
    """
    U, M, K, G = S.U, S.M, S.K, S.G
    g = G[0]
    u = g.free
    r = U[u]
    g.free = r.next
    g.n_free -= 1
    w0 = w1 = w2 = w3 = np.uint64(0)
    if g.n_destinations > 1 or g.classes > 1 or K[0].span > 0 or K[0].two > 0:
        w0, w1, w2, w3 = words(S, DRAW_PARCEL, 0, 0, 0, place, vehicle, source)
    if klass < 0:
        klass = find(S, M[mix].classes, g.classes, np.int64(w1)) if g.classes > 1 else 0
    if destination < 0:
        destination = destination_of(S, mix, klass, w0)
    k = K[klass]
    r.source = source
    r.vehicle = vehicle
    r.place = place
    r.destination = destination
    r.klass = klass
    r.priority = k.priority
    r.length = k.shortest + ((k.span * np.int64(w2)) >> 32)
    r.marks = TWO_CARRIERS if np.int64(w3) < k.two else 0
    r.born = time
    r.laps = 0
    r.turns = 0
    r.members = 1
    r.block = -1
    r.waits_next = -1
    r.next = -1
    r.chute = -1
    r.at = -1
    r.promised = promise(S, hub, destination, klass, arrival)
    count_promise(S, r.promised, klass)
    g.born += 1
    tally(S, klass, UNLOADED, 1)
    return u


@kernel
def free_unit(S, u):  # type: ignore[no-untyped-def]
    """Give the slot back."""
    U, G = S.U, S.G
    g = G[0]
    U[u].next = g.free
    g.free = u
    g.n_free += 1


@kernel
def wait_for(S, u, way, time):  # type: ignore[no-untyped-def]
    """Let unit `u` wait for the target of `way`, in the order of PHYSICS 2.6, and touch the target."""
    E, U, W = S.E, S.U, S.W
    r = U[u]
    r.way = way
    r.waits_next = -1
    target = W[way].target
    x = E[target]
    x.waiting += 1
    if x.waiting_first < 0:
        x.waiting_first = u
        x.waiting_last = u
    else:
        last = U[x.waiting_last]
        if last.ready < time or W[last.way].feeder <= W[way].feeder:
            last.waits_next = u
            x.waiting_last = u
        else:
            before, at = -1, x.waiting_first
            while at >= 0 and (U[at].ready < time or W[U[at].way].feeder <= W[way].feeder):
                before, at = at, U[at].waits_next
            r.waits_next = at
            if before < 0:
                x.waiting_first = u
            else:
                U[before].waits_next = u
    touch(S, x.back if x.back >= 0 else target)


@kernel
def stop_waiting(S, target, before, u):  # type: ignore[no-untyped-def]
    """Take unit `u` out of the list of those that wait for `target`; `before` is the one before it, or -1."""
    E, U = S.E, S.U
    x = E[target]
    x.waiting -= 1
    if before < 0:
        x.waiting_first = U[u].waits_next
    else:
        U[before].waits_next = U[u].waits_next
    if x.waiting_last == u:
        x.waiting_last = before
    U[u].waits_next = -1


@kernel
def ways_of(S, u):  # type: ignore[no-untyped-def]
    """Return the way of unit `u` out of its element, or -r - 2 if router r, a choice by shortest queue, is still to be made."""
    E, U, R, P = S.E, S.U, S.R, S.P
    e = U[u].at
    if E[e].router < 0:
        return E[e].way
    router = E[e].router
    while True:
        by = R[router].by
        first, n = R[router].first, R[router].n
        pick = np.int64(0)
        if by == BY_CLASS:
            pick = np.int64(U[u].klass)
        elif by == BY_DESTINATION:
            pick = np.int64(U[u].destination)
        elif by == BY_SHARE:
            w0, w1, _, _ = words(S, DRAW_SHARE, 0, R[router].owner, U[u].turns, U[u].place, U[u].vehicle, U[u].source)
            pick = find(S, first + n, n, np.int64((w0 >> np.uint64(5)) * np.uint64(67108864) + (w1 >> np.uint64(6))))
        else:
            return -router - 2
        way = P[first + pick]
        if way >= 0:
            return way
        router = -way - 2


@apart
def ready(S, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` is ready to leave its element: find its way and let it wait there (PHYSICS 2.5)."""
    E, U, P, G = S.E, S.U, S.P, S.G
    g = G[0]
    U[u].ready = time
    way = ways_of(S, u)
    if way >= 0:
        wait_for(S, u, way, time)
    else:
        # Sorted by rank of the element, then by the order of readiness, which rises through the run.
        i = g.route_first + 2 * g.n_route
        key = E[U[u].at].rank
        while i > g.route_first and P[i - 2] <= key:
            P[i] = P[i - 2]
            P[i + 1] = P[i - 1]
            i -= 2
        P[i] = key
        P[i + 1] = u
        g.n_route += 1


@kernel
def choose_shortest(S, time):  # type: ignore[no-untyped-def]
    """Make the first of the choices by shortest queue that stand open."""
    E, W, R, P, G = S.E, S.W, S.R, S.P, S.G
    g = G[0]
    g.n_route -= 1
    u = P[g.route_first + 2 * g.n_route + 1]
    router = -ways_of(S, u) - 2
    best, fewest = np.int64(-1), np.int64(1) << 60
    for i in range(R[router].n):
        way = P[R[router].first + i]
        x = E[W[way].target]
        if x.count + x.waiting < fewest:
            best, fewest = way, x.count + x.waiting
    wait_for(S, u, best, time)
