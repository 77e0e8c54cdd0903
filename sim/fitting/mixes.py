"""Shares of classes and destinations, and whether the two hang together."""

from dataclasses import dataclass

import numpy as np

SHUFFLES = 99


@dataclass(frozen=True)
class Shares:
    """Shares by parcels of what is known."""

    shares: dict[str, float]
    """by name; they sum to 1 exactly when written with six decimals [1]"""
    parcels: int
    """of which it is known"""
    vehicles: int
    """that brought them: parcels of one vehicle resemble each other, so this is the number of observations"""
    unknown: int
    """parcels of which it is not known"""


@dataclass(frozen=True)
class Association:
    """How strongly two properties of a parcel hang together."""

    first: str
    second: str
    v: float
    """Cramer's V: 0 not at all, 1 one tells the other [1]"""
    by_chance: float
    """what V is on average when one of them is shuffled among the rows [1]"""
    p: float
    """share of the shufflings that give as much"""
    parcels: int
    rows: int
    within: str = ""
    """if it was looked at within each sender: "sender" """


def shares_of(places: np.ndarray, parcels: np.ndarray, vehicles: np.ndarray, names: tuple[str, ...]) -> Shares | None:
    """Return the shares of the names at `places` (-1 unknown) in lots of `parcels`; None if none is known."""
    is_known = (places >= 0) & (parcels > 0)
    total = int(parcels[is_known].sum())
    if total == 0:
        return None
    sums = np.bincount(places[is_known], parcels[is_known], len(names))
    order = [int(place) for place in np.argsort(-sums, kind="stable") if sums[place] > 0]
    millionths = np.floor(sums[order] / total * 1e6 + 0.5).astype(np.int64)
    millionths[0] += 1_000_000 - millionths.sum()
    shares = {names[place]: int(share) / 1e6 for place, share in zip(order, millionths, strict=True)}
    return Shares(shares, total, len(np.unique(vehicles[is_known])), int(parcels[~is_known].sum()))


def associated(first: np.ndarray, second: np.ndarray, parcels: np.ndarray, what: tuple[str, str], strata: np.ndarray | None = None) -> Association | None:
    """Return how the two properties of lots hang together, within each stratum if there are; None if one of them does not vary.

    p shuffles one property among the rows of a stratum: parcels of one row are no independent observations.
    """
    is_known = (first >= 0) & (second >= 0) & (parcels > 0)
    if strata is not None:
        is_known &= strata >= 0
    a, b, weights = first[is_known], second[is_known], parcels[is_known].astype(float)
    groups = strata[is_known] if strata is not None else np.zeros(len(a), dtype=np.int64)
    if len(a) == 0 or a.min() == a.max() or b.min() == b.max():
        return None
    v = _cramer(a, b, weights, groups)
    chance = np.random.default_rng(1)
    shuffled = []
    by_group = np.argsort(groups, kind="stable")
    for _ in range(SHUFFLES):
        mixed = np.empty_like(a)
        mixed[by_group] = a[np.lexsort((chance.random(len(a)), groups))] if strata is not None else chance.permutation(a)
        shuffled.append(_cramer(mixed, b, weights, groups))
    p = (1 + sum(each >= v for each in shuffled)) / (1 + SHUFFLES)
    return Association(*what, v, float(np.mean(shuffled)), p, int(weights.sum()), len(a), "sender" if strata is not None else "")


def _cramer(a: np.ndarray, b: np.ndarray, weights: np.ndarray, groups: np.ndarray) -> float:
    """Return the square root of chi2 over its largest possible value, both summed over the groups."""
    found = most = 0.0
    for group in np.unique(groups):
        here = groups == group
        rows, columns = int(a.max()) + 1, int(b.max()) + 1
        table = np.bincount(a[here] * columns + b[here], weights[here], rows * columns).reshape(rows, columns)
        table = table[table.sum(1) > 0][:, table.sum(0) > 0]
        if min(table.shape) < 2:
            continue
        total = table.sum()
        expected = table.sum(1, keepdims=True) * table.sum(0) / total
        found += float(((table - expected) ** 2 / expected).sum())
        most += float(total * (min(table.shape) - 1))
    return float(np.sqrt(found / most)) if most > 0 else 0.0
