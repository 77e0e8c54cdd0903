"""Studies: what a user asks of many runs of one scenario.

schema    every field of a study file: factors, design, replications or precision, costs, aims, limits
factors   what a factor may be, and what it changes in a scenario
table     points listed in a CSV file
checks    rules of consistency of a study by itself
file      a study as it was read, and the hubs of its points
trial     its factors tried on the scenario, its figures looked for
reader    all of it in order: read_study(path) -> StudyFile
"""

from .factors import LevelsError, at, changes, ends, levels, position
from .file import StudyFile
from .reader import read_study
from .schema import (
    Cost,
    Factor,
    Fractional,
    Grid,
    LatinHypercube,
    Limit,
    Morris,
    Optimise,
    Points,
    Precision,
    Sobol,
    SobolSensitivity,
    Study,
)
from .trial import check_factors, check_figures

__all__ = [
    "Cost",
    "Factor",
    "Fractional",
    "Grid",
    "LatinHypercube",
    "LevelsError",
    "Limit",
    "Morris",
    "Optimise",
    "Points",
    "Precision",
    "Sobol",
    "SobolSensitivity",
    "Study",
    "StudyFile",
    "at",
    "changes",
    "check_factors",
    "check_figures",
    "ends",
    "levels",
    "position",
    "read_study",
]
