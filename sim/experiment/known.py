"""What is known of runs: in a store, or in memory for those who want none."""

from collections.abc import Iterable

from sim.store import Record, Store

from .outcome import Aside, Failed, Outcome
from .task import Task

Answer = Outcome | Failed


class InMemory:
    """Outcomes that are lost with the process."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}
        self._kills: dict[str, int] = {}

    def has(self, task: Task) -> bool:
        """Tell whether a run need not be done."""
        answer = self._answers.get(task.identity)
        return answer is not None and (not isinstance(answer, Outcome) or set(task.tables) <= set(answer.tables))

    def get(self, task: Task) -> Answer:
        """Return what came of a run that is known."""
        return self._answers[task.identity]

    def put_many(self, answers: Iterable[tuple[Task, Answer]]) -> None:
        """Keep what came of runs."""
        self._answers.update((task.identity, answer) for task, answer in answers)

    def killed(self, task: Task) -> int:
        """Note that a run has killed its worker; return how often in all."""
        self._kills[task.identity] = self._kills.get(task.identity, 0) + 1
        return self._kills[task.identity]


class InStore:
    """Outcomes in a store: kept when `put_many` returns, and known to whoever opens it next."""

    def __init__(self, store: Store):
        self._store = store
        self._states = store.states()
        self._kept = store.kept()

    def has(self, task: Task) -> bool:
        """Tell whether a run need not be done: it was, with the tables that are asked for, or it failed."""
        state = self._states.get(task.identity)
        return state is not None and (not task.tables or state != "done" or self._kept.get(task.identity, set()).issuperset(task.tables))

    def get(self, task: Task) -> Answer:
        """Return what came of a run that is known; its tables stay in the store."""
        record = self._store.get(task.identity)
        assert record is not None
        if record.state == "done":
            return Outcome(record.digest, record.figures, record.uses, record.wall_s)
        return Aside(record.reason, record.replay, record.attempts) if record.state == "aside" else Failed(record.reason, record.replay)

    def put_many(self, answers: Iterable[tuple[Task, Answer]]) -> None:
        """Keep what came of runs. Raises sim.store.Contradiction, DiskFull."""
        records = [as_record(task, answer) for task, answer in answers]
        self._store.put_many(records)
        for record in records:
            self._states[record.identity] = record.state
            if record.tables:
                self._kept[record.identity] = self._kept.get(record.identity, set()) | set(record.tables)

    def killed(self, task: Task) -> int:
        """Note that a run has killed its worker; return how often in all, over all who tried it."""
        return self._store.killed(task.identity)


def as_record(task: Task, answer: Answer) -> Record:
    """Return what a store keeps of a run."""
    which = (task.identity, task.hub, task.seed, task.replication, task.engine)
    if isinstance(answer, Outcome):
        return Record(*which, "done", answer.digest, answer.figures, answer.uses, answer.wall_s, tables=answer.tables)
    if isinstance(answer, Aside):
        return Record(*which, "aside", reason=answer.reason, replay=answer.replay, attempts=answer.attempts)
    return Record(*which, "failed", reason=answer.reason, replay=answer.replay)
