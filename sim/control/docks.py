"""Who gets which door: the door that has been free longest, to who has waited longest (PHYSICS 6.2, 6.5)."""

from collections import deque
from collections.abc import Callable

Asker = tuple[int, Callable[[int], None]]
"""When somebody asked, counted, and what to do with the door given."""


class Docks:
    """Doors and those who wait for one of them. Several queues may share doors; they are served in the order of asking."""

    def __init__(self) -> None:
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

    def release(self, door: int) -> None:
        """The door is free."""
        longest = min((queue for queue in self.queues_of[door] if queue.waiting), key=lambda queue: queue.waiting[0][0], default=None)
        if longest is None:
            self.free[door] = None
            return
        _, given = longest.waiting.popleft()
        given(door)


class Queue:
    """Those who wait for any of the same doors."""

    def __init__(self, docks: Docks) -> None:
        self.docks = docks
        self.waiting: deque[Asker] = deque()

    def ask(self, given: Callable[[int], None]) -> Callable[[], None]:
        """Call `given` with a door as soon as one is free; return how to give up waiting."""
        docks = self.docks
        door = next((d for d in docks.free if self in docks.queues_of[d]), None)
        if door is not None:
            del docks.free[door]
            given(door)
            return lambda: None
        docks.asked += 1
        entry = (docks.asked, given)
        self.waiting.append(entry)

        def give_up() -> None:
            if entry in self.waiting:
                self.waiting.remove(entry)

        return give_up
