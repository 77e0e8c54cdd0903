"""Rules of roads and gates: what of a day's vehicles they can take, told before anybody waits for a simulation."""

from collections import Counter
from collections.abc import Iterator

from .demand import demand
from .elements import Source
from .graph import Graph
from .moments import mean
from .problems import Problem, warning
from .rates import rounded


def sources_of(graph: Graph) -> Iterator[tuple[int, list[float]]]:
    """Yield (number of the first copy, vehicles in each hour of the day) of every source, all its copies together."""
    copies = Counter(element.path for element in graph.elements)
    for number, element in graph.firsts():
        if isinstance(element.spec, Source):
            _, vehicles = demand(graph, number)
            yield number, [each * copies[element.path] for each in vehicles]


def roads_take_the_peak(graph: Graph) -> Iterator[Problem]:
    """A shared road can take the vehicles of sources that come in the busiest hour."""
    come: dict[str, list[float]] = {}
    for number, vehicles in sources_of(graph):
        road = graph.elements[number].spec.road
        if road in graph.hub.scenario.roads:
            come[road] = [a + b for a, b in zip(come.get(road, [0.0] * 24), vehicles, strict=True)]
    for name, hourly in come.items():
        most = graph.hub.scenario.roads[name].vehicles_per_h
        if max(hourly) > most:
            yield warning(graph.where("roads", name, "vehicles_per_h"), *_queue(f"the road '{name}' takes {most:g} vehicles an hour", hourly, most))


def gates_take_the_peak(graph: Graph) -> Iterator[Problem]:
    """The gates of a yard, all copies of it together, can take the vehicles of sources that come in the busiest hour."""
    come: dict[tuple[str, ...], list[float]] = {}
    for number, vehicles in sources_of(graph):
        yard = graph.elements[graph.arrows[number][0]]
        if yard.spec.kind == "yard" and yard.spec.gate is not None:
            come[yard.path] = [a + b for a, b in zip(come.get(yard.path, [0.0] * 24), vehicles, strict=True)]
    copies = Counter(element.path for element in graph.elements)
    for _, yard in graph.firsts():
        if yard.path in come and (service := mean(yard.spec.gate.service)) > 0:
            most = copies[yard.path] * yard.spec.gate.lanes * 3600 / service
            if max(come[yard.path]) > most:
                words = f"the gate of '{yard.label}' takes {rounded(most)} vehicles an hour"
                yield warning(graph.where(*yard.path, "gate", key=True), *_queue(words, come[yard.path], most))


def _queue(words: str, hourly: list[float], most: float) -> tuple[str, str]:
    peak = max(hourly)
    figures = f"{words}, but {rounded(peak)} come in the busiest hour ({hourly.index(peak):02d}:00)"
    return figures, "it never catches up" if sum(hourly) > 24 * most else "a queue builds up then, and is worked off later"


RULES = (roads_take_the_peak, gates_take_the_peak)
