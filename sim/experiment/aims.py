"""What a study aims at: costs of a point, limits it must reach, from the figures of its replications."""

import math
from collections.abc import Mapping

import numpy as np

from sim.study import Cost, Limit, Study

Figures = Mapping[str, np.ndarray]
"""figure -> its values in the replications of a point, nan where it is not defined"""


def cost(cost: Cost, values: Mapping[str, float]) -> float:
    """fixed + sum of price x value of the factor, in the unit of the cost."""
    return cost.fixed + sum(price * values[factor] for factor, price in cost.of.items())


def mean(study: Study, name: str, values: Mapping[str, float], figures: Figures) -> float:
    """The mean of a figure at a point, or the cost of that name; nan if no replication defines it."""
    if name in study.costs:
        return cost(study.costs[name], values)
    known = figures[name][~np.isnan(figures[name])]
    return float(known.mean()) if len(known) else math.nan


def missed(study: Study, values: Mapping[str, float], figures: Figures) -> dict[str, float]:
    """By how much each limit is missed, as a share of the limit (of 1 if that is 0): at most 0 where it is reached, nan where nothing is known."""
    return {name: _missed(limit, mean(study, name, values, figures), _slack(limit, figures.get(name))) for name, limit in study.limits.items()}


def _slack(limit: Limit, values: np.ndarray | None) -> float:
    """Half-width that a limit with a confidence asks for: t x s / sqrt(n), one-sided; 0 for a cost, which has no chance in it."""
    if limit.confidence is None or values is None:
        return 0.0
    from sim.stats.intervals import interval

    return interval(values, 2 * limit.confidence - 1)[1]


def _missed(limit: Limit, mean: float, slack: float) -> float:
    gaps = []
    if limit.at_least is not None:
        gaps.append((limit.at_least - (mean - slack)) / (abs(limit.at_least) or 1.0))
    if limit.at_most is not None:
        gaps.append((mean + slack - limit.at_most) / (abs(limit.at_most) or 1.0))
    return math.nan if any(map(math.isnan, gaps)) else max(gaps)
