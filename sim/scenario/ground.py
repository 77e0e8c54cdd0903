"""What a scenario says of its ground: are there coefficients and equipment of these names? What is built in is data, in sim/site/*.yaml."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .document import parse, read_text
from .problems import Problem, Where, did_you_mean, error, short
from .schema import Scenario

SITE = Path(__file__).parents[1] / "site"
OF_EQUIPMENT = {"area_m2": "m2", "kw": "kW", "idle": "1", "price_cny": "CNY"}
"""coefficients that each equipment has, as cross_belt.area_m2, and their units"""


@cache
def written(name: str) -> dict[str, Any]:
    """Return what is built in of `coefficients` or `equipment`, by name. Raise ScenarioError if the built-in file is damaged."""
    file = SITE / f"{name}.yaml"
    return parse(read_text(file), file.name).plain()  # type: ignore[no-any-return]


def coefficients_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Every coefficient that is replaced is one that something is reckoned with."""
    own = scenario.site.coefficients
    known = [*written("coefficients"), *(f"{machine}.{field}" for machine in written("equipment") for field in OF_EQUIPMENT)] if own else []
    for name in own:
        if name not in known:
            place = where("site", "coefficients", name, key=True)
            yield error(place, f"site.coefficients: there is no {short(name)}", did_you_mean(name, known) or "see sim/site/coefficients.yaml")


def equipment_is_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Every element that says what equipment it is names one whose area, power and price are known."""
    elements: list[tuple[tuple[str, ...], Any]] = [(("elements", name), spec) for name, spec in scenario.elements.items()]
    elements += [(("groups", title, "elements", name), spec) for title, group in scenario.groups.items() for name, spec in group.elements.items()]
    for path, spec in elements:
        if spec.equipment is not None and spec.equipment not in written("equipment"):
            words = f"'{path[-1]}': there is no equipment {short(spec.equipment)}"
            yield error(where(*path, "equipment"), words, did_you_mean(spec.equipment, written("equipment")))


RULES = (coefficients_are_known, equipment_is_known)
