"""A study as it was read, and the hubs of its points."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.scenario import Hub, read
from sim.scenario.problems import Where

from .factors import changes
from .schema import Study


@dataclass(frozen=True)
class StudyFile:
    """A study as it was read."""

    study: Study
    path: Path
    where: Where
    base: Hub
    """the scenario as it is, at the scale of the study"""
    rows: tuple[dict[str, Any], ...]
    """points that are listed, one value a factor; empty for other designs"""

    @property
    def scenario(self) -> Path:
        """The scenario file."""
        return self.path.parent / self.study.scenario

    def hub(self, values: Mapping[str, Any]) -> Hub:
        """Read the hub of a point, given as factor: value. Raises ScenarioError."""
        scale, demand, overrides = changes(self.study.factors, values)
        return read(self.scenario, self.study.scale * scale, overrides, demand=demand)
