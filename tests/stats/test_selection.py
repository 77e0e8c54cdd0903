"""Rinott, Bechhofer, OCBA, screening and the table of pairs: the numbers of the tables, and promises kept."""

import numpy as np
import pytest

from sim.stats import ocba, pcs, rinott
from sim.stats.intervals import interval
from sim.stats.screening import screen, screen_paired
from sim.stats.told_apart import told_apart


def least(promise: float, repetitions: int) -> float:
    """The share that 3.29 standard deviations of chance leave of a promise kept."""
    return promise - 3.29 * float(np.sqrt(promise * (1 - promise) / repetitions))


# -- Rinott ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("k", "n", "h"), [(2, 20, 2.452473253), (5, 20, 3.385418732), (10, 20, 3.875276636), (50, 30, 4.641841977)])
def test_case_s05_of_the_known_answers(k, n, h):
    assert rinott.h(k, n) == pytest.approx(h, rel=1e-8)


def test_rinotts_constant_with_pilots_of_two_is_the_one_of_cauchy():
    """With one degree of freedom the difference of two t variables is twice a Cauchy: h = 2 tan(pi (P - 1/2))."""
    assert rinott.h(2, 2, 0.9) == pytest.approx(2 * np.tan(np.pi * 0.4), rel=1e-6)


def test_rinott_finds_the_best_as_often_as_said():
    """Five configurations of unequal deviations, all others worse by exactly delta."""
    chance = np.random.default_rng(71)
    deviations, better = np.array([1.0, 2.0, 1.5, 0.5, 1.0]), np.array([0, 0, 0, 0, 1.0])
    found = 0
    for _ in range(1_000):
        observations = better[:, None] + deviations[:, None] * chance.normal(0, 1, (5, 300))
        n = rinott.sizes(list(observations[:, :10]), 1.0)
        found += np.argmax([row[:size].mean() for row, size in zip(observations, n, strict=True)]) == 4
    assert least(0.95, 1_000) <= found / 1_000


def test_rinotts_sizes_are_those_of_the_formula():
    pilot = np.linspace(-1, 1, 20)
    pilot /= pilot.std(ddof=1)
    assert rinott.sizes([2 * pilot, 0.1 * pilot], 0.5).tolist() == [int(np.ceil((2.452473253 * 2 / 0.5) ** 2)), 20]
    with pytest.raises(ValueError, match="lengths"):
        rinott.sizes([np.ones(3), np.ones(4)], 1.0)
    with pytest.raises(ValueError, match="above 1 / k"):
        rinott.h(2, 10, 0.5)


# -- Bechhofer -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("k", "distance", "probability"), [(2, 1.0, 0.7602499389), (5, 2.0, 0.7878389827), (50, 3.0, 0.755857894)])
def test_case_s06_of_the_known_answers(k, distance, probability):
    assert pcs.correct_selection(k, distance) == pytest.approx(probability, rel=1e-8)
    assert pcs.correct_selection(k, 0.0) == pytest.approx(1 / k)


def test_the_fewest_replications_for_a_probability():
    n = pcs.replications(5, 0.4, 1.5)
    assert pcs.correct_selection(5, 0.4 * np.sqrt(n) / 1.5) >= 0.95 > pcs.correct_selection(5, 0.4 * np.sqrt(n - 1) / 1.5)
    with pytest.raises(ValueError, match="delta"):
        pcs.replications(5, 0.0, 1.5)
    with pytest.raises(ValueError, match="two configurations"):
        pcs.correct_selection(1, 1.0)


# -- OCBA ------------------------------------------------------------------------------------------------------------------


def test_case_s07_of_the_known_answers():
    """There the least is best, so the means are negated."""
    found = ocba.fractions(-np.array([1.0, 2, 3, 4, 5]), np.array([2.0, 2, 3, 3, 4]))
    assert found == pytest.approx([0.3453691055, 0.3173967973, 0.1785356985, 0.07934919933, 0.07934919933], rel=1e-8)


def test_a_budget_is_given_whole_to_who_lacks_most():
    samples = [values - np.mean(values) for values in np.random.default_rng(72).normal(0, 1, (3, 10))]
    samples = [samples[0] + 1.0, samples[1] + 0.9, samples[2] - 5.0]
    given = ocba.allocation(samples, 37)
    assert given.sum() == 37 and given[2] == 0 and min(given[:2]) > 0
    assert ocba.allocation(samples, 0).tolist() == [0, 0, 0]
    with pytest.raises(ValueError, match="below 0"):
        ocba.allocation(samples, -1)


