"""Worker processes of this machine, one run each at a time."""

import contextlib
import multiprocessing
import os
import pickle
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from sim.scenario import Hub

from .outcome import Failed, Outcome
from .process import process, signals_wait
from .task import HubMissing, Task, perform


class Killed(Failed):
    """A run whose worker died."""


@dataclass
class _Lane:
    """One worker process and what it is doing."""

    executor: ProcessPoolExecutor
    task: Task | None = None
    hub: Hub | None = None
    future: Future[Outcome] | None = None
    sent: set[str] = field(default_factory=set)


class Pool:
    """Workers of this machine."""

    def __init__(self, workers: int | None = None):
        self.size = workers or os.cpu_count() or 1
        self._before = set(multiprocessing.active_children())
        self._lanes = [_Lane(process()) for _ in range(self.size)]

    def begin(self, task: Task, hub: Hub) -> None:
        """Give a task to a free worker; there is one as long as fewer than `size` are under way."""
        lane = next(lane for lane in self._lanes if lane.future is None)
        lane.task, lane.hub = task, hub
        self._send(lane)

    def wait(self) -> list[tuple[Task, Outcome | Failed]]:
        """Return what has ended since, at least one; waits for it."""
        while True:
            wait([lane.future for lane in self._lanes if lane.future is not None], timeout=0.5, return_when=FIRST_COMPLETED)
            done = [answer for lane in self._lanes if lane.future is not None and lane.future.done() and (answer := self._answer(lane)) is not None]
            if done:
                return done

    def end(self) -> None:
        """End all workers at once, whatever they are doing."""
        for child in set(multiprocessing.active_children()) - self._before:
            child.kill()
        for lane in self._lanes:
            lane.executor.shutdown(wait=False, cancel_futures=True)

    def _send(self, lane: _Lane) -> None:
        assert lane.task is not None
        packed = None if lane.task.hub in lane.sent else pickle.dumps(lane.hub)
        with signals_wait():  # a process is begun by its first task
            lane.future = lane.executor.submit(perform, lane.task, packed)
        lane.sent.add(lane.task.hub)

    def _answer(self, lane: _Lane) -> tuple[Task, Outcome | Failed] | None:
        future, task = lane.future, lane.task
        assert future is not None and task is not None
        lane.future = None
        answer: Outcome | Failed
        try:
            answer = future.result()
        except HubMissing:
            lane.sent.discard(task.hub)
            self._send(lane)
            return None
        except BrokenProcessPool:
            answer = Killed("its process was killed (out of memory?)")
            with contextlib.suppress(Exception):
                lane.executor.shutdown(wait=False)
            lane.executor, lane.sent = process(), set()
        except Exception as error:
            answer = Failed(f"{type(error).__name__}: {error}")
        return task, answer
