"""How likely the largest of k means belongs to the best configuration (Bechhofer 1954): for planning, where the deviation is known and common."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from .intervals import CONFIDENCE, upper

NODES = 200
FAR = 9.0
"""deviations beyond which the normal density does not count"""


def correct_selection(k: int, distance: float) -> float:
    """Return int Phi(x + distance)^(k - 1) phi(x) dx, the probability of choosing right among k where all others are equally worse.

    `distance` = delta sqrt(n) / sigma: by how much worse, over the standard error of a mean of n independent observations. At 0 it is 1 / k.
    """
    if k < 2 or distance < 0:
        raise ValueError(f"two configurations and a distance of 0 at least are needed, and there are {k} and {distance}")
    x, weights = np.polynomial.legendre.leggauss(NODES)
    x, weights = FAR * x, FAR * weights
    return float(weights @ (np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi) * ndtr(x + distance) ** (k - 1)))


def replications(k: int, delta: float, deviation: float, confidence: float = CONFIDENCE) -> int:
    """Return how many replications of each of k configurations give that probability, the fewest n.

    `delta` (above 0) is by how much the best is better, `deviation` that of one observation, in the same unit.
    """
    upper(confidence)
    if k < 2 or not delta > 0 or deviation < 0 or confidence <= 1 / k:
        raise ValueError(f"two configurations, delta above 0, a confidence above 1 / k are needed, and there are {k}, {delta}, {confidence}")
    enough = 4.0
    while correct_selection(k, enough) < confidence:
        enough *= 2
    distance = brentq(lambda trial: correct_selection(k, trial) - confidence, 0.0, enough, xtol=1e-13)
    return max(1, int(np.ceil((distance * deviation / delta) ** 2)))
