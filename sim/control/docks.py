"""Who gets which door: the door that has been free longest, to who has waited longest (PHYSICS 6.2, 6.5)."""

from collections.abc import Callable, Iterable


class Docks:
    """Doors and those who wait for one of them. Several queues may share doors; they are served in the order of asking."""

    def __init__(self) -> None:
        self.free: dict[int, None] = {}
        """free doors, the longest free first"""
        self.waiting: dict[tuple[int, ...], list[tuple[int, Callable[[int], None]]]] = {}
        self.queues_of: dict[int, list[tuple[int, ...]]] = {}
        self.asked = 0

    def open(self, doors: Iterable[int]) -> None:
        """Add doors, free, in order of number."""
        for door in sorted(doors):
            self.free.setdefault(door)

    def queue(self, doors: tuple[int, ...]) -> None:
        """Make known a queue that may use `doors`."""
        if doors not in self.waiting:
            self.waiting[doors] = []
            for door in doors:
                self.queues_of.setdefault(door, []).append(doors)

    def ask(self, doors: tuple[int, ...], given: Callable[[int], None]) -> Callable[[], None]:
        """Call `given` with a door of `doors` as soon as one is free; return how to give up waiting."""
        door = next((d for d in self.free if doors in self.queues_of.get(d, ())), None)
        if door is not None:
            del self.free[door]
            given(door)
            return lambda: None
        self.asked += 1
        entry = (self.asked, given)
        self.waiting[doors].append(entry)

        def give_up() -> None:
            if entry in self.waiting[doors]:
                self.waiting[doors].remove(entry)

        return give_up

    def release(self, door: int) -> None:
        """The door is free."""
        queues = [self.waiting[doors] for doors in self.queues_of[door] if self.waiting[doors]]
        if not queues:
            self.free[door] = None
            return
        longest = min(queues, key=lambda queue: queue[0][0])
        _, given = longest.pop(0)
        given(door)
