"""Several replications of one scenario, spread over processes, in order, whatever the number of workers.

Chance depends on seed and replication number alone, so which process runs a replication changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.results.run import Run

from . import outcome
from .desk import Desk
from .known import InMemory
from .pool import Pool
from .task import Task, unpacked


@dataclass(frozen=True)
class Failed:
    """A replication that gave no run."""

    replication: int
    reason: str


@dataclass(frozen=True)
class Plan:
    """What is run: `simulate(hub, engine=, seed=, replication=)`, for replication 0 to n - 1."""

    hub: Any
    n: int
    engine: str = "fast"
    seed: int | None = None
    simulate: Callable[..., Run] | None = None
    """the engine; `sim.engine.simulate` if None. Must be importable by its name in a new process"""
    options: dict[str, Any] = field(default_factory=dict)


def perform(task: Task, packed: bytes | None) -> Run:
    """Do one replication of the plan that `packed` is, or was when this process saw it first."""
    plan: Plan = unpacked(task, packed)
    simulate = plan.simulate
    if simulate is None:
        from sim import engine  # heavy (numba): only where it runs

        simulate = engine.simulate
    return simulate(plan.hub, engine=plan.engine, seed=plan.seed, replication=task.replication, **plan.options)


def replicate(plan: Plan, *, workers: int | None = None, progress: Callable[[int], None] | None = None) -> list[Run | Failed]:
    """Run replications 0 to n - 1; the list is in that order, with a `Failed` for each that the engine refused or that killed its worker three times.

    `workers` processes at a time (default: one a processor); `progress(done)` is called after each. On KeyboardInterrupt, or any other exception
    here, the workers are ended at once and the exception goes on.
    """
    results: dict[int, Run | Failed] = {}
    with Pool(workers, perform) as pool:
        desk = Desk(pool, InMemory())
        for replication in range(plan.n):
            desk.add(Task("plan", plan.seed or 0, replication, plan.engine), lambda: plan)
        answer: Any  # a run, which a desk takes as it takes an outcome
        for task, answer in desk.results():
            results[task.replication] = Failed(task.replication, answer.reason) if isinstance(answer, outcome.Failed) else answer
            if progress is not None:
                progress(len(results))
    return [results[replication] for replication in range(plan.n)]


# -- the indicators over replications --------------------------------------------------------------------------------------


def indicators(run: Run) -> dict[str, float]:
    """The main figures of one run; names end in their unit where it is not parcels."""
    return {
        "offered": float(run.parcels["offered"]),
        "dispatched": float(run.parcels["dispatched"]),
        "held": float(run.parcels["held"]),
        "late": float(run.parcels["late"]),
        "rejected": float(run.parcels["rejected"]),
        "inside": float(run.parcels["inside"]),
        "throughput_per_day": run.throughput_per_day,
        "on_time_share": run.on_time_share,
        **{f"dwell_{name}_s": float(run.dwell_s[name]) for name in ("mean", "p50", "p95", "p99")},
    }


def over(runs: list[Run]) -> dict[str, dict[str, float]]:
    """Each of `indicators` over the runs: mean and half_width_95, and n, the number of runs in which it is defined."""
    from sim.stats.intervals import interval  # scipy: slow to import, and only needed here

    rows = [indicators(run) for run in runs]
    out = {}
    for name in rows[0] if rows else ():
        values = np.array([row[name] for row in rows])
        mean, half_width = interval(values)
        out[name] = {"mean": mean, "half_width_95": half_width, "n": int((~np.isnan(values)).sum())}
    return out
