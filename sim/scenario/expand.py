"""Copies, groups and names to a flat list of elements in which every way is a number."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from .elements import ChuteRow, Diverter, Lane, LineSorter, LoopSorter, Merge, OutboundDoor, RobotField, Sink, Source, Staging, Yard
from .happenings import events_of
from .hub import DepartureInstance, ElementInstance, EventInstance, Ref, Share
from .ingredients import DestinationPlan, ParcelClass
from .problems import Problem, Where, error
from .references import Directory, ReferenceFault, Spot
from .schema import Departure, Scenario

MAX_ELEMENTS = 200_000
Resolver = Callable[[str, Spot], tuple[Ref, ...]]


def destinations_of(scenario: Scenario) -> list[Share]:
    """Return the destinations in order, each with its share of all parcels [1]."""
    plan = scenario.destinations
    if isinstance(plan, DestinationPlan):
        weights = [k**-plan.zipf for k in range(1, plan.count + 1)]
        total = sum(weights)
        return [Share(f"d{k}", weight / total) for k, weight in enumerate(weights, 1)]
    return [Share(name, share) for name, share in plan.items()] or [Share("all", 1.0)]


def classes_of(scenario: Scenario) -> dict[str, ParcelClass]:
    """Return the classes in order; a single one if the scenario names none."""
    return scenario.classes or {"parcel": ParcelClass(share=1.0)}


class Expanded(NamedTuple):
    """A scenario made flat, and what was wrong with the names in it."""

    elements: list[ElementInstance]
    departures: list[DepartureInstance]
    events: list[EventInstance]
    problems: list[Problem]


def expand(scenario: Scenario, where: Where, strict: bool = True) -> Expanded:
    """Return elements, departures and events, with the places of what they name.

    `where(*path)` tells where a value stands. `strict` refuses n copies that lead to m (neither 1 nor n); a scaled hub is not
    strict, for its counts are rounded. The order is that of PHYSICS 1.3.
    """
    directory = Directory(scenario, strict)
    if directory.total > MAX_ELEMENTS:
        return Expanded(
            [], [], [], [error(where("elements"), f"with all copies there are {directory.total} elements, more than {MAX_ELEMENTS}", "lower count or repeat")]
        )
    problems: set[Problem] = set()
    elements = [_connected(instance, directory, where, problems) for instance in _instances(scenario, where)]
    feeders = feeders_of(elements)
    for number, element in enumerate(elements):
        if isinstance(element.spec, Merge):
            elements[number] = _with_order(element, feeders.get(number, []), directory, where, problems)
    departures = list(_departures(scenario, directory, where, problems))
    for departure in departures:
        if departure.lane is not None:
            _leads_on(Ref(departure.lane), departure.doors, elements)
    events = list(events_of(scenario, directory, where, problems))
    return Expanded(elements, departures, events, sorted(problems))


def _instances(scenario: Scenario, where: Where) -> Iterator[ElementInstance]:
    for name, spec in scenario.elements.items():
        yield from _copies(name, spec, None, 0, ("elements", name), where)
    for title, group in scenario.groups.items():
        for number in range(1, group.repeat + 1):
            for name, spec in group.elements.items():
                yield from _copies(name, spec, title, number, ("groups", title, "elements", name), where)


def _copies(name: str, spec: Any, group: str | None, number: int, path: tuple[str, ...], where: Where) -> Iterator[ElementInstance]:
    label = f"{group}.{name}" if group else name
    full = f"{group}[{number}].{name}" if group else name
    place = where(*path, key=True)
    for copy in range(1, spec.count + 1):
        yield ElementInstance(f"{full}[{copy}]" if spec.count > 1 else full, spec, label, group, number, copy, place, path)


def _spot(instance: ElementInstance) -> Spot:
    return Spot(instance.group, max(instance.group_index - 1, 0), instance.copy - 1, instance.spec.count)


def targets(spec: Any, directory: Directory) -> Iterator[tuple[str, tuple[str | int, ...], str, Resolver]]:
    """Yield (key, path below the element, name written there, how it resolves) for every reference of an element but a merge's order."""
    to_all = isinstance(spec, Source | Lane | Yard | Staging)
    if isinstance(spec, LoopSorter | LineSorter | RobotField):
        for number, outlet in enumerate(spec.outlets):
            how = directory.share if isinstance(outlet, ChuteRow) else directory.one
            yield f"outlets.{number}", ("outlets", number, "chute"), outlet.chute, how
    if isinstance(spec, Diverter):
        for field in ("routes", "shares"):
            for name, target in (getattr(spec, field) or {}).items():
                key = field == "shares"
                yield f"{field}.{name}", (field, name), name if key else target, directory.one
        for number, target in enumerate(spec.among or []):
            yield "among", ("among", number), target, directory.all
    if isinstance(spec, Diverter) and spec.otherwise is not None:
        yield "otherwise", ("otherwise",), spec.otherwise, directory.one
    if isinstance(spec, LoopSorter) and spec.reject is not None:
        yield "reject", ("reject",), spec.reject, directory.one
    if isinstance(spec, LoopSorter) and spec.overflow is not None:
        yield "overflow", ("overflow",), spec.overflow, directory.one
    if not isinstance(spec, Diverter | LoopSorter | RobotField | OutboundDoor | Sink):
        yield "to", ("to",), spec.to, directory.all if to_all else directory.one


