"""The interval of a quantile from order statistics: right for independent values of any law.

The l-th and u-th smallest of n values enclose the p-quantile with probability P(l <= B <= u - 1), B binomial (n, p), for any continuous law, and at
least so for others (David & Nagaraja 2003, 7.1). l = 0 stands for minus infinity and u = n + 1 for infinity: n is too small for a bound on that side.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import bdtr

from .intervals import CONFIDENCE, Estimate, known, upper


class Places(NamedTuple):
    """Which order statistics enclose a quantile, counted from 1, and with what probability."""

    low: int
    high: int
    coverage: float


def places(n: int, p: float, confidence: float = CONFIDENCE) -> Places:
    """The order statistics of n values that enclose the p-quantile, each tail with at most half of what `confidence` leaves.

    low is the least l with P(B <= l) >= (1 - confidence) / 2, high one more than the least k with P(B <= k) >= (1 + confidence) / 2.
    """
    q = upper(confidence)
    if not 0 < p < 1:
        raise ValueError(f"a quantile lies between 0 and 1, and {p} does not")
    if n < 0:
        raise ValueError(f"there cannot be {n} values")
    up_to = bdtr(np.arange(n + 1.0), n, p)  # probability of B <= 0, 1, ... n
    low, high = int(np.searchsorted(up_to, 1 - q)), int(np.searchsorted(up_to, q)) + 1
    return Places(low, high, float(up_to[high - 1] - (up_to[low - 1] if low else 0.0)))


def quantile(values: np.ndarray, p: float, confidence: float = CONFIDENCE) -> Estimate:
    """The p-quantile of independent values of any law, the ceil(n p)-th smallest, and its interval; an end that n does not reach is infinite.

    nan values are left out; of none the value is nan.
    """
    ordered = np.sort(known(values))
    n = len(ordered)
    low, high, _ = places(n, p, confidence)
    value = float(ordered[min(max(int(np.ceil(n * p - 1e-9)), 1), n) - 1]) if n else float("nan")
    return Estimate(value, float(ordered[low - 1]) if low else -float("inf"), float(ordered[high - 1]) if high <= n else float("inf"))


def least_n(p: float, confidence: float = CONFIDENCE) -> int:
    """The fewest values of which both ends of the interval of the p-quantile are finite: (1 - p)^n and p^n below (1 - confidence) / 2."""
    tail, rare = 1 - upper(confidence), max(p, 1 - p)
    n = max(1, int(np.log(tail) / np.log(rare)) - 1)
    while places(n, p, confidence).low == 0 or places(n, p, confidence).high > n:
        n += 1
    return n
