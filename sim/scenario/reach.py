"""Which destinations and classes can come to each element, and the rules that follow: nothing without a way, nothing stranded.

Sets are kept as the bits of an integer, one bit a destination (or class): a hub has thousands of elements and destinations.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .elements import Diverter, LineSorter, LoopSorter, OutboundDoor, RobotField, Source, Staging, Stream
from .graph import Graph, ways
from .hub import DepartureInstance, ElementInstance, Hub
from .ingredients import Mix
from .people import minutes
from .problems import Problem, error, warning


@dataclass
class Reach:
    """For each element, the destinations and the classes that can come to it, as bits."""

    graph: Graph
    destinations: list[int] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        hub = self.graph.hub
        self.bit_of_destination = {share.name: 1 << number for number, share in enumerate(hub.destinations)}
        self.bit_of_class = {name: 1 << number for number, name in enumerate(hub.classes)}
        self.destinations = [0] * len(hub.elements)
        self.classes = [0] * len(hub.elements)
        self.by_lane: dict[int, dict[int, tuple[int, int]]] = {}
        """outbound door -> lane -> destinations and classes that go on from it to another hub"""
        for departure in hub.departures:
            if departure.lane is not None:
                going = self.places(departure.destinations)
                taken = sum(self.bit_of_class.get(name, 0) for name in set(departure.spec.classes or hub.classes))
                for door in departure.doors:
                    lanes = self.by_lane.setdefault(door, {})
                    places, classes = lanes.get(departure.lane, (0, 0))
                    lanes[departure.lane] = places | going, classes | taken
        waiting = []
        for number, element in enumerate(hub.elements):
            if isinstance(element.spec, Source | Stream):
                self._begin(number, element, hub)
                waiting.append(number)
        while waiting:
            number = waiting.pop()
            for target, places, classes in self._out(number):
                if places & ~self.destinations[target] or classes & ~self.classes[target]:
                    self.destinations[target] |= places
                    self.classes[target] |= classes
                    waiting.append(target)

    def _begin(self, number: int, element: ElementInstance, hub: Hub) -> None:
        mix = element.spec.mix
        self.destinations[number] = self.places(name for name, share in hub.places_in(mix).items() if share > 0)
        self.classes[number] = sum(self.bit_of_class.get(name, 0) for name, share in hub.classes_in(mix).items() if share > 0)
        if number in hub.manifests:
            named = {hub.destinations[place].name for place in set(hub.manifests[number].destination.tolist()) if place >= 0}
            self.destinations[number] |= self.places(named)

    def places(self, names: Iterator[str] | set[str] | tuple[str, ...] | list[str] | dict[str, Any]) -> int:
        """Return the bits of destinations."""
        bits = 0
        for name in names:
            bits |= self.bit_of_destination.get(name, 0)
        return bits

    def of_class(self, name: str) -> int:
        """Return the destinations that parcels of a class can have at all, as bits."""
        hub = self.graph.hub
        own = hub.classes[name].destinations
        everywhere = own is None or hub.manifests or any(getattr(element.spec, "mix", None) and element.spec.mix.destinations for element in hub.elements)
        return self.places(hub.places_in(Mix()) if everywhere else {each for each, share in (own or {}).items() if share > 0})

    def named(self, bits: int) -> list[str]:
        """Return the names of destinations of these bits."""
        return [name for name, bit in self.bit_of_destination.items() if bits & bit]

    def _out(self, number: int) -> Iterator[tuple[int, int, int]]:
        """Yield (target, destinations, classes) of each way of an element."""
        element = self.graph.elements[number]
        places, classes = self.destinations[number], self.classes[number]
        if isinstance(element.spec, Staging):
            for _, ref in ways(element):
                for on, taken in self.by_lane.get(ref.index, {}).values():
                    yield ref.index, places & on, classes & taken
            return
        if isinstance(element.spec, OutboundDoor):
            for lane, (on, taken) in self.by_lane.get(number, {}).items():
                yield lane, places & on, classes & taken
            return
        assigned = self.places({name for outlet in getattr(element.spec, "outlets", []) for name in getattr(outlet, "destinations", None) or []})
        for key, ref in ways(element):
            head, _, tail = key.partition(".")
            if head == "outlets" and ":" in getattr(element.spec, "overflow_plan", ""):
                # a plan of the user's may send any parcel to any chute
                yield ref.index, places, classes
            elif head == "outlets":
                given = getattr(element.spec.outlets[int(tail)], "destinations", None)
                yield ref.index, places & (self.places(given) if given is not None else ~assigned), classes
            elif head in ("routes", "otherwise"):
                yield ref.index, *self._routed(element.spec, head, tail, places, classes)
            else:
                yield ref.index, places, classes

    def _routed(self, spec: Diverter, head: str, tail: str, places: int, classes: int) -> tuple[int, int]:
        bits = self.bit_of_class if spec.by == "class" else self.bit_of_destination
        named = [bits.get(name, 0) for name in spec.routes or {}]
        chosen = bits.get(tail, 0) if head == "routes" else ~sum(set(named))
        return (places, classes & chosen) if spec.by == "class" else (places & chosen, classes)


def diverters_know_all(graph: Graph, reach: Reach) -> Iterator[Problem]:
    """A diverter has a way for all classes or destinations that come."""
    for number, element in enumerate(graph.elements):
        spec = element.spec
        if not isinstance(spec, Diverter) or spec.routes is None or spec.otherwise is not None:
            continue
        come = reach.classes[number] if spec.by == "class" else reach.destinations[number]
        bits = reach.bit_of_class if spec.by == "class" else reach.bit_of_destination
        missing = [name for name, bit in bits.items() if come & bit and name not in spec.routes]
        if missing:
            at = graph.where(*element.path, "routes", key=True)
            yield error(at, f"the diverter '{element.label}' has no way for {spec.by} {few(missing)}", "add routes for them, or otherwise")


def loops_know_all(graph: Graph, reach: Reach) -> Iterator[Problem]:
    """Each destination that comes to a loop or robot field has a chute there: its own, or one dealt to it."""
    for number, element in enumerate(graph.elements):
        spec = element.spec
        if not isinstance(spec, LoopSorter | RobotField) or any(is_dealt(outlet, spec) for outlet in spec.outlets):
            continue
        own = {name for outlet in spec.outlets for name in getattr(outlet, "destinations", None) or []}
        missing = reach.named(reach.destinations[number] & ~reach.places(own))
        if missing:
            at = graph.where(*element.path, "outlets", key=True)
            yield error(at, f"'{element.label}' has no chute for destination {few(missing)}", "add them to an outlet, or leave an outlet without destinations")


def is_dealt(outlet: object, spec: LoopSorter | LineSorter | RobotField) -> bool:
    """Tell whether destinations that are not named are dealt to an outlet: not where some are named, nor to the reject and overflow chutes."""
    return getattr(outlet, "destinations", None) is None and getattr(outlet, "chute", None) not in (
        getattr(spec, "reject", None),
        getattr(spec, "overflow", None),
    )


def nothing_is_stranded(graph: Graph, reach: Reach) -> Iterator[Problem]:
    """What comes to a staging floor has a departure from the doors it leads to, that takes its class."""
    leaves: dict[tuple[int, str], int] = {}
    for departure in graph.hub.departures:
        places = reach.places(departure.destinations)
        for door in departure.doors:
            for name in departure.spec.classes or graph.hub.classes:
                leaves[door, name] = leaves.get((door, name), 0) | places
    judged = list(reach.bit_of_class)
    if not any(departure.spec.classes for departure in graph.hub.departures):
        judged = judged[:1]
    for number, element in enumerate(graph.elements):
        for name in judged if isinstance(element.spec, Staging) else ():
            if len(judged) > 1 and not reach.classes[number] & reach.bit_of_class[name]:
                continue
            served = 0
            for _, ref in ways(element):
                served |= leaves.get((ref.index, name), 0)
            missing = reach.named(reach.destinations[number] & reach.of_class(name) & ~served)
            if missing:
                of_class = f" of class {name}" if len(judged) > 1 else ""
                words = f"parcels{of_class} for {few(missing)} are stranded on '{element.label}': no departure takes them"
                yield error(element.place, words, "add departures from its doors")


def first_arrival(graph: Graph, number: int) -> float:
    """Return the earliest time at which a source or stream can bring something [h after the start]."""
    hub, spec = graph.hub, graph.elements[number].spec
    start = minutes(hub.scenario.start) / 60
    if number in hub.manifests:
        return float(hub.manifests[number].arrival.min()) / 3600
    if isinstance(spec, Stream) and spec.per_day is None:
        return spec.first_s / 3600
    if getattr(spec, "schedule", None):
        return min((minutes(clock) / 60 - start) % 24 for clock in spec.schedule)
    if spec.profile is not None and any(spec.profile.hourly):
        # an hour that has begun already at the start counts from the start
        return min(0.0 if hour == int(start) else (hour - start) % 24 for hour, weight in enumerate(spec.profile.hourly) if weight > 0)
    return 0.0


def departures_can_be_caught(graph: Graph) -> Iterator[Problem]:
    """Some parcel can be promised each departure: one of its cut-offs lies late enough after the first arrival, and within the run."""
    arrivals = [first_arrival(graph, number) for number, element in enumerate(graph.elements) if isinstance(element.spec, Source | Stream)]
    scenario = graph.hub.scenario
    if not arrivals:
        return
    first = min(arrivals)
    for departure in graph.hub.departures:
        times = cut_offs(departure, minutes(scenario.start), scenario.horizon_h)
        if departure.spec.cut_offs is None:
            continue
        at = graph.where("departures", departure.path, "cut_offs")
        if not times:
            yield warning(at, f"no cut-off of '{departure.path}' lies within the {scenario.horizon_h:g} h simulated", "start earlier, or simulate longer")
        elif max(times) - departure.spec.accepts_min / 60 < first:
            accepts = departure.spec.accepts_min
            figures = f"the last cut-off is {max(times):.2f} h from the start, for what came {accepts:g} min before, and nothing comes before {first:.2f} h"
            yield error(at, f"no parcel can be promised the departure '{departure.path}'", figures)


def cut_offs(departure: DepartureInstance, start: int, horizon: float) -> list[float]:
    """Return all cut-offs within the run [h after the start]; `start` in minutes after midnight, `horizon` in hours."""
    times = []
    for clock in departure.spec.cut_offs or []:
        first = ((minutes(clock) - start - departure.early_min) % 1440) / 60
        times += [first + 24 * day for day in range(int(horizon // 24) + 1) if 0 < first + 24 * day <= horizon]
        if first == 0 and horizon >= 24:
            times.append(24 * (horizon // 24))
    return times


def few(names: list[str]) -> str:
    """Return the first names, and how many more there are."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
