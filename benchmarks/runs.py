"""Many runs: what one costs beside the engine's own time, two cores against one, ten thousand in flat memory, a store of a hundred thousand gone through.

`python -m benchmarks runs --thousand` does the thousand runs of the campus that are otherwise reckoned from forty.
"""

import contextlib
import os
import pickle
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sim
from sim.experiment.desk import Desk, Known, Workers
from sim.experiment.identity import fingerprint, model_version
from sim.experiment.known import InMemory, InStore
from sim.experiment.outcome import Outcome
from sim.experiment.pool import Pool
from sim.experiment.task import Task, perform
from sim.store import Record, open_store

from .rivals import scenario
from .tables import Section, at_least, at_most

GOAL_MS, GOAL_CORES, GOAL_SCAN_S, GOAL_MEMORY, GOAL_THOUSAND_MIN = 2.0, 1.9, 2.0, 1.05, 30.0
CAMPUS, CAMPUS_SCALE = "scenarios/jieyang_campus.yaml", 0.1


@dataclass
class Sweep:
    """Replications of a hub, done."""

    runs: int
    elapsed_s: float
    engine_s: float
    """of all runs, as each measured it"""
    digests: list[str]
    """in the order of replications"""

    def over_ms(self, workers: int = 1) -> float:
        """What a worker spends on a run beyond the engine [ms]."""
        return 1e3 * (self.elapsed_s * workers - self.engine_s) / self.runs


class Here(contextlib.AbstractContextManager["Here"]):
    """Runs in this process, one at a time."""

    size = 1

    def __init__(self) -> None:
        self._sent: set[str] = set()

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def begin(self, task: Task, hub: Any) -> None:
        """Do it."""
        self._done = (task, perform(task, None if task.hub in self._sent else pickle.dumps(hub)))
        self._sent = {task.hub}

    def wait(self) -> list[tuple[Task, Any]]:
        """Return it."""
        return [self._done]

    def end(self) -> None:
        """Nothing."""


def sweep(workers: Workers, hub: Any, replications: Iterable[int], known: Known | None = None) -> Sweep:
    """Do replications of a hub and time them."""
    desk = Desk(workers, known or InMemory())
    begun = time.perf_counter()
    for replication in replications:
        desk.order(hub, replication)
    found = {task.replication: answer for task, answer in desk.results()}
    elapsed = time.perf_counter() - begun
    outcomes = [found[replication] for replication in sorted(found)]
    assert all(isinstance(each, Outcome) for each in outcomes)
    return Sweep(len(outcomes), elapsed, sum(each.wall_s for each in outcomes), [each.digest for each in outcomes])


def tiny(folder: Path) -> Any:
    """Return a hub whose run is hardly anything."""
    (folder / "tiny.yaml").write_text(scenario(20, 1))
    return sim.load(folder / "tiny.yaml")


def ways(folder: Path, hub: Any, n: int) -> dict[str, tuple[int, Sweep]]:
    """Replications 0 to n - 1 of a hub, by each way there is; raise AssertionError unless all find the same."""
    found: dict[str, tuple[int, Sweep]] = {}
    warm = range(60_000, 60_004)  # replications nobody else does: workers begun, kernels loaded
    for name, cores in (("in this process", 0), ("one worker", 1), ("two workers", 2), ("two workers and a store", 2)):
        with Pool(cores) if cores else Here() as workers:
            sweep(workers, hub, warm)
            if "store" in name:
                with open_store(folder / f"{fingerprint(hub)}", model_version()) as store:
                    found[name] = (cores, sweep(workers, hub, range(n), InStore(store)))
            else:
                found[name] = (max(cores, 1), sweep(workers, hub, range(n)))
    if dask := on_dask(hub, n, warm):
        found["Dask, one worker"] = (1, dask)
    assert len({tuple(each.digests) for _, each in found.values()}) == 1
    return found


def on_dask(hub: Any, n: int, warm: Iterable[int]) -> Sweep | None:
    """The same on a Dask cluster of one worker process; None where there is no Dask."""
    try:
        from distributed import LocalCluster
    except ImportError:
        return None
    from sim.experiment.cluster import Cluster

    with LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as local, Cluster(local.scheduler_address) as workers:
        sweep(workers, hub, warm)
        sweep(workers, hub, range(50_000, 50_000 + min(n, 100)))  # by now it knows how many runs make a batch
        return sweep(workers, hub, range(n))


def scan(folder: Path, rows: int) -> float:
    """Seconds to open a store with so many runs and to find that each of them need not be done."""
    tasks = [Task(f"{k // 100:032x}", 1, k % 100) for k in range(rows)]
    place = folder / "large"
    with open_store(place, model_version()) as store:
        store.put_many(Record(task.identity, task.hub, 1, task.replication, "fast", "done", "0" * 16, {"offered": 1.0}, [], 0.1) for task in tasks)
    again = [Task(task.hub, task.seed, task.replication) for task in tasks]
    begun = time.perf_counter()
    with open_store(place, model_version()) as store:
        known = InStore(store)
        assert sum(known.has(task) for task in again) == rows
        return time.perf_counter() - begun


