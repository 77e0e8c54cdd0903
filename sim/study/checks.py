"""Rules of consistency of a study. Each says where in the file, what, and what to do."""

import math
from collections.abc import Iterator
from typing import Any

from sim.scenario import Problem
from sim.scenario.problems import Where, did_you_mean, error, short

from .factors import DEMAND, SCALE, LevelsError, ends, levels, paths, trials
from .schema import Fractional, Grid, Morris, Optimise, Points, Sobol, SobolSensitivity, Study


def check(study: Study, where: Where) -> Iterator[Problem]:
    """Yield what is wrong with a study by itself."""
    for rule in RULES:
        yield from rule(study, where)


def fields_once(study: Study, where: Where) -> Iterator[Problem]:
    """No field is changed by two factors, and none by the chance of the runs."""
    owners: dict[str, str] = {}
    for name, factor in study.factors.items():
        for path in paths(name, factor):
            if path in owners:
                yield error(where("factors", name, key=True), f"{short(path)} is changed by {short(owners[path])} too", "let one factor change it")
            owners[path] = name
            if path == "seed":
                yield error(where("factors", name, key=True), "the seed is no factor", "replications meet other chance; seed: beside them says which")


def values_fit(study: Study, where: Where) -> Iterator[Problem]:
    """Each factor has what the design needs of it."""
    design = study.design
    if isinstance(design, Points):
        yield from _rows(study, design, where)
        return
    for name, factor in study.factors.items():
        place = where("factors", name, key=True)
        try:
            if isinstance(design, Grid):
                levels(factor)
            elif isinstance(design, Fractional):
                ends(factor)
            elif factor is None or (factor.values is None and factor.low is None):
                raise LevelsError("has no values")
        except LevelsError as fault:
            yield error(place, f"the factor {short(name)} {fault}", "give values: [...], or low, high and levels")
            continue
        if isinstance(design, Morris | SobolSensitivity) and factor is not None and factor.values is not None and len(factor.values) < 2:
            yield error(place, f"the factor {short(name)} has one value only", "give two or more, or leave the factor out")
        for number in trials(factor) if SCALE in paths(name, factor) or DEMAND in paths(name, factor) else ():
            if not _is_number(number):
                yield error(place, f"{short(name)} multiplies, but {short(number)} is not a number")


def _rows(study: Study, design: Points, where: Where) -> Iterator[Problem]:
    for number, row in enumerate(design.rows or []):
        for name in row.keys() - study.factors.keys():
            place = where("design", "rows", number, name, key=True)
            yield error(place, f"{short(name)} is not a factor of the study", did_you_mean(name, study.factors))
        for name in study.factors.keys() - row.keys():
            yield error(where("design", "rows", number), f"this point has no value for {short(name)}")
    for name, factor in study.factors.items():
        if factor is not None and (factor.values is not None or factor.low is not None):
            yield error(where("factors", name, key=True), f"the values of {short(name)} stand in the points", f"write {name}: {{}} here")


def numbers_fit(study: Study, where: Where) -> Iterator[Problem]:
    """Numbers of points that a method needs to be powers of two, or even."""
    design = study.design
    for kind, field in ((Sobol, "points"), (SobolSensitivity, "base")):
        if isinstance(design, kind):
            n = getattr(design, field)
            if n & (n - 1):
                below = 1 << (n.bit_length() - 1)
                yield error(where("design", field), f"{field} of a Sobol sequence must be a power of two, not {n}", f"take {below} or {2 * below}")
    if isinstance(design, Morris) and design.levels % 2:
        yield error(where("design", "levels"), f"levels of Morris must be even, not {design.levels}", f"take {design.levels + 1}")
    if isinstance(design, Fractional) and len(study.factors) > 20:
        yield error(where("factors", key=True), f"a fractional design takes at most 20 factors, not {len(study.factors)}", "screen them first: kind: morris")


def generators_fit(study: Study, where: Where) -> Iterator[Problem]:
    """Generators name factors, none of which is itself generated."""
    generators = study.design.generators if isinstance(study.design, Fractional) else None
    for name, product in (generators or {}).items():
        place = where("design", "generators", name, key=True)
        for word in (name, *product):
            if word not in study.factors:
                yield error(place, f"{short(word)} is not a factor of the study", did_you_mean(word, study.factors))
        if len(set(product)) < max(2, len(product)):
            yield error(place, f"{short(name)} needs the product of two factors or more, each once")
        for word in set(product) & set(generators or {}):
            yield error(place, f"{short(word)} is generated itself", "name factors that are not")


def aims_fit(study: Study, where: Where) -> Iterator[Problem]:
    """Aims belong to an optimisation, and it needs some."""
    if isinstance(study.design, Optimise):
        if not study.aims:
            yield error(where("design", key=True), "nothing is aimed at", "add aims: {some_figure: minimise}")
        if isinstance(study.design, Optimise) and study.design.startup > study.design.points:
            yield error(where("design", "startup"), f"startup must not be more than points, {study.design.startup} and {study.design.points}")


def costs_fit(study: Study, where: Where) -> Iterator[Problem]:
    """A cost is of factors whose values are numbers."""
    for name, cost in study.costs.items():
        for factor in cost.of:
            place = where("costs", name, "of", factor, key=True)
            if factor not in study.factors:
                yield error(place, f"{short(factor)} is not a factor of the study", did_you_mean(factor, study.factors))
            elif any(not _is_number(value) for value in trials(study.factors[factor])):
                yield error(place, f"the values of {short(factor)} are not all numbers", "a price needs numbers")
        for row in study.design.rows or [] if isinstance(study.design, Points) else []:
            if any(factor in row and not _is_number(row[factor]) for factor in cost.of):
                yield error(where("costs", name, key=True), f"{short(name)} is of factors whose values are not all numbers")
                break


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def limits_fit(study: Study, where: Where) -> Iterator[Problem]:
    """A confidence is of the mean of several replications."""
    for name, limit in study.limits.items():
        if limit.confidence is not None and study.precision is None and (study.replications or 1) < 2 and name not in study.costs:
            yield error(where("limits", name, key=True), "a limit with a confidence needs two replications or more", "add replications: 5, say")


RULES = (fields_once, values_fit, numbers_fit, generators_fit, aims_fit, costs_fit, limits_fit)
