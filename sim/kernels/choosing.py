"""Who goes next of those that wait, by the rule of the merge in front (PHYSICS 2.6)."""

import numpy as np

from ..layout import ALTERNATING, NEVER, PRIORITY
from .jit import kernel


@kernel
def pick(S, x, time):  # type: ignore[no-untyped-def]
    """Return (unit before it, unit) of those that wait for `x`, by its merge rule; unit -1 if none may go now (PHYSICS 2.6)."""
    E, U, W = S.E, S.U, S.W
    r = E[x]
    u = r.waiting_first
    before = np.int64(-1)
    if r.rule == 0 or u < 0:
        return before, np.int64(u)
    best, best_before, best_key = np.int64(-1), np.int64(-1), NEVER
    at = np.int64(u)
    while at >= 0:
        feeder = W[U[at].way].feeder
        if r.rule == PRIORITY:
            key = feeder
        elif r.rule == ALTERNATING:
            key = feeder - r.last_feeder - 1 if feeder > r.last_feeder else feeder - r.last_feeder - 1 + 4294967296
        else:
            key = feeder
            if feeder > 0 and not gap_is_free(S, r.main_line, r.gap, r.last_minor, time):
                key = NEVER
        if key < best_key:
            best, best_before, best_key = at, before, key
        before = at
        at = np.int64(U[at].waits_next)
    return best_before, best


@kernel
def gap_is_free(S, main, gap, last_minor, time):  # type: ignore[no-untyped-def]
    """Tell whether the main line (conveyor `main`) brings nothing within (time, time + gap], and the last minor unit is a gap ago."""
    E = S.E
    if time < last_minor + gap:
        return False
    m = E[main]
    return m.is_ready == 0 and (m.main > time + gap)
