"""Points chosen by what was found before: Optuna's TPE is asked for some at a time and told their figures in the order of their numbers.

Nothing of it is stored. The same seed, asked and told alike, chooses alike: a study that goes on is asked from its beginning, and what it asks for
is in the store. That is why it asks for a fixed number at once, whatever the number of workers.
"""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from sim.study import Factor, Optimise, Study, levels

Values = dict[str, Any]


class Chooser:
    """Chooses points of a study, batch by batch."""

    def __init__(self, study: Study):
        import optuna  # half a second

        assert isinstance(study.design, Optimise)
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self._design = study.design
        self._factors = {name: factor for name, factor in study.factors.items() if factor is not None}
        self._choices = {name: _choices(factor) for name, factor in self._factors.items()}
        self._space = {name: _range(factor, self._choices[name]) for name, factor in self._factors.items()}
        sampler = optuna.samplers.TPESampler(seed=study.design.seed % 2**32, n_startup_trials=study.design.startup)
        directions = [optuna.study.StudyDirection.MINIMIZE if word == "minimise" else optuna.study.StudyDirection.MAXIMIZE for word in study.aims.values()]
        self._study = optuna.create_study(directions=directions, sampler=sampler)
        self._asked: list[Any] = []
        self._number = 0

    def ask(self) -> list[Values]:
        """The next points; empty once all are asked for. Those before must have been told."""
        n = min(self._design.at_once, self._design.points - self._number)
        self._asked = [self._study.ask(self._space) for _ in range(n)]
        self._number += n
        return [self._values(trial.params) for trial in self._asked]

    def tell(self, answers: Iterable[tuple[list[float], dict[str, float]] | None]) -> None:
        """What became of the points asked for last, in order: figures aimed at, and by how much each limit is missed (at most 0: reached); None: failed."""
        from optuna.trial import TrialState

        for trial, answer in zip(self._asked, answers, strict=True):
            if answer is None or not all(map(math.isfinite, [*answer[0], *answer[1].values()])):
                self._study.tell(trial, state=TrialState.FAIL)
                continue
            for name, missed in answer[1].items():
                trial.set_constraint(name, missed)
            self._study.tell(trial, answer[0])

    def _values(self, params: dict[str, Any]) -> Values:
        choices = self._choices
        return {name: params[name] if (listed := choices[name]) is None else listed[params[name]] for name in self._factors}


def _choices(factor: Factor) -> list[Any] | None:
    """The values to choose from, those of numbers in order; None for a range."""
    if factor.values is None and factor.levels is None:
        return None
    found = levels(factor)
    return sorted(found) if all(isinstance(value, int | float) and not isinstance(value, bool) for value in found) else found


def _range(factor: Factor, choices: list[Any] | None) -> Any:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if choices is not None:
        places = range(len(choices))
        is_number = all(isinstance(value, int | float) and not isinstance(value, bool) for value in choices)
        return IntDistribution(0, len(choices) - 1) if is_number else CategoricalDistribution(list(places))
    assert factor.low is not None and factor.high is not None
    return IntDistribution(int(factor.low), int(factor.high)) if factor.whole else FloatDistribution(factor.low, factor.high)


def front(figures: np.ndarray, directions: list[str], reached: np.ndarray) -> np.ndarray:
    """Tell which points no other is better than: as good in every figure and better in one, among those that reach the limits.

    `figures`, shape (points, aims); `reached`, shape (points,), whether a point counts. A point with nan does not. Returns shape (points,), bool.
    """
    signed = figures * np.array([1.0 if word == "minimise" else -1.0 for word in directions])
    counts = reached & ~np.isnan(signed).any(axis=1)
    best = counts.copy()
    for number in np.flatnonzero(counts):
        better = (signed[counts] <= signed[number]).all(axis=1) & (signed[counts] < signed[number]).any(axis=1)
        best[number] = not better.any()
    return best
