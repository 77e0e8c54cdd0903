"""Worker processes of this machine.

Each worker has a pipe of its own: when it dies, what it had answered is still read, and exactly the run it was at is lost. While runs are short a second
task waits at each worker, so that none stands idle between two; it goes to another if the worker dies.
"""

import contextlib
import gc
import itertools
import os
import pickle
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from .outcome import Failed
from .process import begin, signals_wait
from .task import Shelf, Task, perform

SHORT_S = 0.2
"""runs that take less are worth a second task at the worker"""
LISTEN_S = 0.5
"""a signal that another thread of this process got is heard so late"""

Doing = Callable[[Task, bytes | None], Any]


@dataclass(frozen=True)
class Killed(Failed):
    """A run whose worker died."""


@dataclass
class _Lane:
    """One worker process, and what it was given and has not answered, in order."""

    link: Connection
    process: BaseProcess
    given: deque[tuple[Task, Any]] = field(default_factory=deque)
    shelf: Shelf[None] = field(default_factory=Shelf)
    """the hubs it keeps at hand, exactly as the worker itself does"""
    since: float = 0.0
    """when it began its first task, as far as known"""


class Pool:
    """Workers of this machine; ends them at the end of its block."""

    def __init__(self, workers: int | None = None, perform: Doing = perform):
        """Take `workers` processes (one a processor if None), begun when there is work. `perform(task, packed)` must be importable by its name."""
        self.workers = workers or os.cpu_count() or 1
        self.size = 2 * self.workers
        self._perform = perform
        self._lanes: list[_Lane] = []
        self._todo: deque[tuple[Task, Any]] = deque()
        self._packed: tuple[str, bytes] = ("", b"")
        self._last_s = SHORT_S  # what the last run took

    def __enter__(self) -> "Pool":
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers."""
        self.end()

    @property
    def processes(self) -> list[int]:
        """Their numbers."""
        return [lane.process.pid or 0 for lane in self._lanes]

    def begin(self, task: Task, hub: Any) -> None:
        """Take a task; it is begun as soon as a worker is free."""
        self._todo.append((task, hub))
        self._feed()

    def wait(self) -> list[tuple[Task, Any]]:
        """Return what has ended since, at least one; waits for it."""
        while True:
            ready = wait([lane.link for lane in self._lanes], timeout=LISTEN_S)
            ended = [answer for lane in list(self._lanes) if lane.link in ready for answer in self._hear(lane)]
            self._feed()
            if ended:
                return ended

    def end(self) -> None:
        """End all workers at once, whatever they are doing."""
        lanes, self._lanes = self._lanes, []
        self._todo.clear()
        for lane in lanes:
            lane.process.kill()
        for lane in lanes:
            lane.process.join()
            lane.link.close()

    def _feed(self) -> None:
        """Hand out tasks: to workers that stand idle, to new ones, and second ones where runs are short."""
        for depth in (0, 1):
            for lane in list(self._lanes):
                if self._todo and len(lane.given) == depth and self._takes(lane):
                    self._send(lane)
            while depth == 0 and self._todo and len(self._lanes) < self.workers:
                with signals_wait():
                    self._lanes.append(_Lane(*begin(_work, self._perform)))
                self._send(self._lanes[-1])

    def _takes(self, lane: _Lane) -> bool:
        """Tell whether the next task can be sent: a busy worker reads only what fits into the pipe, so a hub must wait until it is idle."""
        return not lane.given or (self._last_s < SHORT_S and self._todo[0][0].hub in lane.shelf)

    def _send(self, lane: _Lane) -> None:
        task, hub = self._todo.popleft()
        if not lane.given:
            lane.since = time.perf_counter()
        lane.given.append((task, hub))
        packed = None
        if task.hub not in lane.shelf:
            if self._packed[0] != task.hub:
                self._packed = (task.hub, pickle.dumps(hub))
            packed = self._packed[1]
        lane.shelf.put(task.hub, None)
        with contextlib.suppress(OSError):  # it has died: `wait` hears of it
            lane.link.send((task, packed))

    def _hear(self, lane: _Lane) -> Iterator[tuple[Task, Any]]:
        """Read all answers that are there; of a worker that has died, say so and begin another."""
        try:
            while lane.link.poll():
                answer = lane.link.recv()
                task, _ = lane.given.popleft()
                now = time.perf_counter()
                self._last_s, lane.since = now - lane.since, now
                yield task, answer
        except (EOFError, OSError):
            self._lanes.remove(lane)
            lane.process.join()
            lane.link.close()
            if lane.given:
                task, _ = lane.given.popleft()
                self._todo.extendleft(reversed(lane.given))
                yield task, Killed(_death(lane.process.exitcode))


def _death(code: int | None) -> str:
    return "its process was killed (out of memory?)" if code is not None and code < 0 else f"its process ended by itself, with exit code {code}"


def _work(link: Connection, perform: Doing) -> None:
    """Do what comes, in order, until the parent closes the pipe."""
    for n in itertools.count(1):
        try:
            task, packed = link.recv()
        except (EOFError, OSError):
            return
        try:
            answer = perform(task, packed)
        except Exception as error:
            answer = Failed(f"{type(error).__name__}: {error}")
        try:
            link.send(answer)
        except OSError:
            return  # the parent has gone
        if n == 1:
            # what the engine is made of stays: the collector need not look at it ever again, and so looks often enough for what runs leave behind
            gc.collect()
            gc.freeze()
            gc.collect()
