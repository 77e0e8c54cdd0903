"""A study ready to be done: checked, laid out, and named after all that decides its points."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.scenario import ScenarioError
from sim.scenario.problems import error
from sim.site.coefficients import coefficients
from sim.study import StudyFile, check_factors, check_figures, read_study

from .designs import Layout, layout
from .ground import GROUND, names
from .identity import fingerprint

SAYS = {"title", "notes", "figures", "most_runs"}
"""what a study says that changes neither its points nor its runs"""
PILOT = 20
"""replications done before anybody looks how precise the mean is (sim.stats.precision)"""


@dataclass(frozen=True)
class Plan:
    """A study ready to be done."""

    file: StudyFile
    layout: Layout
    name: str
    """what the store calls it: the file's name, and ten digits over study, scenario and points"""
    seed: int
    """of the runs"""

    @property
    def first(self) -> int:
        """Replications each point has at once."""
        study = self.file.study
        return min(PILOT, study.precision.at_most) if study.precision else study.replications or 1

    @property
    def last(self) -> int:
        """Replications a point has at most."""
        study = self.file.study
        return study.precision.at_most if study.precision else study.replications or 1

    @property
    def most_runs(self) -> int:
        """How many runs it may come to."""
        return self.layout.n * self.last

    @property
    def with_ground(self) -> bool:
        """Whether figures of the ground are asked for."""
        return _asks_for_ground(self.file)

    @property
    def spec(self) -> dict[str, Any]:
        """The study as plain values, for the store."""
        return self.file.study.model_dump(mode="json", exclude=SAYS)


def plan(path: str | Path) -> Plan:
    """Read a study, look for its figures, lay out its points. Raises ScenarioError with the line of every fault; reads the scenario once."""
    file = read_study(path)
    check_figures(file, names(file.base))
    laid = layout(file)
    seed = file.study.seed if file.study.seed is not None else file.base.scenario.seed
    drawn = Plan(file, laid, "", seed)
    digest = hashlib.sha256(json.dumps([drawn.spec, list(file.rows), fingerprint(file.base, drawn.with_ground), seed]).encode())
    for source in file.base.files:
        digest.update(Path(source).read_bytes())
    if laid.cube is not None:
        digest.update(laid.cube.tobytes())
    return Plan(file, laid, f"{Path(path).stem}-{digest.hexdigest()[:10]}", seed)


def _asks_for_ground(file: StudyFile) -> bool:
    study = file.study
    named = {*study.figures, *study.aims, *study.limits, *([study.precision.figure] if study.precision else [])}
    return not named.isdisjoint(GROUND)


def check(plan: Plan, allow_many: bool) -> None:
    """What is checked before anything runs, once for each study: every factor alone at its values, and that the runs are not too many."""
    study = plan.file.study
    if plan.most_runs > study.most_runs and not allow_many:
        most = "at most " if plan.last > plan.first else ""
        words = f"{plan.layout.n:,} points x {most}{plan.last:,} replications are {plan.most_runs:,} runs, more than {study.most_runs:,}"
        raise ScenarioError([error(plan.file.where("design", key=True), words, "begin them with --yes, or raise most_runs, or take fewer points")])
    check_factors(plan.file, coefficients if plan.with_ground else None)
