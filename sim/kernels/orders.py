"""What control may tell the kernels: mend, unload, man. Each takes effect at the time given, in place."""

from ..layout import CONVEYOR, DOOR, LINE, LOADER, LOOP, NEVER, ROBOTS, STATION
from . import belts, loops, robots, stations
from .calendar import touch
from .jit import entry
from .units import accrue
from .wear import NEXT, go_on, hold, watch


@entry
def mend(S, e, anew, time):  # type: ignore[no-untyped-def]
    """One reason why element `e` is down has gone; `anew` (0, 1): services in hand begin anew."""
    E, U, P = S.E, S.U, S.P
    r = E[e]
    accrue(S, e, time)
    r.is_down -= 1
    if r.is_down > 0:
        return
    kind = r.kind
    if kind == CONVEYOR:
        belts.thaw(S, e, time)
        belts.set_head(S, e)
    elif kind == LINE:
        belts.thaw(S, e, time)
        belts.line_clock(S, e)
    elif kind == STATION:
        for s in range(r.machines):
            at = r.first + 2 * s
            if P[at + 1] < NEVER:
                P[at + 1] = time + U[P[at]].due if anew == 1 else P[at + 1] + time - r.remaining
        stations.serve_waiting(S, e, time)
    elif kind == ROBOTS:
        for s in range(r.machines):
            at = r.first + 3 * s
            if P[at + 1] < NEVER:
                P[at + 1] += time - r.remaining
        robots.field_clock(S, e)
    elif kind == LOOP:
        r.shift += time - r.remaining
        loops.schedule(S, e, time)
    elif kind == DOOR or kind == LOADER:
        go_on(S, e, time)
    if r.failure_working >= 0:
        watch(S, e, time)
    touch(S, e)


@entry
def begin_unloading(S, e, vehicle, parcels, lots, interval, time):  # type: ignore[no-untyped-def]
    """Unload `parcels` parcels of `vehicle` at door `e`, one each `interval`; lots: first of its lots, or -1."""
    E, T = S.E, S.T
    r = E[e]
    accrue(S, e, time)
    r.vehicle = vehicle
    r.place = 0
    r.left_to_do = parcels
    r.interval = interval
    r.lot = lots
    r.lot_left = T[lots].parcels if lots >= 0 else 0
    r.idle = 0
    r.busy = 1
    r.paused = 0
    r.remaining = interval
    go_on(S, e, time)


@entry
def set_interval(S, e, interval, time):  # type: ignore[no-untyped-def]
    """The crew at door or loader `e` changes: from the next parcel on the interval is another; 0: nobody is there, the one in hand is put off."""
    E = S.E
    r = E[e]
    accrue(S, e, time)
    if interval == 0:
        r.paused = 1
        if r.busy == 1 or r.kind == LOADER:
            r.busy = 0
            r.idle = 1
        hold(S, e, time)
    elif r.paused == 1:
        r.paused = 0
        if r.kind == LOADER:
            r.idle = 0
        if r.remaining == NEXT:
            r.remaining = interval
        if r.remaining >= 0:
            r.busy = 1
            r.idle = 0
        go_on(S, e, time)
    r.interval = interval
    touch(S, e)


@entry
def occupy(S, e, is_occupied, time):  # type: ignore[no-untyped-def]
    """A vehicle stands at door `e` without being worked on (1), or the door is empty (0)."""
    E = S.E
    accrue(S, e, time)
    E[e].idle = is_occupied
    E[e].busy = 0


@entry
def man_station(S, e, on, time):  # type: ignore[no-untyped-def]
    """`on` servers of station `e` have somebody."""
    E = S.E
    r = E[e]
    accrue(S, e, time)
    r.manned = on
    r.on = min(on, r.machines - r.out)
    stations.set_off(S, e)
    stations.serve_waiting(S, e, time)
    stations.set_off(S, e)
    if r.failure_working >= 0:
        watch(S, e, time)
    touch(S, e)


@entry
def set_out(S, e, out, anew, time):  # type: ignore[no-untyped-def]
    """`out` servers of station `e` are out of order; `anew` (0, 1): services in hand at those that are in order again begin anew."""
    E = S.E
    accrue(S, e, time)
    stations.set_out(S, e, out, anew, time)
    if E[e].failure_working >= 0:
        watch(S, e, time)


@entry
def man_crew(S, c, on, time):  # type: ignore[no-untyped-def]
    """`on` attendants of crew `c` are there."""
    E = S.E
    accrue(S, c, time)
    r = E[c]
    r.on = on
    r.off = max(r.machines - max(on, r.busy), 0)
    touch(S, c)


@entry
def set_clock(S, e, worked, jam, time):  # type: ignore[no-untyped-def]
    """Set what is left until the next failure by work [ticks] and by parcels; 0 leaves either alone."""
    E = S.E
    r = E[e]
    if worked > 0:
        r.worked = worked
        watch(S, e, time)
    if jam > 0:
        r.jam_left = min(jam, 2**31 - 1)


@entry
def settle(S, time):  # type: ignore[no-untyped-def]
    """Carry the integrals of all elements forward to `time`."""
    E, G = S.E, S.G
    for e in range(G[0].n_elements):
        accrue(S, e, time)
        r = E[e]
        r.t_starved = r.machines * (time - G[0].begun) - (r.t_busy + r.t_idle + r.t_blocked + r.t_down + r.t_off)


@entry
def start_over(S, time):  # type: ignore[no-untyped-def]
    """The warm-up ends at `time`: all that has been counted of elements is forgotten; `settle` has been called."""
    E, G = S.E, S.G
    G[0].begun = time
    for e in range(G[0].n_elements):
        r = E[e]
        r.entered = r.left = r.lost = 0
        r.t_busy = r.t_idle = r.t_starved = r.t_blocked = r.t_down = r.t_off = 0
        r.inside_area = r.queue_area = r.stay = r.stays = r.wait = r.waits = 0
        r.inside_max = r.count
        r.queue_max = r.queue
        r.recirculated = r.full_passes = r.reset_passes = r.failed_passes = r.unread = 0