def _connected(instance: ElementInstance, directory: Directory, where: Where, problems: set[Problem]) -> ElementInstance:
    ways: dict[str, tuple[Ref, ...]] = {}
    for key, below, target, resolve in targets(instance.spec, directory):
        try:
            refs = resolve(target, _spot(instance))
        except ReferenceFault as fault:
            problems.add(error(where(*instance.path, *below, key=below[0] == "shares"), fault.message, fault.hint))
            refs = ()
        ways[key] = ways.get(key, ()) + refs
    return replace(instance, ways=ways)


def _with_order(merge: ElementInstance, feeders: list[int], directory: Directory, where: Where, problems: set[Problem]) -> ElementInstance:
    """Return the merge with its feeders, in the order it states, or in that of the file."""
    if merge.spec.order is None:
        return replace(merge, ways={**merge.ways, "order": tuple(Ref(feeder) for feeder in feeders)})
    order: list[Ref] = []
    for place, name in enumerate(merge.spec.order):
        at = where(*merge.path, "order", place)
        try:
            named = [ref for ref in directory.all(name, _spot(merge)) if ref.index in feeders]
        except ReferenceFault as fault:
            problems.add(error(at, fault.message, fault.hint))
            continue
        if not named and directory.strict:
            problems.add(error(at, f"'{name}' does not lead into the merge '{merge.label}'", "leave it out of the order, or let it lead here"))
        order += [ref for ref in named if ref not in order]
    return replace(merge, ways={**merge.ways, "order": tuple(order)})


def feeders_of(elements: list[ElementInstance]) -> dict[int, list[int]]:
    """Return, for each element that something leads into, the numbers of what leads into it, rising."""
    feeders: dict[int, list[int]] = {}
    for number, element in enumerate(elements):
        leads = {ref.index for key, refs in element.ways.items() if key != "order" for ref in refs}
        for index in leads:
            feeders.setdefault(index, []).append(number)
    return feeders


def _departures(scenario: Scenario, directory: Directory, where: Where, problems: set[Problem]) -> Iterator[DepartureInstance]:
    names = [destination.name for destination in destinations_of(scenario)]
    for title, spec in scenario.departures.items():
        place = where("departures", title, key=True)
        try:
            doors = tuple(ref.index for ref in directory.all(spec.doors, Spot(None, 0, 0, 1)))
        except ReferenceFault as fault:
            problems.add(error(where("departures", title, "doors"), fault.message, fault.hint))
            doors = ()
        lane = _lane(title, spec, directory, where, problems)
        if spec.destinations != "each":
            yield DepartureInstance(title, spec, tuple(spec.destinations), doors, 0.0, place, title, lane)
            continue
        for number, name in enumerate(names):
            early = spec.spread_min * (len(names) - 1 - number) / (len(names) - 1) if len(names) > 1 else 0.0
            yield DepartureInstance(f"{title}.{name}", spec, (name,), doors, early, place, title, lane)


def _leads_on(lane: Ref, doors: tuple[int, ...], elements: list[ElementInstance]) -> None:
    """Note at outbound doors that vehicles go from them onto a lane."""
    for door in doors:
        lanes = elements[door].ways.get("lane", ())
        if lane not in lanes:
            elements[door] = replace(elements[door], ways={**elements[door].ways, "lane": (*lanes, lane)})


def _lane(title: str, spec: Departure, directory: Directory, where: Where, problems: set[Problem]) -> int | None:
    """Return the place of the lane a departure goes on; None if it goes on none, or names what is none."""
    if spec.lane is None:
        return None
    at = where("departures", title, "lane")
    try:
        found = directory.find(spec.lane, Spot(None, 0, 0, 1))
        (ref,) = directory.one(spec.lane, Spot(None, 0, 0, 1))
    except ReferenceFault as fault:
        problems.add(error(at, fault.message, fault.hint))
        return None
    if not isinstance(found.block.spec, Lane):
        problems.add(error(at, f"'{found.block.label}' is a {found.block.spec.kind}, not a lane", "add an element of kind lane, and name it here"))
        return None
    return ref.index
