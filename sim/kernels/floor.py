"""Where parcels come to be and where they go: streams, doors, staging, loaders (PHYSICS 3.1, 6.4, 6.5)."""

import numpy as np

from ..layout import DOOR_EMPTY, DRAW_ARRIVAL, DRAW_BATCH, DRAW_THINNING, ENTERED, HOUR, LOADER_FULL, NEVER, PUT_BACK
from .calendar import ask, due, touch
from .chance import unit_interval, words
from .jit import apart, entry, kernel
from .lanes import come_off, go_on_lane
from .laws import draw
from .leaving import load
from .promises import count_promise, promise, row_of
from .sight import prefetch
from .units import accrue, count_in, count_out, fate, journal, new_unit, ready
from .wear import NEXT, go_on
from .weights import grams_of

# -- stream ----------------------------------------------------------------------------------------------------------------


@entry
def next_arrival(S, e, time):  # type: ignore[no-untyped-def]
    """Draw the time and the size of the next arrival; `pending` is kept in reserve among the free slots."""
    E, P, G = S.E, S.P, S.G
    r = E[e]
    g = G[0]
    g.reserve -= r.pending
    r.pending = 0
    r.main = NEVER
    if r.limit < 0 or r.arrivals < r.limit:
        if r.thinning >= 0:
            # pool[thinning]: how many hours the table has; pool[thinning + 1]: the clock at time 0; then the rate of each hour, from midnight on,
            # over the peak rate, of 2^53.
            while True:
                r.vehicle += 1
                time += draw(S, r.law, DRAW_ARRIVAL, e, 0, 0, r.vehicle, e)
                hour = (time + P[r.thinning + 1]) // HOUR % P[r.thinning]
                w0, w1, _, _ = words(S, DRAW_THINNING, 0, e, 0, 0, r.vehicle, e)
                if unit_interval(w0, w1) * 9007199254740992.0 < P[r.thinning + 2 + hour] or time >= NEVER:
                    break
        elif r.saturated == 0:
            r.vehicle += 1
            time += draw(S, r.law, DRAW_ARRIVAL, e, 0, 0, r.vehicle, e)
        else:
            r.vehicle += 1
        r.main = time
        r.pending = 1
        if r.batch >= 0:
            r.pending = draw(S, r.batch, DRAW_BATCH, e, 0, 0, r.vehicle, e)
        r.arrivals += 1
    g.reserve += r.pending
    due(S, e)


@kernel
def stream_complete(S, e, time):  # type: ignore[no-untyped-def]
    """An arrival: its parcels come to be and are ready."""
    E, G = S.E, S.G
    r = E[e]
    accrue(S, e, time)
    for place in range(r.pending):
        u = new_unit(S, r.mix, -1, -1, e, r.vehicle, place, r.hub, time, time)
        count_in(S, e, u, time)
        journal(S, e, r.vehicle, place, e, ENTERED, time)
        ready(S, u, time)
    G[0].born_at_streams += r.pending
    r.queue = r.count
    r.queue_max = max(r.queue_max, r.queue)
    if r.saturated == 1:
        G[0].reserve -= r.pending
        r.pending = 0
        r.main = NEVER
        due(S, e)
    else:
        next_arrival(S, e, time)


@kernel
def stream_leave(S, e, u, time):  # type: ignore[no-untyped-def]
    E = S.E
    r = E[e]
    accrue(S, e, time)
    count_out(S, e, u, time)
    r.queue = r.count
    if r.saturated == 1:
        next_arrival(S, e, time)


# -- door ------------------------------------------------------------------------------------------------------------------


@kernel
def door_complete(S, e, time):  # type: ignore[no-untyped-def]
    """The parcel in hand is ready: it comes to be at the door, or comes off the lane that brought it."""
    E, V, T = S.E, S.V, S.T
    r = E[e]
    accrue(S, e, time)
    if r.vehicle < 0:
        come_off(S, e, time)
        return
    v = V[r.vehicle]
    destination, klass = np.int64(-1), np.int64(-1)
    if v.lots >= 0:
        while r.lot_left == 0:
            r.lot += 1
            r.lot_left = T[r.lot].parcels
        r.lot_left -= 1
        destination, klass = T[r.lot].destination, T[r.lot].kind
    u = new_unit(S, v.mix, destination, klass, v.source, v.number, r.place, r.hub, v.arrival, time)
    count_in(S, e, u, time)
    journal(S, v.source, v.number, r.place, e, ENTERED, time)
    r.main = NEVER
    r.busy = 0
    r.blocked = 1
    ready(S, u, time)
    due(S, e)