def resident_mb(process: int) -> float:
    """What a process holds now [MB]; Linux only."""
    (line,) = (line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def memory(folder: Path, hub: Any, runs: int) -> tuple[list[float], list[float]]:
    """What parent and workers hold [MB] when the first tenth of many runs is done, and when all are."""
    with Pool(2) as pool, open_store(folder / "many", model_version()) as store:
        desk = Desk(pool, InStore(store))
        for replication in range(runs):
            desk.order(hub, replication)
        held = {}
        for done, _ in enumerate(desk.results(), 1):
            if done in (runs // 10, runs):
                held[done] = [resident_mb(process) for process in (os.getpid(), *sorted(pool.processes))]
        assert len(store.states()) == runs
    return held[runs // 10], held[runs]


def bench(quick: bool = False, whole_thousand: bool = False) -> Section:
    """Run all of it; with `whole_thousand` the thousand runs of the campus are done, not reckoned."""
    many, few, rows, lots = (20, 2, 1_000, 100) if quick else (500, 1_000 if whole_thousand else 40, 100_000, 10_000)
    campus = sim.load(CAMPUS, 0.01 if quick else CAMPUS_SCALE)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        hubs = {"tiny": tiny(folder), "first_hub": sim.load("scenarios/first_hub.yaml")}
        timed = {name: ways(folder, hub, many) for name, hub in hubs.items()}
        of_campus = {}
        for cores in (1, 2):
            with Pool(cores) as pool:
                sweep(pool, campus, range(60_000, 60_000 + cores))
                of_campus[cores] = sweep(pool, campus, range(few if cores == 2 else min(few, 40)))
        same = len(of_campus[1].digests)
        assert of_campus[1].digests == of_campus[2].digests[:same]
        scanned = scan(folder, rows)
        first, last = memory(folder, hubs["tiny"], lots)
    ratio = {
        "first_hub": timed["first_hub"]["one worker"][1].elapsed_s / timed["first_hub"]["two workers"][1].elapsed_s,
        "campus": of_campus[1].elapsed_s / of_campus[1].runs / (of_campus[2].elapsed_s / of_campus[2].runs),
    }
    over = max(each.over_ms(cores) for ways_of in timed.values() for name, (cores, each) in ways_of.items() if name == "one worker")
    thousand = of_campus[2].elapsed_s / of_campus[2].runs * 1000 / 60
    grown = max(b / a for a, b in zip(first, last, strict=True))
    table = [_row(f"{hub}, {name}", cores, each) for hub, ways_of in timed.items() for name, (cores, each) in ways_of.items()]
    table += [_row(f"campus at {campus.scale:g}, {cores} worker{'s' * (cores > 1)}", cores, each) for cores, each in of_campus.items()]
    return Section(
        name="runs",
        title="Many runs",
        words=f"Replications, ordered at a desk, workers begun and kernels loaded before. Over the engine: elapsed time x workers less what the engine took "
        f"in each run, for each run; where two workers share a machine with others it also holds what they wait. tiny: twenty customers of one desk. "
        f"A store of {rows:,} runs is opened and asked for each of them in {scanned:.2f} s. Over {lots:,} runs of tiny into a store parent and workers hold "
        f"{', '.join(f'{mb:,.0f}' for mb in first)} MB when a tenth is done and {', '.join(f'{mb:,.0f}' for mb in last)} MB at the end.",
        header=["runs of", "runs", "elapsed s", "engine s", "ms a run over the engine"],
        rows=table,
        proved=f"each way of doing them gave the same {many:,} digests; the two of the campus gave {same:,} equal ones; the store knew "
        f"{rows:,} of {rows:,} runs; {lots:,} runs were in the other.",
        headline=f"a run costs {over:.1f} ms beside the engine's own time, two cores do {ratio['campus']:.2f} times the work of one, "
        f"a thousand runs of the campus at {campus.scale:g} take {thousand:.0f} min on two cores"
        f"{'' if whole_thousand else f' (from {of_campus[2].runs})'}.",
        goals=[
            at_most("a run beside the engine's own time, one worker", over, GOAL_MS, " ms"),
            at_least("two cores : one, first_hub", ratio["first_hub"], GOAL_CORES, "x"),
            at_least("two cores : one, campus", ratio["campus"], GOAL_CORES, "x"),
            at_most("a thousand runs of the campus on two cores", thousand, GOAL_THOUSAND_MIN, " min"),
            at_most(f"a store of {rows:,} runs gone through", scanned, GOAL_SCAN_S, " s"),
            at_most("memory at the end : after a tenth", grown, GOAL_MEMORY, "x"),
        ],
        facts={"over_ms": over, "ratio": ratio["campus"], "scan_s": scanned, "grown": grown},
    )


def _row(name: str, workers: int, done: Sweep) -> list[str]:
    return [name, f"{done.runs:,}", f"{done.elapsed_s:,.2f}", f"{done.engine_s:,.2f}", f"{done.over_ms(workers):,.2f}"]
