"""Intervals hold the truth as often as they say, and are those of the tables.

Coverage is counted over samples with a fixed seed. Where the values are of the law a formula is exact for, the true coverage is 95 %, and 93.6 to 96.4 %
is that within two standard deviations of 1,000 samples; of discrete laws the coverage is computed, not counted.
"""

import numpy as np
import pytest
from scipy import stats

from sim.stats.intervals import Estimate, bonferroni, interval, normal_quantile, paired, relative, share, share_at_least


def covered(intervals: list[tuple[float, float]], truth: float) -> float:
    """Share of intervals, as mean and half-width, that hold the truth."""
    return float(np.mean([abs(mean - truth) <= half_width for mean, half_width in intervals]))


def test_case_s09_of_the_known_answers():
    """Ten replications with mean 5 and deviation 2: 1.430713812."""
    values = np.linspace(-1, 1, 10)
    values = 5 + 2 * values / values.std(ddof=1)
    assert interval(values) == pytest.approx((5, 1.430713812), rel=1e-8)
    assert relative(values) == pytest.approx(1.430713812 / 5, rel=1e-8)


def test_too_few_values_and_nan():
    mean, half_width = interval(np.array([3.0, np.nan]))
    assert mean == 3 and np.isnan(half_width)
    assert np.isnan(interval(np.array([])))[0] and np.isnan(relative(np.array([1.0])))
    assert interval(np.array([1.0, np.nan, 3.0])) == interval(np.array([1.0, 3.0]))
    assert interval(np.full(10, 0.1) + 0.2) == (0.1 + 0.2, 0.0)
    assert relative(np.zeros(4)) == 0 and relative(np.array([-1.0, 1.0])) == np.inf


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95])
def test_a_confidence_is_a_fraction(confidence):
    for ask in (lambda: interval(np.ones(3), confidence), lambda: share(1, 2, confidence), lambda: bonferroni(confidence, 2)):
        with pytest.raises(ValueError, match="confidence"):
            ask()


@pytest.mark.parametrize(("confidence", "least", "most"), [(0.95, 0.936, 0.964), (0.8, 0.775, 0.825)])
def test_students_interval_covers_the_mean_of_normal_values(confidence, least, most):
    samples = np.random.default_rng(11).normal(100, 15, (1_000, 6))
    assert least <= covered([interval(sample, confidence) for sample in samples], 100) <= most


def test_pairs_cover_the_difference_and_are_narrower_than_two_samples():
    """Two systems under common random numbers: the difference has a deviation of 1, each system one of 10."""
    chance = np.random.default_rng(12)
    common, own = chance.normal(50, 10, (1_000, 8)), chance.normal(2, 1, (1_000, 8))
    found = [paired(first + noise, first) for first, noise in zip(common, own, strict=True)]
    assert 0.936 <= covered(found, 2) <= 0.964
    assert np.mean([half_width for _, half_width in found]) < 1
    with pytest.raises(ValueError, match="3 and 2"):
        paired(np.ones(3), np.ones(2))


def chance_to_cover(ask, n: int, p: float) -> float:
    """The exact coverage of an interval of a share: the sum of binomial probabilities of what leads to an interval that holds p."""
    held = [low <= p <= high for _, low, high in (ask(k, n) for k in range(n + 1))]
    return float(stats.binom.pmf(np.arange(n + 1), n, p) @ held)


def test_wilson_covers_on_average_and_clopper_and_pearson_always():
    shares = np.linspace(0.01, 0.99, 99)
    for n in (20, 100):
        wilson, exact = ([chance_to_cover(ask, n, p) for p in shares] for ask in (share, share_at_least))
        assert 0.945 <= np.mean(wilson) <= 0.96
        assert min(exact) >= 0.95 and np.mean(exact) > np.mean(wilson)


def test_shares_of_the_tables():
    """7 of 20 by Wilson 0.1812 to 0.5671; 0 and 10 of 10 by Clopper and Pearson 0.3085 away (1 - 0.025^(1/10))."""
    assert share(7, 20) == pytest.approx((0.35, 0.18119, 0.56715), abs=5e-5)
    assert share_at_least(0, 10) == pytest.approx((0, 0, 0.308497), abs=1e-6)
    assert share_at_least(10, 10) == pytest.approx((1, 0.691503, 1), abs=1e-6)
    assert share(0, 10).low == 0 and share(10, 10).high == 1
    assert np.isnan(share(0, 0).value) and share_at_least(0, 0)[1:] == (0, 1)
    with pytest.raises(ValueError, match="of 3 trials 4"):
        share(4, 3)


def test_the_normal_quantile_of_the_middle_is_students_interval():
    values = np.random.default_rng(13).normal(5, 2, 9)
    mean, half_width = interval(values, 0.9)
    assert normal_quantile(values, 0.5, 0.9) == pytest.approx((mean, mean - half_width, mean + half_width), rel=1e-10)
    assert np.isnan(normal_quantile(values[:1], 0.5).low)
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_quantile(values, 1.0)


def test_the_normal_quantile_has_the_factors_of_tolerance_bounds():
    """n = 10, p = 0.9: the bound not passed with 95 % lies 2.355 deviations above the mean (tolerance factor, NIST e-Handbook 7.2.6.3, one-sided)."""
    values = np.linspace(-1, 1, 10)
    values /= values.std(ddof=1)
    assert normal_quantile(values, 0.9, 0.9).high == pytest.approx(2.3546, abs=2e-4)


@pytest.mark.parametrize("p", [0.05, 0.5, 0.95])
def test_the_normal_quantile_covers(p):
    samples = np.random.default_rng(14).normal(100, 15, (1_000, 10))
    truth = 100 + 15 * stats.norm.ppf(p)
    found = [normal_quantile(sample, p) for sample in samples]
    assert isinstance(found[0], Estimate)
    assert 0.936 <= np.mean([low <= truth <= high for _, low, high in found]) <= 0.964


def test_five_intervals_hold_together():
    samples = np.random.default_rng(15).normal(0, 1, (2_000, 5, 8))
    each = bonferroni(0.95, 5)
    assert each == pytest.approx(0.99)
    together = np.mean([all(abs(mean) <= half for mean, half in (interval(values, each) for values in sample)) for sample in samples])
    assert 0.95 - 3.29 * np.sqrt(0.05 * 0.95 / 2_000) <= together <= 0.975
    with pytest.raises(ValueError, match="there are 0"):
        bonferroni(0.95, 0)
