"""KN and KN++ find the best as often as they say, and stop."""

import numpy as np
import pytest

from sim.stats.kn import Race, constants, step


@pytest.mark.parametrize(
    ("k", "n", "eta", "h2", "eta_independent", "h2_independent"),
    [
        (5, 10, 0.6349672652, 11.42941077, 0.6301520781, 11.34273741),
        (10, 20, 0.3029338036, 11.51148454, 0.3010184534, 11.43870123),
        (500, 50, 0.20780379, 20.36477142, 0.2070678942, 20.29265363),
    ],
)
def test_case_s04_of_the_known_answers(k, n, eta, h2, eta_independent, h2_independent):
    assert constants(k, n) == pytest.approx((eta, h2), rel=1e-8)
    assert constants(k, n, independent=True) == pytest.approx((eta_independent, h2_independent), rel=1e-8)


def race(observations: np.ndarray, delta: float, **options) -> tuple[int, int]:
    """Run a race to its end, as a caller would; return who won and how many observations that took."""
    samples = [row[:0] for row in observations]
    while True:
        survivors, further = step(samples, delta, **options)
        if not further:
            return survivors[0], sum(map(len, samples))
        for number in survivors:
            samples[number] = observations[number, : len(samples[number]) + further]


@pytest.mark.parametrize("update", [True, False], ids=["KN++", "KN"])
@pytest.mark.parametrize(("k", "delta", "common"), [(2, 0.5, 0.0), (5, 0.5, 0.0), (5, 0.25, 0.8), (10, 0.6, 0.0)])
def test_the_best_is_found_as_often_as_said(k, delta, common, update):
    """All others worse by exactly delta; `common` is the correlation under common random numbers. 600 races, 3.29 standard deviations below 95 %."""
    chance = np.random.default_rng(61)
    found = 0
    for _ in range(600):
        observations = np.sqrt(1 - common) * chance.normal(0, 1, (k, 800)) + np.sqrt(common) * chance.normal(0, 1, 800)
        observations[k - 1] += delta
        found += race(observations, delta, update=update)[0] == k - 1
    assert found / 600 >= 0.95 - 3.29 * np.sqrt(0.05 * 0.95 / 600)


def test_common_random_numbers_and_the_better_variance_save_replications():
    chance = np.random.default_rng(62)
    own, shared = chance.normal(0, 1, (100, 5, 600)), chance.normal(0, 1, (100, 1, 600))
    better = np.array([0, 0, 0, 0, 0.5])[:, None]
    alone = np.mean([race(better + row, 0.5)[1] for row in own])
    correlated = np.mean([race(better + np.sqrt(0.2) * row + np.sqrt(0.8) * both, 0.5)[1] for row, both in zip(own, shared, strict=True)])
    first_variance = np.mean([race(better + row, 0.5, update=False)[1] for row in own])
    assert correlated < 0.6 * alone and alone < first_variance


def test_looking_less_often_is_allowed():
    observations = np.random.default_rng(63).normal(0, 1, (3, 500)) + np.array([0, 1, 0])[:, None]
    assert step(list(observations[:, :400]), 0.5) == Race([1], 0)


def test_who_is_out_stays_out():
    """The last configuration has the largest mean, and fewer observations: it left the race."""
    chance = np.random.default_rng(64)
    samples = [chance.normal(0, 1, 12), chance.normal(0, 1, 12), chance.normal(9, 1, 11)]
    assert 2 not in step(samples, 0.1).survivors


def test_equal_configurations_end_with_the_first():
    assert step([np.ones(10), np.ones(10)], 0.1) == Race([0], 0)
    same = np.random.default_rng(65).normal(0, 1, 12)
    assert step([same, same, same], 0.1) == Race([0], 0)
    assert step([np.ones(10), np.full(10, 2.0)], 0.1) == Race([1], 0)


def test_the_pilot_comes_first():
    assert step([np.array([]), np.array([])], 1.0) == Race([0, 1], 10)
    assert step([np.ones(7), np.ones(7)], 1.0, pilot=8) == Race([0, 1], 1)


def test_what_cannot_be_run_is_said():
    with pytest.raises(ValueError, match="above 0"):
        step([np.ones(10), np.ones(10)], 0.0)
    with pytest.raises(ValueError, match="two configurations"):
        step([np.ones(10)], 1.0)
    with pytest.raises(ValueError, match="configuration 1"):
        step([np.ones(10), np.full(10, np.nan)], 1.0)
    with pytest.raises(ValueError, match=r"confidence above 0\.5"):
        constants(2, 10, 0.4)
