"""What a study has found as DataFrames, and as files for other programs."""

from functools import cached_property
from pathlib import Path

import pandas as pd

from sim.store.export import export as write

from .found import Columns, Found
from .studies import Done

TABLES = ("runs", "means", "points")


class Frames:
    """A study that was carried out. Units are in the names; nan: not defined."""

    def __init__(self, done: Done):
        self._found = done.found
        self.name = done.found.plan.name
        """what the store calls the study"""
        self.failed = done.found.failed
        """runs without an outcome, and points that are no hub"""
        self.unreadable = done.unreadable
        """number of a point -> what the scenario says to its values"""

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a point: factors, costs, runs done and failed."""
        return pd.DataFrame(self._found.points())

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run: factors, replication, seed, digest, figures."""
        return pd.DataFrame(self._found.runs())

    @cached_property
    def means(self) -> pd.DataFrame:
        """One row a point: of each figure the mean, and in FIGURE +- the half-width of its confidence interval (95 %, or that of the study)."""
        return pd.DataFrame(self._found.means())

    @cached_property
    def sensitivity(self) -> pd.DataFrame:
        """One row a figure and factor, for designs that tell: see sim.experiment.sensitivity."""
        return pd.DataFrame(self._found.sensitivity()[0])

    @cached_property
    def best(self) -> pd.DataFrame:
        """The rows of `means` of the points that reach the limits and are best, or the Pareto front."""
        return self.means[self.means["point"].isin(self._found.best())] if len(self.means) else self.means


def export(found: Found, path: Path, table: str = "runs") -> int:
    """Write a table (runs, means or points) as .csv, .xlsx or .parquet, whole or not at all; return its rows. Raises StoreError, Refused.

    An .xlsx takes all three, a sheet each, that table first.
    """
    names = [table, *(name for name in TABLES if name != table)] if path.suffix.lower() == ".xlsx" else [table]
    tables: dict[str, Columns] = {name: getattr(found, name)() for name in names}
    return write({name: pd.DataFrame(columns) for name, columns in tables.items()}, path)
