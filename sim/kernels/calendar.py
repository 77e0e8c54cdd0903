"""Who is due next: a binary heap of all elements, each with its one time, and the two lists of an instant."""

from .jit import kernel


@kernel
def due(S, e):  # type: ignore[no-untyped-def]
    """Set the time of element `e` to the earliest of its four clocks and move it to its place in the heap H, in place."""
    E, H, G = S.E, S.H, S.G
    r = E[e]
    time = min(min(r.main, r.entry), r.fail)
    i = r.at
    old = H[i].time
    if time == old:
        return
    n = G[0].n_elements
    if time < old:
        while i > 0:
            up = (i - 1) >> 1
            if H[up].time <= time:
                break
            H[i].time = H[up].time
            H[i].element = H[up].element
            E[H[i].element].at = i
            i = up
    else:
        while True:
            down = 2 * i + 1
            if down >= n:
                break
            if down + 1 < n and H[down + 1].time < H[down].time:
                down += 1
            if H[down].time >= time:
                break
            H[i].time = H[down].time
            H[i].element = H[down].element
            E[H[i].element].at = i
            i = down
    H[i].time = time
    H[i].element = e
    r.at = i


@kernel
def insert_sorted(S, first, n, key):  # type: ignore[no-untyped-def]
    """Insert `key` into P[first:first + n], which falls, in place; the least is at the end."""
    P = S.P
    i = first + n
    while i > first and P[i - 1] < key:
        P[i] = P[i - 1]
        i -= 1
    P[i] = key


@kernel
def touch(S, e):  # type: ignore[no-untyped-def]
    """Put element `e` on the worklist of this instant, unless it is there (PHYSICS 2.3)."""
    E, G = S.E, S.G
    if E[e].queued == 0:
        E[e].queued = 1
        g = G[0]
        insert_sorted(S, g.work_first, g.n_work, E[e].rank)
        g.n_work += 1


@kernel
def ask(S, reason, e):  # type: ignore[no-untyped-def]
    """Note a reason for control to act at the end of this instant's choices (PHYSICS 2.2)."""
    P, G = S.P, S.G
    g = G[0]
    P[g.reason_first + g.n_reason] = reason * 4294967296 + e
    g.n_reason += 1
