"""Sensitivities of functions whose sensitivities are known."""

import numpy as np
import pytest

from sim.experiment import sensitivity
from sim.study import Factor, position

NAMES = ["a", "b", "c"]


def ishigami(cube):
    """Ishigami & Homma (1990), with a = 7 and b = 0.1, over -pi to pi."""
    x = (cube - 0.5) * 2 * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_ishigami():
    rows, lost = sensitivity.sobol(NAMES, ishigami(sensitivity.sobol_sample(3, 1024, True, 1)), True, 1)
    found = {row["factor"]: row for row in rows}
    assert lost == 0 and [row["factor"] for row in rows[:3]] == ["a", "b", "c"]
    for name, first, total in (("a", 0.314, 0.558), ("b", 0.442, 0.442), ("c", 0.0, 0.244)):
        assert abs(found[name]["S1"] - first) < 1.5 * found[name]["S1_conf"] + 1e-3
        assert abs(found[name]["ST"] - total) < 1.5 * found[name]["ST_conf"] + 1e-3
    assert abs(found["a x c"]["S2"] - 0.244) < 1.5 * found["a x c"]["S2_conf"]


def test_elementary_effects_of_a_sum_are_its_coefficients():
    cube = sensitivity.morris_sample(3, 10, 4, 1)
    rows, _ = sensitivity.morris(NAMES, cube, cube @ np.array([1.0, -5.0, 0.0]), 1)
    assert [(row["factor"], row["mu_star"], row["mu"]) for row in rows] == [
        ("b", pytest.approx(5), pytest.approx(-5)),
        ("a", pytest.approx(1), pytest.approx(1)),
        ("c", pytest.approx(0, abs=1e-9), pytest.approx(0, abs=1e-9)),
    ]
    assert all(row["sigma"] == pytest.approx(0, abs=1e-9) for row in rows)


@pytest.mark.parametrize("levels", [4, 6, 8])
def test_an_effect_is_that_of_the_whole_range_however_many_values_there_are(levels):
    """Two values, three, and all between: each changes the figure by ten from its first to its last."""
    factors = [Factor(values=["few", "many"]), Factor(values=[1, 2, 3]), Factor(low=5, high=9), Factor(low=1, high=4, whole=True)]
    cube = sensitivity.morris_sample(4, 20, levels, 1)
    places = np.array([[position(factor, share) for factor, share in zip(factors, point, strict=True)] for point in cube])
    rows, lost = sensitivity.morris(["two", "three", "between", "whole"], places, places.sum(axis=1) * 10, 1)
    assert lost == 0 and [row["mu"] for row in rows] == pytest.approx([10] * 4) == [row["mu_star"] for row in rows]


def test_a_product_shows_in_sigma():
    cube = sensitivity.morris_sample(3, 30, 4, 1)
    rows, _ = sensitivity.morris(NAMES, cube, cube[:, 0] * cube[:, 1] + cube[:, 2], 1)
    found = {row["factor"]: row for row in rows}
    assert found["a"]["sigma"] > 0.2 < found["b"]["sigma"] and found["c"]["sigma"] == pytest.approx(0, abs=1e-9)


def test_a_block_with_a_missing_point_is_left_out_whole():
    cube = sensitivity.morris_sample(3, 10, 4, 1)
    values = cube @ np.array([1.0, -5.0, 0.0])
    values[[5, 6, 38]] = np.nan
    rows, lost = sensitivity.morris(NAMES, cube, values, 1)
    assert lost == 2 and rows[0]["mu"] == pytest.approx(-5)
    values = ishigami(sensitivity.sobol_sample(3, 64, False, 1))
    values[7] = np.nan
    rows, lost = sensitivity.sobol(NAMES, values, False, 1)
    assert lost == 1 and all(np.isfinite(row["ST"]) for row in rows)


def test_a_figure_that_does_not_vary_has_no_indices():
    cube = sensitivity.sobol_sample(3, 16, False, 1)
    assert sensitivity.sobol(NAMES, np.ones(len(cube)), False, 1) == ([], 0)
    assert sensitivity.sobol(NAMES, np.full(len(cube), np.nan), False, 1) == ([], 16)


def test_main_effects():
    cube = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 1.0]])
    rows, lost = sensitivity.effects(NAMES, cube, cube @ np.array([2.0, -3.0, 0.5]))
    assert lost == 0 and [(row["factor"], row["effect"]) for row in rows] == [("b", -3.0), ("a", 2.0), ("c", 0.5)]
