"""KN and KN++: the best of several configurations, fully sequentially (Kim & Nelson 2001, 2006). Common random numbers make it faster.

After each round the caller passes all observations there are, and gets those still in the race. A configuration that is out gets no more, and is known by
having fewer than the others. With probability `confidence` at least the last one left is the best, if it is by `delta` or more better than any other:
less than that is indifferent. Normal observations are assumed, near which the indicators of replications are.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .intervals import CONFIDENCE, upper
from .samples import checked, variances_of_differences


class Race(NamedTuple):
    """Who is still in, and what to run next."""

    survivors: list[int]
    """numbers of the configurations still in; the best one alone at the end"""
    further: int
    """replications to run of each of them before the next look; 0 at the end"""


def constants(k: int, n: int, confidence: float = CONFIDENCE, independent: bool = False) -> tuple[float, float]:
    """Return eta = ((2 b)^(-2 / (n - 1)) - 1) / 2 and h^2 = 2 eta (n - 1), for k configurations whose variances come from n observations.

    b = (1 - confidence) / (k - 1), or 1 - confidence^(1 / (k - 1)) where configurations are independent (Kim & Nelson 2001, with c = 1). `confidence`
    must be more than guessing has, 1 / k, and more than a half.
    """
    upper(confidence)
    if k < 2 or n < 2 or confidence <= 0.5:
        raise ValueError(f"two configurations, two observations and a confidence above 0.5 are needed, and there are {k}, {n} and {confidence}")
    b = 1 - confidence ** (1 / (k - 1)) if independent else (1 - confidence) / (k - 1)
    eta = ((2 * b) ** (-2 / (n - 1)) - 1) / 2
    return eta, 2 * eta * (n - 1)


def step(samples: Sequence[np.ndarray], delta: float, confidence: float = CONFIDENCE, pilot: int = 10, update: bool = True) -> Race:
    """Return who stays: i for whom mean_i >= mean_l - max(0, delta / 2r (h^2 S_il^2 / delta^2 - r)) for all l, r being the observations of each so far.

    `samples` holds an array for each configuration; `delta` (above 0, in their unit) is what is worth telling apart. S_il^2 is the variance of the
    difference of i and l: of all observations so far with `update`, which is KN++, needs fewer of them, and whose promise is proved for small delta
    only; of the first `pilot` without, which is KN, proved for any. b is Bonferroni's, so that configurations may depend on each other.

    `further` is the least number after which somebody could drop out if the means stayed as they are. More may be run, as many as there are processes:
    to look less often is no less sure.
    """
    if not delta > 0:
        raise ValueError(f"what is worth telling apart must be above 0, and is {delta}")
    if pilot < 2:
        raise ValueError(f"a pilot is of two observations at least, not of {pilot}")
    arrays = checked(samples, 0)
    r = max(len(array) for array in arrays)
    alive = [number for number, array in enumerate(arrays) if len(array) == r]
    n = r if update else pilot
    if r < pilot:
        return Race(alive, pilot - r)
    rows = np.array([arrays[number] for number in alive])
    if len(alive) == 1:
        return Race(alive, 0)
    means = rows.mean(axis=1)
    # the number of observations at which a pair is decided at the latest
    ends = constants(len(arrays), n, confidence)[1] * variances_of_differences(rows[:, :n]) / delta**2
    width = np.maximum(delta / (2 * r) * (ends - r), 0.0)
    stays = (means[:, None] >= means[None, :] - width).all(axis=1)
    if (width == 0).all():  # of equal means the first
        stays = np.arange(len(alive)) == np.argmax(means)
    survivors = [number for number, stay in zip(alive, stays, strict=True) if stay]
    if len(survivors) == 1:
        return Race(survivors, 0)
    gap = np.abs(means[:, None] - means[None, :])[np.ix_(stays, stays)]
    # the r at which gap = delta / 2r (end - r)
    decided = (delta * ends[np.ix_(stays, stays)] / (2 * gap + delta))[~np.eye(len(survivors), dtype=bool)]
    return Race(survivors, max(1, int(np.ceil(decided.min())) - r))
