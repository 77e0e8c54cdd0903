"""OCBA: where a budget of replications does most for finding the best configuration (Chen, Lin, Yucesan & Chick 2000).

It promises no probability, as `kn` does; it makes the most of what can be run. Replications are taken to be independent.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from .samples import checked


def fractions(means: np.ndarray, deviations: np.ndarray) -> np.ndarray:
    """Return the fraction of a budget for each configuration, shape (k,), the largest mean being the best, b.

    N_i / N_j = (s_i / d_i)^2 / (s_j / d_j)^2, where d_i is the distance of mean i from the best, and N_b = s_b sqrt(sum_{i != b} N_i^2 / s_i^2). One that
    does not vary gets nothing, unless none varies: then all get the same. Ties with the best get all but what is left for it.
    """
    means, deviations = np.asarray(means, float), np.asarray(deviations, float)
    if means.shape != deviations.shape or len(means) < 2 or (deviations < 0).any():
        raise ValueError(f"each of two or more means needs a deviation of 0 at least, and there are {len(means)} and {len(deviations)}")
    if not deviations.any():
        return np.full(len(means), 1 / len(means))
    best = int(np.argmax(means))
    others = np.arange(len(means)) != best
    distance = means[best] - means
    # a tie would ask for everything; a millionth of the spread is near enough to one
    distance = np.maximum(distance, 1e-6 * max(float(distance.max()), float(deviations.max())))
    weights = np.where(others, (deviations / distance) ** 2, 0.0)
    # N_i / s_i, written so that a deviation of 0 divides nothing
    weights[best] = deviations[best] * np.sqrt(np.sum((deviations / distance**2)[others] ** 2))
    if not weights.any():  # none but the best varies
        weights[best] = 1.0
    return weights / weights.sum()


def allocation(samples: Sequence[np.ndarray], budget: int) -> np.ndarray:
    """Return how many of the next `budget` replications each configuration gets, shape (k,), whole and in all `budget`.

    `samples` holds what has been observed, at least two of each, better five or more. Each gets what it lacks of its fraction of all replications, past
    and next; who has more than that gets none.
    """
    arrays = checked(samples)
    if budget < 0:
        raise ValueError(f"a budget is not below 0, and is {budget}")
    counts = np.array([len(array) for array in arrays])
    wanted = fractions(np.array([array.mean() for array in arrays]), np.array([array.std(ddof=1) for array in arrays]))
    lacking = np.maximum(wanted * (counts.sum() + budget) - counts, 0.0)
    exact = lacking / lacking.sum() * budget if lacking.any() else wanted * budget
    given = np.floor(exact).astype(int)
    rest = np.argsort(-(exact - given), kind="stable")[: budget - given.sum()]
    given[rest] += 1
    return given


def chance(samples: Sequence[np.ndarray]) -> float:
    """Return the estimated chance that the largest mean belongs to the best configuration, 1 - sum_{i != b} Phi(-d_i / e_i), at least 0.

    e_i^2 is the variance of the difference of the means of i and b (Chen 1996, with Bonferroni's bound): s_i^2 / n_i + s_b^2 / n_b - 2 c_ib / max(n_i, n_b),
    with the covariance c_ib of the observations both have, for common random numbers. An estimate, no promise: it takes the means for the true ones.
    """
    arrays = checked(samples)
    means = np.array([array.mean() for array in arrays])
    best = int(np.argmax(means))
    wrong = 0.0
    for number, array in enumerate(arrays):
        if number == best:
            continue
        common = min(len(array), len(arrays[best]))
        covariance = float(np.cov(array[:common], arrays[best][:common])[0, 1])
        variance = array.var(ddof=1) / len(array) + arrays[best].var(ddof=1) / len(arrays[best]) - 2 * covariance / max(len(array), len(arrays[best]))
        distance = means[best] - means[number]
        wrong += float(ndtr(-distance / np.sqrt(variance))) if variance > 0 else 0.5 * (distance == 0)
    return max(0.0, 1 - wrong)
