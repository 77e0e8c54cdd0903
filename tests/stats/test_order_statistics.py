"""The interval of a quantile from order statistics: the ranks of the known answers, and coverage as computed."""

import numpy as np
import pytest
from scipy import stats

from sim.stats.quantiles import least_n, places, quantile


@pytest.mark.parametrize(("n", "p", "low", "high", "coverage"), [(100, 0.9, 84, 96, 0.9556901072), (1000, 0.99, 983, 997, 0.9760947635)])
def test_case_s08_of_the_known_answers(n, p, low, high, coverage):
    found = places(n, p)
    assert found[:2] == (low, high)
    assert found.coverage == pytest.approx(coverage, rel=1e-8)


@pytest.mark.parametrize("law", [stats.expon(), stats.lognorm(1.5), stats.norm(5, 2)], ids=["exponential", "lognormal", "normal"])
@pytest.mark.parametrize(("n", "p"), [(10, 0.5), (50, 0.9), (200, 0.95), (30, 0.95)])
def test_coverage_is_the_one_computed_whatever_the_law(law, n, p):
    """Over 2,000 samples, within 3.29 standard deviations; with n = 30 the upper end is infinite."""
    samples = law.rvs((2_000, n), random_state=np.random.default_rng(21))
    held = np.mean([low <= law.ppf(p) <= high for _, low, high in (quantile(sample, p) for sample in samples)])
    coverage = places(n, p).coverage
    assert coverage >= 0.95
    assert abs(held - coverage) <= 3.29 * np.sqrt(coverage * (1 - coverage) / 2_000)


def test_whole_numbers_with_ties_are_covered_at_least_so():
    law = stats.poisson(3)
    samples = law.rvs((2_000, 40), random_state=np.random.default_rng(22))
    assert np.mean([low <= law.ppf(0.8) <= high for _, low, high in (quantile(sample, 0.8) for sample in samples)]) >= 0.95


def test_ends_that_few_values_do_not_reach_are_infinite():
    values = np.arange(1.0, 6.0)
    assert quantile(values, 0.5) == (3, -np.inf, np.inf)
    assert quantile(np.append(values, np.nan), 0.5) == quantile(values, 0.5)
    assert np.isnan(quantile(np.array([]), 0.5).value)
    assert quantile(np.arange(1.0, 11.0), 0.9, 0.5).value == 9


@pytest.mark.parametrize(("p", "confidence", "n"), [(0.5, 0.95, 6), (0.95, 0.95, 72), (0.05, 0.95, 72), (0.99, 0.9, 299)])
def test_the_fewest_values_with_finite_ends(p, confidence, n):
    """0.5^6 = 0.016 and 0.95^72 = 0.0249 are the first powers below 0.025; 0.99^299 = 0.0495 the first below 0.05."""
    assert least_n(p, confidence) == n
    assert np.isfinite(quantile(np.arange(float(n)), p, confidence)).all()
    assert not np.isfinite(quantile(np.arange(n - 1.0), p, confidence)).all()


def test_what_is_no_quantile_is_said():
    with pytest.raises(ValueError, match="between 0 and 1"):
        places(10, 1.5)
    with pytest.raises(ValueError, match="cannot be -1"):
        places(-1, 0.5)
