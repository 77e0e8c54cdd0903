"""What parcels and bags weigh (PHYSICS 1.6)."""

from ..layout import IS_BAG
from .jit import kernel


@kernel
def weigh(S, klass, length):  # type: ignore[no-untyped-def]
    """Return the weight of a parcel of a class and length [um] in grams: the longer, the heavier."""
    K = S.K
    k = K[klass]
    if k.span == 0:
        return k.lightest + k.weight_span // 2
    return k.lightest + k.weight_span * (length - k.shortest) // k.span


@kernel
def grams_of(S, u):  # type: ignore[no-untyped-def]
    """Return the weight of unit `u` in grams; 0 if no class has a weight."""
    U, G = S.U, S.G
    if G[0].weighs == 0:
        return 0
    if U[u].marks & IS_BAG:
        return U[u].grams
    return weigh(S, U[u].klass, U[u].length)
