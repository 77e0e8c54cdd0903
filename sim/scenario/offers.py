"""Rules of what is offered: something comes within the run, and no more than a run can keep. They look at the hub as it is run, scaled."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .demand import SATURATED, demand
from .elements import Source, Stream
from .graph import Graph
from .hub import ElementInstance
from .laws import Law
from .moments import figures, mean
from .problems import Problem, error, warning

MAX_VEHICLES = 5_000_000
"""that come in a run: about 1 GB"""
MAX_DEPARTURES = 1_000_000
"""vehicles that leave by timetable in a run"""
MANY_PARCELS = 100_000_000
"""a run of more takes minutes"""


def offers(graph: Graph) -> Iterator[tuple[int, ElementInstance, float, float]]:
    """Yield (number, first copy, parcels, vehicles) of every source and stream: how many all its copies bring in the run, at most on average."""
    copies = Counter(element.path for element in graph.elements)
    days = max(1.0, graph.hub.scenario.horizon_h / 24)
    for number, element in graph.firsts():
        if isinstance(element.spec, Source | Stream):
            parcels, vehicles = demand(graph, number)
            yield number, element, sum(parcels) * days * copies[element.path], sum(vehicles) * days * copies[element.path]


def comes_in_time(graph: Graph) -> Iterator[Problem]:
    """What is to come is not held back until after the run."""
    horizon = graph.hub.scenario.horizon_h
    for _, element in graph.firsts():
        spec = element.spec
        if isinstance(spec, Stream) and spec.first_s >= horizon * 3600:
            at = graph.where(*element.path, "first_s")
            yield warning(at, f"nothing comes from '{element.label}' before {spec.first_s:g} s, and only {horizon:g} h are simulated", "is it in seconds?")
        if isinstance(spec, Source) and spec.lateness is not None and mean(spec.lateness) >= horizon * 3600:
            at = graph.where(*element.path, "lateness")
            words = f"vehicles of '{element.label}' are late by {mean(spec.lateness):g} s on average, and only {horizon:g} h are simulated"
            yield warning(at, words, "is it in seconds?")


def loads_are_something(graph: Graph) -> Iterator[Problem]:
    """A vehicle or batch has a parcel at least sometimes; numbers are rounded."""
    for _, element in graph.firsts():
        for field in ("load", "batch"):
            law = getattr(element.spec, field, None)
            if law is not None and largest(law) < 0.5:
                yield warning(
                    graph.where(*element.path, field), f"no parcel comes from '{element.label}': {largest(law):g} at most, rounded to 0", "give 1 or more"
                )


def largest(law: Law) -> float:
    """Return the largest value of a law; infinity if it has no bounds."""
    known: dict[str, Any] = figures(law)
    return max(known["values"]) if "values" in known else known.get("value", known.get("high", float("inf")))


def something_is_offered(graph: Graph) -> Iterator[Problem]:
    """Some parcels are to be expected, and not so many that nobody waits for the end."""
    scenario = graph.hub.scenario
    expected = sum(parcels for _, _, parcels, _ in offers(graph))
    scaled = f" at a scale of {graph.hub.scale:g}" if graph.hub.scale != 1 else ""
    at = graph.where("elements" if scenario.elements else "groups", key=True)
    if expected < 0.5:
        yield warning(at, f"no parcel is to be expected in the {scenario.horizon_h:g} h simulated{scaled}", "let more come, or simulate longer")
    if MANY_PARCELS < expected < SATURATED / 1000:
        yield warning(at, f"about {expected:,.0f} parcels come in {scenario.horizon_h:g} h{scaled}: the run takes long", "let fewer come, or simulate less")


def vehicles_can_be_kept(graph: Graph) -> Iterator[Problem]:
    """The vehicles of a run are listed before it begins, so their number is bounded."""
    listed = [(vehicles, element) for _, element, _, vehicles in offers(graph)]
    total = sum(vehicles for vehicles, _ in listed)
    if total > MAX_VEHICLES:
        element = max(listed, key=lambda pair: pair[0])[1]
        field = next(name for name in ("vehicles_per_day", "schedule", "manifest") if getattr(element.spec, name) is not None)
        words = f"about {total:,.0f} vehicles come in {graph.hub.scenario.horizon_h:g} h, more than {MAX_VEHICLES:,}"
        yield error(graph.where(*element.path, field), words, "let fewer come with larger loads, or simulate less; parcels one by one are a stream")


def departures_can_be_kept(graph: Graph) -> Iterator[Problem]:
    """The vehicles that leave by timetable in a run are listed before it begins, so their number is bounded."""
    days = int(graph.hub.scenario.horizon_h // 24) + 2
    leaving: Counter[str] = Counter()
    for departure in graph.hub.departures:
        leaving[departure.path] += len(departure.spec.cut_offs or [None]) * departure.spec.vehicles * days
    if leaving.total() > MAX_DEPARTURES:
        title = leaving.most_common(1)[0][0]
        words = f"about {leaving.total():,} vehicles leave in {graph.hub.scenario.horizon_h:g} h, more than {MAX_DEPARTURES:,}"
        yield error(graph.where("departures", title, "vehicles"), words, "fewer vehicles, cut-offs or days")


RULES = (comes_in_time, loads_are_something, something_is_offered, vehicles_can_be_kept, departures_can_be_kept)
