"""Who gets which door: the door that has been free longest, to who has waited longest, unless policies choose (PHYSICS 6.2, 6.5, 12)."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

Chooser = Callable[[list[int]], int]
"""Given who waits, or which doors are free, the longest first, it returns the index of one."""


class Asker(NamedTuple):
    """Somebody who waits for a door."""

    asked: int
    """counted over all who ask"""
    who: int
    given: Callable[[int], None]
    """what to do with the door"""


class Docks:
    """Doors and those who wait for one of them. Several queues may share doors; they are served in the order of asking."""

    def __init__(self, who_next: Chooser | None = None, which_door: Chooser | None = None) -> None:
        self.who_next = who_next
        self.which_door = which_door
        self.free: dict[int, None] = {}
        """free doors, the longest free first"""
        self.queues: dict[tuple[int, ...], Queue] = {}
        self.queues_of: dict[int, list[Queue]] = {}
        """door -> the queues that may use it"""
        self.asked = 0

    def queue(self, doors: tuple[int, ...]) -> "Queue":
        """Return the queue that may use `doors`. Doors not heard of before are free, in order of number, after those known."""
        if doors not in self.queues:
            queue = self.queues[doors] = Queue(self)
            for door in sorted(doors):
                if door not in self.queues_of:
                    self.queues_of[door] = []
                    self.free[door] = None
                self.queues_of[door].append(queue)
        return self.queues[doors]

    @property
    def taken(self) -> int:
        """How many doors have somebody."""
        return len(self.queues_of) - len(self.free)

    def release(self, door: int) -> None:
        """The door is free."""
        queues = [queue for queue in self.queues_of[door] if queue.waiting]
        if not queues:
            self.free[door] = None
        elif self.who_next is None:
            min(queues, key=lambda queue: queue.waiting[0].asked).waiting.popleft().given(door)
        else:
            askers = sorted((asker for queue in queues for asker in queue.waiting), key=lambda asker: asker.asked)
            chosen = askers[self.who_next([asker.who for asker in askers])]
            next(queue for queue in queues if chosen in queue.waiting).waiting.remove(chosen)
            chosen.given(door)

    def others_wait(self, door: int) -> bool:
        """Tell whether anybody waits who could use `door`."""
        return any(queue.waiting for queue in self.queues_of[door])


class Queue:
    """Those who wait for any of the same doors."""

    def __init__(self, docks: Docks) -> None:
        self.docks = docks
        self.waiting: deque[Asker] = deque()

    def ask(self, who: int, given: Callable[[int], None]) -> Callable[[], None]:
        """Call `given` with a door as soon as one is free; return how to give up waiting."""
        docks = self.docks
        free = (door for door in docks.free if self in docks.queues_of[door])
        door = next(free, None)
        if door is not None:
            if docks.which_door is not None:
                doors = [door, *free]
                door = doors[docks.which_door(doors)]
            del docks.free[door]
            given(door)
            return lambda: None
        docks.asked += 1
        asker = Asker(docks.asked, who, given)
        self.waiting.append(asker)

        def give_up() -> None:
            if asker in self.waiting:
                self.waiting.remove(asker)

        return give_up
