"""What policies are asked, and what they are told (PHYSICS 12).

Where a scenario keeps to the first policy of a kind, none is asked: the rules of PHYSICS 6 hold.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import Any

from ..layout import NEVER, TICKS_PER_S
from ..plant.timetable import tiers
from ..policies import SHIPPED, choice, division, find, verdict
from ..policies.views import Crew, Departure, Door, Job, Vehicle


class Decisions:
    """The policies of one run."""

    def __init__(self, control: Any) -> None:
        self.control = control
        self.hub = control.plant.hub
        self.place_of = {number: place for place, number in enumerate(control.plant.number_of)}
        """element number -> place in the hub: looked up at each visit of a vehicle"""
        self.names: dict[str, str] = dict(self.hub.scenario.policies)
        self.policies = {decision: find(decision, name, self.hub.folder) for decision, name in self.names.items()}
        self.tiers = tiers(self.hub)
        self.pools = {name: (pool.policy, find("move", pool.policy, self.hub.folder)) for name, pool in self.hub.scenario.pools.items()}
        self.seen: dict[int, Vehicle] = {}
        self.taken: Counter[str] = Counter()
        """group copy -> inbound doors that are taken"""
        self._deadlines: dict[tuple[int, int], list[tuple[int, int]]] = {}
        """hub, row of its floors -> (deadline, cut-off) of its departures, rising [ticks]"""

    def asks(self, decision: str) -> bool:
        """Tell whether anything but the rule of PHYSICS 6 is asked for."""
        return self.names[decision] != next(iter(SHIPPED[decision]))

    def _choose(self, decision: str, n: int, facts: Any) -> int:
        return choice(decision, self.names[decision], self.policies[decision], self._seconds(self.control.env.now), n, facts)

    # -- vehicles and doors ------------------------------------------------------------------------------------------------

    def vehicle(self, waiting: list[int]) -> int:
        """Return which of the vehicles that wait, in the order in which they asked, gets a door."""
        return self._choose("vehicle", len(waiting), [self.view(number) for number in waiting])

    def door(self, free: list[int]) -> int:
        """Return which of the free doors, the longest free first, a vehicle gets."""
        return self._choose("door", len(free), [self._door(door) for door in free])

    def view(self, number: int) -> Vehicle:
        """Return what policies may know of vehicle `number`."""
        if number not in self.seen:
            row = self.control.inbound.vehicle(number)
            name = self.control.plant.names[int(row.source)]
            arrived = int(row.arrival)
            self.seen[number] = Vehicle(name, int(row.number), self._seconds(arrived), int(row.load), self._promised(row, arrived))
        return self.seen[number]

    def _door(self, door: int) -> Door:
        element = self.hub.elements[self.place_of[door]]
        group = self.group_of(door)
        return Door(element.name, group, self.taken[group])

    def group_of(self, door: int) -> str:
        """Return the copy of the group in which a door stands, as hall[2]; empty outside groups."""
        element = self.hub.elements[self.place_of[door]]
        return f"{element.group}[{element.group_index}]" if element.group else ""

    def _promised(self, row: Any, arrived: int) -> tuple[tuple[float, float], ...]:
        """Return the share of a load that is promised to each cut-off, by time."""
        if not self._deadlines:
            self._deadlines = self._timetable()
        if not hasattr(row, "lots"):
            return ((math.inf, 1.0),)
        shares: dict[float, float] = {}
        hub = int(self.control.plant.elements["hub"][int(row.source)])
        for line, share in self._mix(row).items():
            if share == 0:
                continue
            rows = self._deadlines.get((hub, line), [])
            place = bisect_left(rows, (arrived, -1))
            cut_off_s = self._seconds(rows[place][1]) if place < len(rows) else math.inf
            shares[cut_off_s] = shares.get(cut_off_s, 0.0) + share
        return tuple(sorted(shares.items())) or ((math.inf, 1.0),)

    def _timetable(self) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """Return, by hub and row of its floors, (deadline, cut-off) of its departures, rising [ticks]."""
        table: dict[tuple[int, int], list[tuple[int, int]]] = {}
        plant = self.control.plant
        for departure in plant.departures:
            if departure.deadline >= 0 and departure.cut_off < NEVER and departure.doors:
                hub = int(plant.elements["hub"][departure.doors[0]])
                for line in departure.rows:
                    table.setdefault((hub, line), []).append((departure.deadline, departure.cut_off))
        return {key: sorted(rows) for key, rows in table.items()}

    def _mix(self, row: Any) -> dict[int, float]:
        """Return the expected share of each row of the floors (a destination and tier) in the load of a vehicle."""
        mix = self.hub.elements[self.place_of[int(row.source)]].spec.mix
        lots = [(-1, -1, 1.0)]
        if int(row.lots) >= 0 and int(row.load):
            lots = [(int(t.destination), int(t.kind), int(t.parcels) / int(row.load)) for t in self.control.S.T[int(row.lots) : int(row.lots_end)]]
        shares: dict[int, float] = defaultdict(float)
        for destination, klass, part in lots:
            classes = enumerate(self.hub.classes_in(mix).values()) if klass < 0 else [(klass, 1.0)]
            for number, weight in classes:
                first = self.tiers[number] * len(self.hub.destinations)
                if destination >= 0:
                    shares[first + destination] += part * weight
                else:
                    for place, share in enumerate(self.hub.places_of(mix, list(self.hub.classes)[number]).values() if weight else ()):
                        shares[first + place] += part * weight * share
        return shares

    # -- people and departures ---------------------------------------------------------------------------------------------

    def job(self, jobs: list[Job]) -> int:
        """Return which of those that ask, in the order of asking, gets people."""
        return self._choose("crew", len(jobs), jobs)

    def division(self, pool: str, crews: list[Crew]) -> list[int]:
        """Return how many people each crew of a pool gets."""
        return division(*self.pools[pool], self._seconds(self.control.env.now), crews)

    def unloading(self, door: int, wanted: int, number: int) -> Job:
        """Return what policies may know of the unloading of vehicle `number`."""
        vehicle = self.view(number)
        return Job(self.control.plant.names[door], wanted, vehicle.load, vehicle.promised[0][0])

    def loading(self, door: int, wanted: int, departure: int) -> Job:
        """Return what policies may know of the loading of a departure."""
        return Job(self.control.plant.names[door], wanted, 0, self._seconds(self.control.plant.departures[departure].cut_off))

    def leaves(self, number: int, aboard: int, is_full: bool, others_wait: bool) -> bool:
        """Return whether the vehicle of departure `number` leaves now."""
        row = self.control.plant.departures[number]
        missing = self.control.movers.missing_of(number)
        facts = Departure(row.name, self._seconds(row.cut_off), aboard, row.capacity, is_full, others_wait, missing)
        return verdict("leave", self.names["leave"], self.policies["leave"], self._seconds(self.control.env.now), facts)

    @staticmethod
    def _seconds(time: int) -> float:
        return time / TICKS_PER_S if time < NEVER else math.inf
