"""Which element can never serve its load: a warning with the arithmetic, before anybody waits for a simulation."""

from collections.abc import Iterator

from .demand import SATURATED
from .elements import Chute, Door, Station
from .flows import Flows, Stage
from .graph import Graph
from .moments import mean
from .pools import hands
from .problems import Problem, error, warning

MAX_FIGURES = 20_000_000
MAX_WAITING = 50_000_000
"""units before an element without bounds: about 5 GB"""


def loads_can_be_served(graph: Graph) -> Iterator[Problem]:
    """Each element can do in its busiest hour what comes then, and each crew of attendants too; doors, where vehicles may wait, over the run."""
    if len({element.path for element in graph.elements}) * len(graph.hub.destinations) > MAX_FIGURES:
        return
    flows = Flows(graph)
    for stage in flows.stages:
        if isinstance(stage.spec, Station) and stage.spec.full == "lose":
            continue
        yield from _overloaded(graph, flows, stage)
    yield from _attendants(graph, flows)


def _overloaded(graph: Graph, flows: Flows, stage: Stage) -> Iterator[Problem]:
    best = max(stage.rate.hourly)
    peak = float(stage.inflow.max())
    can = sum(stage.rate.hourly[hour] for hour in flows.hours)
    never = float(stage.inflow.sum()) > can * (1 + 1e-6)
    if (peak <= best * (1 + 1e-6) and not never) or peak >= SATURATED / 1000:
        return
    if isinstance(stage.spec, Door) and not never:
        return
    place = graph.elements[stage.number].place
    figures = f"{stage.label}: {stage.rate.words} = {best:,.0f}/h"
    if peak > best * (1 + 1e-6):
        figures += f", but {peak:,.0f}/h come in the busiest hour ({int(stage.inflow.argmax()):02d}:00)"
    if never:
        figures += f"; in {len(flows.hours)} h it can do {can:,.0f}, but {stage.inflow.sum():,.0f} come"
    left = (float(stage.inflow.sum()) - can) * max(1.0, graph.hub.scenario.horizon_h / 24)
    if left > MAX_WAITING and isinstance(stage.spec, Station) and stage.spec.buffer is None:
        hint = f"{left:,.0f} would wait at the end, more than {MAX_WAITING:,}, at about 100 bytes of memory each: give it a buffer, more servers, or less to do"
        yield error(place, figures, hint)
        return
    yield warning(place, figures, "it never catches up" if never else "a queue builds up then, and is worked off later")


def _attendants(graph: Graph, flows: Flows) -> Iterator[Problem]:
    """Crews that change containers have the hands for all changes."""
    work: dict[str, float] = {}
    for stage in flows.stages:
        container = stage.spec.container if isinstance(stage.spec, Chute) else None
        if container is not None and container.crew is not None and container.change is not None:
            bags = float(stage.inflow.sum()) / container.size
            work[container.crew] = work.get(container.crew, 0.0) + bags * mean(container.change) / 3600
    for name, needed in work.items():
        people = hands(graph.hub.scenario, name)
        there = float(sum(people[hour] for hour in flows.hours))
        if needed > there * (1 + 1e-6) and needed < SATURATED / 1e6:
            place = graph.where("crews", name, key=True)
            yield warning(
                place,
                f"{name}: {there:,.1f} hours of people, but the changes of containers take {needed:,.1f}",
                "it never catches up: more people, or larger containers",
            )