@kernel
def door_leave(S, e, u, time):  # type: ignore[no-untyped-def]
    E = S.E
    r = E[e]
    accrue(S, e, time)
    count_out(S, e, u, time)
    r.place += 1
    r.left_to_do -= 1
    r.blocked = 0
    if r.left_to_do == 0:
        r.idle = 1
        ask(S, DOOR_EMPTY, e)
    elif r.paused == 1:
        r.remaining = NEXT
        r.idle = 1
    else:
        r.busy = 1
        r.remaining = r.interval
        go_on(S, e, time)


# -- staging and loaders ---------------------------------------------------------------------------------------------------
# Staging e keeps at pool[first + 2 d] and [first + 2 d + 1] head and tail of row d of its n rows, and at [first + 2 n + d] the first of the
# nodes (loader, next) of those that load from it. Loader e keeps its own nodes from pool[first] on, two places each.
# A departure is four places from pool[G.departures]: where its rows are in the pool, how many, its cut-off, its lane (-1: none).


@kernel
def loaders_of(S, staging, row):  # type: ignore[no-untyped-def]
    """Return where in the pool the first of the nodes of those that load from a row is."""
    E, G = S.E, S.G
    return E[staging].first + 2 * G[0].tiers * G[0].n_destinations + row


@kernel
def staging_enter(S, e, u, time):  # type: ignore[no-untyped-def]
    E, U, P, G = S.E, S.U, S.P, S.G
    r = E[e]
    accrue(S, e, time)
    count_in(S, e, u, time)
    r.queue = r.count
    r.queue_max = max(r.queue_max, r.queue)
    g = G[0]
    g.orders += 1
    U[u].order = g.orders
    U[u].next = -1
    number = row_of(S, U[u].destination, U[u].klass)
    row = r.first + 2 * number
    if P[row] < 0:
        P[row] = u
    else:
        U[P[row + 1]].next = u
    P[row + 1] = u
    node = P[loaders_of(S, e, number)]
    while node >= 0:
        touch(S, P[node])
        node = P[node + 1]


@kernel
def loader_act(S, e, time):  # type: ignore[no-untyped-def]
    """Take the first unit of the departure's rows in hand, if nothing is in hand, and the crew is there. Returns whether it did."""
    E, U, P, G = S.E, S.U, S.P, S.G
    r = E[e]
    if r.departure < 0 or r.hand >= 0 or r.interval == 0 or r.is_down > 0:
        return False
    s = r.staging
    first, n = P[G[0].departures + 4 * r.departure], P[G[0].departures + 4 * r.departure + 1]
    best, row = np.int64(-1), np.int64(-1)
    for i in range(n):
        at = E[s].first + 2 * P[first + i]
        if P[at] >= 0 and (best < 0 or U[P[at]].order < U[best].order):
            best, row = P[at], at
    if best < 0:
        return False
    if r.aboard + U[best].members > r.limit or (r.most_grams >= 0 and r.grams + grams_of(S, best) > r.most_grams):
        ask(S, LOADER_FULL, e)
        return False
    P[row] = U[best].next
    prefetch(U, P[row], 0)
    accrue(S, s, time)
    count_out(S, s, best, time)
    E[s].queue = E[s].count
    touch(S, s)
    accrue(S, e, time)
    count_in(S, e, best, time)
    journal(S, U[best].source, U[best].vehicle, U[best].place, e, ENTERED, time)
    r.hand = best
    r.busy = 1
    r.idle = 0
    r.main = time + r.interval
    due(S, e)
    return True


