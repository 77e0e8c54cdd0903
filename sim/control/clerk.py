"""The clerk: looks at the hub at regular times, and forgets what came before the end of the warm-up."""

from collections.abc import Callable, Generator
from typing import Any

import numpy as np

from sim.layout import DAY

SAMPLES = 288
"""looks in a run: one every five minutes of a day; so that a week costs no more memory than a day, no more in a longer one unless its days ask for it"""


def looks(horizon: int) -> int:
    """Return how many looks there are in a run of `horizon` ticks: SAMPLES, or a few more, so that each day of a run of whole days begins with one."""
    days = horizon // DAY
    if days == 0 or horizon % DAY:
        return SAMPLES
    return days * next((a_day for a_day in range(1, SAMPLES) if SAMPLES % a_day == 0 and a_day * days >= SAMPLES), SAMPLES)


class Clerk:
    """Series at equal distances: units inside and entered, machine time busy, blocked and off [machine s], and parcels so far; what is in use."""

    def __init__(self, control: Any, progress: Callable[[float], None] | None) -> None:
        self.control = control
        self.env = control.env
        self.progress = progress
        self.times: list[int] = []
        self.inside: list[np.ndarray] = []
        self.entered: list[np.ndarray] = []
        self.busy: list[np.ndarray] = []
        self.blocked: list[np.ndarray] = []
        self.off: list[np.ndarray] = []
        self.totals: list[tuple[int, int, int, int, int]] = []
        self.docks: list[tuple[int, int, int]] = []
        """inbound doors and outbound doors with a vehicle, vehicles in the yards"""
        self.people: list[list[tuple[int, int]]] = []
        """crew by crew: present, and in the middle of work"""
        self.before: tuple[int, int, int] = (0, 0, 0)
        """offered, dispatched, rejected when the warm-up ended"""
        self.env.process(self._look())
        if control.plant.warm_up > 0:
            self.env.process(self._warm_up())

    def look(self) -> None:
        """Take one sample now."""
        movers = self.control.movers
        movers.settle(self.env.now)
        inside, entered, *machine_times = movers.sample()
        self.times.append(self.env.now)
        self.inside.append(inside.astype(np.int32))
        self.entered.append(entered.astype(np.int32))
        for series, ticks in zip((self.busy, self.blocked, self.off), machine_times, strict=True):
            series.append((ticks / 1e6).astype(np.float32))
        self.totals.append(self.control.totals())
        inbound, shifts = self.control.inbound, self.control.shifts
        yards = {id(yard): yard.inside for yard in inbound.yards.values()}
        self.docks.append((len(inbound.at_door), self.control.outbound.docks.taken, sum(yards.values())))
        self.people.append([(shifts.now.get(crew, (0, 0))[0], shifts.at_work(crew)) for crew in self.control.plant.crew_of.values()])
        if self.progress is not None:
            self.progress(self.env.now / 1e6)

    def _look(self) -> Generator[Any, Any, None]:
        n = looks(self.control.plant.horizon)
        step = max(1, self.control.plant.horizon // n)
        for _ in range(n):
            self.look()
            yield self.env.timeout(step)

    def _warm_up(self) -> Generator[Any, Any, None]:
        yield self.env.timeout(self.control.plant.warm_up)
        offered, dispatched, _, rejected, _ = self.control.totals()
        self.control.movers.start_over(self.env.now)
        for yard in self.control.inbound.yards.values():
            yard.start_over()
        self.before = (offered, dispatched, rejected)
