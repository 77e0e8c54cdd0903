"""A hub made smaller or larger as a whole: demand and plant by the same factor, so that loads stay alike.

Demand: vehicles_per_day, per_day and stream limits are multiplied, times between arrivals divided. A timetable or manifest
keeps its vehicles (their times are the point of it), so their loads change instead; but where the demand alone grows, a timetable gets more
vehicles, at its hours, for a vehicle holds no more than it did.
Plant: counts above 1, repeats above 1, servers (those lost in a failure too), robots, yards and the lanes of their gates, shared roads, fleets and
their chargers, staging floors, crews, stocks and vehicles of a departure are multiplied and, but for roads, rounded, to at least 1. What rounding
leaves over passes on: from repeats to what is in the group, from counts to servers.
Single machines, geometry, speeds, inductions, sort plans and the capacity of a vehicle stay, and so does whatever is named by the
number of its copy, for that copy must exist. A smaller hub still serves every direction: each needs its door and its loaders however
few parcels it has, so outbound doors and their crews do not shrink; they grow.
"""

import math
import re
from typing import Any

from .elements import OutboundDoor, RobotField, Source, Staging, Station, Stream, Yard
from .ingredients import Crew
from .moments import stretched
from .people import minutes
from .problems import Place, ScenarioError, error
from .schema import Departure, Group, Scenario
from .transport import Fleet

NUMBERED = re.compile(r"([^\s.\[\]{}]+)\[\d+\]")
LARGEST = 1_000_000


def check_scale(scale: float, place: Place, word: str = "scale") -> None:
    """Raise ScenarioError unless 0 < scale <= 100; `word` is what it is called."""
    if not 0 < scale <= 100:
        raise ScenarioError([error(place, f"the {word} must be more than 0 and at most 100, not {scale:g}")])


def scaled(scenario: Scenario, scale: float) -> Scenario:
    """Return the scenario with demand and plant multiplied by `scale`."""
    fixed = _named_by_number(scenario)
    loaders = _loaders(scenario) if scale < 1 else set()
    groups = {}
    for name, group in scenario.groups.items():
        repeat = group.repeat if name in fixed or group.repeat == 1 else min(times(group.repeat, scale), 1000)
        left = scale * group.repeat / repeat
        groups[name] = Group(repeat=repeat, elements={each: _element(spec, left, each in fixed) for each, spec in group.elements.items()})
    return scenario.model_copy(
        update={
            "elements": {name: _element(spec, scale, name in fixed) for name, spec in scenario.elements.items()},
            "groups": groups,
            "stocks": {name: stock.model_copy(update={"size": times(stock.size, scale, 100_000_000)}) for name, stock in scenario.stocks.items()},
            "crews": {name: crew if name in loaders else _crew(crew, scale) for name, crew in scenario.crews.items()},
            "departures": {name: _departure(departure, scale) for name, departure in scenario.departures.items()},
            "fleets": {name: _fleet(fleet, scale) for name, fleet in scenario.fleets.items()},
            "roads": {
                name: road.model_copy(update={"vehicles_per_h": min(max(road.vehicles_per_h * scale, 1e-3), 1e9)}) for name, road in scenario.roads.items()
            },
        }
    )


def more_demand(scenario: Scenario, factor: float) -> Scenario:
    """Return the scenario with its demand alone multiplied by `factor`; the plant stays."""

    def changed(elements: dict[str, Any]) -> dict[str, Any]:
        return {name: _more(spec, factor) if isinstance(spec, Source | Stream) else spec for name, spec in elements.items()}

    groups = {name: group.model_copy(update={"elements": changed(group.elements)}) for name, group in scenario.groups.items()}
    return scenario.model_copy(update={"elements": changed(scenario.elements), "groups": groups})


def times(number: int, factor: float, largest: int = LARGEST) -> int:
    """Return number x factor rounded half upwards, at least 1 and at most `largest`."""
    return min(max(1, int(number * factor + 0.5)), largest)


def _named_by_number(scenario: Scenario) -> set[str]:
    """Return the names that appear somewhere as name[2]."""
    texts: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            for key, item in value.items():
                texts.append(key)
                collect(item)
        elif isinstance(value, list):
            for item in value:
                collect(item)

    collect(scenario.model_dump(include={"elements", "groups", "departures", "events"}, exclude_defaults=True))
    return {name for text in texts for name in NUMBERED.findall(text)}


