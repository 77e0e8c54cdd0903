"""Rules of pools: crews between which people move."""

from collections.abc import Iterator

from .people import at_hour
from .problems import Problem, Where, did_you_mean, error, short, warning
from .schema import Scenario


def hands(scenario: Scenario, name: str) -> list[float]:
    """Return the most people a crew may have in each hour of the day [persons]: its own, and those of its pool who can do its work."""
    lent: dict[str, float] = {name: 1.0}
    for pool in scenario.pools.values():
        if name in pool.crews:
            lent = {other: scenario.crews[other].moves for other in pool.crews if other in scenario.crews} | lent
    return [sum(share * at_hour(scenario.crews[other], hour) for other, share in lent.items()) for hour in range(24)]


def pools_name_crews(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The crews of a pool exist, and each is in one pool."""
    seen: dict[str, str] = {}
    for name, pool in scenario.pools.items():
        for number, crew in enumerate(pool.crews):
            at = where("pools", name, "crews", number)
            if crew not in scenario.crews:
                yield error(at, f"unknown crew {short(crew)}", did_you_mean(crew, scenario.crews) or "define it under crews")
            elif crew in seen:
                yield error(at, f"the crew '{crew}' is in the pool '{seen[crew]}' already", "name each crew once")
            seen.setdefault(crew, name)


def skills_are_used(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A crew that says who of it can move is in a pool."""
    pooled = {crew for pool in scenario.pools.values() for crew in pool.crews}
    for name, crew in scenario.crews.items():
        if "moves" in crew.model_fields_set and name not in pooled:
            yield warning(where("crews", name, "moves"), f"the crew '{name}' is in no pool, so nobody of it moves", "name it in a pool, or leave moves out")


RULES = (pools_name_crews, skills_are_used)
