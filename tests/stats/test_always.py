"""Intervals that hold whenever one looks, and the chance OCBA claims."""

import numpy as np
import pytest

from sim.stats.always import always
from sim.stats.intervals import interval, share_at_least
from sim.stats.ocba import chance


def test_it_holds_at_every_moment_of_a_long_run():
    draws = np.random.default_rng(5).normal(3.0, 2.0, (300, 300))
    wrong = 0
    for row in draws:
        looks = (always(row[:n]) for n in range(2, 301))
        wrong += any(abs(mean - 3.0) > half_width for mean, half_width in looks)
    assert share_at_least(wrong, 300, 0.99).low <= 0.05


def test_it_is_wider_than_students_but_narrows():
    values = np.random.default_rng(1).normal(size=400)
    ratio = [always(values[:n])[1] / interval(values[:n])[1] for n in (10, 100, 400)]
    assert all(1.2 < each < 2.5 for each in ratio)
    assert always(values)[1] < 0.2


def test_of_few_values_nothing_is_known():
    assert np.isnan(always(np.array([1.0]))[1])
    assert always(np.array([1.0, 2.0]))[1] == np.inf
    assert always(np.full(20, 3.0)) == (3.0, 0.0)


def test_the_chance_of_two_is_the_normal_one():
    """d = 1, variances 1/n each: Phi(1 / sqrt(2 / 25))."""
    rng = np.random.default_rng(2)
    first, second = rng.normal(size=(2, 25))
    first, second = (first - first.mean()) / first.std(ddof=1) + 1, (second - second.mean()) / second.std(ddof=1)
    correlation = np.corrcoef(first, second)[0, 1]
    from scipy.special import ndtr

    assert chance([first, second]) == pytest.approx(ndtr(1 / np.sqrt(2 * (1 - correlation) / 25)))
    assert chance([np.zeros(5), np.zeros(5)]) == 0.5
