"""Batch means cover the mean of series that hang together; where the series is too short for that they say so."""

import numpy as np
import pytest

from sim.stats.batches import batch_means, variance_of_mean

AR1 = [(0.5, 100, 1.333333333, 0.03946666667, 4.0, 2.96), (0.9, 1000, 5.263157895, 0.09905263158, 100.0, 18.82)]
AR1.append((0.98, 5000, 25.25252525, 0.4950505051, 2500.0, 98.02))
"""case S01 of the known answers: phi, n, variance of X, of the mean, long-run variance, factor by which s^2 / n is too small"""


def autoregression(phi: float, n: int, runs: int) -> np.ndarray:
    """Stationary series X_t = phi X_{t-1} + N(0, 1), shape (runs, n)."""
    steps = np.random.default_rng(41).normal(0, 1, (n, runs))
    steps[0] /= np.sqrt(1 - phi**2)
    for t in range(1, n):
        steps[t] += phi * steps[t - 1]
    return steps.T


def waits(load: float, n: int, runs: int, seed: int) -> np.ndarray:
    """Stationary waits in a queue M/M/1 with mean service 1 (Lindley), shape (runs, n); their mean is load / (1 - load)."""
    chance = np.random.default_rng(seed)
    wait = np.where(chance.random(runs) < load, chance.exponential(1 / (1 - load), runs), 0.0)
    found = np.empty((n, runs))
    for t in range(n):
        found[t] = wait
        wait = np.maximum(0.0, wait + chance.exponential(1, runs) - chance.exponential(1 / load, runs))
    return found.T


def coverage(series: np.ndarray, truth: float) -> float:
    """Share of runs whose interval holds the truth."""
    return float(np.mean([abs(found.mean - truth) <= found.half_width for found in map(batch_means, series)]))


@pytest.mark.parametrize(("phi", "n", "variance", "of_mean", "long_run", "factor"), AR1)
def test_case_s01_of_the_known_answers(phi, n, variance, of_mean, long_run, factor):
    covariances = phi ** np.arange(10_000) / (1 - phi**2)
    assert covariances[0] == pytest.approx(variance, rel=1e-9)
    assert variance_of_mean(covariances, n) == pytest.approx(of_mean, rel=1e-9)
    assert variance_of_mean(covariances, n) / (covariances[0] / n) == pytest.approx(factor, rel=1e-9)
    assert variance_of_mean(covariances, 10**14) * 10**14 == pytest.approx(long_run, rel=1e-8)
    assert variance_of_mean(np.array([2.0]), 8) == 0.25


@pytest.mark.parametrize(("phi", "n"), [(phi, n) for phi, n, *_ in AR1] + [(0.0, 400), (0.5, 2_000), (0.9, 10_000)])
def test_a_first_order_autoregression_is_covered(phi, n):
    """The correction is made for it, so the coverage is right in runs of 33 to 670 independent observations' worth; independent ones lose nothing."""
    assert 0.936 <= coverage(autoregression(phi, n, 2_000), 0.0) <= 0.964


@pytest.mark.parametrize(("load", "n"), [(0.5, 20_000), (0.8, 100_000)])
def test_waits_in_a_queue_are_covered_in_a_long_run(load, n):
    """Far from normal and with a long memory: right in the limit only; these are runs whose half-width is some 8 % of the mean."""
    # five times 200 runs: all at once would fill 800 MB
    assert 0.936 <= np.mean([coverage(waits(load, n, 200, seed), load / (1 - load)) for seed in range(5)]) <= 0.964


def test_the_long_run_variance_is_found():
    """Of S01b it is 100. On average the estimate is above it, since the correction only widens: by a sixth in a long run."""
    found = [batch_means(series).long_run_variance for series in autoregression(0.9, 20_000, 400)]
    assert 100 <= np.mean(found) <= 125


def test_a_run_too_short_says_so():
    short, long = ([batch_means(series).enough for series in autoregression(0.98, n, 100)] for n in (500, 20_000))
    assert np.mean(short) < 0.1 and np.mean(long) > 0.9


def test_what_is_left_out_is_the_beginning():
    series = np.concatenate((np.full(39, 1e9), np.arange(80.0)))
    found = batch_means(series)
    assert found.mean == pytest.approx(39.5) and found.size == 2
    constant = batch_means(np.ones(80))
    assert constant.half_width == 0 and constant.enough


def test_series_batch_means_cannot_take():
    with pytest.raises(ValueError, match="there are 79"):
        batch_means(np.ones(79))
    with pytest.raises(ValueError, match="finite"):
        batch_means(np.full(80, np.nan))
