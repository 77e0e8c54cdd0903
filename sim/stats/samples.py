"""What the procedures of selection take: observations of each configuration, an array each.

The best configuration is the one with the largest mean; where the least is best, pass the negated observations. Observation i of every configuration is
its replication i: under common random numbers they belong together.
"""

from collections.abc import Sequence

import numpy as np


def checked(samples: Sequence[np.ndarray], least: int = 2) -> list[np.ndarray]:
    """Return the samples as arrays of floats; ValueError for fewer than two configurations, fewer than `least` observations, or one that is not finite."""
    arrays = [np.asarray(sample, float).ravel() for sample in samples]
    if len(arrays) < 2:
        raise ValueError(f"to choose takes two configurations, and there are {len(arrays)}")
    for number, array in enumerate(arrays):
        if len(array) < least:
            raise ValueError(f"configuration {number} has {len(array)} observations, and {least} are needed")
        if not np.isfinite(array).all():
            raise ValueError(f"an observation of configuration {number} is not a finite number")
    return arrays


def together(samples: Sequence[np.ndarray]) -> np.ndarray:
    """Return the samples as rows, shape (configurations, n); ValueError if one has more observations than another."""
    arrays = checked(samples)
    lengths = {len(array) for array in arrays}
    if len(lengths) > 1:
        raise ValueError(f"configurations compared pair by pair need the same replications, and have from {min(lengths)} to {max(lengths)}")
    return np.array(arrays)


def variances_of_differences(rows: np.ndarray) -> np.ndarray:
    """Return the sample variance of the difference of each two rows, shape (rows, rows)."""
    covariance = np.cov(rows)
    own = np.diag(covariance)
    return np.maximum(own[:, None] + own[None, :] - 2 * covariance, 0.0)
