"""Where runs are ordered: what is known is answered from the store, the rest is done by workers, and a run that was lost is done again."""

from collections import deque
from collections.abc import Iterator
from typing import Protocol

from sim.scenario import Hub

from .identity import fingerprint
from .outcome import Failed, Outcome
from .pool import Killed
from .task import Task

ATTEMPTS = 3
"""a run that kills its worker so many times is set aside"""


class Workers(Protocol):
    """Who does runs: a pool of this machine, or a cluster."""

    size: int
    """how many runs may be under way"""

    def begin(self, task: Task, hub: Hub) -> None:
        """Begin a run."""

    def wait(self) -> list[tuple[Task, Outcome | Failed]]:
        """Return what has ended, at least one."""

    def end(self) -> None:
        """End everything at once."""


class Known(Protocol):
    """Where outcomes are kept."""

    def get(self, identity: str) -> Outcome | Failed | None:
        """What is known of a run: done, set aside, or None."""

    def put(self, task: Task, answer: Outcome | Failed) -> None:
        """Keep an answer; when this returns it is not lost any more."""


class Desk:
    """Takes orders and hands out results.

    for task, answer in desk.results(): ... may order more; it ends when nothing is under way.
    """

    def __init__(self, workers: Workers, known: Known):
        self._workers = workers
        self._known = known
        self._hubs: dict[str, Hub] = {}
        self._ids: dict[int, str] = {}
        self._todo: deque[Task] = deque()
        self._ready: deque[tuple[Task, Outcome | Failed]] = deque()
        self._under_way: set[Task] = set()
        self._killed: dict[Task, int] = {}

    def order(self, hub: Hub, replication: int = 0, seed: int | None = None, engine: str = "fast") -> Task:
        """Order a run, and return its name at once; the answer comes out of `results`, once for each order."""
        if id(hub) not in self._ids:
            self._ids[id(hub)] = fingerprint(hub)
            self._hubs[self._ids[id(hub)]] = hub  # kept, so that no other hub gets its id
        task = Task(self._ids[id(hub)], hub.scenario.seed if seed is None else seed, replication, engine)
        answer = self._known.get(task.identity)
        if answer is not None:
            self._ready.append((task, answer))
        else:
            self._todo.append(task)
        return task

    def results(self) -> Iterator[tuple[Task, Outcome | Failed]]:
        """Yield what was ordered as it is done, until nothing is left; more may be ordered meanwhile."""
        while self._ready or self._todo or self._under_way:
            while self._todo and len(self._under_way) < self._workers.size:
                task = self._todo.popleft()
                self._workers.begin(task, self._hubs[task.hub])
                self._under_way.add(task)
            if self._ready:
                yield self._ready.popleft()
                continue
            for task, answer in self._workers.wait():
                self._under_way.discard(task)
                if isinstance(answer, Killed):
                    self._killed[task] = self._killed.get(task, 0) + 1
                    if self._killed[task] < ATTEMPTS:
                        self._todo.appendleft(task)
                        continue
                self._known.put(task, answer)
                self._ready.append((task, answer))
