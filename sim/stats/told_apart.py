"""Which of several configurations differ at all: every two compared under common random numbers, so that all of it holds together."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from .always import always
from .intervals import CONFIDENCE, bonferroni, paired


class Pair(NamedTuple):
    """Two configurations and their difference, in the unit of the observations."""

    first: int
    second: int
    difference: float
    """mean of first - second"""
    half_width: float
    """of the interval that holds together with those of all other pairs"""
    apart: bool
    """0 is outside of it"""


def told_apart(samples: Sequence[np.ndarray], confidence: float = CONFIDENCE, at_any_time: bool = False) -> list[Pair]:
    """Return each pair of configurations, in order, with the paired interval of its difference by Student's t and Bonferroni.

    Observation i of each is replication i; where one has a nan, the pair leaves it out. With `confidence` at least all intervals hold at once, so none is
    called apart that is not. Exact but for Bonferroni's caution for normal differences. ValueError if one has more observations than another.

    `at_any_time`: intervals of `always` instead of Student's, which hold also where the number of observations hung on what they showed.
    """
    pairs = list(combinations(range(len(samples)), 2))
    if not pairs:
        return []
    each = bonferroni(confidence, len(pairs))
    found = []
    for first, second in pairs:
        if at_any_time:
            difference, half_width = always(np.asarray(samples[first], float) - np.asarray(samples[second], float), each)
        else:
            difference, half_width = paired(samples[first], samples[second], each)
        found.append(Pair(first, second, difference, half_width, bool(np.abs(difference) > half_width)))
    return found
