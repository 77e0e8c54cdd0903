"""Rules of policies: each can be found before anything runs."""

from collections.abc import Iterator
from pathlib import Path

from ..policies import SHIPPED, PolicyError, find
from .elements import LineSorter, LoopSorter, RobotField
from .mixes import parts
from .problems import Problem, Where, did_you_mean, error
from .schema import Scenario


def policies_exist(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A policy ships with hubsim, or can be imported from where the scenario lies."""
    for decision, name, path in named_policies(scenario):
        place = where(*path)
        try:
            find(decision, name, str(Path(place.file).resolve().parent))
        except PolicyError as fault:
            hint = did_you_mean(name, SHIPPED[decision]) if ":" not in name else "is it beside the scenario, or installed?"
            yield error(place, str(fault), hint)


def none_of_your_own(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Where only some folder may be read, no code may be run from it either."""
    for _, name, path in named_policies(scenario):
        if ":" in name:
            yield error(where(*path), "policies of your own are not allowed here", "name one that ships with hubsim")


def named_policies(scenario: Scenario) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield (decision, policy, path of the field that names it), of every policy a scenario names."""
    for decision in type(scenario.policies).model_fields:
        yield decision, getattr(scenario.policies, decision), ("policies", decision)
    for name, pool in scenario.pools.items():
        yield "move", pool.policy, ("pools", name, "policy")
    for _, path, spec in parts(scenario):
        if isinstance(spec, LoopSorter | LineSorter | RobotField):
            for decision in ("sort_plan", "carrier_plan", "overflow_plan"):
                if hasattr(spec, decision):
                    yield decision, getattr(spec, decision), (*path, decision)


RULES = (policies_exist,)
