"""Designs: which points of the factors a study visits. A design that asks as it goes is in `optimise`."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from sim.study import Factor, Fractional, Grid, LatinHypercube, Morris, Optimise, Points, Sobol, SobolSensitivity, StudyFile, at, ends, levels

from . import fractional, sensitivity

Values = dict[str, Any]


@dataclass(frozen=True)
class Layout:
    """The points of a study, in order."""

    n: int
    """how many; of an optimisation at most"""
    points: Callable[[], Iterator[Values]]
    """goes through them: factor -> value"""
    cube: np.ndarray | None = None
    """where the points lie in the unit cube, shape (n, factors), 0 first or low and 1 last or high; None where that is not needed afterwards"""
    notes: list[str] = field(default_factory=list)
    """what the user should know of the design, a line each"""
    fraction: dict[str, Any] | None = None
    """of a two-level design the same as values: points, of_points, resolution (None: all can be told), aliases"""


def layout(file: StudyFile) -> Layout:
    """Lay out the points of a study."""
    study, design = file.study, file.study.design
    names = list(study.factors)
    if isinstance(design, Points):
        rows = [{name: row[name] for name in names} for row in file.rows]
        return Layout(len(rows), lambda: iter(rows))
    if isinstance(design, Optimise):
        return Layout(design.points, lambda: iter(()))
    factors = {name: factor for name, factor in study.factors.items() if factor is not None}
    if isinstance(design, Grid):
        lists = [levels(factor) for factor in factors.values()]
        return Layout(math.prod(map(len, lists)), lambda: (dict(zip(names, row, strict=True)) for row in product(*lists)))
    if isinstance(design, Fractional):
        return _fraction(design, factors)
    if isinstance(design, LatinHypercube | Sobol):
        cube = _spread(design, len(names))
        return Layout(len(cube), lambda: _through(factors, cube))
    if isinstance(design, Morris):
        cube = sensitivity.morris_sample(len(names), design.trajectories, design.levels, design.seed)
    else:
        assert isinstance(design, SobolSensitivity)
        cube = sensitivity.sobol_sample(len(names), design.base, design.pairs, design.seed)
    return Layout(len(cube), lambda: _through(factors, cube), cube)


def _spread(design: LatinHypercube | Sobol, dimensions: int) -> np.ndarray:
    from scipy.stats import qmc  # slow to import, and only needed here

    if isinstance(design, Sobol):
        return np.asarray(qmc.Sobol(dimensions, rng=np.random.default_rng(design.seed)).random(design.points))
    return np.asarray(qmc.LatinHypercube(dimensions, rng=np.random.default_rng(design.seed)).random(design.points))


def _through(factors: dict[str, Factor], cube: np.ndarray) -> Iterator[Values]:
    for row in cube.tolist():
        yield {name: at(factor, share) for (name, factor), share in zip(factors.items(), row, strict=True)}


def _fraction(design: Fractional, factors: dict[str, Factor]) -> Layout:
    names = tuple(factors)
    fraction = fractional.stated(names, design.generators) if design.generators else fractional.smallest(names, design.resolution or 4)
    signs = list(fraction.signs())
    choices = [ends(factor) for factor in factors.values()]

    def points() -> Iterator[Values]:
        for row in signs:
            yield {name: pair[sign > 0] for name, pair, sign in zip(names, choices, row, strict=True)}

    return Layout(fraction.runs, points, (np.array(signs) + 1) / 2, _told(fraction), _values(fraction))


def _values(fraction: fractional.Fraction) -> dict[str, Any]:
    aliases = list(fraction.aliases()) if fraction.resolution is not None else []
    return {"points": fraction.runs, "of_points": 2 ** len(fraction.names), "resolution": fraction.resolution, "aliases": aliases}


def _told(fraction: fractional.Fraction) -> list[str]:
    resolution = fraction.resolution
    whole = 2 ** len(fraction.names)
    if resolution is None:
        return [f"all {whole} points of the grid: no smaller part has the resolution asked for; every effect can be told"]
    head = f"{fraction.runs} of the {whole} points of the grid, resolution {resolution}: an effect of n factors is mixed with some of {resolution} - n or more"
    return [head, *(f"cannot be told apart: {line}" for line in fraction.aliases())]
