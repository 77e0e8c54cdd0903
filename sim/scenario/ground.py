"""What a scenario says of its ground: are there such coefficients and equipment, can its rules be kept? What is built in is data, in sim/site/*.yaml."""

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .document import parse, read_text
from .problems import Problem, Where, did_you_mean, error, short
from .schema import Scenario
from .site import COUNTS_DOUBLE_M

SITE = Path(__file__).parents[1] / "site"
OF_EQUIPMENT = {"area_m2": "m2", "kw": "kW", "idle": "1", "price_cny": "CNY"}
"""coefficients that each equipment has, as cross_belt.area_m2, and their units"""


@cache
def written(name: str) -> dict[str, Any]:
    """Return what is built in of `coefficients` or `equipment`, by name. Raise ScenarioError if the built-in file is damaged."""
    file = SITE / f"{name}.yaml"
    return parse(read_text(file), file.name).plain()  # type: ignore[no-any-return]


def bounds() -> dict[str, tuple[float, float]]:
    """Return the least and the most that each coefficient may be, by name."""
    found = {name: (entry.get("least", 0.0), entry.get("most", math.inf)) for name, entry in written("coefficients").items()}
    return found | {f"{machine}.{field}": (0.0, 1.0 if field == "idle" else math.inf) for machine in written("equipment") for field in OF_EQUIPMENT}


def coefficients_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Every coefficient that is replaced is one that something is reckoned with, by a figure that can be reckoned with."""
    own = scenario.site.coefficients
    known = bounds() if own else {}
    for name, each in own.items():
        path = ("site", "coefficients", name)
        if name not in known:
            hint = did_you_mean(name, known) or "see sim/site/coefficients.yaml"
            yield error(where(*path, key=True), f"site.coefficients: there is no {short(name)}", hint)
            continue
        least, most = known[name]
        for field in ("low", "typical", "high"):
            value = getattr(each, field)
            if value is not None and not least <= value <= most:
                limit = f"at least {least:g}" if value < least else f"at most {most:g}"
                yield error(where(*path, field), f"{field} of '{name}' must be {limit}, not {value:g}")


def equipment_is_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Every element that says what equipment it is names one whose area, power and price are known."""
    elements: list[tuple[tuple[str, ...], Any]] = [(("elements", name), spec) for name, spec in scenario.elements.items()]
    elements += [(("groups", title, "elements", name), spec) for title, group in scenario.groups.items() for name, spec in group.elements.items()]
    for path, spec in elements:
        if spec.equipment is not None and spec.equipment not in written("equipment"):
            words = f"'{path[-1]}': there is no equipment {short(spec.equipment)}"
            yield error(where(*path, "equipment"), words, did_you_mean(spec.equipment, written("equipment")))


def rules_can_be_kept(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Some building keeps all rules of planners that the user has set; those that hold unwritten are a finding if they are broken, and no fault of his."""
    site = scenario.site
    own = {name: getattr(site.rules, name) for name in site.rules.model_fields_set}
    ratio, coverage, green = own.get("plot_ratio"), own.get("coverage"), own.get("green")
    if ratio is None:
        return
    share = min(1.0 if coverage is None or coverage.most is None else coverage.most, 1.0 - ((green.least or 0.0) if green is not None else 0.0))
    counted = 2 if site.storey_height_m > COUNTS_DOUBLE_M else 1
    floors = f"{site.storeys} storey{'s' if site.storeys > 1 else ''} of {site.storey_height_m:g} m" + (", each of which counts double" if counted > 1 else "")
    highest = share * site.storeys * counted
    if ratio.least is not None and ratio.least > highest * (1 + 1e-9):
        words = f"no building has a plot ratio of at least {ratio.least:g}: {floors} on at most {share:g} of the site give {highest:g}"
        yield error(where("site", "rules", "plot_ratio", "least"), words, "lower it, build more storeys, or let more of the site be built on")
    lowest = counted * ((coverage.least or 0.0) if coverage is not None else 0.0)
    if ratio.most is not None and ratio.most < lowest * (1 - 1e-9):
        words = f"no building has a plot ratio of at most {ratio.most:g}: coverage of at least {lowest / counted:g} gives {lowest:g} with {floors}"
        yield error(where("site", "rules", "plot_ratio", "most"), words, "raise it, or let less of the site be built on")


RULES = (coefficients_are_known, equipment_is_known, rules_can_be_kept)
