"""An instant: completions, then choices, until nothing more can move; and the run from one decision of control to the next (PHYSICS 2)."""

import numpy as np

from ..layout import (
    ASKED,
    BY_WORK,
    CHUTE,
    CONTAINER,
    CONVEYOR,
    CREW,
    DOOR,
    ENTERED,
    FAILED_WORKING,
    FLUSH,
    GAP,
    GROW,
    IS_BAG,
    LINE,
    LOADER,
    LOOP,
    NEVER,
    REACHED,
    REJECTED,
    ROBOTS,
    SINK,
    STAGING,
    STATION,
    STOCK,
    STREAM,
    UNBAG,
    YIELDED,
)
from . import belts, chutes, floor, loops, robots, stations, stocks
from .calendar import ROOT, ask, due, touch
from .choosing import pick
from .cold import end_outside, tally
from .jit import apart, entry, kernel
from .leaving import discard_members, load, lose
from .units import choose_shortest, free_unit, journal, stop_waiting
from .wear import after_entry, set_down, watch

ACTS_BETWEEN_SIGNALS = 5_000_000
"""So many acts, then Python gets a moment for Ctrl-C and progress: a fraction of a second."""


@kernel
def complete(S, time):  # type: ignore[no-untyped-def]
    """Let the first element of the calendar complete what is due at `time`."""
    E, H, G = S.E, S.H, S.G
    e = H[ROOT] & ((1 << G[0].bits) - 1)
    r = E[e]
    if r.fail <= time:
        r.fail = NEVER
        r.worked = 0
        due(S, e)
        if not (r.partial & BY_WORK):
            set_down(S, e, time)
        ask(S, FAILED_WORKING, e)
        return
    kind = r.kind
    if r.entry <= time and kind != CONTAINER:
        # Somebody waits, and only now can be let in.
        r.entry = NEVER
        due(S, e)
        touch(S, e)
        return
    if kind == CONVEYOR:
        belts.conveyor_complete(S, e, time)
    elif kind == LOOP:
        loops.loop_complete(S, e, time)
    elif kind == DOOR:
        floor.door_complete(S, e, time)
    elif kind == STATION:
        stations.station_complete(S, e, time)
    elif kind == CHUTE or kind == CONTAINER:
        chutes.chute_complete(S, e, time)
    elif kind == LINE:
        belts.line_complete(S, e, time)
    elif kind == STREAM:
        floor.stream_complete(S, e, time)
    elif kind == ROBOTS:
        robots.field_complete(S, e, time)
    else:
        floor.loader_complete(S, e, time)
    if r.failure_working >= 0:
        watch(S, e, time)


@kernel
def accepts(S, e, time):  # type: ignore[no-untyped-def]
    """Tell whether element `e` can accept one unit now."""
    E = S.E
    kind = E[e].kind
    if kind == CONVEYOR:
        return belts.conveyor_accepts(S, e, time)
    if kind == STATION:
        return stations.station_accepts(S, e)
    if kind == LINE:
        return belts.line_accepts(S, e, time)
    if kind == CHUTE or kind == CONTAINER:
        return chutes.chute_accepts(S, e)
    if kind == UNBAG:
        return E[e].ready_head < 0
    if kind == ROBOTS:
        return robots.field_accepts(S, e)
    if kind == STAGING:
        return E[e].count < E[e].pack
    return kind == SINK


