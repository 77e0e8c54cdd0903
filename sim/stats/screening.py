"""Which of many configurations can be given up at once: a subset that holds the best with a stated probability (Nelson, Swann, Goldsman & Song 2001)."""

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from .intervals import CONFIDENCE, upper
from .samples import checked, together, variances_of_differences


def screen(samples: Sequence[np.ndarray], confidence: float = CONFIDENCE, delta: float = 0.0) -> list[int]:
    """Return the numbers of the configurations to keep, of independent normal observations, not necessarily as many of each.

    Kept is i if mean_i >= mean_l - max(0, W_il - delta) for all l, W_il = sqrt(t_i^2 s_i^2 / n_i + t_l^2 s_l^2 / n_l), t_i Student's quantile of
    confidence^(1 / (k - 1)) with n_i - 1 degrees of freedom (Boesel, Nelson & Kim 2003 for unequal n). The best is among them with `confidence` at
    least; with a `delta` above 0 fewer are kept, and that holds only of a best that is by delta or more better than any other.
    """
    arrays = checked(samples)
    p = _one_of(confidence, delta, len(arrays), independent=True)
    means = np.array([array.mean() for array in arrays])
    squares = np.array([stdtrit(len(array) - 1, p) ** 2 * array.var(ddof=1) / len(array) for array in arrays])
    return _kept(means, np.sqrt(squares[:, None] + squares[None, :]), delta)


def screen_paired(samples: Sequence[np.ndarray], confidence: float = CONFIDENCE, delta: float = 0.0) -> list[int]:
    """Return the numbers of the configurations to keep, of observations under common random numbers, n of each.

    As `screen`, with W_il = t s_il / sqrt(n), s_il the deviation of the difference, and t Student's quantile of 1 - (1 - confidence) / (k - 1)
    (Bonferroni) with n - 1 degrees of freedom. Right for independent observations too.
    """
    rows = together(samples)
    p = _one_of(confidence, delta, len(rows), independent=False)
    n = rows.shape[1]
    return _kept(rows.mean(axis=1), stdtrit(n - 1, p) * np.sqrt(variances_of_differences(rows) / n), delta)


def _one_of(confidence: float, delta: float, k: int, independent: bool) -> float:
    """Return the probability with which one comparison of the best must go well for k - 1 of them to."""
    upper(confidence)
    if delta < 0:
        raise ValueError(f"what is worth telling apart is not below 0, and is {delta}")
    return confidence ** (1 / (k - 1)) if independent else 1 - (1 - confidence) / (k - 1)


def _kept(means: np.ndarray, width: np.ndarray, delta: float) -> list[int]:
    stays = (means[:, None] >= means[None, :] - np.maximum(width - delta, 0.0)).all(axis=1)
    return [int(number) for number in np.flatnonzero(stays)]
