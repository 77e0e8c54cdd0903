"""Rules of what may be in one bag."""

from collections.abc import Iterator

from .elements import Chute, LineSorter, LoopSorter, RobotField, Staging, Unbag
from .graph import Graph, closure
from .problems import Problem, warning
from .reach import Reach, few, is_dealt


def bags_go_one_way(graph: Graph, reach: Reach) -> Iterator[Problem]:
    """A bag, which is loaded by its first parcel's destination, holds no parcels for other departures; unless it is opened before."""
    takers = {share.name: frozenset(d.name for d in graph.hub.departures if share.name in d.destinations) for share in graph.hub.destinations}
    arrows = [[] if isinstance(element.spec, Unbag) else graph.arrows[number] for number, element in enumerate(graph.elements)]
    to_floor: dict[int, bool] = {}
    for number, element in graph.firsts():
        spec = element.spec
        if not isinstance(spec, LoopSorter | LineSorter | RobotField):
            continue
        own = {name for outlet in spec.outlets for name in getattr(outlet, "destinations", None) or []}
        rest = [name for name in reach.named(reach.destinations[number]) if name not in own]
        n_dealt = sum(len(element.ways[f"outlets.{place}"]) for place, outlet in enumerate(spec.outlets) if is_dealt(outlet, spec))
        for place, outlet in enumerate(spec.outlets):
            chutes = [ref.index for ref in element.ways[f"outlets.{place}"]]
            if not chutes or not _fills(graph, chutes[0]):
                continue
            if chutes[0] not in to_floor:
                to_floor[chutes[0]] = any(isinstance(graph.elements[end].spec, Staging) for end in closure({chutes[0]}, arrows))
            named = getattr(outlet, "destinations", None)
            mixed = named if named is not None else rest if len(rest) > n_dealt and is_dealt(outlet, spec) else []
            if to_floor[chutes[0]] and len({takers[name] for name in mixed if name in takers}) > 1:
                label = graph.elements[chutes[0]].label
                count = f"{len(rest)} destinations for {n_dealt} chutes" if named is None else few(list(named))
                words = f"bags of '{label}' hold parcels for different departures ({count}), and go where their first parcel goes"
                hint = "give each destination a chute, or open the bags (unbag) before they are loaded"
                yield warning(graph.where(*element.path, "outlets", place, "chute"), words, hint)


def _fills(graph: Graph, number: int) -> bool:
    spec = graph.elements[number].spec
    return isinstance(spec, Chute) and spec.container is not None


RULES = (bags_go_one_way,)
