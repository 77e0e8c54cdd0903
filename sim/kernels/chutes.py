"""Chutes, containers, bags, and the attendants who change containers (PHYSICS 3.5, 4)."""

import numpy as np

from ..layout import BAGGED, CHUTE, DRAW_CHANGE, IS_BAG, NEVER, UNBAGGED
from .calendar import due, touch
from .jit import apart, kernel
from .laws import draw, paced
from .leaving import send_back
from .sight import prefetch
from .units import accrue, count_in, count_out, free_unit, journal, ready
from .wear import watch
from .weights import weigh

ATTENDANTS = 65535
"""Source number of draws that belong to no parcel."""


@kernel
def chute_accepts(S, e):  # type: ignore[no-untyped-def]
    """Tell whether a plain chute, a container chute or a bag accepts one more unit; the reset of 4.4 is the sorter's to check."""
    E = S.E
    r = E[e]
    if r.is_down > 0:
        return False
    if r.kind == CHUTE:
        return r.count < r.pack
    if r.still == 1:
        return r.ready_head < 0 and r.open == 1
    return r.open == 1 or r.queue < r.pack


@kernel
def chute_state(S, e):  # type: ignore[no-untyped-def]
    """A container is changed: busy; it waits for an attendant or an empty bag: idle; a unit cannot leave: blocked; open: starved."""
    E = S.E
    r = E[e]
    r.busy = 0
    r.idle = 0
    r.blocked = 0
    if r.ready_head >= 0:
        r.blocked = 1
    elif r.open == 0 and r.asked == 1:
        r.idle = 1
    elif r.open == 0:
        r.busy = 1


@apart
def become_ready(S, e, u, time):  # type: ignore[no-untyped-def]
    """Put unit `u` at the end of those beside the chute that wait to leave; only the first of them is ready."""
    E, U = S.E, S.U
    r = E[e]
    U[u].next = -1
    if r.ready_head < 0:
        r.ready_head = u
        r.ready_tail = u
        ready(S, u, time)
    else:
        U[r.ready_tail].next = u
        r.ready_tail = u


@apart
def drop_in(S, e, u, time):  # type: ignore[no-untyped-def]
    """Parcel `u` drops into the open container: its record goes into the bag's chain, and only the first keeps its slot."""
    E, U, B, G = S.E, S.U, S.B, S.G
    r = E[e]
    g = G[0]
    v = U[u]
    m = g.member_free
    b = B[m]
    g.member_free = b.next
    g.n_member_free -= 1
    b.source = v.source
    b.vehicle = v.vehicle
    b.place = v.place
    b.promised = v.promised
    b.born = v.born
    b.destination = v.destination
    b.klass = v.klass
    b.length = v.length
    b.marks = v.marks
    b.turns = v.turns
    # The newest first: so neither the bag nor the parcel before is touched, which both are out of the cache by now.
    b.next = r.newest
    b.fourth = r.fourth
    r.fourth = r.third
    r.third = r.second
    r.second = r.newest
    r.newest = m
    r.sum_in += v.entered
    if g.weighs == 1:
        r.grams += weigh(S, v.klass, v.length)
    r.filled += 1
    if r.block < 0:
        r.block = u
        v.block = m
        r.asked = 0
        if r.max_wait >= 0:
            r.entry = time + r.max_wait
            due(S, e)
    else:
        free_unit(S, u)


@kernel
def is_full(S, e):  # type: ignore[no-untyped-def]
    """Tell whether the open container has as many parcels as it holds, or as much weight."""
    E = S.E
    r = E[e]
    return r.filled == r.bag_size or (r.grams > 0 and 0 <= r.most_grams <= r.grams)


@kernel
def ask_for(S, c, e, time):  # type: ignore[no-untyped-def]
    """Chute `e` asks crew or stock `c`; chutes that ask at one instant are heard by number."""
    E = S.E
    E[e].asked = 1
    E[e].asked_at = time
    at, before = E[c].head, np.int64(-1)
    while at >= 0 and (E[at].asked_at < time or (E[at].asked_at == time and at < e)):
        before, at = at, E[at].asks_next
    E[e].asks_next = at
    if before < 0:
        E[c].head = e
    else:
        E[before].asks_next = e
    touch(S, c)


@apart
def close(S, e, time):  # type: ignore[no-untyped-def]
    """The open container is full: parcels become one bag, and an attendant is asked for, or the change begins at once."""
    E, U, B = S.E, S.U, S.B
    r = E[e]
    bag = r.block
    v = U[bag]
    # The bag stands for its last parcel: all others have left the chute as units.
    r.left += r.filled - 1
    r.count -= r.filled - 1
    r.stay += np.int64(r.filled) * time - r.sum_in
    v.block = r.newest
    r.newest = r.second = r.third = r.fourth = -1
    m = np.int64(v.block)
    for _ in range(r.filled):
        journal(S, B[m].source, B[m].vehicle, B[m].place, e, BAGGED, time)
        prefetch(B, B[m].fourth, 0)
        m = B[m].next
    v.members = r.filled
    v.turns_closed = v.turns
    v.marks |= IS_BAG
    v.entered = time
    r.open = 0
    r.filled = 0
    r.sum_in = 0
    r.entry = NEVER
    v.stock = r.stock
    v.grams = r.grams
    r.grams = 0
    if r.crew >= 0:
        ask_for(S, r.crew, e, time)
        due(S, e)
    else:
        begin_change(S, e, time)


@apart
def begin_change(S, e, time):  # type: ignore[no-untyped-def]
    """An attendant is there (or none is needed): the change takes its time; one of no length ends at once."""
    E = S.E
    r = E[e]
    r.asked = 0
    span = np.int64(0)
    if r.law >= 0:
        span = draw(S, r.law, DRAW_CHANGE, e, 0, r.changes, 0, ATTENDANTS)
        if r.crew >= 0 and E[r.crew].pace != 1000:
            span = paced(span, E[r.crew].pace)
    r.changes += 1
    r.main = time + span
    due(S, e)


