"""Several replications of one scenario, spread over processes, in order, whatever the number of workers.

Chance depends on seed and replication number alone, so which process runs a replication changes nothing. Each worker is an executor of one process
of its own: when one is killed (out of memory, say) exactly its replication is lost and tried once more, while a shared pool would break for all.
"""

import contextlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.results.run import Run

from .process import process, signals_wait, start_worker

ATTEMPTS = 2


@dataclass(frozen=True)
class Failed:
    """A replication that was tried twice and gave no run."""

    replication: int
    reason: str


@dataclass
class _Lane:
    """One worker process and what it is doing."""

    pool: ProcessPoolExecutor
    future: Future[Any] | None = None
    replication: int = -1


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


_plan: Plan | None = None  # of this worker process, set once when it starts: a hub may be large


def _start_worker(plan: Plan) -> None:
    global _plan
    _plan = plan
    start_worker()


def _one(plan: Plan, replication: int) -> Run:
    simulate = plan.simulate
    if simulate is None:
        from sim import engine  # heavy (numba): only where it runs

        simulate = engine.simulate
    return simulate(plan.hub, engine=plan.engine, seed=plan.seed, replication=replication, **plan.options)


def _task(replication: int) -> Run:
    assert _plan is not None
    return _one(_plan, replication)


def replicate(plan: Plan, *, workers: int | None = None, progress: Callable[[int], None] | None = None) -> list[Run | Failed]:
    """Run replications 0 to n - 1; the list is in that order, with a `Failed` for each that failed twice.

    `workers` processes at a time (default: one a processor); `progress(done)` is called after each. On KeyboardInterrupt, or any other exception
    here, the workers are ended at once and the exception goes on.
    """
    workers = max(1, min(plan.n, workers or os.cpu_count() or 1))
    before = set(multiprocessing.active_children())
    lanes = [_Lane(process(_start_worker, plan)) for _ in range(workers)]
    todo = deque(range(plan.n))
    attempts: dict[int, int] = dict.fromkeys(range(plan.n), 0)
    results: dict[int, Run | Failed] = {}
    try:
        while len(results) < plan.n:
            for lane in lanes:
                if lane.future is None and todo:
                    lane.replication = todo.popleft()
                    with signals_wait():  # a process is begun by its first task
                        lane.future = lane.pool.submit(_task, lane.replication)
            wait([lane.future for lane in lanes if lane.future is not None], timeout=0.5, return_when=FIRST_COMPLETED)
            for lane in lanes:
                if lane.future is not None and lane.future.done():
                    _collect(lane, plan, todo, attempts, results)
                    if progress is not None:
                        progress(len(results))
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.kill()
        raise
    finally:
        for lane in lanes:
            lane.pool.shutdown(wait=False, cancel_futures=True)
    return [results[replication] for replication in range(plan.n)]


def _collect(lane: _Lane, plan: Plan, todo: deque[int], attempts: dict[int, int], results: dict[int, Run | Failed]) -> None:
    """Take the answer of a lane; after a failure give the replication back to `todo`, or report it if it was the last attempt."""
    future, replication = lane.future, lane.replication
    assert future is not None
    lane.future = None
    try:
        results[replication] = future.result()
        return
    except BrokenProcessPool:
        reason = "its process was killed (out of memory?)"
        with contextlib.suppress(Exception):
            lane.pool.shutdown(wait=False)
        lane.pool = process(_start_worker, plan)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    attempts[replication] += 1
    if attempts[replication] < ATTEMPTS:
        todo.appendleft(replication)
    else:
        results[replication] = Failed(replication, reason)


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
