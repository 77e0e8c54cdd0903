"""Rinott's two stages: the best of several configurations with independent replications, all run a number of times known after a pilot (Rinott 1978).

Under common random numbers its promise is not proved: use `kn`.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammainccinv, gammaincinv, gammaln, ndtr

from .intervals import CONFIDENCE, upper
from .samples import checked

NODES = 200
LOST = 1e-15
"""probability left out at either end of the integral"""


@cache  # an integral, solved for its limit: 25 ms
def h(k: int, n: int, confidence: float = CONFIDENCE) -> float:
    """Return Rinott's constant for k configurations and pilots of n observations each.

    It solves int [int Phi(h / sqrt((n - 1) (1/x + 1/y))) f(x) dx]^(k - 1) f(y) dy = confidence, f the density of chi-square with n - 1 degrees of freedom.
    `confidence` must be more than guessing has, 1 / k.
    """
    upper(confidence)
    if k < 2 or n < 2 or confidence <= 1 / k:
        raise ValueError(f"two configurations, pilots of two and a confidence above 1 / k are needed, and there are {k}, {n} and {confidence}")
    half = (n - 1) / 2
    # in the logarithm of x the density is a smooth hill, however few degrees of freedom there are
    low, high = np.log(2 * gammaincinv(half, LOST)), np.log(2 * gammainccinv(half, LOST))
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    log_x = low + (high - low) * (nodes + 1) / 2
    x = np.exp(log_x)
    weights = weights * (high - low) / 2 * np.exp(half * log_x - x / 2 - half * np.log(2) - gammaln(half))
    spread = np.sqrt((n - 1) * (1 / x[:, None] + 1 / x[None, :]))

    def short(trial: float) -> float:
        return float(weights @ (ndtr(trial / spread) @ weights) ** (k - 1)) - confidence

    enough = 4.0
    while short(enough) < 0:
        enough *= 2
    return float(brentq(short, 0.0, enough, xtol=1e-13))


def sizes(pilots: Sequence[np.ndarray], delta: float, confidence: float = CONFIDENCE) -> np.ndarray:
    """Return how many replications each configuration needs in all, max(n, ceil((h s / delta)^2)), from pilots of n observations each.

    The one with the largest mean of all of them is then the best with `confidence` at least, if it is by `delta` or more better than any other.
    """
    arrays = checked(pilots)
    lengths = {len(array) for array in arrays}
    if len(lengths) > 1 or not delta > 0:
        raise ValueError(f"pilots of one length and a delta above 0 are needed, and there are lengths {sorted(lengths)} and {delta}")
    n = lengths.pop()
    deviations = np.array([array.std(ddof=1) for array in arrays])
    return np.maximum(n, np.ceil((h(len(arrays), n, confidence) * deviations / delta) ** 2)).astype(int)
