"""Rules of saturated streams, which always have one more waiting: something must make them wait."""

from collections.abc import Iterator

from .elements import Bag, Chute, Diverter, Merge, Sink, Staging, Station, Stream, Unbag
from .graph import Graph, ends, ways
from .hub import ElementInstance
from .moments import mean
from .problems import Problem, error
from .resolution import TICKS_PER_S


def saturated_streams_meet_an_end(graph: Graph) -> Iterator[Problem]:
    """A saturated stream without a limit is made to wait by something that takes time, else infinitely many parcels come at once."""
    streams = [element for element in graph.elements if isinstance(element.spec, Stream) and element.spec.saturated and element.spec.limit is None]
    if not streams:
        return
    endless = takes_any_number(graph)
    for stream in streams:
        first = stream.ways["to"][0].index if stream.ways["to"] else -1
        if first in endless:
            last = graph.elements[_last(graph, first, endless)]
            words = f"'{stream.label}' always has one more waiting, and '{last.label}' takes any number: infinitely many parcels would come at once"
            yield error(graph.place(stream, "to"), words, f"{_remedy(last)}, or give '{stream.label}' a limit")


def _remedy(last: ElementInstance) -> str:
    if isinstance(last.spec, Station):
        return f"give '{last.label}' a buffer"
    if isinstance(last.spec, Chute | Staging):
        return f"give '{last.label}' a capacity"
    return "put a station that takes time between"


def takes_any_number(graph: Graph) -> set[int]:
    """Return the numbers of the elements that can take infinitely many units at one moment: without bounds, or passing all on to such in no time."""
    found = {number for number, element in enumerate(graph.elements) if _is_unbounded(element)}
    waiting = list(found)
    while waiting:
        for number in graph.feeders.get(waiting.pop(), []):
            if number not in found and _passes_all_on(graph, number, found):
                found.add(number)
                waiting.append(number)
    return found


def _is_unbounded(element: ElementInstance) -> bool:
    spec = element.spec
    if isinstance(spec, Station):
        return spec.buffer is None
    return isinstance(spec, Sink) or (isinstance(spec, Chute | Staging) and spec.capacity is None)


def _passes_all_on(graph: Graph, number: int, endless: set[int]) -> bool:
    """Tell whether an element takes no time, and all it leads to (by shortest queue: any of it) is in `endless`."""
    element = graph.elements[number]
    if not _takes_no_time(graph, element):
        return False
    among = [ref.index in endless for key, ref in ways(element) if getattr(element.spec, "shares", None) is None or element.spec.shares[key[7:]] > 0]
    return any(among) if getattr(element.spec, "among", None) else all(among)


def _takes_no_time(graph: Graph, element: ElementInstance) -> bool:
    spec = element.spec
    if isinstance(spec, Station):
        laws = [spec.service_by_class.get(name, spec.service) for name in graph.hub.classes]
        return spec.rate_per_h is None and all(law is None or mean(law) * TICKS_PER_S < 1 for law in laws)
    if isinstance(spec, Chute):
        change = spec.container.change if spec.container is not None else None
        return change is None or mean(change) * TICKS_PER_S < 1
    return isinstance(spec, Bag | Unbag | Merge | Diverter)


def _last(graph: Graph, number: int, endless: set[int]) -> int:
    """Return the first element without bounds on a way from `number` through `endless`."""
    seen: set[int] = set()
    while not _is_unbounded(graph.elements[number]) and number not in seen:
        seen.add(number)
        number = next(target for target in graph.arrows[number] if target in endless)
    return number


def saturated_streams_lose_nothing(graph: Graph) -> Iterator[Problem]:
    """A saturated stream leads nowhere where parcels are lost, for it would lose without end."""
    losing = {
        end for number, element in enumerate(graph.elements) if isinstance(element.spec, Stream) and element.spec.full == "lose" for end in ends(graph, number)
    }
    for number, element in enumerate(graph.elements):
        if isinstance(element.spec, Stream) and element.spec.saturated:
            for end in ends(graph, number):
                target = graph.elements[end]
                if end in losing or getattr(target.spec, "full", None) == "lose":
                    words = f"'{element.label}' always has one more waiting, and parcels are lost before '{target.label}': it would lose without end"
                    yield error(graph.place(element, "to"), words, "let them wait there (full: block, or full: wait), or give interarrival")


RULES = (saturated_streams_meet_an_end, saturated_streams_lose_nothing)
