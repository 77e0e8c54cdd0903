"""A study carried out: its points are opened one after another, their runs ordered at the desk, and closed when they have all their answers.

A point is read when its turn comes, and not at all if the store knows its fingerprint and its runs; its hub is kept while it is open, and few are.
Everything that must not be lost is in the store: the same study, begun again, goes on where it was.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from sim.scenario import Hub, ScenarioError
from sim.stats.precision import next_n
from sim.store import Point, Store
from sim.study import changes

from .aims import mean, missed
from .desk import Desk, Workers
from .identity import fingerprint
from .known import InStore
from .outcome import Failed, Outcome
from .plan import Plan
from .replay import replay
from .source import Judgement, source_of
from .task import Task

AHEAD = 3
"""runs ordered for each that can be under way, so that none who could work waits"""
BATCH = 64
"""points that are told to the store together"""
SHOWN_S = 5.0
"""the store hears of what is under way so often at least, so that others can look how far it is"""


@dataclass
class Progress:
    """How far a study is."""

    points: int
    """closed"""
    of_points: int
    done: int = 0
    """runs answered, those of the store too"""
    recalled: int = 0
    """of these, known to the store before"""
    failed: int = 0
    """of these, runs without an outcome"""
    unreadable: int = 0
    """points that are no hub"""
    total: int = 0
    """runs as far as can be seen"""
    left_s: float | None = None
    """time left at the pace of the runs done so far [s]; None if none was done"""


@dataclass
class _Visit:
    """A point that is open."""

    number: int
    values: dict[str, Any]
    name: str
    """fingerprint of the hub"""
    load: Callable[[], Hub]
    ordered: int = 0
    waiting: set[Task] = field(default_factory=set)
    answers: dict[int, Outcome] = field(default_factory=dict)
    """by replication; those that failed are not in it"""


class Sweep:
    """One study under way; `go` does it."""

    def __init__(self, plan: Plan, store: Store, workers: Workers, tell: Callable[[Progress], None] | None = None):
        self._plan, self._study = plan, plan.file.study
        self._store, self._workers = store, workers
        self._known = InStore(store)
        self._desk = Desk(workers, self._known)
        self._tell = tell
        self._source = source_of(plan)
        self._visits: dict[int, _Visit] = {}
        self._waiting: dict[Task, list[_Visit]] = {}
        self._new: list[Point] = []
        self._members: list[tuple[int, int, int, str, str]] = []
        self._kept: dict[int, Point] = {}
        self._began = time.monotonic()
        self._flushed = -math.inf
        self._opened = self._ordered = 0
        self.progress = Progress(0, plan.layout.n, total=plan.layout.n * plan.first)
        self.unreadable: dict[int, str] = {}
        """number of a point -> what the scenario says to it"""

    def go(self) -> Progress:
        """Do it, and return what it came to. Raises what the store and the workers raise; what was done until then is in the store."""
        self._store.add_study(self._plan.name, self._plan.spec)
        self._kept = {point.number: point for point in self._store.points(self._plan.name)}
        try:
            self._fill()
            self._show()
            self._say()
            for task, answer in self._desk.results():
                self._take(task, answer)
                self._fill()
                self._show()
                self._say()
        finally:
            self._flush()
        return self.progress

    # -- points ------------------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Open points until there is enough to do."""
        while len(self._waiting) < AHEAD * self._workers.size and (point := self._source.next()) is not None:
            self._open(*point)

    def _open(self, number: int, values: dict[str, Any]) -> None:
        self._opened += 1
        kept = self._kept.pop(number, None)
        hubs: list[Hub] = []

        def load() -> Hub:
            if not hubs:
                hubs.append(self._plan.file.hub(values))
            return hubs[0]

        if kept is not None and kept.hub and kept.parameters == values:
            name = kept.hub
        else:
            try:
                name = fingerprint(load(), self._plan.with_ground)
            except ScenarioError as error:
                self.unreadable[number] = str(error)
                name = ""
            self._new.append(Point(number, values, name))
        visit = _Visit(number, values, name, load)
        if name:
            self._order(visit, self._plan.first)
        else:
            self.progress.unreadable += 1
            self._close(visit)

    def _order(self, visit: _Visit, n: int) -> None:
        tables = tuple(sorted(self._study.tables))
        for replication in range(visit.ordered, visit.ordered + n):
            task = Task(visit.name, self._plan.seed, replication, self._study.engine, tables)
            visit.waiting.add(task)
            self._members.append((visit.number, task.seed, replication, task.engine, task.identity))
            if task in self._waiting:  # another point is the same hub
                self._waiting[task].append(visit)
                self.progress.recalled += 1
                continue
            self._waiting[task] = [visit]
            self.progress.recalled += self._known.has(task)
            self._desk.add(task, visit.load, partial(self._replay, visit.values))
        visit.ordered += n
        self._ordered += n

    def _replay(self, values: dict[str, Any], task: Task) -> str:
        """The command that does a run of a point again."""
        scale, demand, overrides = changes(self._study.factors, values)
        return replay(str(self._plan.file.scenario), task, overrides, demand, self._study.scale * scale)

    def _take(self, task: Task, answer: Outcome | Failed) -> None:
        """Give an answer to the points that wait for it; those with all their answers ask for more, or are closed."""
        for visit in self._waiting.pop(task):
            visit.waiting.discard(task)
            self.progress.done += 1
            if isinstance(answer, Outcome):
                visit.answers[task.replication] = answer
            else:
                self.progress.failed += 1
            if visit.waiting:
                continue
            more = self._more(visit)
            if more:
                self._order(visit, more)
            else:
                self._close(visit)

    def _more(self, visit: _Visit) -> int:
        """How many replications a point still needs."""
        precision = self._study.precision
        if precision is None or visit.ordered >= precision.at_most or not visit.answers:
            return 0
        asked = next_n(self._values(visit, precision.figure), precision.relative, precision.confidence)
        return min(asked, precision.at_most - visit.ordered)

    def _close(self, visit: _Visit) -> None:
        self.progress.points += 1
        self._source.closed(visit.number, self._judgement(visit))
        if len(self._new) + len(self._members) >= BATCH * self._plan.first:
            self._flush()

    def _judgement(self, visit: _Visit) -> Judgement:
        study = self._study
        if not visit.answers or not study.aims:
            return None
        figures = {name: self._values(visit, name) for name in (*study.aims, *study.limits) if name not in study.costs}
        return [mean(study, name, visit.values, figures) for name in study.aims], missed(study, visit.values, figures)

    def _values(self, visit: _Visit, figure: str) -> np.ndarray:
        return np.array([visit.answers[replication].figures.get(figure, np.nan) for replication in sorted(visit.answers)])

    def _show(self) -> None:
        if time.monotonic() >= self._flushed + SHOWN_S:
            self._flush()
            self._flushed = time.monotonic()

    def _flush(self) -> None:
        """Tell the store of points and of the runs that belong to them."""
        new, self._new = self._new, []
        members, self._members = self._members, []
        if new:
            self._store.add_points(self._plan.name, new)
        if members:
            self._store.add_members(self._plan.name, members)

    def _say(self) -> None:
        progress = self.progress
        each = max(self._plan.first, self._ordered / max(self._opened, 1))
        progress.total = self._ordered + round((progress.of_points - self._opened) * each)
        own = progress.done - progress.recalled
        if own > 0:
            progress.left_s = (time.monotonic() - self._began) / own * max(progress.total - progress.done, 0)
        if self._tell is not None:
            self._tell(progress)
