"""Designs visit the points they say, and the same ones again."""

import itertools
import math

import numpy as np
import pytest

from sim.experiment.designs import layout
from sim.experiment.fractional import smallest, stated
from sim.study import read_study

RANGES = "factors: {demand: {low: 0.5, high: 1.5}, scale: {low: 1, high: 2}, doors: {paths: [elements.doors.count], low: 1, high: 4, whole: true}}\n"


SMALLEST = [(3, 3, 4), (4, 4, 8), (5, 5, 16), (5, 3, 8), (6, 4, 16), (7, 3, 8), (7, 4, 16), (8, 4, 16), (11, 4, 32), (15, 3, 16), (8, 5, 64)]


@pytest.mark.parametrize(("k", "resolution", "runs"), SMALLEST)
def test_fractions_are_as_small_as_the_tables_of_box_hunter_hunter(k, resolution, runs):
    fraction = smallest(tuple("abcdefghijklmno"[:k]), resolution)
    assert fraction.runs == runs and fraction.resolution >= resolution
    signs = np.array(list(fraction.signs()))
    assert signs.shape == (runs, k) and len({tuple(row) for row in signs.tolist()}) == runs
    assert np.array_equal(signs.T @ signs, runs * np.eye(k))  # main effects are told apart
    if resolution >= 4:
        pairs = np.array([signs[:, a] * signs[:, b] for a, b in itertools.combinations(range(k), 2)])
        assert not (pairs @ signs).any()  # and from pairs


def test_what_cannot_be_told_apart_is_said():
    half = stated(("a", "b", "c"), {"c": ["a", "b"]})
    assert (half.runs, half.resolution, half.aliases()) == (4, 3, ["a + b x c", "b + a x c", "c + a x b"])
    assert smallest(("a", "b", "c"), 4).resolution is None and smallest(("a", "b", "c"), 4).aliases() == []
    assert smallest(tuple("abcd"), 4).aliases() == ["a x b + c x d", "a x c + b x d", "a x d + b x c"]


def test_a_grid_is_every_value_with_every_other(write):
    words = "factors: {demand: {values: [1, 2]}, scale: {low: 1, high: 2, levels: 3}}\ndesign: {kind: grid}\n"
    laid = layout(read_study(write(words)))
    assert laid.n == 6 and [tuple(point.values()) for point in laid.points()] == list(itertools.product([1, 2], [1.0, 1.5, 2.0]))


def test_a_large_grid_is_not_written_out(write):
    words = "".join(f"  f{n}: {{paths: [notes{n}], low: 1, high: 1000, whole: true}}\n" for n in range(5))
    laid = layout(read_study(write(f"factors:\n{words}design: {{kind: grid}}\n")))
    assert laid.n == 10**15 and next(laid.points()) == {f"f{n}": 1 for n in range(5)}


def test_a_latin_hypercube_takes_each_part_once(write):
    points = list(layout(read_study(write(RANGES + "design: {kind: latin_hypercube, points: 20}\n"))).points())
    for name, low, high in (("demand", 0.5, 1.5), ("scale", 1, 2)):
        assert sorted(math.floor((point[name] - low) / (high - low) * 20) for point in points) == list(range(20))
    assert sorted(point["doors"] for point in points) == sorted([1, 2, 3, 4] * 5)


def test_a_sobol_sequence_fills_each_part_of_a_square(write):
    points = list(layout(read_study(write(RANGES + "design: {kind: sobol, points: 64}\n"))).points())
    squares = {(math.floor((point["demand"] - 0.5) * 8), math.floor((point["scale"] - 1) * 8)) for point in points}
    assert len(squares) == 64


@pytest.mark.parametrize("design", ["latin_hypercube, points: 9", "sobol, points: 8", "morris, trajectories: 3", "sobol_sensitivity, base: 4, pairs: true"])
def test_a_seed_is_a_layout(write, design):
    drawn = [list(layout(read_study(write(f"{RANGES}design: {{kind: {design}, seed: {seed}}}\n"))).points()) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_morris_moves_one_factor_at_a_time(write):
    laid = layout(read_study(write(RANGES + "design: {kind: morris, trajectories: 5}\n")))
    assert laid.n == 5 * 4
    moved = (np.diff(laid.cube.reshape(5, 4, 3), axis=1) != 0).sum(axis=2)
    assert (moved == 1).all()
