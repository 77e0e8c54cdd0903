"""A study beside what it speaks of: its factors tried on the scenario, its figures looked for among those there are."""

from collections.abc import Callable, Iterable

from sim.scenario import Hub, Place, Problem, Scenario, ScenarioError
from sim.scenario.problems import did_you_mean, error, short

from .factors import DEMAND, SCALE, trials
from .file import StudyFile

COLUMNS = "identity study point seed replication engine state digest wall_s reason replay attempts finished hub runs done failed waiting".split()
"""what tables of results call what is no factor and no figure"""
SHOWN = 3
"""problems of the scenario that are told of one value"""


def check_figures(file: StudyFile, figures: Iterable[str]) -> None:
    """Raise ScenarioError unless all figures that the study names are among `figures` or its own costs."""
    study, where = file.study, file.where
    known = [*figures, *study.costs]
    named: list[tuple[tuple[str | int, ...], str]] = []
    if "figures" in study.model_fields_set:
        named += [(("figures", number), name) for number, name in enumerate(study.figures)]
    named += [((field, name), name) for field in ("aims", "limits") for name in getattr(study, field)]
    if study.precision is not None:
        named.append((("precision", "figure"), study.precision.figure))
    problems = [error(where(*steps, key=True), f"there is no figure {short(name)}", _near(name, known)) for steps, name in named if name not in known]
    taken = {*known[: len(known) - len(study.costs)], *COLUMNS}
    for field, names in (("costs", set(study.costs)), ("factors", set(study.factors) - {DEMAND, SCALE})):
        other = taken if field == "costs" else {*taken, *study.costs}
        problems += [error(where(field, name, key=True), f"{short(name)} is a column of the results already", "give it another name") for name in names & other]
    if problems:
        raise ScenarioError(problems)


def _near(name: str, known: list[str]) -> str:
    return did_you_mean(name, known) or "there is: " + ", ".join(known)


def check_factors(file: StudyFile, also: Callable[[Hub], object] | None = None) -> None:
    """Try each factor alone at each of its values, the ends of a range that has no levels. Raise ScenarioError with what the scenario says to it.

    `also` looks at each hub, and raises ScenarioError if something in it is not known.
    """
    study, where = file.study, file.where
    problems: list[Problem] = []
    for name, factor in study.factors.items():
        values = list({repr(row[name]): row[name] for row in file.rows}.values()) if file.rows else trials(factor)
        for number, value in enumerate(values):
            try:
                hub = file.hub({name: value})
                if also is not None:
                    also(hub)
            except ScenarioError as fault:
                place = where("factors", name, "values", number, key=factor is None or factor.values is None)
                problems += [_said(place, name, value, problem) for problem in fault.problems[:SHOWN]]
                if any(
                    problem.file.startswith("override ") and ("there is no" in problem.message or "unknown key" in problem.message)
                    for problem in fault.problems
                ):
                    break  # at every value
    if problems:
        raise ScenarioError(problems)


def _said(place: Place, name: str, value: object, problem: Problem) -> Problem:
    if problem.file.startswith("override "):
        path = problem.file.removeprefix("override ")
        section, dot, _ = path.partition(".")
        absent = dot and section in Scenario.model_fields and problem.message == f"there is no {short(section)}"
        whole = f"the scenario does not have this section: write it there, or vary it as a whole, {section}: {{values: [...]}}"
        return error(place, f"{path}: {problem.message}", whole if absent else problem.hint)
    return error(place, f"with {name} = {short(value)}: {problem.message} ({problem.file}:{problem.line}:{problem.column})", problem.hint)
