"""Robot fields (PHYSICS 3.8)."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from ..layout import DRAW_SERVICE
from .element import Element
from .parcel import Parcel


@dataclass
class Robot:
    """One robot: free if it does nothing of this."""

    number: int
    is_out: bool = False
    is_charging: bool = False
    waits_since: int | None = None
    """when it came back in need of a charger [ticks]"""
    driven: int = 0
    """since it was last charged [ticks]"""

    @property
    def is_free(self) -> bool:
        return not self.is_out and not self.is_charging and self.waits_since is None


class RobotField(Element):
    """Robots that carry one unit each to its chute; units wait at the loading place."""

    def __init__(self, hub: Any, number: int) -> None:
        super().__init__(hub, number)
        row, pool = self.row, hub.pool
        self.robots = [Robot(n) for n in range(self.machines)]
        self.buffer: list[Parcel] = []
        self.places, self.law, self.slowdown = int(row.pack), int(row.law), int(row.gap)
        self.chargers, self.charge, self.charge_after = int(row.limit), int(row.reset), int(row.max_wait)
        self.plan = [int(o) for o in pool[int(row.sort_plan) : int(row.sort_plan) + hub.n_destinations]]
        self.drives = [int(time) for time in pool[int(row.outlets) + 1 : int(row.outlets) + 2 * int(row.n_outlets) : 2]]

    def accepts(self) -> bool:
        return len(self.buffer) < self.places

    def enter(self, parcel: Parcel) -> None:
        self.count_in(parcel)
        parcel.turn, parcel.mark = self.env.event(), None
        self.buffer.append(parcel)
        self.set_queue(len(self.buffer))
        self.touch()

    def act(self) -> bool:
        if not self.down:
            self._give_chargers()
            free = next((robot for robot in self.robots if robot.is_free), None)
            if self.buffer and free is not None:
                self._set_out(free, self.buffer.pop(0))
                return True
        return super().act()

    def _give_chargers(self) -> None:
        while sum(robot.is_charging for robot in self.robots) < self.chargers:
            waiting = [robot for robot in self.robots if robot.waits_since is not None]
            if not waiting:
                return
            robot = min(waiting, key=lambda robot: robot.waits_since or 0)
            robot.waits_since, robot.is_charging = None, True
            self.env.process(self._charged(robot, self.clock.now + self.charge))

    def _charged(self, robot: Robot, mark: int) -> Generator[Any, Any, None]:
        yield from self.clock.until(lambda: mark)
        self.accrue()
        self.idle -= 1
        robot.is_charging, robot.driven = False, 0
        self.touch()

    def _trip(self, parcel: Parcel) -> int:
        alone = self.drives[self.plan[parcel.destination]]
        return alone + alone * (self.busy + self.blocked) // max(1, self.machines - 1) * self.slowdown // 1_000_000

    def _set_out(self, robot: Robot, parcel: Parcel) -> None:
        self.accrue()
        self.set_queue(len(self.buffer))
        self.wait += self.env.now - parcel.entered
        self.waits += 1
        trip = self._trip(parcel)
        service = self.hub.chance.draw(self.law, DRAW_SERVICE, self.number, parcel.turns, parcel.place, parcel.vehicle, parcel.source)
        parcel.mark = self.clock.now + trip + service
        parcel.server = robot.number
        robot.is_out = True
        robot.driven += trip
        self.busy += 1
        self.watch()
        parcel.turn.succeed()

    def carry(self, parcel: Parcel) -> Generator[Any, Any, bool]:
        yield parcel.turn
        yield from self.clock.until(lambda: parcel.mark)
        self.accrue()
        parcel.mark = None
        self.busy -= 1
        self.blocked += 1
        self.watch()
        return True

    def leave(self, parcel: Parcel) -> None:
        self.count_out(parcel)
        self.blocked -= 1
        robot, trip = self.robots[parcel.server], self._trip(parcel)
        robot.driven += trip
        self.busy += 1
        self.env.process(self._back(robot, self.clock.now + trip))

    def _back(self, robot: Robot, mark: int) -> Generator[Any, Any, None]:
        yield from self.clock.until(lambda: mark)
        self.accrue()
        self.busy -= 1
        robot.is_out = False
        if self.charge > 0 and robot.driven >= self.charge_after:
            self.idle += 1
            robot.waits_since = self.env.now
        self.watch()
        self.touch()
