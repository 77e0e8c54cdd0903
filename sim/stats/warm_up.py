"""Where the start from an empty hub stops mattering: MSER-5 finds the observation, Welch's moving average shows it."""

from typing import NamedTuple

import numpy as np

LEAST_BATCHES = 10
TAIL = 5
"""batches at the end that are not asked whether they alone vary least: so few are alike by chance (Hoad, Robinson & Davies 2010)"""


class WarmUp(NamedTuple):
    """What MSER found."""

    cut: int
    """observations to leave out"""
    error: float
    """the square of the standard error of what remains, as if its batches were independent; in the square of the values' unit"""
    mean: float
    """of what remains"""
    too_short: bool
    """the run does not show where its start ends: by the same measure the second half would be cut too"""


def mser(series: np.ndarray, batch: int = 5) -> WarmUp:
    """Return how much to leave out of a series, shape (n,), evenly spaced in time: MSER-5 (White 1997; Franklin & White 2008).

    Of means Y of `batch` observations each, m of them, leave out the first d that minimise sum_{j > d} (Y_j - mean)^2 / (m - d)^2, over d < m / 2.
    Where the least over all d, but for the last five, is beyond that half, the run is too short for its warm-up. Observations after the last full
    batch are in no batch; `mean` has them. Of several replications pass their average, which is smoother (Hoad, Robinson & Davies 2010).

    ValueError for fewer than ten batches or values that are not finite.
    """
    series = np.asarray(series, float)
    m = len(series) // batch
    if m < LEAST_BATCHES:
        raise ValueError(f"a warm-up is sought in {LEAST_BATCHES} batches of {batch} observations at least, and there are {len(series)} observations")
    if not np.isfinite(series).all():
        raise ValueError("a warm-up is sought in finite values only: give the series no gaps")
    means = series[: m * batch].reshape(m, batch).mean(axis=1)
    errors = _errors(means)
    half = (m + 1) // 2
    cut = int(np.argmin(errors[:half]))
    too_short = int(np.argmin(errors[: m - TAIL + 1])) >= half
    return WarmUp(cut * batch, float(errors[cut]), float(series[cut * batch :].mean()), too_short)


def _errors(means: np.ndarray) -> np.ndarray:
    """Return z(d) for d = 0, 1, ... m - 1."""
    left = np.arange(len(means), 0, -1)
    centred = means - means.mean()  # or a large mean would take the digits of the spread
    total, squares = np.cumsum(centred[::-1])[::-1], np.cumsum(centred[::-1] ** 2)[::-1]
    return np.maximum(squares - total**2 / left, 0.0) / left**2


def welch(replications: np.ndarray, window: int) -> np.ndarray:
    """Return Welch's moving average, shape (m - window,), of replications, shape (replications, m): to be looked at, for where it levels off.

    The average over the replications at each time, then over 2 window + 1 times around each; over 2 i + 1 around time i (from 0) where that is fewer
    (Welch 1983; Law 2015, 9.5.1). ValueError unless 0 <= window <= m / 4.
    """
    average = np.asarray(replications, float).mean(axis=0)
    m = len(average)
    if not 0 <= window <= m // 4:
        raise ValueError(f"the window of {m} times is from 0 to a quarter of them, and {window} is not")
    up_to = np.concatenate(([0.0], np.cumsum(average)))
    centre = np.arange(m - window)
    reach = np.minimum(centre, window)
    return (up_to[centre + reach + 1] - up_to[centre - reach]) / (2 * reach + 1)
