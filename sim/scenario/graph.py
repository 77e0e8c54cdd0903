"""The hub as arrows between numbered elements: what the rules of wiring ask again and again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from .elements import Diverter, Merge, OutboundDoor, Sink, Source, Stream
from .expand import feeders_of
from .hub import DepartureInstance, ElementInstance, Hub, Ref
from .problems import Place, Where


@dataclass
class Graph:
    """A hub, where its parts stand in the file, and its arrows (a merge's order is none)."""

    hub: Hub
    where: Where

    @property
    def elements(self) -> list[ElementInstance]:
        """All elements by number."""
        return self.hub.elements

    @cached_property
    def arrows(self) -> list[list[int]]:
        """For each element, the numbers of those it leads to, each once, in the order of the file."""
        return [list(dict.fromkeys(ref.index for _, ref in ways(element))) for element in self.elements]

    @cached_property
    def feeders(self) -> dict[int, list[int]]:
        """For each element that something leads into, the numbers of what does, rising."""
        return feeders_of(self.elements)

    @cached_property
    def reached(self) -> set[int]:
        """Numbers of the elements to which parcels can come; departures bring vehicles to outbound doors."""
        starts = [number for number, element in enumerate(self.elements) if isinstance(element.spec, Source | Stream)]
        return closure(starts, self.arrows)

    @cached_property
    def can_leave(self) -> set[int]:
        """Numbers of the elements from which a parcel can get out of the hub."""
        on_lanes = {door for departure in self.hub.departures if departure.lane is not None for door in departure.doors}
        on_lanes -= {door for departure in self.hub.departures if departure.lane is None for door in departure.doors}
        ends = [number for number, element in enumerate(self.elements) if isinstance(element.spec, Sink | OutboundDoor) and number not in on_lanes]
        back: list[list[int]] = [self.feeders.get(number, []) for number in range(len(self.elements))]
        return closure(ends, back)

    def place(self, element: ElementInstance, key: str) -> Place:
        """Return where the way called `key` (as in `ElementInstance.ways`) is written."""
        head, _, tail = key.partition(".")
        if head == "outlets":
            return self.where(*element.path, head, int(tail), "chute")
        return self.where(*element.path, head, *([tail] if tail else []), key=head == "shares")

    def firsts(self) -> Iterator[tuple[int, ElementInstance]]:
        """Yield (number, first copy) of every element as the user wrote it."""
        seen = set()
        for number, element in enumerate(self.elements):
            if element.path not in seen:
                seen.add(element.path)
                yield number, element

    def first_departures(self) -> Iterator[DepartureInstance]:
        """Yield every departure as the user wrote it, once for all its destinations; of those `each`, the first."""
        seen = set()
        for departure in self.hub.departures:
            if departure.path not in seen:
                seen.add(departure.path)
                yield departure


def ways(element: ElementInstance) -> Iterator[tuple[str, Ref]]:
    """Yield (field path, target) of all ways of an element."""
    for key, refs in element.ways.items():
        if key != "order":
            for ref in refs:
                yield key, ref


def closure(starts: Iterable[int], arrows: list[list[int]]) -> set[int]:
    """Return all numbers that can be reached from `starts`, these included."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for number in arrows[waiting.pop()]:
            if number not in found:
                found.add(number)
                waiting.append(number)
    return found


def ends(graph: Graph, number: int) -> list[int]:
    """Return the elements with a place that are next behind an element, beyond merges and diverters."""
    found: dict[int, None] = {}
    waiting = list(graph.arrows[number])
    seen = set()
    while waiting:
        target = waiting.pop()
        if has_place(graph.elements[target]):
            found[target] = None
        elif target not in seen:
            seen.add(target)
            waiting += graph.arrows[target]
    return list(found)


def has_place(element: ElementInstance) -> bool:
    """Tell whether a unit can stand in the element; merges and diverters are points."""
    return not isinstance(element.spec, Merge | Diverter)
