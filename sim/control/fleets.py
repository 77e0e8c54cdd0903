"""Vehicles that come back: lent to departures in turn, away until they have been unloaded and are home again, charged if they are electric (PHYSICS 6.10)."""

from collections import deque
from collections.abc import Callable, Generator
from typing import Any

import simpy

from ..layout import TURN_BACK
from ..plant.lanes import metres
from ..plant.windows import opens
from ..scenario.resolution import ticks
from .lanes import travel_time

STATES = ("idle", "loading", "driving", "unloading", "waiting", "charging")
"""what a vehicle does; loading: from when it is lent until it sets out, its load units built; unloading: from its arrival until it leaves the
other door; waiting: for a road, a window or a charger"""


class Vehicle:
    """One vehicle of a fleet, and how long it has done what."""

    def __init__(self, reach: int) -> None:
        self.left = reach
        """what the battery is good for [m]"""
        self.state = "idle"
        self.since = 0
        self.spent = dict.fromkeys(STATES, 0)
        """[ticks]"""

    def turn(self, state: str, now: int) -> None:
        """Do something else from now on."""
        self.spent[self.state] += now - self.since
        self.state, self.since = state, now


class Fleet:
    """The vehicles of one fleet, and the departures that wait for one, in the order of asking."""

    def __init__(self, control: Any, name: str) -> None:
        spec = control.plant.hub.scenario.fleets[name]
        self.control = control
        self.env = control.env
        self.electric = spec.electric
        self.reach = metres(spec.electric.range_km) if spec.electric is not None else 0
        self.vehicles = [Vehicle(self.reach) for _ in range(spec.vehicles)]
        self.free = deque(self.vehicles)
        """those at home and ready, the longest so first"""
        self.asking: deque[Callable[[Vehicle], Any]] = deque()
        self.chargers = simpy.Resource(self.env, spec.electric.chargers) if spec.electric is not None else None
        lanes = {row.lane for row in control.plant.departures if row.fleet == name}
        self.longest = 2 * max((control.plant.lanes[lane].distance for lane in lanes), default=0)
        """there and back over the longest lane [m]"""
        self.trips = 0
        self.driven = 0
        """[m]"""
        self.charges = 0
        self.none_found = 0
        """departures that had no vehicle by their cut-off"""

    def ask(self, given: Callable[[Vehicle], Any]) -> Callable[[], None]:
        """Call `given` with a vehicle as soon as one is free; return how to give up waiting."""
        if self.free:
            self._lend(self.free.popleft(), given)
            return lambda: None
        self.asking.append(given)
        return lambda: self.asking.remove(given)

    def _lend(self, vehicle: Vehicle, given: Callable[[Vehicle], Any]) -> None:
        vehicle.turn("loading", self.env.now)
        given(vehicle)

    def release(self, vehicle: Vehicle) -> None:
        """The vehicle is at home and ready."""
        vehicle.turn("idle", self.env.now)
        if self.asking:
            self._lend(vehicle, self.asking.popleft())
        else:
            self.free.append(vehicle)

    def arrives(self, vehicle: Vehicle, lane: int) -> None:
        """The vehicle is at the far end of the lane."""
        vehicle.turn("unloading", self.env.now)
        self.trips += 1
        self.driven += self.control.plant.lanes[lane].distance

    def home(self, vehicle: Vehicle, departure: Any, number: int) -> Generator[Any, Any, None]:
        """Drive back the lane of a departure as its `number`-th vehicle, charge if need be, and be ready."""
        control, env = self.control, self.env
        lane = control.plant.lanes[departure.lane]
        yield from spend(env, vehicle, "waiting", opens(env.now, control.inbound.shut[departure.lane]) - env.now)
        yield from spend(env, vehicle, "driving", travel_time(control, departure.lane, number, TURN_BACK))
        yield from spend(env, vehicle, "waiting", opens(env.now, departure.shut) - env.now)
        self.driven += lane.distance
        if self.chargers is not None:
            vehicle.left -= 2 * lane.distance
            if vehicle.left < self.longest:
                yield from self._charge(vehicle, self.chargers)
        self.release(vehicle)

    def spent(self) -> dict[str, int]:
        """Return the time of all vehicles together by what they did until the run ended [ticks]."""
        for vehicle in self.vehicles:
            vehicle.turn(vehicle.state, self.control.plant.horizon)
        return {state: sum(vehicle.spent[state] for vehicle in self.vehicles) for state in STATES}

    def _charge(self, vehicle: Vehicle, chargers: simpy.Resource) -> Generator[Any, Any, None]:
        vehicle.turn("waiting", self.env.now)
        with chargers.request() as turn:
            yield turn
            self.charges += 1
            hours = (self.reach - vehicle.left) / 1000 * self.electric.kwh_per_km / self.electric.charger_kw
            yield from spend(self.env, vehicle, "charging", ticks(hours * 3600))
            vehicle.left = self.reach


def spend(env: Any, vehicle: Vehicle | None, state: str, span: int) -> Generator[Any, Any, None]:
    """Let `span` ticks pass; a vehicle of a fleet is in `state` meanwhile."""
    if span > 0:
        if vehicle is not None:
            vehicle.turn(state, env.now)
        yield env.timeout(span)
