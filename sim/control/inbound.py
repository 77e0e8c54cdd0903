"""Vehicles that bring parcels: road, gate, yard, door, crew, unloading (PHYSICS 6.2-6.4)."""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from ..kernels.laws import draw
from ..layout import DRAW_CHANGEOVER, TURN_BUILD, TURN_CHANGEOVER, TURN_CLOSING, TURN_GATE, TURN_OUT, TURN_STRIP
from ..plant.lanes import Entrance
from ..plant.windows import closed, opens
from .crews import Job
from .docks import Docks, Queue
from .fleets import Vehicle, spend
from .lanes import Log, handling_time, travel_time


class Coming(NamedTuple):
    """A vehicle that comes from another hub of the scenario."""

    source: int
    """the lane"""
    number: int
    """counted on its lane"""
    arrival: int
    load: int
    cargo: Any
    """what is in it, as the movers understand it"""
    departure: Any
    vehicle: Vehicle | None
    """that of a fleet"""


@dataclass
class Yard:
    """Vehicles waiting for a door, those at the gate, and those on the road outside."""

    entrance: Entrance
    queue: Queue
    """of those who may come in from the road, for its doors"""
    inside: int = 0
    at_gate: int = 0
    """of these"""
    outside: deque[tuple[int, int]] = field(default_factory=deque)
    """(vehicle, arrival)"""
    vehicles: int = 0
    given: int = 0
    """doors to vehicles"""
    wait_sum: int = 0
    """of those vehicles"""
    wait_max: int = 0
    inside_max: int = 0
    outside_max: int = 0
    gate_vehicles: int = 0
    gate_wait_sum: int = 0
    gate_wait_max: int = 0
    gate_busy: int = 0
    """within the run [lane ticks]"""

    def start_over(self) -> None:
        """Forget what has been; who is there still counts."""
        self.vehicles = self.given = self.wait_sum = self.wait_max = 0
        self.gate_vehicles = self.gate_wait_sum = self.gate_wait_max = self.gate_busy = 0
        self.inside_max, self.outside_max = self.inside, len(self.outside)

    @property
    def is_open(self) -> bool:
        """Tell whether one more vehicle may come in: it fits, and a lane of the gate is free."""
        return self.inside < self.entrance.capacity and self.at_gate < self.entrance.gate_lanes


