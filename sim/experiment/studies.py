"""A study from its file to what it has found: the store opened, the workers begun, both ended whatever happens."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.scenario import ScenarioError
from sim.store import Store, StoreError, open_store, read_store

from .found import Found
from .identity import fingerprint, model_version
from .office import workers_of
from .plan import Plan, check
from .source import source_of
from .sweep import Progress, Sweep
from .task import Task

READ_S = 5.0
"""how long a dry run reads points to see which of their runs are known [s]"""
TWICE_S = 5.0
"""a run that takes less is timed a second time: in the first the fast engine may have been compiled"""


@dataclass
class Done:
    """A study as far as it was carried out."""

    found: Found
    progress: Progress
    unreadable: dict[int, str] = field(default_factory=dict)
    """number of a point -> what the scenario says to it"""
    remarks: list[str] = field(default_factory=list)
    """what a user should know of the store"""


def begun(plan: Plan, place: Path) -> bool:
    """Tell whether the store at `place` has the study. Raises StoreError if it is no store."""
    if not (place / "ledger.sqlite").exists():
        return False
    with read_store(place) as store:
        return plan.name in store.studies()


def carry_out(
    plan: Plan,
    place: Path,
    workers: int | None = None,
    cluster: str | None = None,
    allow_many: bool = False,
    tell: Callable[[Progress], None] | None = None,
) -> Done:
    """Do what is left of a study, and return all that it found.

    Raises ScenarioError before anything is written or begun; StoreError, ClusterError. What was done before an error is in the store.
    """
    if not begun(plan, place):
        check(plan, allow_many)
    with contextlib.ExitStack() as stack:
        hands = stack.enter_context(workers_of(workers, cluster))  # first: a cluster that does not answer leaves no store
        store = stack.enter_context(open_store(place, model_version()))
        sweep = Sweep(plan, store, hands, tell)
        progress = sweep.go()
        return Done(Found(plan, store), progress, sweep.unreadable, list(store.remarks))


def look(plan: Plan, place: Path) -> Found:
    """What a study has found so far, also while another process carries it out. Raises StoreError if the store does not have it."""
    with read_store(place) as store:
        if plan.name not in store.studies():
            raise StoreError(unknown(plan, store))
        return Found(plan, store)


def retry_failed(plan: Plan, place: Path) -> int:
    """Forget the runs of a study that failed, so that they are done again; return how many. Raises StoreError."""
    with open_store(place, model_version(), create=False) as store:
        if plan.name not in store.studies():
            raise StoreError(unknown(plan, store))
        return store.retry_failed(plan.name)


def unknown(plan: Plan, store: Store) -> str:
    """What to say of a study that a store does not have."""
    names = ", ".join(sorted(store.studies())) or "none"
    elsewhere = "" if store.place == Path("results/store") else f" --store {store.place}"
    return (
        f"the store {store.place} does not have {plan.file.path} as it is now ({plan.name}); studies in it: {names}. "
        f"Begin it with: hubsim sweep run {plan.file.path}{elsewhere}"
    )


# -- dry run ---------------------------------------------------------------------------------------------------------------


@dataclass
class Estimate:
    """What a study would come to."""

    runs: int
    """at most, if replications or points depend on what is found"""
    known: int
    """of these, in the store already; of the points that were looked at"""
    looked_at: int
    """points"""
    run_s: float
    """time of one run [s]"""
    timed: bool
    """whether one run was timed for it; else it is the mean of those in the store"""
    workers: int

    @property
    def left_s(self) -> float:
        """Time for what is not in the store, on all workers [s]."""
        return (self.runs - self.known) * self.run_s / self.workers


def estimate(plan: Plan, place: Path, workers: int | None = None) -> Estimate:
    """Say what a study would come to; nothing is written. Raises ScenarioError if no point can be read."""
    known, walls, looked_at = 0, list[float](), 0
    first: tuple[Task, dict[str, Any]] | None = None
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(read_store(place)) if (place / "ledger.sqlite").exists() else None
        if store is not None and store.model_version != model_version():
            store = None  # a real run refuses it, and says so
        for name, values in _named(plan, store):
            looked_at += 1
            tasks = [Task(name, plan.seed, replication, plan.file.study.engine) for replication in range(plan.last)]
            first = first or (tasks[0], values)
            records = [store.get(task.identity) for task in tasks] if store is not None else []
            known += sum(record is not None for record in records)
            walls += [record.wall_s for record in records if record is not None and record.state == "done"]
    assert first is not None
    run_s = sum(walls) / len(walls) if walls else _timed(plan, *first)
    return Estimate(plan.most_runs, known, looked_at, run_s, not walls, workers or os.cpu_count() or 1)


def _named(plan: Plan, store: Store | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Points with their fingerprints: those the store knows, then those that can be read within READ_S, one at least. Raises ScenarioError."""
    kept = {point.number: point for point in store.points(plan.name)} if store is not None else {}
    yield from ((point.hub, point.parameters) for point in kept.values() if point.hub)
    until, source, fault, is_read = time.monotonic() + READ_S, source_of(plan), None, any(point.hub for point in kept.values())
    while (time.monotonic() < until or not is_read) and (point := source.next()) is not None:
        number, values = point
        if number not in kept:
            try:
                yield fingerprint(plan.file.hub(values), plan.with_ground), values
                is_read = True
            except ScenarioError as error:
                fault = error
    if fault is not None and not is_read:
        raise fault


def _timed(plan: Plan, task: Task, values: dict[str, Any]) -> float:
    from sim.engine import simulate  # heavy (numba): only where it runs

    hub = plan.file.hub(values)
    for _ in range(2):
        began = time.monotonic()
        simulate(hub, engine=task.engine, seed=task.seed, replication=0)
        taken = time.monotonic() - began
        if taken > TWICE_S:
            break
    return taken
