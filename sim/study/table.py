"""Points listed in a CSV file: the first line names the factors, each further line is a point."""

import csv
import io
from pathlib import Path
from typing import Any

from sim.scenario import Place, ScenarioError, parse_value
from sim.scenario.document import read_text
from sim.scenario.problems import did_you_mean, error, short


def read_points(path: Path, factors: list[str]) -> list[dict[str, Any]]:
    """Return the points; cells are read as values of a scenario are. Raise ScenarioError with the line of each fault."""
    rows = list(csv.reader(io.StringIO(read_text(path))))
    if not rows or not any(rows[0]):
        raise ScenarioError([error(Place(str(path), 1, 1), "the file is empty", "its first line names the factors: " + ", ".join(factors))])
    head = [name.strip() for name in rows[0]]
    problems = [
        error(Place(str(path), 1, column + 1), f"{short(name)} is not a factor of the study", did_you_mean(name, factors))
        for column, name in enumerate(head)
        if name not in factors
    ]
    problems += [error(Place(str(path), 1, 1), f"no column {short(name)}", "each factor needs one") for name in factors if name not in head]
    if len(set(head)) < len(head):
        problems.append(error(Place(str(path), 1, 1), "two columns have one name"))
    points = []
    for line, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head):
            problems.append(error(Place(str(path), line, 1), f"{len(row)} cells, but {len(head)} columns"))
            continue
        cells = {name: parse_value(cell, f"{path}:{line}") for name, cell in zip(head, row, strict=True)}
        empty = [name for name, value in cells.items() if value is None]
        problems += [error(Place(str(path), line, head.index(name) + 1), f"no value for {short(name)}") for name in empty]
        points.append(cells)
    if not points and not problems:
        problems.append(error(Place(str(path), 1, 1), "the file lists no point", "write one a line below the names"))
    if problems:
        raise ScenarioError(problems)
    return points
