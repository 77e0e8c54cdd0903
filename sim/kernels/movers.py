"""The arrays of one run, and the kernels as control sees them: `Movers` of the fast engine."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..layout import (
    ASKED,
    CLASS_LEDGER,
    DISPATCHED,
    ELEMENT,
    FLUSH,
    GROW,
    HISTOGRAM,
    IS_BAG,
    JOURNAL,
    LEDGER,
    MEMBER,
    NEVER,
    REACHED,
    REJECTED,
    SERIES,
    STREAM,
    TICKS_PER_S,
    TOO_WARM,
    UNIT,
    UNLOADED,
    WARMED,
)
from . import floor, instant, lanes, orders, stocks, wear
from .calendar import tree
from .world import World, empty_table

FIRST_UNITS = 4096
JOURNAL_LINES = 1 << 18


def chain(table: Any, first: int) -> None:
    """Chain all free rows of `table` from `first` on by their field next."""
    n = len(table)
    table["next"][first:] = np.arange(first + 1, n + 1)
    table["next"][n - 1] = -1


class Standstill(Exception):
    """An instant does not end: millions of moves at one time."""


class KernelMovers:
    """Everything that moves, moved by the kernels. Times are ticks; elements, vehicles, departures are numbers."""

    def __init__(self, plant: Any, S: World, write: Callable[[np.ndarray], None] | None) -> None:
        self.plant = plant
        self.S = S
        self.write = write
        n = len(plant.elements)
        S.E, S.W, S.P = empty_table(n, ELEMENT), plant.ways.copy(), plant.pool.copy()
        S.E[:] = plant.elements
        self.E = S.E.view(np.ndarray)
        """the same, with columns that are read faster"""
        self.before = {name: np.zeros(n, np.int64) for name in SERIES}
        """what had been counted when the warm-up ended"""
        self.g = g = S.G[0]
        g["leaf"], length, g["bits"] = tree(n)
        g["latest"] = NEVER >> g.bits
        S.H = empty_table(length, np.int64)
        S.H[:] = NEVER
        rows = 2 * (int(g.reserve) + FIRST_UNITS)
        S.U, S.B = empty_table(rows, UNIT), empty_table(rows, MEMBER)
        chain(S.U, 0)
        chain(S.B, 0)
        g["n_free"] = g["n_member_free"] = rows
        if write:
            # An instant may write a few lines an element before it can stop.
            S.J = np.zeros(JOURNAL_LINES + 8 * int(g.reserve), JOURNAL)
            g["journal"] = JOURNAL_LINES
        for e in np.flatnonzero(S.E["kind"] == STREAM):
            floor.next_arrival(S, e, int(S.E[e].remaining))

    # -- the run -----------------------------------------------------------------------------------------------------------

    def run(self, now: int, until: int, pulse: Callable[[int], None]) -> tuple[int, list[int]]:
        """Run all instants from `now` on and before `until`; return the time reached and the reasons, sorted, that control must answer there."""
        g = self.g
        g["now"] = now
        stood = 0
        while True:
            why = instant.run(self.S, until)
            if why == REACHED:
                return until, []
            if why == ASKED:
                first, n = int(g["reason_first"]), int(g["n_reason"])
                g["n_reason"] = 0
                return int(g["now"]), sorted(set(self.S.P[first : first + n].tolist()))
            if why == GROW:
                self._grow()
            elif why == FLUSH:
                self.flush()
            else:
                stood = stood + 1 if now == int(g.now) else 0
                now = int(g.now)
                if stood > 20:
                    raise Standstill(f"time stands still at {now / TICKS_PER_S:g} s: parcels move without end; somewhere they go round in no time")
                pulse(now)

    def _grow(self) -> None:
        """Double whichever table of units or members has too few free rows."""
        S, g = self.S, self.S.G[0]
        for table, first, n_free in (("U", "free", "n_free"), ("B", "member_free", "n_member_free")):
            if g[n_free] < g.reserve:
                rows = getattr(S, table)
                grown = empty_table(2 * len(rows) + int(g.reserve), rows.dtype)
                grown[: len(rows)] = rows
                chain(grown, len(rows))
                grown["next"][-1] = g[first]
                g[first] = len(rows)
                g[n_free] += len(grown) - len(rows)
                setattr(S, table, grown)

    def flush(self) -> None:
        """Hand the journal over."""
        g = self.S.G[0]
        if self.write is not None and g.n_journal:
            self.write(self.S.J[: int(g.n_journal)])
        g["n_journal"] = 0

    # -- orders ------------------------------------------------------------------------------------------------------------

    def fail(self, e: int, now: int) -> None:
        wear.set_down(self.S, e, now)

    def mend(self, e: int, anew: int, now: int) -> None:
        orders.mend(self.S, e, anew, now)

    def set_out(self, e: int, out: int, anew: int, now: int) -> None:
        orders.set_out(self.S, e, out, anew, now)

    def set_clock(self, e: int, worked: int, jam: int, now: int) -> None:
        orders.set_clock(self.S, e, worked, jam, now)

    def occupy(self, e: int, is_occupied: int, now: int) -> None:
        orders.occupy(self.S, e, is_occupied, now)

    def begin_unloading(self, e: int, vehicle: int, interval: int, now: int) -> None:
        orders.begin_unloading(self.S, e, vehicle, self.S.V["load"][vehicle], self.S.V["lots"][vehicle], interval, now)

    def set_interval(self, e: int, interval: int, now: int) -> None:
        orders.set_interval(self.S, e, interval, now)

    def start_loading(self, e: int, departure: int, capacity: int, most_grams: int, interval: int, now: int) -> None:
        floor.loader_start(self.S, e, departure, capacity, most_grams, interval, now)

    def stop_loading(self, e: int, now: int) -> int:
        """Return the parcels aboard."""
        floor.loader_stop(self.S, e, now)
        return int(self.S.E[e].aboard)

    def take_cargo(self, e: int) -> int:
        """Return what the vehicle at loader `e`, which goes to another hub, has aboard, as a word that `begin_cargo` understands."""
        return int(lanes.take_cargo(self.S, e))

    def begin_cargo(self, e: int, cargo: int, arrival: int, interval: int, now: int) -> None:
        lanes.begin_cargo(self.S, e, cargo, arrival, interval, now)

    def man_station(self, e: int, people: int, now: int) -> None:
        orders.man_station(self.S, e, people, now)

    def man_crew(self, c: int, people: int, now: int) -> None:
        orders.man_crew(self.S, c, people, now)

    def add_bags(self, c: int, n: int, now: int) -> None:
        stocks.add_bags(self.S, c, n, now)

    def bags_gone(self, c: int) -> int:
        """Return how many bags of stock `c` have left the hubs or have been opened."""
        return int(self.S.E[c].arrivals)

    def work_of(self, elements: list[int]) -> tuple[int, int, int]:
        """Return, of these elements, machines at work or blocked, those out of order, and units that wait in them and for them."""
        busy, blocked, out, queue, waiting = (int(self.E[name][elements].sum()) for name in ("busy", "blocked", "out", "queue", "waiting"))
        return busy + blocked, out, queue + waiting

    def asking(self, c: int) -> int:
        """Return how many chutes ask crew `c` for an attendant."""
        n, e = 0, int(self.E["head"][c])
        while e >= 0:
            n, e = n + 1, int(self.E["asks_next"][e])
        return n

    def set_pace(self, e: int, pace: int) -> None:
        """Work that is begun from now on at station `e`, or by crew `e` of attendants, is done at `pace` thousandths."""
        self.E["pace"][e] = pace

    def start_over(self, now: int) -> None:
        orders.settle(self.S, now)
        self.before = {name: self.S.E[name].copy() for name in self.before}
        orders.start_over(self.S, now)
        g = self.S.G[0]
        for name in ("dwell_sum", "dwell_n"):
            g[name] = 0
        self.S.P[int(g.hist) : int(g.hist) + HISTOGRAM] = 0
        counts = self._by_class()
        # what is inside stays unloaded, so that the sum closes
        counts[:, UNLOADED] -= counts[:, DISPATCHED] + counts[:, REJECTED]
        counts[:, DISPATCHED:] = 0
        self.S.W["units"] = 0

    # -- what is known -----------------------------------------------------------------------------------------------------

    def settle(self, now: int) -> None:
        orders.settle(self.S, now)

    def sample(self) -> tuple[np.ndarray, ...]:
        """Return units inside, and by SERIES units entered and machine times [ticks], of all elements since the start."""
        return self.S.E["count"], *(self.S.E[name] + self.before[name] for name in SERIES)

    def totals(self) -> tuple[int, int, int]:
        """Return parcels that came to be at streams and at doors, and those that left through sinks."""
        g = self.S.G[0]
        at_streams = int(g.born_at_streams)
        return at_streams, int(g.born) - at_streams, int(g.dispatched)

    def rejected(self) -> int:
        return int(self.S.G[0].rejected)

    def aboard(self) -> dict[int, int]:
        """Return loader -> parcels aboard of the vehicle that stands there."""
        busy = np.flatnonzero((self.S.E["departure"] >= 0) & (self.S.E["aboard"] > 0))
        return {int(e): int(self.S.E[e].aboard) for e in busy}

    def aboard_of(self, door: int) -> int:
        """Return the parcels aboard of the vehicle at outbound door `door`."""
        return int(self.E["aboard"][door])

    def missing_of(self, departure: int) -> int:
        """Return how many parcels that have come out of their vehicles were promised `departure` and are not aboard."""
        n = len(self.plant.classes)
        promised, on_time = (int(self.g[name]) + departure * n for name in ("promised", "on_time"))
        return int(self.S.P[promised : promised + n].sum() - self.S.P[on_time : on_time + n].sum())

    def _in_use(self) -> tuple[Any, Any]:
        """Return the rows of U and of B that are in use."""
        used = []
        for table, at in ((self.S.U, int(self.S.G[0].free)), (self.S.B, int(self.S.G[0].member_free))):
            is_free = np.zeros(len(table), bool)
            links = table["next"]
            while at >= 0:
                is_free[at] = True
                at = int(links[at])
            used.append(table[~is_free])
        return used[0], used[1]

    def inside(self) -> np.ndarray:
        """Return the promised departures of all parcels inside, those in bags included, shape (parcels,)."""
        units, members = self._in_use()
        # A unit with a block is a bag, or the first parcel of an open one: its parcels are among the members.
        return np.concatenate([units["promised"][units["block"] < 0], members["promised"]])

    def entered_sum(self) -> np.ndarray:
        """Return, for each element, the sum of the times at which the units now inside came in [ticks]: what Little's law needs at the end."""
        sums = np.zeros(len(self.S.E), np.int64)
        units, _ = self._in_use()
        np.add.at(sums, units["at"], units["entered"])
        for e in np.flatnonzero((self.S.E["block"] >= 0) & (self.S.E["filled"] > 0)):
            sums[e] += self.S.E[e].sum_in - int(self.S.U[self.S.E[e].block].entered)
        return sums

    def ledger(self) -> dict[str, np.ndarray]:
        """Return what has been counted of each element since the warm-up, by the names of LEDGER."""
        return {name: self.S.E[name].copy() for name in LEDGER}

    def ways_taken(self) -> np.ndarray:
        """Return how many units have gone each way."""
        return np.asarray(self.S.W["units"]).copy()

    def dwell(self) -> tuple[int, int, np.ndarray]:
        """Return the sum of dwells [ticks], how many, and their histogram."""
        g = self.S.G[0]
        return int(g.dwell_sum), int(g.dwell_n), self.S.P[int(g.hist) : int(g.hist) + HISTOGRAM].copy()

    def promises(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the parcels promised to each departure, and those of them that are aboard it or an earlier one; shape (departures, classes)."""
        g, shape = self.S.G[0], (len(self.plant.departures), len(self.plant.classes))
        promised, on_time = (self.S.P[int(first) : int(first) + shape[0] * shape[1]].reshape(shape).copy() for first in (g.promised, g.on_time))
        return promised, on_time

    def of_classes(self, now: int) -> np.ndarray:
        """Return what has been counted of each class, shape (classes, CLASS_LEDGER). Parcels inside that are too warm by now count as such."""
        counts = self._by_class().copy()
        if self.g.cold:
            klass, marks, since = self._outside()
            limit = np.asarray(self.plant.classes["cold_limit"])[klass]
            late = (marks & TOO_WARM == 0) & (limit >= 0) & (limit < now - since)
            counts[:, WARMED] += np.bincount(klass[late], minlength=len(counts))
        return counts

    def _by_class(self) -> np.ndarray:
        """Return the ledger of classes itself, shape (classes, CLASS_LEDGER)."""
        first, n = int(self.g.by_class), len(self.plant.classes)
        return self.S.P[first : first + n * len(CLASS_LEDGER)].reshape(n, len(CLASS_LEDGER))

    def _outside(self) -> np.ndarray:
        """Return class, marks and begin of the time outside of the parcels in the hub that are not in the cold, shape (3, parcels)."""
        S = self.S
        units, _ = self._in_use()
        units = units[self.E["cold"][units["at"]] == 0]
        bags = units[units["marks"] & IS_BAG > 0]
        fill = np.flatnonzero((self.E["block"] >= 0) & (self.E["filled"] > 0) & (self.E["cold"] == 0))
        at = np.concatenate([bags["block"], self.E["newest"][fill]])
        since = np.concatenate([bags["warm_since"], S.U["warm_since"][self.E["block"][fill]]])
        alone = units[units["block"] < 0]
        found = [np.array([alone["klass"], alone["marks"], alone["warm_since"]], np.int64)]
        while len(at):
            # the next member of every bag at once
            found.append(np.array([S.B["klass"][at], S.B["marks"][at], since], np.int64))
            at = S.B["next"][at]
            at, since = at[at >= 0], since[at >= 0]
        return np.concatenate(found, axis=1)

    def still_aboard(self, vehicle: int, first: int, horizon: int) -> int:
        """Count what the parcels of `vehicle` from place `first` on were promised; return how many of these departures have left."""
        return int(floor.still_aboard(self.S, vehicle, first, horizon))

    def out_of(self, door: int) -> int:
        """Return how many parcels have come out of the vehicle at `door`."""
        row = self.S.E[door]
        return int(row.place + row.blocked)

    def digest(self) -> int:
        return int(self.S.G[0].digest)
