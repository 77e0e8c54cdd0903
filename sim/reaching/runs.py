"""The runs of a verdict: ordered at the desk, judged as they come, counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sim.experiment.desk import Desk
from sim.experiment.outcome import Failed, Outcome
from sim.experiment.task import Task

from .case import Case
from .rules import Judged, excess, judge


class VerdictError(Exception):
    """A run that a verdict cannot do without gave nothing."""


@dataclass(frozen=True)
class Tried:
    """A case at a demand, in one replication, and how it went."""

    case: Case
    demand: float
    """as a multiple of the scenario's"""
    replication: int
    judged: list[Judged]
    outcome: Outcome

    @property
    def holds(self) -> bool:
        """Whether no rule is broken."""
        return self.excess == 0

    @property
    def excess(self) -> float:
        """By how much rules are broken [1]."""
        return excess(self.judged)

    @property
    def per_day(self) -> float:
        """Parcels that were offered in a day, of the hub in full [parcels/day]."""
        return self.outcome.figures["offered_per_day"] / self.case.scale


class Runs:
    """Order tries, take them as they come; `done` counts the runs."""

    def __init__(self, desk: Desk, seed: int | None, engine: str, note: Callable[[str, int], None] = lambda phase, done: None):
        self.done = 0
        self.phase = ""
        self._desk, self._seed, self._engine, self._note = desk, seed, engine, note
        self._asked: dict[Task, list[tuple[Case, float, Any]]] = {}

    def begin(self, phase: str) -> None:
        """Say what the next runs are for."""
        self.phase = phase
        self._note(phase, self.done)

    def order(self, case: Case, demand: float, replication: int, key: Any = None) -> None:
        """Order a try; it comes out of `results` with its key."""
        task = self._desk.order(case.hub(demand), replication, self._seed, self._engine)
        self._asked.setdefault(task, []).append((case, demand, key))

    def results(self) -> Iterator[tuple[Any, Tried]]:
        """Yield (key, try) as they are done, until nothing is under way; more may be ordered meanwhile. Raise VerdictError if a run failed."""
        for task, answer in self._desk.results():
            case, demand, key = self._asked[task].pop(0)
            if isinstance(answer, Failed):
                raise VerdictError(f"the run of {case.path} at {demand:g} times its demand, seed {task.seed}, replication {task.replication}: {answer.reason}")
            self.done += 1
            self._note(self.phase, self.done)
            yield key, Tried(case, demand, task.replication, judge(answer.figures, case.reaching), answer)

    def all(self, tries: list[tuple[Case, float, int]]) -> list[Tried]:
        """Do all of these, and return them in order."""
        for place, (case, demand, replication) in enumerate(tries):
            self.order(case, demand, replication, place)
        found = dict(self.results())
        return [found[place] for place in range(len(tries))]