def _loaders(scenario: Scenario) -> set[str]:
    """Return the crews of outbound doors."""
    specs = [*scenario.elements.values(), *(spec for group in scenario.groups.values() for spec in group.elements.values())]
    return {spec.crew for spec in specs if isinstance(spec, OutboundDoor) and spec.crew is not None}


def _element(spec: Any, factor: float, is_fixed: bool) -> Any:
    if isinstance(spec, Source | Stream):
        return _demand(spec, factor)
    changes: dict[str, Any] = {}
    left = factor
    if spec.count > 1 and not is_fixed and not (isinstance(spec, OutboundDoor) and factor < 1):
        changes["count"] = times(spec.count, factor)
        left = factor * spec.count / changes["count"]
    if isinstance(spec, Station):
        changes["servers"] = times(spec.servers, left)
        if any(failure.servers for failure in spec.failures):
            changes["failures"] = [f.model_copy(update={"servers": times(f.servers, left)}) if f.servers else f for f in spec.failures]
    if isinstance(spec, RobotField):
        changes["robots"] = times(spec.robots, left, 2000)
    if isinstance(spec, Yard | Staging) and spec.capacity is not None:
        changes["capacity"] = times(spec.capacity, left, 100_000_000 if isinstance(spec, Staging) else LARGEST)
    if isinstance(spec, Yard) and spec.gate is not None:
        changes["gate"] = spec.gate.model_copy(update={"lanes": times(spec.gate.lanes, left)})
    return spec.model_copy(update=changes)


def _demand(spec: Source | Stream, factor: float) -> Source | Stream:
    changes: dict[str, Any] = {}
    for field in ("vehicles_per_day", "per_day"):
        if getattr(spec, field, None) is not None:
            changes[field] = min(max(getattr(spec, field) * factor, 1e-6), 1e9)
    if isinstance(spec, Source) and spec.schedule is not None and spec.load is not None:
        changes["load"] = stretched(spec.load, factor)
    if isinstance(spec, Stream):
        if spec.interarrival is not None:
            changes["interarrival"] = stretched(spec.interarrival, 1 / factor)
        if spec.limit is not None:
            changes["limit"] = times(spec.limit, factor)
    return spec.model_copy(update=changes)


def _more(spec: Source | Stream, factor: float) -> Source | Stream:
    if factor <= 1 or not isinstance(spec, Source) or spec.schedule is None or spec.load is None:
        return _demand(spec, factor)
    asked = factor * len(spec.schedule)
    n = math.ceil(asked - 1e-9)
    return spec.model_copy(update={"schedule": _denser(spec.schedule, n), "load": stretched(spec.load, asked / n)})


def _denser(schedule: list[str], n: int) -> list[str]:
    """Return n times of day that lie between those of a timetable as these lie in the day; none lies in its longest pause."""
    day = 24 * 60
    times_min = sorted(map(minutes, schedule))
    pauses = [(times_min[place] - times_min[place - 1]) % day for place in range(len(times_min))]
    first = pauses.index(max(pauses))
    inside = [each - times_min[first] + (day if each < times_min[first] else 0) for each in (*times_min[first:], *times_min[:first])]
    found = []
    for number in range(n):
        at = min(max((number + 0.5) * len(inside) / n - 0.5, 0.0), len(inside) - 1.0)
        before = min(int(at), len(inside) - 2) if len(inside) > 1 else 0
        after = min(before + 1, len(inside) - 1)
        minute = int(inside[before] + (at - before) * (inside[after] - inside[before]) + 0.5 + times_min[first]) % day
        found.append(f"{minute // 60:02}:{minute % 60:02}")
    return found


def _crew(crew: Crew, scale: float) -> Crew:
    def size(people: int) -> int:
        return times(people, scale, 100_000) if people else 0

    if crew.size is not None:
        return crew.model_copy(update={"size": size(crew.size)})
    return crew.model_copy(update={"shifts": [shift.model_copy(update={"size": size(shift.size)}) for shift in crew.shifts or []]})


def _departure(departure: Departure, scale: float) -> Departure:
    return departure.model_copy(update={"vehicles": times(departure.vehicles, scale, 10_000)})


def _fleet(fleet: Fleet, scale: float) -> Fleet:
    electric = fleet.electric and fleet.electric.model_copy(update={"chargers": times(fleet.electric.chargers, scale)})
    return fleet.model_copy(update={"vehicles": times(fleet.vehicles, scale, 100_000), "electric": electric})
