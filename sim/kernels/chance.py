"""Keyed random numbers: Philox4x32-10, a pure function of counter and key.

Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; known-answer vectors of Random123 in the tests.
"""

import numpy as np

from .jit import both, entry

LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
MULTIPLY_A = np.uint64(0xD2511F53)
MULTIPLY_B = np.uint64(0xCD9E8D57)
BUMP_A = np.uint64(0x9E3779B9)
BUMP_B = np.uint64(0xBB67AE85)


@both
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Return four random words (uint64, each below 2^32) of the counter c0..c3 and the key k0, k1 (uint64, each below 2^32)."""
    for _ in range(10):
        a = MULTIPLY_A * c0
        b = MULTIPLY_B * c2
        c0 = (b >> HALF) ^ c1 ^ k0
        c1 = b & LOW
        c2 = (a >> HALF) ^ c3 ^ k1
        c3 = a & LOW
        k0 = (k0 + BUMP_A) & LOW
        k1 = (k1 + BUMP_B) & LOW
    return c0, c1, c2, c3


@entry
def words(S, purpose, attempt, owner, turn, place, vehicle, source):  # type: ignore[no-untyped-def]
    """Return the four words of a draw (PHYSICS 8). `attempt` below 16, `turn` counts modulo 256, `owner` and `source` below 65536."""
    G = S.G
    g = G[0]
    c2 = np.uint64(purpose + 16 * attempt + 256 * owner + 16777216 * (np.int64(turn) & 255))
    c3 = np.uint64(g.replication + 65536 * source)
    return philox(np.uint64(place), np.uint64(vehicle), c2, c3, g.key0, g.key1)


@both
def unit_interval(w0, w1):  # type: ignore[no-untyped-def]
    """Return a double in (0, 1) from two words: 53 bits and a half."""
    return (np.float64((w0 >> np.uint64(5)) * np.uint64(67108864) + (w1 >> np.uint64(6))) + 0.5) * (1.0 / 9007199254740992.0)
