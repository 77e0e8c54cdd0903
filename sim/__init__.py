"""hubsim: a simulator of parcel sorting hubs, parcel by parcel.

Describe a hub, compile it to integers, let SimPy decide and Numba move, learn from what happened:

    scenario     the language the user writes, and its reader
    plant        scenario to frozen integer arrays
    policies     decisions as plain functions: doors, crews, departures, moves, plans of sorters
    control      SimPy: whatever waits or decides
    kernels      Numba: whatever merely moves
    reference    the same physics again in plain SimPy, one process a parcel
    engine       one run
    results      what a run found, and where it is kept
    fitting      from an operator's history to the figures of a scenario
    stats        confidence, warm-up, selection among configurations
    store        where many runs are kept
    site         land, people, energy and money of a run
    experiment   many runs
    reaching     does a hub reach a number of parcels a day, and what stops it
    report       figures
    document     reports as PDF and HTML
    cli          the command line: hubsim = python -m sim

From Python:

    hub = sim.load("scenarios/first_hub.yaml")
    run = sim.run(hub, seed=2)
    pandas.DataFrame(run.elements)
    study = sim.sweep("scenarios/studies/grid.yaml")
    study.means

The physics stands in PHYSICS.md beside this file.
"""

from __future__ import annotations

TYPE_CHECKING = False  # true to a type checker; the module of that name takes as long to load as Python itself
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    import pandas

    from .experiment.compare import Comparison
    from .experiment.frames import Frames
    from .reaching.verdict import Verdict
    from .results.run import Run
    from .scenario import Hub

__version__ = "0.1.0"
__all__ = ["compare", "load", "query", "run", "sweep", "verdict"]


def load(path: str | Path, scale: float = 1.0, overrides: dict[str, Any] | None = None) -> Hub:
    """Return the hub that a scenario file describes, demand and plant shrunk by `scale` (above 0, at most 100).

    `overrides` replaces values by their path, e.g. {"elements.xray.servers": 4}. Raises ScenarioError with file:line:column of every fault.
    """
    from .scenario import read

    return read(path, scale, overrides)


def run(hub: Hub | str | Path, **options: Any) -> Run:
    """Return one run of a hub, or of the scenario file at a path; `options` are those of `sim.engine.simulate`: engine, seed, replication, trace, progress.

    Its tables (`elements`, `departures`, `flows`, `totals`) are mappings of columns: pandas.DataFrame(run.elements) takes them as they are.
    """
    from .engine import simulate
    from .scenario import Hub

    return simulate(hub if isinstance(hub, Hub) else load(hub), **options)


def sweep(study: str | Path, store: str | Path = "results/store", **options: Any) -> Frames:
    """Carry out the study in a file, as `hubsim sweep`, and return what it found as DataFrames: points, runs, means, sensitivity, best.

    Runs that are in the store, a folder, are not done again; begun anew after an interruption it goes on where it was. `options`: workers (processes, one a
    processor if left out), cluster (address of a Dask scheduler), allow_many (more runs than the study's most_runs), tell (called with the progress).
    Raises ScenarioError with file:line:column of every fault before anything runs, StoreError, ClusterError.
    """
    from pathlib import Path

    from .experiment.frames import Frames
    from .experiment.plan import plan
    from .experiment.studies import carry_out

    return Frames(carry_out(plan(study), Path(store), **options))


def query(store: str | Path, sql: str) -> pandas.DataFrame:
    """Return the answer to a question in SQL about a store: query("results/store", "select point, avg(dwell_p95_s) from runs group by all").

    Views: runs (with the factors of their points, and figures), points, uses; elements, departures, classes where a study keeps them. Raises StoreError
    if it is no question or does more than to read, MemoryError if it or its answer is too large.
    """
    from .store import read_store

    with read_store(store) as opened:
        return opened.query(sql)


def compare(
    scenarios: dict[str, Hub] | Sequence[str | Path],
    by: str = "throughput_per_day",
    *,
    scale: float = 1.0,
    store: str | Path | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    **options: Any,
) -> Comparison:
    """Return which of several hubs, by name, or scenario files is best in a figure, and which differ at all, on common random numbers.

    `by` is a figure of a run, as `hubsim compare` knows it; `options` are those of `sim.experiment.compare.compare`: most, delta, confidence, method,
    at_most, budget, seed, engine. `scale` is of files; store and workers as of `verdict`; cluster: address of a Dask scheduler. The answer has `outcome`,
    `survivors`, and the DataFrames `table` and `pairs`. Raises ScenarioError, AskedWrong (of what is no comparison), RunFailed, StoreError.
    """
    from pathlib import Path

    from .experiment.compare import compare as contest
    from .experiment.compare import named
    from .experiment.office import open_desk

    hubs = scenarios if isinstance(scenarios, dict) else named([Path(each) for each in scenarios], scale)
    with open_desk(store, workers, cluster=cluster) as desk:
        return contest(hubs, desk, by, **options)


def verdict(
    scenario: str | Path,
    target: float | None = None,
    *,
    scale: float = 1.0,
    overrides: dict[str, Any] | None = None,
    seed: int | None = None,
    engine: str = "fast",
    limits: bool = True,
    store: str | Path | None = None,
    workers: int | None = None,
) -> Verdict:
    """Return whether the hub of a scenario file reaches `target` parcels a day, its capacity, what binds, and what to change (sim/reaching/REACHING.md).

    target: of the hub in full whatever the scale; None: only the capacity is sought. limits: also look for what binds, and for changes. store: a folder
    that keeps all runs, so that the same call goes on where it was; None: nothing is kept. workers: processes; one a processor if None. The answer has
    `verdict`, `capacity`, `limits`, `changes`, and as DataFrames `frames()`. Raises ScenarioError, VerdictError, StoreError.
    """
    from .experiment.office import open_desk
    from .reaching.verdict import verdict as judge

    with open_desk(store, workers) as desk:
        return judge(scenario, target, desk, scale=scale, overrides=overrides, seed=seed, engine=engine, and_limits=limits)