class Inbound:
    """All inbound traffic. `offered` counts the parcels of all vehicles that have arrived, `docked` of those that have come to a door."""

    def __init__(self, control: Any, vehicles: Any) -> None:
        self.control = control
        self.env = control.env
        self.vehicles = vehicles
        decisions = control.decisions
        self.docks = Docks(decisions.vehicle if decisions.asks("vehicle") else None, decisions.door if decisions.asks("door") else None)
        self.offered = 0
        self.docked = 0
        self.not_begun: set[int] = set()
        """vehicles that have arrived and of which nothing has been unloaded"""
        self.at_door: dict[int, int] = {}
        """door -> vehicle"""
        self.empty: dict[int, Any] = {}
        """door -> event: it has run empty"""
        self.came: list[Coming] = []
        """vehicles from other hubs; they are numbered after all others"""
        self.lanes = {lane: Log() for lane in control.plant.lanes}
        self.yards: dict[int, Yard] = {}
        for source, entrance in control.plant.yard_of.items():
            known = next((yard for yard in self.yards.values() if yard.entrance == entrance), None)
            self.yards[source] = known or Yard(entrance, self.docks.queue(entrance.doors))
        elements = control.plant.hub.elements
        roads = {number: elements[place].spec.road for place, number in enumerate(control.plant.number_of) if number in self.yards}
        self.road_of = {number: control.roads[name] for number, name in roads.items() if name is not None}
        """of sources and lanes"""
        self.shut = {number: closed(control.plant.hub, place) for place, number in enumerate(control.plant.number_of) if number in self.yards}
        self.env.process(self._arrivals())

    def _arrivals(self) -> Generator[Any, Any, None]:
        sources, planned = self.vehicles["source"].tolist(), self.vehicles["arrival"].tolist()
        comes = [opens(time, self.shut[source]) for source, time in zip(sources, planned, strict=True)]
        for number in sorted(range(len(comes)), key=lambda i: (comes[i], i)):
            if comes[number] > self.env.now:
                yield self.env.timeout(comes[number] - self.env.now)
            wait = self._on_the_road(sources[number])
            if wait:
                self.env.process(self._later(number, self.yards[sources[number]], wait))
            else:
                self._arrive(number, self.yards[sources[number]])

    def _later(self, number: int, yard: Yard, wait: int) -> Generator[Any, Any, None]:
        yield self.env.timeout(wait)
        self._arrive(number, yard)

    def _on_the_road(self, source: int) -> int:
        """Return how long a vehicle that comes now from a source or lane waits for the shared road [ticks] (PHYSICS 6.9)."""
        return self.road_of[source].take(self.env.now) if source in self.road_of else 0

    def vehicle(self, number: int) -> Any:
        """Return the vehicle of a number: its source or lane, its number there, arrival and load."""
        return self.vehicles[number] if number < len(self.vehicles) else self.came[number - len(self.vehicles)]

    def travel(self, departure: Any, cargo: Any, parcels: int, vehicle: Vehicle | None) -> Generator[Any, Any, None]:
        """Set out, drive to the next hub, and arrive there (PHYSICS 6.8); `vehicle` is that of a fleet, or None."""
        control, env, lane, left = self.control, self.env, departure.lane, self.env.now
        log = self.lanes[lane]
        number = log.set_out
        log.set_out += 1
        yield from spend(env, vehicle, "loading", handling_time(control, lane, number, TURN_BUILD, parcels))
        yield from spend(env, vehicle, "waiting", control.roads[departure.road].take(env.now) if departure.road is not None else 0)
        yield from spend(env, vehicle, "driving", travel_time(control, lane, number, TURN_OUT))
        yield from spend(env, vehicle, "waiting", opens(env.now, self.shut[lane]) - env.now)
        yield from spend(env, vehicle, "waiting", self._on_the_road(lane))
        if vehicle is not None:
            control.fleets[departure.fleet].arrives(vehicle, lane)
        yield from spend(env, vehicle, "unloading", handling_time(control, lane, number, TURN_STRIP, parcels))
        log.arrives(parcels, control.plant.lanes[lane].load_units(parcels), departure.capacity, env.now - left)
        self.came.append(Coming(lane, number, env.now, parcels, cargo, departure, vehicle))
        self._arrive(len(self.vehicles) + len(self.came) - 1, self.yards[lane])

    def _arrive(self, number: int, yard: Yard) -> None:
        if number < len(self.vehicles):
            self.offered += int(self.vehicles[number].load)
            self.not_begun.add(number)
        yard.vehicles += 1
        if yard.is_open and not yard.outside:
            self._enter(number, yard, self.env.now)
        else:
            yard.outside.append((number, self.env.now))
            yard.outside_max = max(yard.outside_max, len(yard.outside))

    def _enter(self, number: int, yard: Yard, arrived: int) -> None:
        """Come in from the road; through the gate, if there is one."""
        yard.inside += 1
        if yard.entrance.gate < 0:
            self._wait_for_door(number, yard, arrived)
            return
        yard.at_gate += 1
        yard.gate_vehicles += 1
        yard.gate_wait_sum += self.env.now - arrived
        yard.gate_wait_max = max(yard.gate_wait_max, self.env.now - arrived)
        self.env.process(self._pass_gate(number, yard, arrived))

    def _pass_gate(self, number: int, yard: Yard, arrived: int) -> Generator[Any, Any, None]:
        span = self._span(yard.entrance.gate, number, TURN_GATE)
        yard.gate_busy += min(span, self.control.plant.horizon - self.env.now)
        yield self.env.timeout(span)
        yard.at_gate -= 1
        self._wait_for_door(number, yard, arrived)
        self._let_in(yard)

    def _wait_for_door(self, number: int, yard: Yard, arrived: int) -> None:
        def given(door: int) -> None:
            yard.inside -= 1
            self.docked += int(self.vehicles[number].load) if number < len(self.vehicles) else 0
            wait = self.env.now - arrived
            yard.given += 1
            yard.wait_sum += wait
            yard.wait_max = max(yard.wait_max, wait)
            self.env.process(self._visit(number, door))
            self._let_in(yard)

        yard.queue.ask(number, given)
        yard.inside_max = max(yard.inside_max, yard.inside)

    def _let_in(self, yard: Yard) -> None:
        """Let those outside in, in order, as many as may come now."""
        while yard.outside and yard.is_open:
            number, arrived = yard.outside.popleft()
            self._enter(number, yard, arrived)

    def _visit(self, number: int, door: int) -> Generator[Any, Any, None]:
        control, env = self.control, self.env
        vehicle, doorway = self.vehicle(number), control.doorways[door]
        group = control.decisions.group_of(door)
        control.decisions.taken[group] += 1
        control.movers.occupy(door, 1, env.now)
        yield env.timeout(self._span(doorway.changeover, number, TURN_CHANGEOVER))
        if vehicle.load > 0:
            self.at_door[door] = number
            empty = self.empty[door] = env.event()
            about = partial(control.decisions.unloading, door, doorway.workers, number)
            job = Job(doorway.workers, self._staffed(number, door), may_pause=True, about=about)
            crew = control.crew(doorway.crew)
            crew.ask(job)
            yield empty
            crew.release(job)
            del self.at_door[door]
        else:
            self.not_begun.discard(number)
        if doorway.closing >= 0:
            yield env.timeout(self._span(doorway.closing, number, TURN_CLOSING))
        control.movers.occupy(door, 0, env.now)
        control.decisions.taken[group] -= 1
        self.docks.release(door)
        if isinstance(vehicle, Coming) and vehicle.vehicle is not None:
            env.process(control.fleets[vehicle.departure.fleet].home(vehicle.vehicle, vehicle.departure, vehicle.number))

    def _staffed(self, number: int, door: int) -> Any:
        """Return what happens when people come to this vehicle, or go."""
        doorway = self.control.doorways[door]
        crew = self.control.crew(doorway.crew)
        begun = False

        def staffed(people: int) -> None:
            nonlocal begun
            movers, interval = self.control.movers, crew.takes(doorway.intervals[people - 1]) if people else 0
            if people and not begun:
                begun = True
                self.not_begun.discard(number)
                if number < len(self.vehicles):
                    movers.begin_unloading(door, number, interval, self.env.now)
                else:
                    vehicle = self.vehicle(number)
                    movers.begin_cargo(door, vehicle.cargo, vehicle.arrival, interval, self.env.now)
            else:
                movers.set_interval(door, interval, self.env.now)

        return staffed

    def _span(self, law: int, number: int, turn: int) -> int:
        vehicle = self.vehicle(number)
        return int(draw(self.control.S, law, DRAW_CHANGEOVER, 0, turn, 0, int(vehicle.number), int(vehicle.source)))
