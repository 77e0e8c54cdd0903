"""The interval of the mean of one long run, whose observations hang together, by batch means.

The run is cut into 40 batches of equal size. The more a batch holds, the less its mean tells of the next one; more than some 30 batches make an interval
hardly narrower (Schmeiser 1982), and 40 are enough to see whether neighbours still hang together (Law & Carson 1979). What they do, measured by the
correlation of neighbours, widens the interval as that of a first-order autoregression (Tafazzoli, Wilson, Lada & Steiger 2011). Where it is 0.4 or more,
the bound of Law & Carson, the run is too short to be believed.

Chance correlates independent batches too, and only widens: in a very long run the interval is some 8 % wider than it had to be, and covers with 96 %
where 95 % are asked for. In return it covers with 94 % at least from some 40 independent observations' worth on, if values are near a first-order
autoregression. Of waits in a busy queue, skew and with a long memory, runs must be longer: with 100,000 at load 0.8 it is right
(tests/stats/test_batches.py).
"""

from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from .intervals import CONFIDENCE, upper

BATCHES = 40
MOST_CORRELATION = 0.4


class BatchMeans(NamedTuple):
    """The mean of a run and how sure it is; `mean` and `half_width` in the unit of the values."""

    mean: float
    half_width: float
    size: int
    """observations in a batch"""
    correlation: float
    """of the means of neighbouring batches, not below 0"""
    long_run_variance: float
    """n times the variance of the mean of n observations, for large n; in the square of the values' unit; rather high. `precision.observations` needs it"""
    enough: bool
    """the batches hang together little enough; if not, the interval may be too narrow, and the run should be longer"""


def batch_means(series: np.ndarray, confidence: float = CONFIDENCE) -> BatchMeans:
    """Return the mean of a stationary series, shape (n,), and its interval, mean +- t(39) s sqrt((1 + r) / (1 - r) / 40).

    s is the deviation of the 40 batch means, and r the jackknifed correlation of neighbours, 2 r(all) - (r(first half) + r(second half)) / 2, from 0 to
    0.9. The first n mod 40 observations, nearest to the warm-up, are left out. ValueError for fewer than 80 observations or values that are not finite.
    """
    series, p = np.asarray(series, float), upper(confidence)
    size = len(series) // BATCHES
    if size < 2:
        raise ValueError(f"batch means need {2 * BATCHES} observations at least, and there are {len(series)}")
    if not np.isfinite(series).all():
        raise ValueError("batch means need finite values: give the series no gaps")
    means = series[len(series) - size * BATCHES :].reshape(BATCHES, size).mean(axis=1)
    half = BATCHES // 2
    r = float(np.clip(2 * _neighbours(means) - (_neighbours(means[:half]) + _neighbours(means[half:])) / 2, 0.0, 0.9))
    variance = means.var(ddof=1) / BATCHES * (1 + r) / (1 - r)
    half_width = float(stdtrit(BATCHES - 1, p) * np.sqrt(variance))
    return BatchMeans(float(means.mean()), half_width, size, r, float(variance * BATCHES * size), r < MOST_CORRELATION)


def _neighbours(values: np.ndarray) -> float:
    """Return the correlation of each value with the next."""
    away = values - values.mean()
    total = float(away @ away)
    return float(away[1:] @ away[:-1]) / total if total > 0 else 0.0


def variance_of_mean(covariances: np.ndarray, n: int) -> float:
    """Return the variance of the mean of n observations of a stationary series: (c_0 + 2 sum_{j=1}^{n-1} (1 - j / n) c_j) / n.

    `covariances`, shape (lags,), are those of observations 0, 1, 2, ... apart, 0 beyond the last. c_0 / n is what independent values would have (any
    textbook, e.g. Law 2015, 4.4).
    """
    if n < 1:
        raise ValueError(f"a mean is of one observation at least, not of {n}")
    used = np.asarray(covariances, float)[:n]
    weights = 2 * (1 - np.arange(len(used)) / n)
    weights[:1] = 1
    return float(weights @ used) / n