@kernel
def loader_complete(S, e, time):  # type: ignore[no-untyped-def]
    """The unit in hand is aboard."""
    E, U, P, G = S.E, S.U, S.P, S.G
    r = E[e]
    accrue(S, e, time)
    u = r.hand
    count_out(S, e, u, time)
    lane = P[G[0].departures + 4 * r.departure + 3]
    r.grams += grams_of(S, u)
    if lane < 0:
        r.aboard += load(S, u, r.departure, e, time)
    else:
        r.aboard += go_on_lane(S, u, r.departure, lane, time)
        # Chained in the order of loading: the vehicle that takes them away is told the first.
        U[u].next = -1
        if r.head < 0:
            r.head = u
        else:
            U[r.tail].next = u
        r.tail = u
    r.hand = -1
    r.busy = 0
    r.main = NEVER
    due(S, e)
    if r.aboard >= r.limit:
        ask(S, LOADER_FULL, e)
    else:
        touch(S, e)


@entry
def loader_start(S, e, departure, limit, most_grams, interval, time):  # type: ignore[no-untyped-def]
    """A vehicle stands at the door and its crew is there: load for `departure`, one unit each `interval`, until `limit` parcels are aboard, or the next unit
    would make more than `most_grams` (-1: any weight)."""
    E, P, G = S.E, S.P, S.G
    r = E[e]
    accrue(S, e, time)
    r.departure = departure
    r.limit = limit
    r.most_grams = most_grams
    r.grams = 0
    r.interval = interval
    r.aboard = 0
    r.hand = -1
    r.paused = 0
    r.idle = 0
    first, n = P[G[0].departures + 4 * departure], P[G[0].departures + 4 * departure + 1]
    for i in range(n):
        head = loaders_of(S, r.staging, P[first + i])
        P[r.first + 2 * i] = e
        P[r.first + 2 * i + 1] = P[head]
        P[head] = r.first + 2 * i
    touch(S, e)


@entry
def loader_stop(S, e, time):  # type: ignore[no-untyped-def]
    """The vehicle leaves: the door has no orders any more, and a unit in hand goes back to the head of its row."""
    E, P, G = S.E, S.P, S.G
    r = E[e]
    accrue(S, e, time)
    first, n = P[G[0].departures + 4 * r.departure], P[G[0].departures + 4 * r.departure + 1]
    for i in range(n):
        at = loaders_of(S, r.staging, P[first + i])
        while P[at] != r.first + 2 * i:
            at = P[at] + 1
        P[at] = P[P[at] + 1]
    if r.hand >= 0:
        put_back(S, e, r.hand, time)
        r.hand = -1
    r.departure = -1
    r.remaining = -1
    r.busy = 0
    r.idle = 0
    r.main = NEVER
    due(S, e)


@apart
def put_back(S, e, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` goes from loader `e` back to the head of its row."""
    E, U, P = S.E, S.U, S.P
    s = E[e].staging
    count_out(S, e, u, time)
    accrue(S, s, time)
    count_in(S, s, u, time)
    E[s].queue = E[s].count
    number = row_of(S, U[u].destination, U[u].klass)
    row = E[s].first + 2 * number
    U[u].next = P[row]
    if P[row] < 0:
        P[row + 1] = u
    P[row] = u
    journal(S, U[u].source, U[u].vehicle, U[u].place, s, PUT_BACK, time)
    node = P[loaders_of(S, s, number)]
    while node >= 0:
        touch(S, P[node])
        node = P[node + 1]


@entry
def still_aboard(S, vehicle, first, horizon):  # type: ignore[no-untyped-def]
    """Draw destination and class of the parcels of `vehicle` from place `first` on, which never came out: count what they were promised.

    Returns how many of them were promised a departure that has left by `horizon`.
    """
    E, V, T, P, G = S.E, S.V, S.T, S.P, S.G
    v = V[vehicle]
    held = 0
    lot, lot_end = v.lots, np.int64(0)
    if lot >= 0:
        lot_end = T[lot].parcels
    for place in range(v.load):
        destination, klass = np.int64(-1), np.int64(-1)
        if lot >= 0:
            while place >= lot_end:
                lot += 1
                lot_end += T[lot].parcels
            destination, klass = T[lot].destination, T[lot].kind
        if place < first:
            continue
        destination, klass = fate(S, v.mix, destination, klass, place, v.number, v.source)
        promised = promise(S, E[v.source].hub, destination, klass, v.arrival)
        if promised >= 0:
            count_promise(S, promised, klass)
            if P[G[0].departures + 4 * promised + 2] < horizon:
                held += 1
    return held
