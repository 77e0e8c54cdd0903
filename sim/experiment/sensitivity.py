"""Which factors matter: Morris screening and Sobol indices, main effects of a two-level design. Over the unit cube, whose points SALib lays.

The effects of Morris are reckoned here: SALib divides by the step in the cube, and a factor of few values goes farther than that, or not at all.

Rows that come out are mappings of columns to values, one a factor (or pair), most important first.
"""

from statistics import NormalDist
from typing import Any

import numpy as np

CONFIDENCE = 0.95
RESAMPLES = 200
Row = dict[str, Any]


def _problem(names: list[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _unnamed(dimensions: int) -> dict[str, Any]:
    return _problem([str(number) for number in range(dimensions)])


def morris_sample(dimensions: int, trajectories: int, levels: int, seed: int) -> np.ndarray:
    """Points of Morris trajectories, shape (trajectories x (dimensions + 1), dimensions)."""
    from SALib.sample import morris  # with pandas it takes a second or two

    return np.asarray(morris.sample(_unnamed(dimensions), trajectories, num_levels=levels, seed=_small(seed)))


def sobol_sample(dimensions: int, base: int, pairs: bool, seed: int) -> np.ndarray:
    """Points for Sobol indices by Saltelli's scheme, shape (base x (dimensions + 2), dimensions), with pairs 2 x dimensions + 2."""
    from SALib.sample import sobol

    return np.asarray(sobol.sample(_unnamed(dimensions), base, calc_second_order=pairs, seed=_small(seed)))


def _small(seed: int) -> int:
    return seed % 2**32  # SALib takes no larger one


def morris(names: list[str], places: np.ndarray, values: np.ndarray, seed: int) -> tuple[list[Row], int]:
    """Elementary effects: what a figure changes by when a factor goes through its whole range (Morris 1991).

    mu: their mean; mu_star: the mean of their size, mu_star_conf the half-width of its 95 % interval (bootstrap); sigma: their deviation, large
    where the factor acts through others or not in proportion. Unit of the figure; nan where fewer than two steps moved the factor. `places`, shape
    (points, factors): where the values taken lie, 0 to 1 (`sim.study.position`): a factor of two values goes its whole way in any step, one of many
    does not. `values`, shape (points,), may be nan: its trajectory is left out; also returned is how many were.
    """
    block = len(names) + 1
    places, values, lost = _whole_blocks(places, values, block)
    if len(values) < 2 * block:
        return [], lost
    moved = np.diff(places.reshape(-1, block, len(names)), axis=1)
    changed = np.diff(values.reshape(-1, block), axis=1)
    chance = np.random.default_rng(seed)
    rows = []
    for number, name in enumerate(names):
        steps = moved[..., number]
        found = changed[steps != 0] / steps[steps != 0]
        n = len(found)
        size = np.abs(found)
        again = size[chance.integers(n, size=(RESAMPLES, n))].mean(axis=1) if n > 1 else np.array([np.nan, np.nan])
        rows.append(
            {
                "factor": name,
                "mu_star": float(size.mean()) if n > 1 else np.nan,
                "mu_star_conf": float(NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * again.std(ddof=1)),
                "mu": float(found.mean()) if n > 1 else np.nan,
                "sigma": float(found.std(ddof=1)) if n > 1 else np.nan,
            }
        )
    return sorted(rows, key=lambda row: -np.nan_to_num(row["mu_star"], nan=-1.0)), lost


def sobol(names: list[str], values: np.ndarray, pairs: bool, seed: int) -> tuple[list[Row], int]:
    """Sobol indices [1]: S1, the share of the variance of a figure that goes when the factor is fixed; ST, the share left when all others are.

    With pairs also S2, what two factors explain together beyond each alone. *_conf: half-width of the 95 % interval (bootstrap). `values` as of
    `morris`, by blocks of the design. A figure that does not vary has no indices.
    """
    from SALib.analyze import sobol as method

    block = (2 if pairs else 1) * len(names) + 2
    _, values, lost = _whole_blocks(np.zeros((len(values), 1)), values, block)
    if len(values) < 2 * block or float(np.ptp(values)) == 0.0:
        return [], lost
    with np.errstate(divide="ignore", invalid="ignore"):  # resamples in which the figure does not vary
        found = method.analyze(_problem(names), values, calc_second_order=pairs, num_resamples=RESAMPLES, conf_level=CONFIDENCE, seed=_small(seed))
    rows: list[Row] = [{"factor": name, **{key: float(found[key][number]) for key in ("ST", "ST_conf", "S1", "S1_conf")}} for number, name in enumerate(names)]
    rows.sort(key=lambda row: -row["ST"])
    if pairs:
        rows += [
            {"factor": f"{names[a]} x {names[b]}", "S2": float(found["S2"][a][b]), "S2_conf": float(found["S2_conf"][a][b])}
            for a in range(len(names))
            for b in range(a + 1, len(names))
        ]
    return rows, lost


def effects(names: list[str], cube: np.ndarray, values: np.ndarray) -> tuple[list[Row], int]:
    """Main effects of a two-level design: mean at the last value less mean at the first, in the unit of the figure. Points with nan are left out."""
    known = ~np.isnan(values)
    lost = int((~known).sum())
    rows = []
    for number, name in enumerate(names):
        high, low = values[known & (cube[:, number] > 0.5)], values[known & (cube[:, number] < 0.5)]
        if len(high) and len(low):
            rows.append({"factor": name, "effect": float(high.mean() - low.mean()), "first": float(low.mean()), "last": float(high.mean())})
    return sorted(rows, key=lambda row: -abs(row["effect"])), lost


def _whole_blocks(cube: np.ndarray, values: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Points and values without the blocks of `size` points in which a value is missing, and how many blocks those are."""
    keep = ~np.isnan(values.reshape(-1, size)).any(axis=1)
    mask = np.repeat(keep, size)
    return cube[mask], values[mask], int((~keep).sum())
