"""How many parcels a day a hub expects, before any is drawn."""

from collections import Counter

from .demand import demand
from .elements import Source, Stream
from .graph import Graph
from .hub import Hub


def expected_per_day(hub: Hub) -> float:
    """Return the mean number of parcels that all sources and streams bring on a mean day [parcels/day]."""
    graph = Graph(hub, lambda *path, key=False: hub.elements[0].place)
    copies = Counter(element.path for element in graph.elements)
    return sum(sum(demand(graph, number)[0]) * copies[element.path] for number, element in graph.firsts() if isinstance(element.spec, Source | Stream))
