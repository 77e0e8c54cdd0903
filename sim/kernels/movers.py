"""The arrays of one run, and the kernels as control sees them: `Movers` of the fast engine."""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from ..layout import ASKED, CALENDAR, FLUSH, GROW, HISTOGRAM, JOURNAL, LOT, MEMBER, NEVER, REACHED, STREAM, UNIT, VEHICLE
from . import floor, instant, orders, wear
from .jit import cache_folder

FIRST_UNITS = 4096
JOURNAL_LINES = 1 << 18


def chain(table: Any, first: int) -> None:
    """Chain all free rows of `table` from `first` on by their field next."""
    n = len(table)
    table["next"][first:] = np.arange(first + 1, n + 1)
    table["next"][n - 1] = -1


class KernelMovers:
    """Everything that moves, moved by the kernels. Times are ticks; elements, vehicles, departures are numbers."""

    def __init__(self, plant: Any, key: tuple[int, int], replication: int, vehicles: Any, lots: Any, write: Callable[[np.ndarray], None] | None) -> None:
        self.plant = plant
        self.E = plant.elements.copy()
        self.W = plant.ways.copy()
        self.P = plant.pool.copy()
        self.G = plant.start.copy()
        self.R, self.L, self.M, self.K = plant.routers, plant.laws, plant.mixes, plant.classes
        self.V = vehicles if len(vehicles) else np.zeros(1, VEHICLE).view(np.recarray)
        self.T = lots if len(lots) else np.zeros(1, LOT).view(np.recarray)
        self.write = write
        n = len(self.E)
        self.before = {name: np.zeros(n, np.int64) for name in ("entered", "t_busy")}
        """what had been counted when the warm-up ended"""
        self.H = np.zeros(n, CALENDAR).view(np.recarray)
        self.H["time"], self.H["element"], self.E["at"] = NEVER, np.arange(n), np.arange(n)
        reserve = int(self.G[0].reserve)
        self.U = np.zeros(2 * (reserve + FIRST_UNITS), UNIT).view(np.recarray)
        self.B = np.zeros(2 * (reserve + FIRST_UNITS), MEMBER).view(np.recarray)
        self.J = np.zeros(JOURNAL_LINES if write else 1, JOURNAL).view(np.recarray)
        chain(self.U, 0)
        chain(self.B, 0)
        g = self.G[0]
        g["key0"], g["key1"], g["replication"] = key[0], key[1], replication
        g["n_free"], g["n_member_free"] = len(self.U), len(self.B)
        g["journal"] = JOURNAL_LINES - 4 * reserve - 1024 if write else 0
        if write and g["journal"] <= 0:
            raise ValueError("too many elements for a trace")
        for e in np.flatnonzero(self.E["kind"] == STREAM):
            floor.next_arrival(self.E, self.H, self.L, self.P, self.G, e, int(self.E[e].remaining))

    # -- the run -----------------------------------------------------------------------------------------------------------

    def run(self, now: int, until: int, pulse: Callable[[int], None]) -> tuple[int, list[int]]:
        """Run all instants from `now` on and before `until`; return the time reached and the reasons, sorted, that control must answer there."""
        g = self.G[0]
        g["now"] = now
        while True:
            why = instant.run(self.E, self.U, self.H, self.W, self.L, self.R, self.V, self.T, self.M, self.K, self.B, self.J, self.P, self.G, until)
            if why == REACHED:
                return until, []
            if why == ASKED:
                first, n = int(g.reason_first), int(g.n_reason)
                g["n_reason"] = 0
                return int(g.now), sorted(set(self.P[first : first + n].tolist()))
            if why == GROW:
                self._grow()
            elif why == FLUSH:
                self.flush()
            else:
                pulse(int(g.now))

    def _grow(self) -> None:
        """Double whichever table of units or members has too few free rows."""
        g = self.G[0]
        if g.n_free < g.reserve:
            old = len(self.U)
            self.U = _doubled(self.U, int(g.reserve))
            self.U["next"][len(self.U) - 1] = g.free
            g["free"] = old
            g["n_free"] += len(self.U) - old
        if g.n_member_free < g.reserve:
            old = len(self.B)
            self.B = _doubled(self.B, int(g.reserve))
            self.B["next"][len(self.B) - 1] = g.member_free
            g["member_free"] = old
            g["n_member_free"] += len(self.B) - old

    def flush(self) -> None:
        """Hand the journal over."""
        g = self.G[0]
        if self.write is not None and g.n_journal:
            self.write(self.J[: int(g.n_journal)])
        g["n_journal"] = 0

    # -- orders ------------------------------------------------------------------------------------------------------------

    def fail(self, e: int, now: int) -> None:
        wear.set_down(self.E, self.H, e, now)

    def mend(self, e: int, anew: int, now: int) -> None:
        orders.mend(self.E, self.U, self.H, self.L, self.P, self.G, e, anew, now)

    def set_clock(self, e: int, worked: int, jam: int, now: int) -> None:
        orders.set_clock(self.E, self.H, e, worked, jam, now)

    def occupy(self, e: int, is_occupied: int, now: int) -> None:
        orders.occupy(self.E, e, is_occupied, now)

    def begin_unloading(self, e: int, vehicle: int, interval: int, now: int) -> None:
        v = self.V[vehicle]
        orders.begin_unloading(self.E, self.H, self.T, e, vehicle, v.load, v.lots, interval, now)

    def set_interval(self, e: int, interval: int, now: int) -> None:
        orders.set_interval(self.E, self.H, self.P, self.G, e, interval, now)

    def start_loading(self, e: int, departure: int, capacity: int, interval: int, now: int) -> None:
        floor.loader_start(self.E, self.H, self.P, self.G, e, departure, capacity, interval, now)

    def stop_loading(self, e: int, now: int) -> int:
        """Return the parcels aboard."""
        floor.loader_stop(self.E, self.U, self.H, self.J, self.P, self.G, e, now)
        return int(self.E[e].aboard)

    def man_station(self, e: int, people: int, now: int) -> None:
        orders.man_station(self.E, self.U, self.H, self.L, self.P, self.G, e, people, now)

    def man_crew(self, c: int, people: int, now: int) -> None:
        orders.man_crew(self.E, self.P, self.G, c, people, now)

    def start_over(self, now: int) -> None:
        orders.settle(self.E, self.G, now)
        self.before = {name: self.E[name].copy() for name in self.before}
        orders.start_over(self.E, self.G)
        g = self.G[0]
        for name in ("dwell_sum", "dwell_n"):
            g[name] = 0
        self.P[int(g.hist) : int(g.hist) + HISTOGRAM] = 0
        self.W["units"] = 0

    # -- what is known -----------------------------------------------------------------------------------------------------

    def settle(self, now: int) -> None:
        orders.settle(self.E, self.G, now)

    def sample(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return units inside, units entered, machine time busy [ticks] of all elements, since the start."""
        return self.E["count"], self.E["entered"] + self.before["entered"], self.E["t_busy"] + self.before["t_busy"]

    def totals(self) -> tuple[int, int, int]:
        """Return parcels that came to be at streams and at doors, and those that left through sinks."""
        g = self.G[0]
        at_streams = int(g.born_at_streams)
        return at_streams, int(g.born) - at_streams, int(g.dispatched)

    def rejected(self) -> int:
        return int(self.G[0].rejected)

    def aboard(self) -> dict[int, int]:
        """Return loader -> parcels aboard of the vehicle that stands there."""
        busy = np.flatnonzero((self.E["departure"] >= 0) & (self.E["aboard"] > 0))
        return {int(e): int(self.E[e].aboard) for e in busy}

    def _in_use(self) -> tuple[Any, Any]:
        """Return the rows of U and of B that are in use."""
        used = []
        for table, at in ((self.U, int(self.G[0].free)), (self.B, int(self.G[0].member_free))):
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
        sums = np.zeros(len(self.E), np.int64)
        units, _ = self._in_use()
        np.add.at(sums, units["at"], units["entered"])
        for e in np.flatnonzero((self.E["block"] >= 0) & (self.E["filled"] > 0)):
            sums[e] += self.E[e].sum_in - int(self.U[self.E[e].block].entered)
        return sums


def _doubled(table: Any, reserve: int) -> Any:
    """Return a table twice as long (and by the reserve), its new rows chained."""
    old = len(table)
    grown = np.zeros(2 * old + reserve, table.dtype).view(np.recarray)
    grown[:old] = table
    chain(grown, old)
    return grown


def prepare_cache() -> None:
    """Point numba at the cache folder of this state of the sources."""
    numba.config.CACHE_DIR = str(cache_folder())

