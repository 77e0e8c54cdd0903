"""How many replications, or observations of one run, until a mean is known well enough.

Who stops as soon as the interval looks narrow stops too often where it is so by chance, and is right less often than he says. `next_n` counters that with
20 replications before the first look and with going only half of the way each time. Over normal values it then covers with 94 to 95.5 % where 95 % are
asked for, with 98.5 % where 99 % are, with 88 % where 90 % are (tests/stats/test_precision.py); `two_stage` is exact, at the price of more replications.
"""

import numpy as np
from scipy.special import ndtri, stdtrit

from .intervals import CONFIDENCE, interval, known, upper

PILOT = 20


def next_n(values: np.ndarray, relative: float, confidence: float = CONFIDENCE) -> int:
    """Return how many replications to run next until the half-width is at most `relative` (above 0) times the mean; 0 is enough.

    Ask again when they are there, all together: 20 first; then half of what t^2 s^2 / (relative mean)^2 lacks, at least one and at most as many again
    (a sequential rule after Chow & Robbins 1965). nan values are left out. A mean near 0 is never known relative to itself: the caller has a bound.
    """
    values = known(values)
    n = len(values)
    if not relative > 0:
        raise ValueError(f"the relative half-width must be above 0, and is {relative}")
    if n < PILOT:
        upper(confidence)
        return PILOT - n
    mean, half_width = interval(values, confidence)
    target = relative * abs(mean)
    if half_width <= target:
        return 0
    lacking = n * (half_width / target) ** 2 - n if target > 0 else np.inf
    return int(min(max(np.ceil(lacking / 2), 1), n))


def two_stage(pilot: np.ndarray, half_width: float, confidence: float = CONFIDENCE) -> int:
    """Return how many replications in all, max(n, ceil(t(n - 1)^2 s^2 / half_width^2)), the n of the pilot among them (Stein 1945).

    The mean of all +- half_width then covers with `confidence` at least, exactly so for normal values. `half_width` in the unit of the values, above 0.
    """
    pilot, p = known(pilot), upper(confidence)
    n = len(pilot)
    if n < 2 or not half_width > 0:
        raise ValueError(f"a pilot of two values and a half-width above 0 are needed, and there are {n} values and {half_width}")
    return max(n, int(np.ceil((stdtrit(n - 1, p) * pilot.std(ddof=1) / half_width) ** 2)))


def observations(long_run_variance: float, half_width: float, confidence: float = CONFIDENCE) -> float:
    """Return how many observations give the half-width, z^2 long_run_variance / half_width^2 (Whitt 1989).

    Of independent values the long-run variance is their variance; of one run `batches.batch_means` estimates it. For planning: the figure is not rounded.
    """
    if not half_width > 0:
        raise ValueError(f"the half-width must be above 0, and is {half_width}")
    return float(ndtri(upper(confidence)) ** 2 * long_run_variance / half_width**2)