@apart
def end_change(S, e, time):  # type: ignore[no-untyped-def]
    """The change is done: the bag is ready, and a new container opens, as soon as there is one."""
    E = S.E
    r = E[e]
    r.main = NEVER
    due(S, e)
    bag = r.block
    r.block = -1
    become_ready(S, e, bag, time)
    if r.crew >= 0:
        accrue(S, r.crew, time)
        E[r.crew].busy -= 1
        E[r.crew].off = max(E[r.crew].machines - max(E[r.crew].on, E[r.crew].busy), 0)
        touch(S, r.crew)
    if r.stock < 0:
        open_container(S, e, time)
    else:
        accrue(S, r.stock, time)
        E[r.stock].queue += 1
        E[r.stock].queue_max = max(E[r.stock].queue_max, E[r.stock].queue)
        ask_for(S, r.stock, e, time)


@apart
def open_container(S, e, time):  # type: ignore[no-untyped-def]
    """A new container is open: waiting parcels drop into it."""
    E, U = S.E, S.U
    r = E[e]
    r.open = 1
    while r.queue > 0 and r.open == 1:
        u = r.head
        r.head = U[u].next
        r.queue -= 1
        drop_in(S, e, u, time)
        if is_full(S, e):
            close(S, e, time)
    touch(S, e)


@apart
def chute_enter(S, e, u, time):  # type: ignore[no-untyped-def]
    E, U = S.E, S.U
    r = E[e]
    accrue(S, e, time)
    count_in(S, e, u, time)
    if r.kind == CHUTE:
        become_ready(S, e, u, time)
    elif r.open == 1:
        drop_in(S, e, u, time)
        if is_full(S, e):
            close(S, e, time)
    else:
        U[u].next = -1
        if r.queue == 0:
            r.head = u
        else:
            U[r.queue_tail].next = u
        r.queue_tail = u
        r.queue += 1
        if r.queue > r.queue_max:
            r.queue_max = r.queue
    chute_state(S, e)


@kernel
def chute_complete(S, e, time):  # type: ignore[no-untyped-def]
    """A change ends, or an open container has waited long enough."""
    E = S.E
    r = E[e]
    accrue(S, e, time)
    if r.main <= time:
        end_change(S, e, time)
    if r.entry <= time:
        close(S, e, time)
    due(S, e)
    chute_state(S, e)


@kernel
def chute_leave(S, e, u, time):  # type: ignore[no-untyped-def]
    E, U = S.E, S.U
    r = E[e]
    accrue(S, e, time)
    count_out(S, e, u, time)
    r.ready_head = U[u].next
    if r.ready_head < 0:
        r.ready_tail = -1
    else:
        prefetch(U, U[r.ready_head].next, 0)
        ready(S, r.ready_head, time)
    chute_state(S, e)
    touch(S, e)


@apart
def crew_act(S, c, time):  # type: ignore[no-untyped-def]
    """Give free attendants to the chutes that ask, in order (PHYSICS 4.5)."""
    E = S.E
    r = E[c]
    accrue(S, c, time)
    while r.head >= 0 and r.busy < r.on:
        e = r.head
        r.head = E[e].asks_next
        r.busy += 1
        accrue(S, e, time)
        begin_change(S, e, time)
        chute_state(S, e)
        if E[e].failure_working >= 0:
            watch(S, e, time)


# -- unbag -----------------------------------------------------------------------------------------------------------------


@apart
def unbag_enter(S, e, u, time):  # type: ignore[no-untyped-def]
    """A bag is opened: its parcels are units again, and leave one after the other, the first that went in first (PHYSICS 3.6)."""
    E, U, B, K, G = S.E, S.U, S.B, S.K, S.G
    r = E[e]
    g = G[0]
    accrue(S, e, time)
    count_in(S, e, u, time)
    if not (U[u].marks & IS_BAG):
        become_ready(S, e, u, time)
        chute_state(S, e)
        return
    send_back(S, u)
    n = np.int64(U[u].members)
    m = np.int64(U[u].block)
    since_closed = U[u].turns - U[u].turns_closed
    head, tail = np.int64(-1), np.int64(-1)
    for i in range(n):
        # The newest member comes first, so each is put before those seen; the last is the first in the bag, and keeps its slot.
        v = np.int64(u)
        if i < n - 1:
            v = np.int64(g.free)
            g.free = U[v].next
            g.n_free -= 1
        b = B[m]
        p = U[v]
        p.source = b.source
        p.vehicle = b.vehicle
        p.place = b.place
        p.promised = b.promised
        p.born = b.born
        p.destination = b.destination
        p.klass = b.klass
        p.priority = K[b.klass].priority
        p.length = b.length
        p.marks = b.marks
        p.turns = (b.turns + since_closed) & 255
        p.members = 1
        p.block = -1
        p.laps = 0
        p.chute = -1
        p.waits_next = -1
        p.at = e
        p.entered = time
        p.warm_since = U[u].warm_since
        p.next = head
        head = v
        tail = v if tail < 0 else tail
        journal(S, b.source, b.vehicle, b.place, e, UNBAGGED, time)
        prefetch(B, b.fourth, 0)
        after = np.int64(b.next)
        b.next = g.member_free
        g.member_free = m
        g.n_member_free += 1
        m = after
    r.entered += n - 1
    r.count += n - 1
    r.inside_max = max(r.inside_max, r.count)
    r.ready_head = head
    r.ready_tail = tail
    ready(S, head, time)
    chute_state(S, e)
