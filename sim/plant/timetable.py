"""Departures: every vehicle's cut-off over the run, and which of them a parcel is promised (PHYSICS 6.5, 6.6)."""

from dataclasses import dataclass
from functools import partial

from ..layout import DAY, NEVER
from ..scenario import DepartureInstance, Hub
from ..scenario.resolution import grams, ticks
from .windows import Window, clock_ticks, closed, opens


@dataclass(frozen=True)
class Departure:
    """The vehicles that leave at one cut-off for one set of destinations."""

    name: str
    destinations: tuple[int, ...]
    rows: tuple[int, ...]
    """of timetables and staging floors, one a destination and tier (PHYSICS 6.5)"""
    doors: tuple[int, ...]
    """element numbers"""
    asks: int
    """when they ask for a door [ticks]"""
    cut_off: int
    """[ticks], put off while they cannot leave; NEVER if they only leave when full"""
    lane: int
    """element that takes it to another hub, or -1"""
    road: str | None
    """the shared road they take"""
    fleet: str | None
    """whose vehicles they are"""
    shut: list[Window]
    """windows in which they cannot leave [ticks]"""
    when_full: bool
    vehicles: int
    capacity: int
    """[parcels]"""
    payload: int
    """what it may carry [g]; -1: any weight"""
    deadline: int
    """vehicles that arrive by then bring parcels promised to it [ticks]; -1: nobody is"""


def tiers(hub: Hub) -> list[int]:
    """Return the tier of each class: classes that the same departures take are of one tier, numbered by their first class."""
    numbers: dict[tuple[str, ...], int] = {}
    takers = [tuple(t for t, d in hub.scenario.departures.items() if d.classes is None or name in d.classes) for name in hub.classes]
    return [numbers.setdefault(titles, len(numbers)) for titles in takers]


def timetable(hub: Hub, number_of: list[int]) -> list[Departure]:
    """Return all departures whose cut-off is less than a day after the end, in the order of the file, then of time."""
    scenario = hub.scenario
    horizon, start = ticks(scenario.horizon_h * 3600), clock_ticks(scenario.start)
    places = {destination.name: i for i, destination in enumerate(hub.destinations)}
    tier_of = dict(zip(hub.classes, tiers(hub), strict=True))
    shut_of = {path: closed(hub, path) for path in scenario.departures}
    rows: list[Departure] = []
    for instance in hub.departures:
        spec = instance.spec
        taken = sorted({tier_of[name] for name in spec.classes or hub.classes})
        to = tuple(places[d] for d in instance.destinations)
        shut = shut_of[instance.path]
        leaving = partial(
            Departure,
            name=instance.name,
            destinations=to,
            rows=tuple(tier * len(places) + d for tier in taken for d in to),
            doors=tuple(number_of[door] for door in instance.doors),
            lane=number_of[instance.lane] if instance.lane is not None else -1,
            road=spec.road,
            fleet=spec.fleet,
            shut=shut,
            when_full=spec.when_full,
            vehicles=spec.vehicles,
            capacity=_capacity(hub, instance),
            payload=grams(spec.payload_kg) if spec.payload_kg is not None else -1,
        )
        if spec.cut_offs is None:
            rows.append(leaving(asks=0, cut_off=int(NEVER), deadline=-1))
            continue
        early = ticks(instance.early_min * 60)
        times = sorted(
            time
            for cut_off in spec.cut_offs
            for day in range(-1, horizon // DAY + 3)
            if 0 < (time := (clock_ticks(cut_off) - start) % DAY + day * DAY - early) < horizon + DAY
        )
        last = 0
        for time in times:
            asks = max(0, time - ticks(spec.loading_min * 60)) if spec.loading_min is not None else last
            deadline = time - ticks(spec.accepts_min * 60)
            rows.append(leaving(asks=asks, cut_off=opens(time, shut), deadline=deadline))
            last = time
    return rows


def _capacity(hub: Hub, departure: DepartureInstance) -> int:
    """Return how many parcels a vehicle holds: where its lane has load units, what fills whole ones."""
    unit = hub.elements[departure.lane].spec.load_unit if departure.lane is not None else None
    spec = departure.spec
    if unit is None:
        return int(spec.capacity or 0)
    return int(unit.size * (spec.load_units or (spec.capacity or 0) // unit.size))
