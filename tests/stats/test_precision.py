"""Replications until a mean is known well enough: the numbers of the tables, and intervals that cover after stopping."""

import numpy as np
import pytest

from sim.stats.intervals import interval
from sim.stats.precision import PILOT, next_n, observations, two_stage


def test_case_s09_of_the_known_answers():
    """A deviation of 2 known to +- 0.5: 62."""
    assert np.ceil(observations(2.0**2, 0.5)) == 62


@pytest.mark.parametrize(
    ("load", "variance", "n"), [(0.5, 29.0, 1114023.059), (0.8, 1976.0, 4744201.646), (0.9, 35901.0, 17026199.16), (0.95, 607601.0, 64655795.62)]
)
def test_case_s14_of_the_known_answers(load, variance, n):
    """Waits in a queue M/M/1 to 1 % of their mean; the long-run variance is that of Whitt (1989), at mean service 1."""
    assert load * (2 + 5 * load - 4 * load**2 + load**3) / (1 - load) ** 4 == pytest.approx(variance, rel=1e-8)
    assert observations(variance, 0.01 * load / (1 - load)) == pytest.approx(n, rel=1e-8)


def run_until_enough(draws: np.ndarray, relative: float, confidence: float = 0.95) -> np.ndarray:
    """What somebody has who runs what is asked for until it is enough."""
    n = 0
    while more := next_n(draws[:n], relative, confidence):
        n += more
    return draws[:n]


@pytest.mark.parametrize(("needed", "relative"), [(10, 0.05), (30, 0.05), (50, 0.2), (100, 0.05), (250, 0.1)])
def test_the_interval_covers_after_stopping(needed, relative):
    """Normal values whose deviation makes about `needed` replications enough; 3,000 repetitions. The interval is Student's of all that was run."""
    deviation = relative * np.sqrt(needed) / 1.96
    found = [run_until_enough(draws, relative) for draws in np.random.default_rng(51).normal(1, deviation, (3_000, 2 * needed + 200))]
    means, halves = np.array([interval(values) for values in found]).T
    assert (halves <= relative * np.abs(means)).all()
    assert 0.936 <= np.mean(np.abs(means - 1) <= halves) <= 0.964
    assert np.mean([len(values) for values in found]) <= max(PILOT, 1.2 * needed) + 1


@pytest.mark.parametrize(("confidence", "z", "least", "most"), [(0.9, 1.645, 0.87, 0.91), (0.99, 2.576, 0.98, 0.995)])
def test_at_other_confidences_it_covers_a_little_less_than_said(confidence, z, least, most):
    """Where about 60 replications are enough, near the worst; 2,000 repetitions."""
    draws = np.random.default_rng(53).normal(1, 0.1 * np.sqrt(60) / z, (2_000, 400))
    means, halves = np.array([interval(run_until_enough(row, 0.1, confidence), confidence) for row in draws]).T
    assert least <= np.mean(np.abs(means - 1) <= halves) <= most


def test_steps_are_bounded_and_the_pilot_comes_first():
    assert next_n(np.array([]), 0.1) == PILOT and next_n(np.array([1.0, np.nan]), 0.1) == PILOT - 1
    assert next_n(np.ones(PILOT), 0.01) == 0
    assert next_n(np.tile([-1.0, 1.0], 15), 0.1) == 30  # the mean is 0
    assert next_n(np.tile([1.0, 2.0], 10), 0.1) == np.ceil(((2.093024 * 0.5129892 / 0.15) ** 2 - 20) / 2)  # 16
    with pytest.raises(ValueError, match="above 0"):
        next_n(np.ones(30), 0.0)


def test_two_stages_cover_exactly():
    """Stein: the mean of all +- the half-width asked for covers with 95 % and the little that rounding up adds."""
    found = []
    for draws in np.random.default_rng(52).normal(7, 2, (3_000, 600)):
        n = two_stage(draws[:10], 0.5)
        found.append(abs(draws[:n].mean() - 7) <= 0.5)
    assert 0.936 <= np.mean(found) <= 0.964


def test_two_stages_count_the_pilot():
    pilot = np.linspace(-1, 1, 10)
    pilot *= 2 / pilot.std(ddof=1)
    assert two_stage(pilot, 0.5) == np.ceil((2.262157163 * 2 / 0.5) ** 2)  # 81.9
    assert two_stage(pilot, 100.0) == 10
    with pytest.raises(ValueError, match="1 values"):
        two_stage(pilot[:1], 0.5)
    with pytest.raises(ValueError, match="above 0"):
        observations(1.0, 0.0)
