"""Which chute each destination is sorted to. All answer a list of indices into `chutes`, one for each share; several may have the same."""

from collections.abc import Sequence

from .views import Chute


def dealt(shares: Sequence[float], chutes: Sequence[Chute], inductions_m: Sequence[float], length_m: float) -> list[int]:
    """Dealt one by one in the order of the chutes, the largest first."""
    plan = [0] * len(shares)
    for turn, destination in enumerate(_largest_first(shares)):
        plan[destination] = turn % len(chutes)
    return plan


def nearest(shares: Sequence[float], chutes: Sequence[Chute], inductions_m: Sequence[float], length_m: float) -> list[int]:
    """The largest to the chutes soonest reached from an induction, mean over the inductions: least time on the loop."""
    order = sorted(range(len(chutes)), key=lambda i: (sum((chutes[i].at_m - at) % length_m for at in inductions_m), i))
    return [order[place] for place in dealt(shares, chutes, inductions_m, length_m)]


def even_load(shares: Sequence[float], chutes: Sequence[Chute], inductions_m: Sequence[float], length_m: float) -> list[int]:
    """The largest first, each to the chute with least so far: attendants have the same to do everywhere."""
    plan = [0] * len(shares)
    loads = [0.0] * len(chutes)
    for destination in _largest_first(shares):
        chute = min(range(len(chutes)), key=lambda i: (loads[i], i))
        plan[destination] = chute
        loads[chute] += shares[destination]
    return plan


def _largest_first(shares: Sequence[float]) -> list[int]:
    return sorted(range(len(shares)), key=lambda d: (-shares[d], d))
