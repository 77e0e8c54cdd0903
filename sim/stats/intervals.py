"""Confidence intervals: of a mean, of a difference, of a share, of a quantile of normal values; and of several at once.

`confidence` is a fraction between 0 and 1, default 0.95. nan values (an indicator that a replication does not define) are left out everywhere; where too
few are left an interval is nan.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, nctdtrit, ndtri, stdtrit

CONFIDENCE = 0.95


class Estimate(NamedTuple):
    """A figure and the interval it lies in, in the unit of the values."""

    value: float
    low: float
    high: float


def known(values: np.ndarray) -> np.ndarray:
    """Return the values that are not nan, as floats, shape (n,)."""
    values = np.asarray(values, float).ravel()
    return values[~np.isnan(values)]


def upper(confidence: float) -> float:
    """Return the probability below the upper end of a two-sided interval, (1 + confidence) / 2; ValueError unless confidence is between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be above 0 and below 1, and is {confidence}")
    return (1 + confidence) / 2


def interval(values: np.ndarray, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Mean and half-width of its confidence interval by Student's t, t(n - 1) s / sqrt(n); the half-width of fewer than two values is nan.

    Exact for independent normal values; indicators of replications are near that by the central limit theorem. Values of one run one after the other
    are not independent: `sim.stats.batches`.
    """
    values, p = known(values), upper(confidence)
    if len(values) < 2:
        return (float(values[0]) if len(values) else float("nan")), float("nan")
    if (values == values[0]).all():
        return float(values[0]), 0.0  # the sum of a third three times is not quite one
    return float(values.mean()), float(stdtrit(len(values) - 1, p) * values.std(ddof=1) / np.sqrt(len(values)))


def paired(first: np.ndarray, second: np.ndarray, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Mean and half-width of first - second, where observation i of both is replication i under common random numbers (Law 2015, 10.2.1).

    Exact for normal differences, whatever the correlation. A pair with a nan is left out. ValueError if the lengths differ.
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    if first.shape != second.shape:
        raise ValueError(f"pairs need as many of one as of the other, and there are {len(first)} and {len(second)}")
    return interval(first - second, confidence)


def relative(values: np.ndarray, confidence: float = CONFIDENCE) -> float:
    """Half-width of the interval as a fraction of the mean's size; 0 where all values are the same, inf where the mean alone is 0."""
    mean, half_width = interval(values, confidence)
    if half_width == 0:
        return 0.0
    return half_width / abs(mean) if mean else half_width * float("inf")


def share(successes: int, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """A share of n independent trials by Wilson (1927): all p with |successes - n p| <= z sqrt(n p (1 - p)).

    It covers with about `confidence` on average over p, for single p more or less than that. With n = 0 nothing is known: nan, 0 to 1.
    """
    _check_share(successes, n)
    z = float(ndtri(upper(confidence)))
    if n == 0:
        return Estimate(float("nan"), 0.0, 1.0)
    p = successes / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * float(np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)))
    return Estimate(p, middle - half if successes else 0.0, middle + half if successes < n else 1.0)


def share_at_least(successes: int, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """A share of n independent trials by Clopper and Pearson (1934): covers with `confidence` at least, for every p, and is wider than `share`."""
    _check_share(successes, n)
    p = upper(confidence)
    low = float(betaincinv(successes, n - successes + 1, 1 - p)) if successes else 0.0
    high = float(betaincinv(successes + 1, n - successes, p)) if successes < n else 1.0
    return Estimate(successes / n if n else float("nan"), low, high)


def _check_share(successes: int, n: int) -> None:
    if not 0 <= successes <= n:
        raise ValueError(f"of {n} trials {successes} cannot have succeeded")


def normal_quantile(values: np.ndarray, p: float, confidence: float = CONFIDENCE, error: float = 0.0) -> Estimate:
    """The p-quantile of normal values: mean + z(p) s, from mean + s t'(1 - q) / sqrt(n) to mean + s t'(q) / sqrt(n), q = (1 + confidence) / 2.

    t' is the quantile of the noncentral t with n - 1 degrees of freedom and noncentrality z(p) sqrt(n) (Hahn & Meeker 1991, 4.4): exact for independent
    normal values, and of p = 0.5 Student's interval of the mean. For values of unknown law: `sim.stats.quantiles`. `error`, in their unit, is a deviation
    of rounding, which may have made values alike that are not: it is added to theirs, as squares are.
    """
    values, q = known(values), upper(confidence)
    if not 0 < p < 1:
        raise ValueError(f"a quantile lies between 0 and 1, and {p} does not")
    n = len(values)
    if n < 2:
        return Estimate(float("nan"), float("nan"), float("nan"))
    mean, deviation, z = values.mean(), np.hypot(values.std(ddof=1), error), ndtri(p)
    low, high = (mean + deviation * nctdtrit(n - 1, z * np.sqrt(n), tail) / np.sqrt(n) for tail in (1 - q, q))
    return Estimate(float(mean + z * deviation), float(low), float(high))


def bonferroni(confidence: float, n: int) -> float:
    """The confidence each of n intervals needs for all to hold together with `confidence` at least, 1 - (1 - confidence) / n, whatever their dependence."""
    upper(confidence)
    if n < 1:
        raise ValueError(f"there must be an interval at least, and there are {n}")
    return 1 - (1 - confidence) / n
