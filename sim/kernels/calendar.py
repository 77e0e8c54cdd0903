"""Who is due next, and the two lists of an instant.

The calendar H is a tree of four branches: a leaf for each element with its one time, and above them, the least of each four. A key is the time
shifted left by G.bits, plus the element: so the root says when and who, and no way down is needed. An update climbs while something changes,
without a branch that depends on the data. A binary heap took twice as long: its branches were guessed wrong, and each step told an element its new place.
"""

from ..layout import ACTS_ALONE
from .jit import kernel

ROOT = 3
"""The root lies at H[3], so that the four below a node lie in half a line of the cache: the children of i are 4 i - 8 to 4 i - 5."""


def tree(n: int) -> tuple[int, int, int]:
    """Return the place of the first leaf of a calendar for `n` elements, its length, and the bits of a key that name the element."""
    leaf, width = ROOT, 1
    while width < n:
        leaf, width = 4 * leaf - 8, 4 * width
    return leaf, leaf + width, max(n - 1, 1).bit_length()


@kernel
def due(S, e):  # type: ignore[no-untyped-def]
    """Set the time of element `e` to the earliest of its three clocks."""
    E, H, G = S.E, S.H, S.G
    r = E[e]
    g = G[0]
    least = (min(min(min(r.main, r.entry), r.fail), g.latest) << g.bits) + e
    i = g.leaf + e
    while H[i] != least:
        H[i] = least
        if i == ROOT:
            break
        least = min(min(least, H[i ^ 1]), min(H[i ^ 2], H[i ^ 3]))
        i = (i >> 2) + 2


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
    """Put element `e` on the worklist of this instant, unless it is there, or nobody waits for it and it does nothing else (PHYSICS 2.3)."""
    E, G = S.E, S.G
    r = E[e]
    if r.queued == 0 and (r.waiting > 0 or r.kind >= ACTS_ALONE):
        r.queued = 1
        g = G[0]
        insert_sorted(S, g.work_first, g.n_work, r.rank)
        g.n_work += 1


@kernel
def ask(S, reason, e):  # type: ignore[no-untyped-def]
    """Note a reason for control to act at the end of this instant's choices (PHYSICS 2.2)."""
    P, G = S.P, S.G
    g = G[0]
    P[g.reason_first + g.n_reason] = reason * 4294967296 + e
    g.n_reason += 1