@apart
def leave(S, e, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` leaves element `e`."""
    E = S.E
    kind = E[e].kind
    if kind == CONVEYOR:
        belts.conveyor_leave(S, e, u, time)
    elif kind == DOOR:
        floor.door_leave(S, e, u, time)
    elif kind == STATION:
        stations.station_leave(S, e, u, time)
    elif kind == CHUTE or kind == CONTAINER or kind == UNBAG:
        chutes.chute_leave(S, e, u, time)
    elif kind == LINE:
        belts.line_drop(S, e, u, time)
    elif kind == ROBOTS:
        robots.field_leave(S, e, u, time)
    else:
        floor.stream_leave(S, e, u, time)
    if E[e].failure_working >= 0:
        watch(S, e, time)


@kernel
def enter(S, e, u, time):  # type: ignore[no-untyped-def]
    """Unit `u` enters element `e`, which accepts it."""
    E, U = S.E, S.U
    journal(S, U[u].source, U[u].vehicle, U[u].place, e, ENTERED, time)
    kind = E[e].kind
    if kind == CONVEYOR:
        belts.conveyor_enter(S, e, u, time)
    elif kind == STATION:
        stations.station_enter(S, e, u, time)
    elif kind == LINE:
        belts.line_enter(S, e, u, time)
    elif kind == CHUTE or kind == CONTAINER:
        chutes.chute_enter(S, e, u, time)
    elif kind == ROBOTS:
        robots.field_enter(S, e, u, time)
    elif kind == UNBAG:
        chutes.unbag_enter(S, e, u, time)
    elif kind == STAGING:
        floor.staging_enter(S, e, u, time)
    else:
        sink_enter(S, e, u, time)
    after_entry(S, e, time)


@kernel
def sink_enter(S, e, u, time):  # type: ignore[no-untyped-def]
    """The unit has left the hub, or is rejected for this sink's reason."""
    E, U, G = S.E, S.U, S.G
    r = E[e]
    r.entered += 1
    r.left += 1
    if r.lose == 1:
        end_outside(S, u, time)
        r.lost += U[u].members
        G[0].rejected += U[u].members
        if U[u].marks & IS_BAG:
            discard_members(S, u, e, time)
        else:
            tally(S, U[u].klass, REJECTED, 1)
        free_unit(S, u)
    else:
        G[0].dispatched += load(S, u, -1, e, time)


@kernel
def act(S, x, time):  # type: ignore[no-untyped-def]
    """One act of element `x`; returns whether something moved (PHYSICS 2.4)."""
    E = S.E
    r = E[x]
    kind = r.kind
    if kind == LOOP:
        return loop_act(S, x, time)
    if kind == CREW:
        chutes.crew_act(S, x, time)
        return False
    if kind == STOCK:
        stocks.stock_act(S, x, time)
        return False
    if kind == LOADER:
        return floor.loader_act(S, x, time)
    if kind == LINE and line_passes(S, x, time):
        return True
    if kind == ROBOTS and robots.field_act(S, x, time):
        if r.failure_working >= 0:
            watch(S, x, time)
        return True
    if r.waiting_first < 0:
        return False
    before, u = pick(S, x, time)
    if u < 0 or not accepts(S, x, time):
        if r.lossy == 1 and r.waiting_first >= 0:
            lose_waiting(S, x, time)
        if r.rule == GAP and u < 0 and r.last_minor + r.gap > time and (r.entry > r.last_minor + r.gap):
            r.entry = r.last_minor + r.gap
            due(S, x)
        return False
    move(S, x, before, u, time)
    return True


@kernel
def move(S, x, before, u, time):  # type: ignore[no-untyped-def]
    """Unit `u`, which waits for `x`, moves in."""
    E, U, W = S.E, S.U, S.W
    r = E[x]
    stop_waiting(S, x, before, u)
    way = U[u].way
    W[way].units += 1
    r.last_feeder = W[way].feeder
    if r.rule == GAP and W[way].feeder > 0:
        r.last_minor = time
    origin = np.int64(U[u].at)
    if E[origin].rank <= r.rank:
        U[u].turns = (U[u].turns + 1) & 255
    leave(S, origin, u, time)
    enter(S, x, u, time)


@apart
def lose_waiting(S, x, time):  # type: ignore[no-untyped-def]
    """Lose all that wait for `x` and may not wait: all if `x` loses, else those of streams that lose."""
    E, U = S.E, S.U
    before, u = np.int64(-1), np.int64(E[x].waiting_first)
    while u >= 0:
        after = np.int64(U[u].waits_next)
        origin = np.int64(U[u].at)
        # Where the one lost before came from, another may have become ready, and have been put right before this one.
        if (E[x].waiting_first if before < 0 else U[before].waits_next) != u:
            before, at = np.int64(-1), np.int64(E[x].waiting_first)
            while at != u:
                before, at = at, np.int64(U[at].waits_next)
        if (E[x].lose == 1 and E[x].kind == STATION) or (E[origin].lose == 1 and E[origin].kind == STREAM):
            lose(S, x, before, u, time)
            leave(S, origin, u, time)
            free_unit(S, u)
        else:
            before = u
        u = after


@apart
def line_passes(S, x, time):  # type: ignore[no-untyped-def]
    """Let all units that pass a mark of line `x` now be diverted, or go on; returns whether there were any."""
    E, U, P = S.E, S.U, S.P
    r = E[x]
    some = False
    while r.line_n > 0 and r.frozen < 0 and P[r.first] + r.shift <= time:
        some = True
        at_end = P[r.first + 1] >= (1 << 60)
        u = belts.line_pop(S, x)
        if at_end:
            belts.line_end(S, x, u, time)
            break
        chute = P[r.outlets + 2 * np.int64(U[u].chute)]
        failed = belts.line_fails(S, x, u)
        if not failed and chutes.chute_accepts(S, chute):
            belts.line_drop(S, x, u, time)
            journal(S, U[u].source, U[u].vehicle, U[u].place, chute, ENTERED, time)
            chutes.chute_enter(S, chute, u, time)
            after_entry(S, chute, time)
        else:
            r.recirculated += 1
            r.failed_passes += 1 if failed else 0
            r.full_passes += 0 if failed else 1
            r.seq += 1
            belts.line_push(S, x, U[u].due, (1 << 60) + r.seq, u)
    belts.line_clock(S, x)
    if some and r.failure_working >= 0:
        watch(S, x, time)
    return some


@apart
def loop_act(S, x, time):  # type: ignore[no-untyped-def]
    """Discharge and induct, if a tick of loop `x` is now; returns whether something moved."""
    E, P = S.E, S.P
    r = E[x]
    if r.is_down > 0:
        return False
    moved = False
    k = loops.first_tick(S, x, time)
    if loops.tick_time(S, x, k) == time:
        used = r.first + r.carriers * (3 * r.decks + 1) + r.n
        if r.done_tick < k:
            r.done_tick = k
            for i in range(r.n):
                P[used + i] = 0
            if P[r.first + r.carriers * r.decks + k % r.carriers] >= 0:
                loops.discharge(S, x, k, time)
            loops.look_ahead(S, x, k)
        for j in range(r.n):
            i = P[used - r.n + j]
            if E[i].waiting > 0 and P[used + j] == 0:
                before, u = pick(S, i, time)
                if u >= 0:
                    carrier = loops.free_deck(S, x, i, u, k)
                    if carrier >= 0:
                        P[used + j] = 1
                        board_from(S, x, i, before, u, carrier, k, time)
                        moved = True
        if r.failure_working >= 0:
            watch(S, x, time)
    loops.schedule(S, x, time)
    return moved


@apart
def board_from(S, x, i, before, u, carrier, k, time):  # type: ignore[no-untyped-def]
    """Unit `u`, which waits for induction `i` of loop `x`, moves onto `carrier`."""
    E, U, W = S.E, S.U, S.W
    stop_waiting(S, i, before, u)
    way = U[u].way
    W[way].units += 1
    E[i].last_feeder = W[way].feeder
    origin = np.int64(U[u].at)
    if E[origin].rank <= E[i].rank:
        U[u].turns = (U[u].turns + 1) & 255
    leave(S, origin, u, time)
    journal(S, U[u].source, U[u].vehicle, U[u].place, x, ENTERED, time)
    loops.board(S, x, i, u, carrier, k, time)
    after_entry(S, x, time)


@entry
def run(S, until):  # type: ignore[no-untyped-def]
    """Run all instants before `until`, in place.

    Returns why it stopped: REACHED; ASKED (reasons lie in the pool, G.now is their time); GROW (too few free slots or members); FLUSH (the
    journal is nearly full); YIELDED (many acts done; call again).
    """
    E, H, P, G = S.E, S.H, S.P, S.G
    g = G[0]
    g.acts = 0
    while True:
        time = g.now
        while True:
            if g.n_free < g.reserve or g.n_member_free < g.reserve:
                return GROW
            if g.journal > 0 and g.n_journal > g.journal:
                return FLUSH
            if H[ROOT] >> g.bits <= time:
                complete(S, time)
            elif g.n_route > 0:
                choose_shortest(S, time)
            elif g.n_work > 0:
                x = P[g.element_of_rank + P[g.work_first + g.n_work - 1]]
                g.n_work -= 1
                E[x].queued = 0
                if act(S, x, time):
                    touch(S, x)
            else:
                break
            g.acts += 1
            if g.acts > ACTS_BETWEEN_SIGNALS:
                return YIELDED
        if g.n_reason > 0:
            return ASKED
        if H[ROOT] >> g.bits >= until:
            return REACHED
        g.now = H[ROOT] >> g.bits
