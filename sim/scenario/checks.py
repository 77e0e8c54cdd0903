"""Rules of a consistent scenario, one named function a rule; each yields what is wrong, and none raises.

Rules of single figures and names look at the scenario, those of ways at the flat hub:
mixes (shares, names), people (crews, failures, time), rosters (pace), labour (working time), pools, haulage (lanes, access), fleets (ranges), sorters
(positions), ground (coefficients, equipment), wiring (what leads where), meetings (what may not meet), saturation (what makes a saturated stream wait),
reach (which destinations come where), bagging (what is in one bag), capacity (who can never serve its load), narrows (what roads and gates can take),
offers (whether anything comes, or too much).
"""

from collections.abc import Iterator

from . import bagging, deciders, ground, happenings, haulage, labour, mixes, people, pools, reach, rosters, sorters, stocks, wiring
from .capacity import loads_can_be_served
from .fleets import RULES as FLEETS
from .graph import Graph
from .hub import Hub
from .meetings import RULES as MEETINGS
from .narrows import RULES as NARROWS
from .offers import RULES as OFFERS
from .problems import Problem, Where
from .saturation import RULES as SATURATION
from .schema import Scenario

SCENARIO_RULES = (
    *mixes.RULES,
    *people.RULES,
    *rosters.RULES,
    *labour.RULES,
    *pools.RULES,
    *sorters.RULES,
    *happenings.RULES,
    *haulage.RULES,
    *deciders.RULES,
    *stocks.RULES,
    *ground.RULES,
)


def check_scenario(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Yield what is wrong with the figures and names of a scenario."""
    for rule in SCENARIO_RULES:
        yield from rule(scenario, where)


def check_expanded(hub: Hub, where: Where, is_sound: bool) -> Iterator[Problem]:
    """Yield what is wrong with the ways of a hub whose targets are all resolved; `is_sound` if its figures and names are right too."""
    graph = Graph(hub, where)
    found = [problem for rule in (*wiring.RULES, *MEETINGS, *SATURATION, *FLEETS) for problem in rule(graph)]
    yield from found
    if not is_sound or any(problem.severity == "error" for problem in found):
        # what comes where has no meaning while names or ways are wrong
        return
    bits = reach.Reach(graph)
    for rule in (reach.diverters_know_all, reach.loops_know_all, reach.nothing_is_stranded, *bagging.RULES):
        yield from rule(graph, bits)
    yield from reach.departures_can_be_caught(graph)
    yield from loads_can_be_served(graph)
    for narrow in NARROWS:
        yield from narrow(graph)


def check_offer(hub: Hub, where: Where) -> Iterator[Problem]:
    """Yield what is wrong with the amounts that come to a sound hub and leave it; it may be a scaled one."""
    graph = Graph(hub, where)
    for rule in OFFERS:
        yield from rule(graph)
