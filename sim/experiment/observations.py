"""A figure of several hubs, replication by replication, for procedures that look and then ask for more."""

import difflib
import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from sim.scenario import Hub

from .desk import Desk
from .ground import GROUND, names
from .outcome import Failed, Outcome
from .task import Task


class AskedWrong(Exception):
    """What was asked for cannot be answered; the text says why and what to do."""


class RunFailed(Exception):
    """A run gave nothing, and what was asked for needs it."""


class Observations:
    """Replications 0, 1, 2 ... of each hub, all with the same seed: what stands at the same place in the file draws the same chance (PHYSICS.md, 1.3, 8.1)."""

    def __init__(
        self,
        hubs: Mapping[str, Hub],
        desk: Desk,
        figure: str,
        *,
        seed: int | None = None,
        engine: str = "fast",
        note: Callable[[int], None] = lambda done: None,
    ):
        """Begin with none. The seed is that of the first hub if None; `note(done)` is told of each run.

        `figure` is one of `ground.names`. Raises AskedWrong if a hub has no such figure.
        """
        for name, hub in hubs.items():
            if figure not in (known := names(hub)):
                raise AskedWrong(_unknown(figure, name, known))
        self.seed = next(iter(hubs.values())).scenario.seed if seed is None else seed
        self._names, self._hubs = list(hubs), list(hubs.values())
        self._desk, self._figure, self._engine, self._note = desk, figure, engine, note
        self._ordered = [0] * len(hubs)
        self._found: list[dict[int, dict[str, float]]] = [{} for _ in hubs]
        self._whose: dict[Task, int] = {}

    @property
    def done(self) -> int:
        """Runs that were asked for and are there."""
        return sum(map(len, self._found))

    def first(self, counts: Sequence[int], ahead: int = 0) -> list[np.ndarray]:
        """Return the first `counts[i]` observations of each hub i, in order of replication; wait for those that are not there.

        `ahead` more of those hubs of which some are missing are ordered too, so that workers have something to do while the caller thinks. Raises
        AskedWrong if a run does not have the figure, RunFailed if one failed.
        """
        self._order([count + ahead if len(found) < count else count for count, found in zip(counts, self._found, strict=True)])
        missing = {(number, each) for number, found in enumerate(self._found) for each in range(counts[number]) if each not in found}
        for task, answer in self._desk.results() if missing else ():
            missing.discard(self._take(task, answer))
            if not missing:
                break
        return [np.array([found[replication][self._figure] for replication in range(count)]) for count, found in zip(counts, self._found, strict=True)]

    def figures(self, number: int = 0) -> list[dict[str, float]]:
        """Return all figures of what is there of a hub, in order of replication."""
        return [figures for _, figures in sorted(self._found[number].items())]

    def finish(self) -> None:
        """Wait for what was ordered ahead, so that the desk is free."""
        for task, answer in self._desk.results():
            self._take(task, answer)

    def _order(self, counts: Sequence[int]) -> None:
        for replication in range(min(self._ordered), max(counts)):
            for number, hub in enumerate(self._hubs):
                if self._ordered[number] <= replication < counts[number]:
                    self._whose[self._desk.order(hub, replication, self.seed, self._engine, with_ground=self._figure in GROUND)] = number
                    self._ordered[number] = replication + 1

    def _take(self, task: Task, answer: Outcome | Failed) -> tuple[int, int]:
        number = self._whose.pop(task)
        name = self._names[number]
        if isinstance(answer, Failed):
            raise RunFailed(f"{name}, seed {task.seed}, replication {task.replication}: {answer.reason}")
        if self._figure not in answer.figures:
            raise AskedWrong(f"{self._figure} is not among the figures of a run of {name}: no such parcel is promised a departure")
        value = answer.figures[self._figure]
        if not math.isfinite(value):
            raise AskedWrong(f"{self._figure} is not defined in replication {task.replication} of {name}; take another figure, or give it what it counts")
        self._found[number][task.replication] = answer.figures
        self._note(self.done)
        return number, task.replication


def _unknown(figure: str, name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(figure, known, n=3)
    return f"{name} has no figure {figure!r}; " + (f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}")