def test_configurations_that_do_not_vary_and_ties():
    assert ocba.fractions(np.array([1.0, 2.0]), np.zeros(2)).tolist() == [0.5, 0.5]
    assert ocba.fractions(np.array([1.0, 2.0]), np.array([0.0, 1.0])).tolist() == [0, 1]
    assert ocba.fractions(np.array([1.0, 2.0]), np.array([1.0, 0.0])).tolist() == [1, 0]
    tied = ocba.fractions(np.array([2.0, 2.0, 1.0]), np.ones(3))
    assert tied[:2] == pytest.approx([0.5, 0.5], abs=1e-6)


def test_ocba_finds_the_best_more_often_than_equal_shares():
    """Ten configurations 0.5 apart, deviation 2; five replications each, then 150 more, ten at a time or fifteen of each."""
    chance = np.random.default_rng(73)
    better = -0.5 * np.arange(10.0)[:, None]
    chosen = equal = 0
    for _ in range(500):
        observations = better + chance.normal(0, 2, (10, 160))
        counts = np.full(10, 5)
        for _ in range(15):
            counts += ocba.allocation([row[:n] for row, n in zip(observations, counts, strict=True)], 10)
        assert counts.sum() == 200
        chosen += np.argmax([row[:n].mean() for row, n in zip(observations, counts, strict=True)]) == 0
        equal += np.argmax(observations[:, :20].mean(axis=1)) == 0
    assert chosen / 500 > equal / 500 + 3.29 * np.sqrt(0.25 / 500)


# -- screening -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("common", [0.0, 0.8])
@pytest.mark.parametrize("way", [screen, screen_paired])
def test_the_best_survives_screening_as_often_as_said(way, common):
    """All configurations alike, so that any one of them could be the best: the first is kept. `screen` is only for independent ones."""
    chance = np.random.default_rng(74)
    kept = chance.normal(0, 1, (1_000, 8, 10)) * np.sqrt(1 - common) + chance.normal(0, 1, (1_000, 1, 10)) * np.sqrt(common)
    held = np.mean([0 in way(list(rows)) for rows in kept])
    assert held >= least(0.95, 1_000)
    if way is screen_paired:
        assert held <= 0.99  # neither kept is everything


def test_screening_gives_up_what_is_clearly_worse_and_pairs_give_up_more():
    chance = np.random.default_rng(75)
    shared, own = chance.normal(0, 1, (1, 10)), chance.normal(0, 0.2, (6, 10))
    rows = list(shared + own - np.arange(6)[:, None])
    assert screen_paired(rows) == [0]
    assert 0 in screen(rows) and 5 not in screen(rows) and len(screen(rows)) > 1
    assert len(screen(rows, delta=1.0)) < len(screen(rows))


def test_screening_of_two_is_a_test_of_two():
    """Of two configurations the worse one is given up where the one-sided interval of the difference lies beyond 0."""
    chance = np.random.default_rng(76)
    for rows in chance.normal(0, 1, (50, 2, 6)):
        mean, half_width = interval(rows[0] - rows[1], 0.9)
        assert (len(screen_paired(list(rows))) == 1) == (abs(mean) > half_width)


def test_unequal_numbers_are_for_independent_screening_only():
    samples = [np.arange(4.0), np.arange(6.0)]
    assert screen(samples) == [0, 1]
    with pytest.raises(ValueError, match="from 4 to 6"):
        screen_paired(samples)
    with pytest.raises(ValueError, match="below 0"):
        screen(samples, delta=-1.0)


# -- which differ ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("common", [0.0, 0.8])
def test_configurations_that_are_alike_are_not_told_apart(common):
    """Of five alike, any pair is called apart in at most 5 % of 1,000 tables."""
    chance = np.random.default_rng(77)
    tables = chance.normal(0, 1, (1_000, 5, 10)) * np.sqrt(1 - common) + chance.normal(0, 1, (1_000, 1, 10)) * np.sqrt(common)
    wrong = np.mean([any(pair.apart for pair in told_apart(list(rows))) for rows in tables])
    assert 0.01 < wrong <= 0.05 + 3.29 * np.sqrt(0.05 * 0.95 / 1_000)


def test_a_table_of_two_is_a_paired_interval():
    """Exact for normal differences: 95 % of 1,000."""
    rows = np.random.default_rng(78).normal(0, 1, (1_000, 2, 8))
    assert 0.936 <= np.mean([not told_apart(list(row))[0].apart for row in rows]) <= 0.964


def test_the_table_names_pairs_in_order_and_leaves_out_nan():
    common = np.random.default_rng(79).normal(100, 30, 12)
    samples = [common, common + np.linspace(4, 6, 12), common + np.linspace(-1, 1.1, 12)]
    samples[1][3] = np.nan
    found = told_apart(samples)
    assert [(pair.first, pair.second) for pair in found] == [(0, 1), (0, 2), (1, 2)]
    assert [pair.apart for pair in found] == [True, False, True]
    assert found[0].difference == pytest.approx(-np.delete(np.linspace(4, 6, 12), 3).mean())
    assert told_apart([common]) == []
    assert not told_apart([common[:1], common[:1]])[0].apart
