"""A study file to a checked study: read, validate, look at the scenario it names. Nothing is run."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.scenario import Place, ScenarioError, read
from sim.scenario.complaints import complaints, place_at
from sim.scenario.document import parse, read_text, why_no_file
from sim.scenario.problems import error, short
from sim.scenario.reader import whole

from .checks import check
from .file import StudyFile
from .schema import Points, Study
from .table import read_points


def read_study(path: str | Path) -> StudyFile:
    """Return the study a file describes. Raise ScenarioError with every problem found, each with its line.

    The scenario is read once, as it is; whether it bears the values of the factors, see `check_factors`.
    """
    path = Path(path)
    tree = parse(read_text(path), str(path))
    try:
        study = Study.model_validate_json(json.dumps(whole(tree.plain())), strict=True)
    except ValidationError as fault:
        raise ScenarioError(complaints(fault, tree, Study)) from None

    def where(*steps: str | int, key: bool = False) -> Place:
        return place_at(tree, steps, key)

    problems = list(check(study, where))
    scenario = path.parent / study.scenario
    if missing := why_no_file(scenario):
        problems.append(error(where("scenario"), f"the scenario {short(study.scenario)} {missing}", "the path is relative to this file"))
    if problems:
        raise ScenarioError(problems)
    rows: list[dict[str, Any]] = []
    if isinstance(study.design, Points):
        if study.design.file is not None:
            table = path.parent / study.design.file
            if missing := why_no_file(table):
                raise ScenarioError([error(where("design", "file"), f"the table {short(study.design.file)} {missing}", "the path is relative to this file")])
            rows = read_points(table, list(study.factors))
        else:
            rows = study.design.rows or []
    return StudyFile(study, path, where, read(scenario, study.scale), tuple(rows))
