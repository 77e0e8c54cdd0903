"""What a scaled hub has of each thing, beside what it would have if it could be divided: two doors at a twentieth are still one."""

import math
from collections import Counter
from typing import NamedTuple

from sim.scenario import Hub

from .case import Case
from .levers import Lever

LEFT_OUT = {"source", "stream", "sink", "chute", "chute_row", "outbound_door", "yard", "staging", "conveyor"}
"""kinds that a scale does not make fewer: they belong to demand or to directions, get fewer places instead, or are belts, which stay whole and seldom bind"""
TOLD = 0.1
"""share by which a thing is too many, or too few, from which on it is told [1]"""


class Rounded(NamedTuple):
    """A thing that the scaled hub has more of than its scale says, or less."""

    name: str
    times: float
    """how many times as many as in proportion [1]"""


def amounts(hub: Hub) -> dict[str, float]:
    """Return how much there is of each element, all copies together, by label, and of each crew, as `crew NAME`: machines, servers, robots, people."""
    found: Counter[str] = Counter()
    for element in hub.elements:
        if element.spec.kind not in LEFT_OUT:
            found[element.label] += getattr(element.spec, "servers", None) or getattr(element.spec, "robots", None) or 1
    for name, crew in hub.scenario.crews.items():
        found[f"crew {name}"] += crew.size if crew.size is not None else sum(shift.size for shift in crew.shifts or [])
    return dict(found)


def rounded(case: Case) -> list[Rounded]:
    """Return what a scaled case has too much or too little of, the farthest first; nothing at scale 1."""
    if case.scale == 1:
        return []
    whole, small = amounts(case.whole()), amounts(case.hub(1.0))
    found = [Rounded(name, small[name] / (many * case.scale)) for name, many in whole.items() if many and small.get(name)]
    return sorted((each for each in found if abs(each.times - 1) > TOLD), key=lambda each: -abs(math.log(each.times)))


def really(case: Case, raised: Case, lever: Lever, more: int) -> float:
    """Return how many more of a lever the hub in full would have if the scaled one, which may have rounded `more`, were in proportion to it."""
    if case.scale == 1:
        return more
    name = lever.name if lever.name.startswith("crew ") else min(lever.elements, default="")
    before, after = (amounts(each.hub(1.0)).get(name, 0.0) for each in (case, raised))
    each = amounts(case.whole()).get(name, 0.0) / lever.size  # of the copies of a group, one more each
    return (after - before) / case.scale / each if after != before and each else more
