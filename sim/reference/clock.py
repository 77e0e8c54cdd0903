"""Time that can stand still: the clock of a belt, a station, a loop, a door."""

from collections.abc import Generator
from typing import Any

import simpy


class Clock:
    """Runs with the environment's time, less the time it stood still."""

    def __init__(self, env: Any) -> None:
        self.env = env
        self.shift = 0
        self.stopped_at: int | None = None
        self._changed: simpy.Event = env.event()

    @property
    def stands(self) -> bool:
        return self.stopped_at is not None

    @property
    def now(self) -> int:
        """What the clock shows [ticks]."""
        return int(self.env.now if self.stopped_at is None else self.stopped_at) - self.shift

    def stop(self) -> None:
        """Stand still from now on."""
        if self.stopped_at is None:
            self.stopped_at = self.env.now
            self._wake()

    def go(self) -> None:
        """Run again."""
        if self.stopped_at is not None:
            self.shift += self.env.now - self.stopped_at
            self.stopped_at = None
            self._wake()

    def wake(self) -> None:
        """Let all who wait look again: their mark has changed."""
        self._wake()

    def until(self, mark: Any) -> Generator[Any, Any, bool]:
        """Wait until the clock shows mark(); give up, and return False, when mark() is None. Standing still at the mark is not reaching it."""
        while True:
            at = mark()
            if at is None:
                return False
            changed = self._changed
            if self.stands:
                yield changed
                continue
            reached = self.env.after(max(0, at - self.now))
            yield reached | changed
            if reached.processed and not self.stands and mark() is not None and self.now >= mark():
                return True

    def _wake(self) -> None:
        changed, self._changed = self._changed, self.env.event()
        changed.succeed()
