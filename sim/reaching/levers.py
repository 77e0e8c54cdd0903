"""What of a hub there can be more of: doors, servers, people, speed ... each a lever on fields of the scenario.

Elements that are alike (same kind, same figures, in the same part of the hub) are one lever: a fifth server at one of four parallel lines would be no news.
Where n copies lead to n copies, as doors to the tunnels behind them, more of one is more of both; sorters bring their chutes.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.scenario import Scenario
from sim.scenario.elements import (
    Chute,
    ChuteRow,
    Conveyor,
    Door,
    LineSorter,
    LoopSorter,
    OutboundDoor,
    RobotField,
    Staging,
    Station,
    Yard,
)
from sim.scenario.mixes import parts

WIRING = {"to", "note", "routes", "shares", "among", "otherwise", "outlets", "inductions", "reject", "overflow", "order"}
"""fields that say where things lead, not what they are"""
SPEED_STEP_M_S = 0.1
SAID = 4
"""elements that are alike and named one by one"""


@dataclass(frozen=True)
class Field:
    """One field of a scenario that a lever moves."""

    path: str
    value: float
    each: float
    """by how much it grows for each one more of the lever"""
    most: float = math.inf
    """most that the language allows"""

    def at(self, more: int) -> float | int:
        """Return its value with `more` of the lever; whole where it was whole."""
        value = self.value + more * self.each
        if isinstance(self.value, int):
            return int(value + 0.5)
        return round(value, 6)


@dataclass(frozen=True)
class Lever:
    """Something there can be more of."""

    name: str
    """what it is, as `hall.door`, and how many others are alike"""
    unit: str
    """what one more of it is"""
    fields: tuple[Field, ...]
    elements: frozenset[str]
    """labels of the elements it is about"""
    rules: frozenset[str] = frozenset()
    """rules it may help although its elements are not busy"""

    @property
    def size(self) -> float:
        """How many there are now."""
        return self.fields[0].value / self.fields[0].each

    def at(self, more: int) -> dict[str, Any]:
        """Return path -> value with `more` of it."""
        return {field.path: field.at(more) for field in self.fields}

    def by(self, share: float) -> int:
        """Return how many more make it larger by `share`, at least one; no more than the language allows."""
        first = self.fields[0]
        return int(min(max(1, round(self.size * share)), (first.most - first.value) / first.each + 1e-9))


def levers(scenario: Scenario) -> list[Lever]:
    """Return all levers of a scenario (before it is scaled) that have room."""
    found = [*_machines(scenario), *_people(scenario), *_outside(scenario)]
    return [lever for lever in found if lever.by(0.01) > 0]


def _machines(scenario: Scenario) -> Iterator[Lever]:
    alike: dict[tuple[Any, ...], list[tuple[str, str, Any]]] = {}
    for label, path, spec in parts(scenario):
        key = (label.rpartition(".")[0], spec.kind, repr(sorted(spec.model_dump(exclude=WIRING).items(), key=lambda item: item[0])))
        alike.setdefault(key, []).append((label, ".".join(path), spec))
    taken: set[str] = set()
    for members in alike.values():
        label, _, spec = members[0]
        if label in taken:
            continue
        for unit, name, each in _fields_of(spec):
            fields = [field for _, path, one in members for field in (_field(path, one, name, each), *_along(scenario, path, one, name))]
            labels = {member[0] for member in members} | {_label(field.path) for field in fields}
            taken |= labels if name == "count" else set()
            names = [member[0] for member in members]
            title = ", ".join(names) if len(names) <= SAID else f"{label} and {len(names) - 1} alike"
            rules = {"without_door", "on_time_share"} if isinstance(spec, OutboundDoor) else {"outside_vehicles"} if isinstance(spec, Yard) else set()
            yield Lever(title, unit, tuple(dict.fromkeys(fields)), frozenset(labels), frozenset(rules))


def _fields_of(spec: Any) -> Iterator[tuple[str, str, float]]:
    """Yield (unit, field, growth) of what there can be more of at an element."""
    if isinstance(spec, Station):
        yield ("machine", "count", 1) if spec.count > 1 else ("server", "servers", 1)
    elif isinstance(spec, Door | OutboundDoor):
        yield "door", "count", 1
    elif isinstance(spec, Conveyor | LineSorter):
        yield ("machine", "count", 1) if spec.count > 1 else ("0.1 m/s", "speed_m_s", SPEED_STEP_M_S)
    elif isinstance(spec, LoopSorter):
        yield "0.1 m/s", "speed_m_s", SPEED_STEP_M_S
        if len({induction.deck for induction in spec.inductions.values()}) == 1:
            yield "deck", "decks", 1
    elif isinstance(spec, RobotField):
        yield "robot", "robots", 1
    elif isinstance(spec, Chute | Yard | Staging) and spec.capacity is not None:
        yield "place", "capacity", 1


def _field(path: str, spec: Any, name: str, each: float) -> Field:
    most = min((bound.le for bound in type(spec).model_fields[name].metadata if hasattr(bound, "le")), default=math.inf)
    return Field(f"{path}.{name}", getattr(spec, name), each, most)


def _along(scenario: Scenario, path: str, spec: Any, name: str) -> Iterator[Field]:
    """Yield the counts that grow along with that of an element: copies it leads to one by one, or that lead to it so; the chutes of a sorter."""
    if name != "count":
        return
    scope, _, own = path.rpartition(".")
    siblings = scenario.groups[path.split(".")[1]].elements if path.startswith("groups.") else scenario.elements
    for outlet in getattr(spec, "outlets", ()):
        chutes = siblings.get(outlet.chute)
        if isinstance(outlet, ChuteRow) and chutes is not None and chutes.count % spec.count == 0:
            yield Field(f"{scope}.{outlet.chute}.count", chutes.count, chutes.count // spec.count)
    seen, front = {own}, [own]
    while front and spec.count > 1:
        here = front.pop()
        for other, that in siblings.items():
            leads = getattr(siblings[here], "to", None) == other or getattr(that, "to", None) == here
            if other not in seen and leads and that.count == spec.count and not isinstance(that, Chute):
                seen.add(other)
                front.append(other)
                yield Field(f"{scope}.{other}.count", that.count, 1)


def _label(path: str) -> str:
    """Return the label of the element a path is in: elements.x.count -> x, groups.g.elements.x.count -> g.x."""
    keys = path.split(".")
    return keys[1] if keys[0] == "elements" else f"{keys[1]}.{keys[3]}"


def _people(scenario: Scenario) -> Iterator[Lever]:
    manned: dict[str, set[str]] = {}
    for label, _, spec in parts(scenario):
        crews = {getattr(spec, "crew", None), getattr(getattr(spec, "container", None), "crew", None), *(failure.crew for failure in spec.failures)}
        for name in crews - {None}:
            manned.setdefault(str(name), set()).add(label)
    for name, crew in scenario.crews.items():
        if crew.size:
            fields: tuple[Field, ...] = (Field(f"crews.{name}.size", crew.size, 1),)
        else:
            shifts = crew.shifts or []
            largest = max((shift.size for shift in shifts), default=0)
            order = sorted(range(len(shifts)), key=lambda number: -shifts[number].size)
            fields = tuple(
                Field(f"crews.{name}.shifts.{number}.size", shifts[number].size, shifts[number].size / largest) for number in order if shifts[number].size
            )
        if fields:
            rules = {"on_time_share"} if any(isinstance(spec, OutboundDoor) for label, _, spec in parts(scenario) if label in manned.get(name, ())) else set()
            yield Lever(f"crew {name}", "person" if crew.size else "person a shift", fields, frozenset(manned.get(name, ())), frozenset(rules))


def _outside(scenario: Scenario) -> Iterator[Lever]:
    late = frozenset({"on_time_share", "without_door"})
    for name, departure in scenario.departures.items():
        yield Lever(f"departure {name}", "vehicle a cut-off", (Field(f"departures.{name}.vehicles", departure.vehicles, 1),), frozenset(), late)
    for name, fleet in scenario.fleets.items():
        yield Lever(f"fleet {name}", "vehicle", (Field(f"fleets.{name}.vehicles", fleet.vehicles, 1),), frozenset(), late)
    for name, stock in scenario.stocks.items():
        yield Lever(f"stock {name}", "100 bags", (Field(f"stocks.{name}.size", stock.size, 100),), frozenset(), late)
    for name, group in scenario.groups.items():
        if group.repeat > 1:
            labels = frozenset(f"{name}.{each}" for each in group.elements)
            yield Lever(f"group {name}", "of it", (_field(f"groups.{name}", group, "repeat", 1),), labels)
