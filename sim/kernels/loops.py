"""Loop sorters: a wheel of carriers, touched only where something happens (PHYSICS 5).

Loop e keeps in the pool, from `first` on: M x D slots of units by carrier (-1: free; deck by deck), M heads of the lists of carriers due at
tick k modulo M, M x D links of these lists, M x D ticks at which each carrier is due, then the inductions by position and whether each has been used
at this tick.
"""

import numpy as np

from ..layout import CODED, DRAW_CODING, DRAW_DIVERT, DRAW_READ, ENTERED, IS_BAG, NEVER, TWO_CARRIERS
from .calendar import due, touch
from .chance import unit_interval, words
from .chutes import chute_accepts, chute_enter
from .jit import apart, kernel
from .laws import draw
from .sight import prefetch
from .units import accrue, count_in, count_out, journal
from .wear import after_entry


@kernel
def tick_time(S, e, k):  # type: ignore[no-untyped-def]
    """Return the time of tick k (PHYSICS 5.1)."""
    E = S.E
    r = E[e]
    return (k * r.num) // r.den + r.shift


@kernel
def first_tick(S, e, time):  # type: ignore[no-untyped-def]
    """Return the first tick at `time` or later."""
    E = S.E
    r = E[e]
    return max(-((-(time - r.shift) * r.den) // r.num), np.int64(0))


@kernel
def outlet_position(S, e, outlet):  # type: ignore[no-untyped-def]
    E, P = S.E, S.P
    return P[E[e].outlets + 2 * outlet + 1]


@apart
def schedule(S, e, time):  # type: ignore[no-untyped-def]
    """Set the loop's clock to the next tick at which something can happen: the next one while anybody waits, else the next discharge."""
    E, P = S.E, S.P
    r = E[e]
    r.main = NEVER
    if r.is_down == 0:
        k = max(r.done_tick + 1, first_tick(S, e, time))
        waits = False
        for i in range(e + 1, e + 1 + r.n):
            waits = waits or E[i].waiting > 0
        if not waits and r.count > 0:
            heads = r.first + r.carriers * r.decks
            while P[heads + k % r.carriers] < 0:
                k += 1
        if waits or r.count > 0:
            r.main = tick_time(S, e, k)
    due(S, e)


@apart
def put_due(S, e, carrier, tick):  # type: ignore[no-untyped-def]
    """Note that the unit on `carrier` is due at `tick`; one tick's list is ordered by position, then deck."""
    E, P = S.E, S.P
    r = E[e]
    m = r.carriers
    heads = r.first + m * r.decks
    links = heads + m
    P[links + m * r.decks + carrier] = tick
    # Position of carrier c at tick k is (k - c) modulo M.
    key = ((tick - carrier % m) % m) * r.decks + carrier // m
    slot = heads + tick % m
    before, at = np.int64(-1), P[slot]
    while at >= 0 and ((tick - at % m) % m) * r.decks + at // m < key:
        before, at = at, P[links + at]
    P[links + carrier] = at
    if before < 0:
        P[slot] = carrier
    else:
        P[links + before] = carrier


@apart
def pass_taken(S, e, u, k):  # type: ignore[no-untyped-def]
    """Try the pass of unit `u` at its chute at tick k: 0 taken, else the reason why not (1 full, 2 reset, 3 failed)."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    v = U[u]
    x = P[r.outlets + 2 * v.chute]
    if r.divert_fail > 0:
        w0, w1, _, _ = words(S, DRAW_DIVERT, 0, e, v.turns * 16 + v.laps, v.place, v.vehicle, v.source)
        if unit_interval(w0, w1) * 9007199254740992.0 < r.divert_fail:
            return 3
    c = E[x]
    if c.reset > 0 and k - c.tick <= c.reset:
        return 2
    if not chute_accepts(S, x):
        return 1
    c.tick = k
    return 0


@apart
def discharge(S, e, k, time):  # type: ignore[no-untyped-def]
    """All discharges of tick k."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    m = r.carriers
    heads = r.first + m * r.decks
    links = heads + m
    carrier = P[heads + k % m]
    P[heads + k % m] = -1
    while carrier >= 0:
        after = P[links + carrier]
        if P[links + m * r.decks + carrier] > k:
            # Its code is still being read by a coder: it is due here a lap later, or more.
            put_due(S, e, carrier, P[links + m * r.decks + carrier])
            carrier = after
            continue
        u = P[r.first + carrier]
        v = U[u]
        verdict = pass_taken(S, e, u, k)
        if verdict == 0:
            free_carriers(S, e, u)
            accrue(S, e, time)
            count_out(S, e, u, time)
            r.busy -= 2 if v.marks & TWO_CARRIERS else 1
            x = P[r.outlets + 2 * v.chute]
            if v.chute == r.reject:
                v.marks |= CODED
            journal(S, v.source, v.vehicle, v.place, x, ENTERED, time)
            chute_enter(S, x, u, time)
            after_entry(S, x, time)
        else:
            r.recirculated += 1
            r.full_passes += 1 if verdict == 1 else 0
            r.reset_passes += 1 if verdict == 2 else 0
            r.failed_passes += 1 if verdict == 3 else 0
            v.laps += 1
            lap = np.int64(m)
            ahead = np.int64(v.chute)
            if r.lap_limit > 0 and v.laps >= r.lap_limit and v.chute != r.reject:
                ahead = r.reject
            elif verdict == 1 and r.overflow >= 0 and v.chute != r.reject:
                own = P[r.sort_plan + v.destination]
                ahead = P[r.overflow + own] if v.chute == own else own
            if ahead != v.chute:
                lap = (outlet_position(S, e, ahead) - outlet_position(S, e, v.chute)) % m
                lap = m if lap == 0 else lap
                v.chute = ahead
            put_due(S, e, carrier, k + lap)
        carrier = after


@kernel
def look_ahead(S, e, k):  # type: ignore[no-untyped-def]
    """Fetch what the next ticks need: the unit due two ticks on, and the chute of the one due at the next."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    heads = r.first + r.carriers * r.decks
    carrier = P[heads + (k + 2) % r.carriers]
    if carrier >= 0:
        prefetch(U, P[r.first + carrier], 0)
    carrier = P[heads + (k + 1) % r.carriers]
    if carrier >= 0:
        chute = P[r.outlets + 2 * U[P[r.first + carrier]].chute]
        prefetch(E, chute, 0)
        prefetch(E, chute, 1)
        prefetch(E, chute, 2)
        prefetch(E, chute, 6)


@kernel
def free_carriers(S, e, u):  # type: ignore[no-untyped-def]
    """Free the carrier of unit `u`, and its second one."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    m = r.carriers
    c = U[u].carrier
    P[r.first + c] = -1
    if U[u].marks & TWO_CARRIERS:
        P[r.first + c - c % m + (c % m - 1) % m] = -1


@kernel
def free_deck(S, e, i, u, k):  # type: ignore[no-untyped-def]
    """Return the carrier on which induction `i` can place unit `u` at tick k, or -1."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    m = r.carriers
    c = (k - E[i].position) % m
    second = (c - 1) % m
    if r.reserved >= 0:
        j = i - e - 1
        if P[r.reserved + c] >= 0 and P[r.reserved + c] != j:
            return np.int64(-1)
        if U[u].marks & TWO_CARRIERS and P[r.reserved + second] >= 0 and P[r.reserved + second] != j:
            return np.int64(-1)
    low, high = np.int64(0), r.decks
    if E[i].deck >= 0:
        low, high = E[i].deck, E[i].deck + 1
    for d in range(low, high):
        if P[r.first + d * m + c] < 0 and (not (U[u].marks & TWO_CARRIERS) or P[r.first + d * m + second] < 0):
            return d * m + c
    return np.int64(-1)


@apart
def board(S, e, i, u, carrier, k, time):  # type: ignore[no-untyped-def]
    """Unit `u`, which has left its element, is placed on `carrier`: find its chute and the tick at which it is due."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    m = r.carriers
    v = U[u]
    accrue(S, e, time)
    count_in(S, e, u, time)
    r.busy += 2 if v.marks & TWO_CARRIERS else 1
    E[i].entered += 1
    E[i].left += 1
    P[r.first + carrier] = u
    if v.marks & TWO_CARRIERS:
        P[r.first + carrier - carrier % m + (carrier % m - 1) % m] = u
    v.carrier = carrier
    v.laps = 0
    v.chute = P[r.sort_plan + v.destination]
    answer = np.int64(0)
    if r.no_read > 0 and not (v.marks & (CODED | IS_BAG)):
        w0, w1, w2, w3 = words(S, DRAW_READ, 0, e, v.turns, v.place, v.vehicle, v.source)
        if unit_interval(w0, w1) * 9007199254740992.0 < r.no_read:
            r.unread += 1
            if r.coding < 0:
                v.chute = r.reject
            else:
                answer = time + draw(S, r.coding, DRAW_CODING, e, v.turns, v.place, v.vehicle, v.source)
                if unit_interval(w2, w3) * 9007199254740992.0 >= r.solved:
                    v.chute = r.reject
    lap = (outlet_position(S, e, v.chute) - E[i].position) % m
    tick = k + (m if lap == 0 else lap)
    # 2^62 // den is no time before the horizon: what comes after it has no effect.
    late = first_tick(S, e, min(answer, (np.int64(1) << 62) // r.den)) - tick
    if late > 0:
        tick += (late + m - 1) // m * m
    put_due(S, e, carrier, tick)


@kernel
def loop_complete(S, e, time):  # type: ignore[no-untyped-def]
    """A tick of the loop is due: it acts when choices are made."""
    E = S.E
    E[e].main = NEVER
    due(S, e)
    touch(S, e)
