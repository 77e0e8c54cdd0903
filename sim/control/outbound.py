"""Vehicles that take parcels away: fleet, door, crew, loading, cut-off (PHYSICS 6.5)."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..kernels.laws import draw
from ..layout import DRAW_CHANGEOVER, NEVER, TICKS_PER_S, TURN_CHANGEOVER
from ..plant.windows import opens
from .crews import Job
from .docks import Docks
from .fleets import Vehicle

MINUTE = 60 * TICKS_PER_S
OUTBOUND = 65534
"""Source number of draws that belong to a departure."""


@dataclass(frozen=True)
class Left:
    """A vehicle that has left."""

    departure: int
    door: int
    """element number; -1 if it got none"""
    docked: int
    time: int
    parcels: int


class Outbound:
    """All departures. `dispatched` counts the parcels of vehicles that have left."""

    def __init__(self, control: Any) -> None:
        self.control = control
        self.env = control.env
        self.docks = Docks()
        self.dispatched = 0
        self.left: list[Left] = []
        self.full: dict[int, Any] = {}
        """door -> event: the vehicle is full"""
        self.vehicles = 0
        self._begun: dict[int, bool] = {}
        rows = control.plant.departures
        self.queues = [self.docks.queue(row.doors) for row in rows]
        """departure -> the queue for its doors"""
        for number in sorted(range(len(rows)), key=lambda i: rows[i].asks):
            for _ in range(rows[number].vehicles):
                self.env.process(self._vehicle(number, rows[number].asks))

    def is_full(self, door: int) -> None:
        """The movers say that nothing more fits into the vehicle at `door`; again and again, if a policy keeps it there."""
        if not self.full[door].triggered:
            self.full[door].succeed()

    def _vehicle(self, number: int, asks: int) -> Generator[Any, Any, None]:
        env, row = self.env, self.control.plant.departures[number]
        if asks > env.now:
            yield env.timeout(asks - env.now)
        cut_off = env.timeout(row.cut_off - env.now) if row.cut_off < NEVER else env.event()
        vehicle = None
        if row.fleet is not None:
            vehicle = yield from self._lent(number, cut_off)
            if vehicle is None:
                self.left.append(Left(number, -1, -1, env.now, 0))
                return
        got = env.event()
        give_up = self.queues[number].ask(number, got.succeed)
        yield got | cut_off
        if not got.triggered:
            give_up()
            self.left.append(Left(number, -1, -1, env.now, 0))
            if vehicle is not None:
                self.control.fleets[row.fleet].release(vehicle)
            return
        is_full = yield from self._at_door(number, got.value, cut_off, vehicle)
        if is_full and row.when_full and env.now < row.cut_off:
            env.process(self._vehicle(number, env.now))

    def _lent(self, number: int, cut_off: Any) -> Generator[Any, Any, Vehicle | None]:
        """Return a vehicle of the fleet as soon as there is one; None if there is none by the cut-off."""
        fleet = self.control.fleets[self.control.plant.departures[number].fleet]
        got = self.env.event()
        give_up = fleet.ask(got.succeed)
        yield got | cut_off
        if got.triggered:
            return got.value  # type: ignore[no-any-return]
        give_up()
        fleet.none_found += 1
        return None

    def _at_door(self, number: int, door: int, cut_off: Any, vehicle: Vehicle | None) -> Generator[Any, Any, bool]:
        """Stand at the door until full or the cut-off; return whether it was full."""
        control, env = self.control, self.env
        docked = env.now
        control.movers.occupy(door, 1, env.now)
        doorway = control.doorways[door]
        self.vehicles += 1
        span = draw(control.S, doorway.changeover, DRAW_CHANGEOVER, 0, TURN_CHANGEOVER, 0, self.vehicles, OUTBOUND) if doorway.changeover >= 0 else 0
        ready = env.timeout(int(span))
        yield ready | cut_off
        parcels, is_full = 0, False
        if env.now < control.plant.departures[number].cut_off:
            full = self.full[door] = env.event()
            about = partial(control.decisions.loading, door, doorway.workers, number)
            job = Job(doorway.workers, self._staffed(number, door), may_pause=True, about=about)
            crew = control.crew(doorway.crew)
            crew.ask(job)
            is_full = yield from self._until_it_leaves(number, door, full, cut_off)
            if self._begun.pop(door, False):
                parcels = control.movers.stop_loading(door, env.now)
            crew.release(job)
            del self.full[door]
        if (open_at := opens(env.now, control.plant.departures[number].shut)) > env.now:
            control.movers.occupy(door, 1, env.now)
            yield env.timeout(open_at - env.now)
        row = control.plant.departures[number]
        if row.lane < 0:
            self.dispatched += parcels
            if parcels and row.road is not None:
                control.roads[row.road].take(env.now)
        elif parcels:
            env.process(control.inbound.travel(row, control.movers.take_cargo(door), parcels, vehicle))
        elif vehicle is not None:
            control.fleets[row.fleet].release(vehicle)
        self.left.append(Left(number, door, docked, env.now, parcels))
        control.movers.occupy(door, 0, env.now)
        self.docks.release(door)
        return is_full

    def _until_it_leaves(self, number: int, door: int, full: Any, cut_off: Any) -> Generator[Any, Any, bool]:
        """Load until the vehicle leaves; return whether it is full."""
        decisions, env = self.control.decisions, self.env
        if not decisions.asks("leave"):
            yield full | cut_off
            return bool(full.triggered)
        at_cut_off = self.control.plant.departures[number].cut_off
        while True:
            ahead = [event for event in (full, cut_off) if not event.processed]
            yield env.any_of([env.timeout(5 * MINUTE if env.now < at_cut_off else MINUTE), *ahead])
            if decisions.leaves(number, self.control.movers.aboard_of(door), full.triggered, self.docks.others_wait(door)):
                return bool(full.triggered)

    def _staffed(self, number: int, door: int) -> Any:
        doorway = self.control.doorways[door]
        crew = self.control.crew(doorway.crew)
        row = self.control.plant.departures[number]

        def staffed(people: int) -> None:
            interval = crew.takes(doorway.intervals[people - 1]) if people else 0
            if people and not self._begun.get(door):
                self._begun[door] = True
                self.control.movers.start_loading(door, number, row.capacity, row.payload, interval, self.env.now)
            else:
                self.control.movers.set_interval(door, interval, self.env.now)

        return staffed
