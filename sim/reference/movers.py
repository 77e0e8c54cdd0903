"""All that moves, as control sees it: the `Movers` of the reference engine."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..layout import (
    CHUTE,
    CLASS_LEDGER,
    CONTAINER,
    CONVEYOR,
    CREW,
    DISPATCHED,
    DOOR,
    DRAW_PARCEL,
    DWELL_SUM,
    GRAMS,
    HISTOGRAM,
    INDUCTION,
    JOURNAL,
    LANE,
    LEDGER,
    LINE,
    LOADER,
    LOOP,
    NEVER,
    REJECTED,
    ROBOTS,
    SERIES,
    SINK,
    STAGING,
    STATION,
    STOCK,
    STREAM,
    UNBAG,
    UNLOADED,
    WARMED,
)
from . import belts, chutes, doors, floor, lanes, loops, robots, stations, stocks, unbag
from .chance import Chance
from .element import Element
from .parcel import Parcel

MASK = 2**64 - 1
CLASS_OF = {
    STREAM: doors.Stream,
    DOOR: doors.Door,
    CONVEYOR: belts.Conveyor,
    STATION: stations.Station,
    LINE: belts.Line,
    LOOP: loops.Loop,
    INDUCTION: loops.Induction,
    CHUTE: chutes.Chute,
    CONTAINER: chutes.Chute,
    UNBAG: unbag.Unbag,
    STAGING: floor.Staging,
    LOADER: floor.Loader,
    SINK: floor.Sink,
    LANE: lanes.Lane,
    ROBOTS: robots.RobotField,
    CREW: chutes.Attendants,
    STOCK: stocks.Stock,
}


class ReferenceMovers:
    """The hub in plain Python: its elements, its parcels, its books."""

    def __init__(self, plant: Any, S: Any, env: Any, write: Callable[[np.ndarray], None] | None) -> None:
        self.plant, self.S, self.env, self.write = plant, S, env, write
        self.pool = plant.pool
        self.chance = Chance(S)
        self.ways = [(int(w.target), int(w.feeder), i) for i, w in enumerate(plant.ways)]
        self.routers = [(int(r.by), int(r.owner), int(r.first), int(r.n)) for r in plant.routers]
        self.n_destinations = len(plant.hub.destinations)
        self.way_units = [0] * len(self.ways)
        self.digest_sum = 0
        self.lines: list[tuple[int, ...]] = []
        self.n_born = self.born_at_streams = self.n_dispatched = self.n_rejected = 0
        self.dwell_sum = self.dwell_n = 0
        self.histogram = np.zeros(HISTOGRAM, np.int64)
        self.alive: set[Parcel] = set()
        self.n_promised = np.zeros((len(plant.departures), len(plant.classes)), np.int64)
        self.n_on_time = np.zeros((len(plant.departures), len(plant.classes)), np.int64)
        self.class_counts = np.zeros((len(plant.classes), len(CLASS_LEDGER)), np.int64)
        self.has_cold = int(plant.start[0].cold) == 1
        self.deadlines = self._timetable()
        self.elements: list[Element] = []
        for number in range(len(plant.names)):
            self.elements.append(CLASS_OF.get(int(plant.elements[number].kind), floor.Point)(self, number))
        self.loaders = [e for e in self.elements if isinstance(e, floor.Loader)]
        for loop in self.elements:
            if isinstance(loop, loops.Loop | stocks.Stock):
                loop.connect()
        self.before = {name: np.zeros(len(self.elements), np.int64) for name in SERIES}

    def _timetable(self) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """Return, for each hub and row of its floors, (deadline, departure) in order."""
        table: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for number, departure in enumerate(self.plant.departures):
            if departure.deadline >= 0 and departure.cut_off < NEVER:
                hub = int(self.plant.elements["hub"][departure.doors[0]]) if departure.doors else 0
                for row in departure.rows:
                    table.setdefault((hub, row), []).append((departure.deadline, number))
        return {key: sorted(rows) for key, rows in table.items()}

    # -- parcels -----------------------------------------------------------------------------------------------------------

    def born(self, source: int, vehicle: int, place: int, mix: int, hub: int, arrival: int, destination: int = -1, klass: int = -1) -> Parcel:
        """Return a parcel that comes to be now, its fate drawn where it is not given."""
        parcel = Parcel(self, source, vehicle, place)
        w0, w1, w2, w3 = self.chance.words(DRAW_PARCEL, 0, 0, place, vehicle, source)
        parcel.destination, parcel.klass = self._fate(mix, destination, klass, w0, w1)
        k = self.plant.classes[parcel.klass]
        parcel.priority = int(k.priority)
        parcel.length = int(k.shortest) + ((int(k.span) * w2) >> 32)
        parcel.needs_two = w3 < int(k.two)
        parcel.born = self.env.now
        self.promise_to(parcel, hub, arrival)
        self.n_born += 1
        self.class_counts[parcel.klass, UNLOADED] += 1
        self.alive.add(parcel)
        return parcel

    def _fate(self, mix: int, destination: int, klass: int, w0: int, w1: int) -> tuple[int, int]:
        """Return destination and class, by two random words where they are not given (-1)."""
        row = self.plant.mixes[mix]
        if klass < 0:
            klass = self._of(int(row.classes), len(self.plant.hub.classes), w1)
        if destination < 0:
            destination = self._of(int(self.pool[int(row.destinations) + klass]) + 1024, self.n_destinations, w0)
        return destination, klass

    def _of(self, first: int, n: int, word: int) -> int:
        """Return which of n cumulated shares a word falls into."""
        return next(i for i in range(n) if i == n - 1 or self.pool[first + i] > word)

    def promise_to(self, parcel: Parcel, hub: int, arrival: int) -> None:
        """Promise a parcel a departure of a hub, if there is one."""
        parcel.promised = self.promise(hub, parcel.destination, parcel.klass, arrival)
        if parcel.promised >= 0:
            self.n_promised[parcel.promised, parcel.klass] += 1

    def row_of(self, destination: int, klass: int) -> int:
        """Return the row, on timetables and on floors, of parcels of a destination and class (PHYSICS 6.5)."""
        return int(self.pool[int(self.plant.start[0].tier_of) + klass]) * self.n_destinations + destination

    def promise(self, hub: int, destination: int, klass: int, arrival: int) -> int:
        """Return the departure of a hub promised to a parcel whose vehicle arrived there at `arrival`, or -1 (PHYSICS 6.6)."""
        rows = self.deadlines.get((hub, self.row_of(destination, klass)), [])
        at = bisect_left(rows, (arrival, -1))
        return rows[at][1] if at < len(rows) else -1

    def lots_of(self, vehicle: Any) -> Iterator[tuple[int, int]]:
        """Yield destination and class of each parcel of a vehicle; -1 where they are drawn."""
        if vehicle.lots < 0:
            while True:
                yield -1, -1
        for lot in self.S.T[int(vehicle.lots) : int(vehicle.lots_end)]:
            for _ in range(int(lot.parcels)):
                yield int(lot.destination), int(lot.kind)

    def journal(self, parcel: Parcel, element: int, event: int) -> None:
        """Add a line of a parcel's journey to the digest: the sum of hashes modulo 2^64."""
        time = int(self.env.now)
        h = ((parcel.vehicle << 32) + parcel.place) & MASK
        h = (h ^ (h >> 31)) * 0x9E3779B97F4A7C15 & MASK
        h = (h ^ (h >> 29) ^ time) * 0xBF58476D1CE4E5B9 & MASK
        h = (h ^ (h >> 32) ^ (element * 1048576 + parcel.source * 16 + event)) * 0x94D049BB133111EB & MASK
        self.digest_sum = (self.digest_sum + (h ^ (h >> 31))) & MASK
        if self.write is not None:
            self.lines.append((parcel.source, parcel.vehicle, parcel.place, element, event, time))

    def dispatched_one(self, parcel: Parcel, departure: int) -> None:
        """Count a parcel that is aboard, its dwell, and whether that is in time."""
        dwell = int(self.env.now) - parcel.born
        self.dwell_sum += dwell
        self.dwell_n += 1
        self.class_counts[parcel.klass, DISPATCHED] += 1
        self.class_counts[parcel.klass, DWELL_SUM] += dwell
        self.class_counts[parcel.klass, GRAMS] += parcel.grams_alone()
        shift = max(0, dwell.bit_length() - 10)
        self.histogram[shift * 512 + (dwell >> shift)] += 1
        self.alive.discard(parcel)
        self.count_on_time(parcel, departure)

    def count_on_time(self, parcel: Parcel, departure: int) -> None:
        """Count whether a parcel is aboard the departure promised, or an earlier one."""
        if departure >= 0 and parcel.promised >= 0:
            rows = self.plant.departures
            if rows[departure].cut_off <= rows[parcel.promised].cut_off:
                self.n_on_time[parcel.promised, parcel.klass] += 1

    # -- orders ------------------------------------------------------------------------------------------------------------

    def fail(self, e: int, now: int) -> None:
        self.elements[e].fail()

    def mend(self, e: int, anew: int, now: int) -> None:
        self.elements[e].mend(anew)

    def set_out(self, e: int, out: int, anew: int, now: int) -> None:
        self.elements[e].set_out(out, anew)  # type: ignore[attr-defined]

    def set_clock(self, e: int, worked: int, jam: int, now: int) -> None:
        element = self.elements[e]
        if worked > 0:
            element.work_left = worked
            element.watch()
        if jam > 0:
            element.jam_left = jam

    def occupy(self, e: int, is_occupied: int, now: int) -> None:
        element = self.elements[e]
        element.accrue()
        element.idle, element.busy = is_occupied, 0

    def begin_unloading(self, e: int, vehicle: int, interval: int, now: int) -> None:
        self.elements[e].begin(vehicle, interval)  # type: ignore[attr-defined]

    def set_interval(self, e: int, interval: int, now: int) -> None:
        self.elements[e].set_interval(interval)  # type: ignore[attr-defined]

    def start_loading(self, e: int, departure: int, capacity: int, most_grams: int, interval: int, now: int) -> None:
        self.elements[e].start(departure, capacity, most_grams, interval)  # type: ignore[attr-defined]

    def stop_loading(self, e: int, now: int) -> int:
        return int(self.elements[e].stop())  # type: ignore[attr-defined]

    def take_cargo(self, e: int) -> list[Parcel]:
        return self.elements[e].take_cargo()  # type: ignore[attr-defined]

    def begin_cargo(self, e: int, cargo: list[Parcel], arrival: int, interval: int, now: int) -> None:
        self.elements[e].begin_cargo(cargo, arrival, interval)  # type: ignore[attr-defined]

    def man_station(self, e: int, people: int, now: int) -> None:
        self.elements[e].man(people)  # type: ignore[attr-defined]

    def man_crew(self, c: int, people: int, now: int) -> None:
        self.elements[c].man(people)  # type: ignore[attr-defined]

    def add_bags(self, c: int, n: int, now: int) -> None:
        self.elements[c].add(n)  # type: ignore[attr-defined]

    def bags_gone(self, c: int) -> int:
        return int(self.elements[c].gone)  # type: ignore[attr-defined]

    def work_of(self, elements: list[int]) -> tuple[int, int, int]:
        rows = [self.elements[e] for e in elements]
        return sum(e.busy + e.blocked for e in rows), sum(e.out for e in rows), sum(e.queue + len(e.waiting) for e in rows)

    def asking(self, c: int) -> int:
        crew = self.elements[c]
        assert isinstance(crew, chutes.Attendants)
        return len(crew.asking)

    def set_pace(self, e: int, pace: int) -> None:
        self.elements[e].pace = pace

    def start_over(self, now: int) -> None:
        self.settle(now)
        for name in SERIES:
            self.before[name] = self._column(name) + self.before[name]
        for element in self.elements:
            element.start_over()
        self.dwell_sum = self.dwell_n = 0
        self.histogram[:] = 0
        self.class_counts[:, UNLOADED] -= self.class_counts[:, DISPATCHED] + self.class_counts[:, REJECTED]
        self.class_counts[:, DISPATCHED:] = 0
        self.way_units = [0] * len(self.ways)

    # -- what is known -----------------------------------------------------------------------------------------------------

    def settle(self, now: int) -> None:
        for element in self.elements:
            element.accrue()

    def flush(self) -> None:
        """Hand the journal over."""
        if self.write is not None and self.lines:
            self.write(np.array(self.lines, JOURNAL))
        self.lines = []

    def _column(self, name: str) -> np.ndarray:
        return np.array([getattr(element, name) for element in self.elements], np.int64)

    def sample(self) -> tuple[np.ndarray, ...]:
        self.flush()
        return self._column("count"), *(self._column(name) + self.before[name] for name in SERIES)

    def totals(self) -> tuple[int, int, int]:
        return self.born_at_streams, self.n_born - self.born_at_streams, self.n_dispatched

    def rejected(self) -> int:
        return self.n_rejected

    def inside(self) -> np.ndarray:
        """Return the promised departures of all parcels inside, shape (parcels,)."""
        return np.array([parcel.promised for parcel in self.alive], np.int64)

    def ledger(self) -> dict[str, np.ndarray]:
        return {name: self._column(name) for name in LEDGER}

    def ways_taken(self) -> np.ndarray:
        return np.array(self.way_units, np.int64)

    def dwell(self) -> tuple[int, int, np.ndarray]:
        return self.dwell_sum, self.dwell_n, self.histogram

    def promises(self) -> tuple[np.ndarray, np.ndarray]:
        return self.n_promised, self.n_on_time

    def of_classes(self, now: int) -> np.ndarray:
        """Return what has been counted of each class, shape (classes, CLASS_LEDGER). Parcels inside that are too warm by now count as such."""
        counts = self.class_counts.copy()
        open_bags = [element.bag for element in self.elements if isinstance(element, chutes.Chute) and element.bag]
        in_bags = {parcel: bag[0] for bag in [*open_bags, *(p.members for p in self.alive if p.members)] for parcel in bag}
        for parcel in self.alive if self.has_cold else ():
            unit = in_bags.get(parcel, parcel)
            counts[parcel.klass, WARMED] += not unit.at.is_cold and self._too_warm(parcel, unit, now)
        return counts

    def _too_warm(self, parcel: Parcel, unit: Parcel, now: int) -> bool:
        """Tell whether a parcel, in a unit, has been outside the cold for too long, and that was not seen before."""
        return not parcel.was_too_warm and 0 <= int(self.plant.classes[parcel.klass].cold_limit) < now - unit.warm_since

    def cross(self, unit: Parcel, element: Element) -> None:
        """A unit moves into an element: its clock of the time outside the cold starts, ends, or runs on (PHYSICS 3.7)."""
        if unit.at is None or (unit.at.is_cold and not element.is_cold):
            unit.warm_since = self.env.now
        elif element.is_cold and not unit.at.is_cold:
            self.come_in(unit)

    def come_in(self, unit: Parcel) -> None:
        """The time outside of a unit ends: parcels that were there too long are marked and counted, once each."""
        for parcel in unit.members or [unit]:
            if self._too_warm(parcel, unit, self.env.now):
                parcel.was_too_warm = True
                self.class_counts[parcel.klass, WARMED] += 1

    def aboard_of(self, door: int) -> int:
        loader = self.elements[door]
        assert isinstance(loader, floor.Loader)
        return loader.aboard

    def missing_of(self, departure: int) -> int:
        return int((self.n_promised[departure] - self.n_on_time[departure]).sum())

    def still_aboard(self, vehicle: int, first: int, horizon: int) -> int:
        """Count what the parcels of `vehicle` from place `first` on were promised; return how many of these departures have left."""
        row = self.S.V[vehicle]
        lots, held = self.lots_of(row), 0
        for place in range(int(row.load)):
            given = next(lots)
            if place < first:
                continue
            w0, w1, _, _ = self.chance.words(DRAW_PARCEL, 0, 0, place, int(row.number), int(row.source))
            destination, klass = self._fate(int(row.mix), *given, w0, w1)
            promised = self.promise(int(self.plant.elements["hub"][int(row.source)]), destination, klass, int(row.arrival))
            if promised >= 0:
                self.n_promised[promised, klass] += 1
                held += self.plant.departures[promised].cut_off < horizon
        return held

    def out_of(self, door: int) -> int:
        return int(self.elements[door].taken)  # type: ignore[attr-defined]

    def digest(self) -> int:
        return self.digest_sum
