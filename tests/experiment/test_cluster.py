"""A sweep on a Dask cluster finds what a serial one finds, whoever dies meanwhile. Scheduler and workers are processes of their own."""

import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed")
from grid import ROOT, Grid, free_port, until

import sim
from sim.engine import simulate
from sim.experiment.cluster import Cluster, ClusterError
from sim.experiment.desk import Desk
from sim.experiment.identity import fingerprint, model_version
from sim.experiment.known import InMemory
from sim.experiment.outcome import Failed, Outcome
from sim.experiment.task import Task
from sim.scenario import Hub

DESK = """
title: A desk
horizon_h: 200
elements:
  arrivals: {kind: stream, interarrival: {law: exponential, mean_s: 10}, limit: CUSTOMERS, to: desk}
  desk: {kind: station, service: {law: exponential, mean_s: 8}, to: out}
  out: {kind: sink}
"""
DOCK = """
title: A dock with a policy of its own
horizon_h: 5
elements:
  lorries: {kind: source, schedule: ["00:10", "00:11", "00:12", "00:13"], load: {law: deterministic, value: 10}, to: yard}
  yard: {kind: yard, capacity: 10, to: door}
  door: {kind: door, changeover: {law: deterministic, value_s: 60}, rate_per_h: [60], to: out}
  out: {kind: sink}
policies: {vehicle: "mine:choose"}
"""


class Kept(InMemory):
    """A store that forgets when the test ends, and hears of each run once."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, Outcome | Failed] = {}

    def put_many(self, answers: Iterable[tuple[Task, Outcome | Failed]]) -> None:
        """Keep answers."""
        both = list(answers)
        for task, answer in both:
            assert task.identity not in self.answers
            self.answers[task.identity] = answer
        super().put_many(both)

    def digests(self) -> dict[str, str]:
        """The digest of each run that was done."""
        return {identity: answer.digest for identity, answer in self.answers.items() if isinstance(answer, Outcome)}


@pytest.fixture
def grid(tmp_path: Path) -> Iterator[Grid]:
    """A scheduler, and no workers yet."""
    made = Grid(tmp_path)
    yield made
    made.end()


@pytest.fixture
def desks(tmp_path: Path) -> list[Hub]:
    """Two hubs, of which a run takes some hundredths of a second."""
    hubs = []
    for customers in (40_000, 60_000):
        (tmp_path / "desk.yaml").write_text(DESK.replace("CUSTOMERS", str(customers)))
        hubs.append(sim.load(tmp_path / "desk.yaml"))
    return hubs


def order(desk: Desk, hubs: list[Hub], n: int) -> list[Task]:
    """Order n replications of each hub."""
    return [desk.order(hub, replication) for replication in range(n) for hub in hubs]


def serial(hubs: list[Hub], n: int) -> dict[str, str]:
    """The digests of the same sweep, one run after the other in this process."""

    tasks = [(Task(fingerprint(hub), hub.scenario.seed, replication), hub) for replication in range(n) for hub in hubs]
    return {task.identity: simulate(hub, replication=task.replication).digest for task, hub in tasks}


def test_a_sweep_with_killed_workers_ends_with_the_digests_of_a_serial_one(grid: Grid, desks: list[Hub]) -> None:
    """Workers die at random instants, new ones come."""
    n, chance, kept = 60, random.Random(7), Kept()
    grid.add(2)
    cluster = Cluster(grid.address)
    desk = Desk(cluster, kept)
    order(desk, desks, n)
    instants = set(chance.sample(range(2 * n - 40), 5))
    for done, _ in enumerate(desk.results()):
        if done in instants:
            grid.kill_one(chance)
            grid.add()
    cluster.end()
    assert sum(worker.poll() is not None for worker in grid.workers) == 5
    assert kept.digests() == serial(desks, n)


def test_a_run_that_kills_its_workers_is_set_aside_and_the_others_are_done(grid: Grid, desks: list[Hub], tmp_path: Path) -> None:
    """In a batch with others only it is given up."""
    (tmp_path / "mine.py").write_text("import os, signal\n\ndef choose(*seen):\n    os.kill(os.getpid(), signal.SIGKILL)\n")
    (tmp_path / "dock.yaml").write_text(DOCK)
    deadly = sim.load(tmp_path / "dock.yaml")
    grid.add()
    kept = Kept()
    cluster = Cluster(grid.address)
    desk = Desk(cluster, kept)
    order(desk, desks, 10)
    results = desk.results()
    for _ in range(10):  # by now batches are of several runs
        next(results)
    culprit = desk.order(deadly)
    order(desk, desks, 20)
    with grid.never_empty():
        list(results)
    cluster.end()
    answer = kept.answers.pop(culprit.identity)
    assert isinstance(answer, Failed) and "killed" in answer.reason
    assert kept.digests() == serial(desks, 20)


def test_a_run_that_waits_behind_a_deadly_one_is_innocent(grid: Grid, desks: list[Hub], tmp_path: Path) -> None:
    """Each death takes those with it that wait at the same worker; they are done all the same."""
    (tmp_path / "mine.py").write_text("import os, signal\n\ndef choose(*seen):\n    os.kill(os.getpid(), signal.SIGKILL)\n")
    deadly = []
    for name, hours in (("dock", 5), ("quay", 6)):
        (tmp_path / f"{name}.yaml").write_text(DOCK.replace("horizon_h: 5", f"horizon_h: {hours}"))
        deadly.append(sim.load(tmp_path / f"{name}.yaml"))
    grid.add()
    kept = Kept()
    cluster = Cluster(grid.address)
    desk = Desk(cluster, kept)
    culprits = [desk.order(deadly[0]), desk.order(deadly[1])]  # two batches of one run: as many as are at the only worker
    order(desk, desks, 2)
    with grid.never_empty():
        list(desk.results())
    cluster.end()
    assert [kept.answers.pop(culprit.identity).attempts for culprit in culprits] == [3, 3]
    assert kept.digests() == serial(desks, 2)
    assert sum(worker.poll() is not None for worker in grid.workers) == 6


def test_where_no_scheduler_answers_is_said(tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(ClusterError, match=f"no cluster answers at {address}"):
        Cluster(address, patience_s=1)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        with pytest.raises(ClusterError, match="no cluster answers"):
            Cluster(f"tcp://127.0.0.1:{mute.getsockname()[1]}", patience_s=1)
    for nonsense in ("nowhere.invalid:8786", "what://is:1", ":", str(tmp_path / "none.json")):
        with pytest.raises(ClusterError, match=r"no cluster answers|is not the file of a scheduler"):
            Cluster(nonsense, patience_s=1)


def test_a_cluster_without_workers_is_not_waited_for_for_ever(grid: Grid) -> None:
    with pytest.raises(ClusterError, match="has had no workers"):
        Cluster(grid.address, workers_s=0.5)


def other_sources(folder: Path) -> Path:
    """A copy of hubsim in which the physics differ by a word."""
    shutil.copytree(ROOT / "sim", folder / "other" / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "other" / "sim" / "layout.py").open("a") as layout:
        layout.write("\n# another model\n")
    return folder / "other"


def version_of(sources: Path) -> str:
    words = "from sim.experiment.identity import model_version; print(model_version())"
    return subprocess.run([sys.executable, "-c", words], cwd=sources, capture_output=True, text=True, check=True).stdout.strip()


def test_workers_with_another_hubsim_are_refused(grid: Grid, tmp_path: Path) -> None:
    other = other_sources(tmp_path)
    grid.add(sources=other)
    with pytest.raises(ClusterError) as said:
        Cluster(grid.address)
    assert model_version() in str(said.value) and version_of(other) in str(said.value)


def test_a_worker_with_another_hubsim_that_comes_later_does_nothing(grid: Grid, desks: list[Hub], tmp_path: Path) -> None:
    other = other_sources(tmp_path)
    grid.add()
    kept = Kept()
    cluster = Cluster(grid.address)
    desk = Desk(cluster, kept)
    order(desk, desks, 10)
    grid.kill_one(random.Random(0))
    grid.add(sources=other)
    with pytest.raises(ClusterError) as said:
        list(desk.results())
    cluster.end()
    assert model_version() in str(said.value) and version_of(other) in str(said.value)
    assert not kept.answers


def test_when_the_scheduler_is_killed_nothing_done_is_lost(grid: Grid, desks: list[Hub], tmp_path: Path) -> None:
    """And the same sweep goes on elsewhere."""
    n, kept = 30, Kept()
    grid.add()
    cluster = Cluster(grid.address)
    desk = Desk(cluster, kept)
    order(desk, desks, n)
    results = desk.results()
    for _ in range(10):
        next(results)
    grid.scheduler.kill()
    with pytest.raises(ClusterError, match="has gone"):
        list(results)
    cluster.end()
    before = dict(kept.answers)
    assert 10 <= len(before) < 2 * n
    elsewhere = Grid(tmp_path)
    try:
        elsewhere.add()
        cluster = Cluster(elsewhere.address)
        desk = Desk(cluster, kept)
        order(desk, desks, n)
        assert sum(1 for _ in desk.results()) == 2 * n
        cluster.end()
    finally:
        elsewhere.end()
    assert {identity: kept.answers[identity] for identity in before} == before
    assert kept.digests() == serial(desks, n)


def test_to_leave_ends_the_own_runs_and_no_others(grid: Grid, desks: list[Hub]) -> None:
    from distributed import Client

    grid.add()
    with Client(grid.address, set_as_default=False) as somebody:
        until(lambda: somebody.nthreads(), "a worker")
        cluster = Cluster(grid.address)
        for replication in range(100):
            cluster.begin(Task("0" * 32, 1, replication), desks[0])
        theirs = somebody.submit(sum, [1, 2, 3])
        cluster.end()
        assert theirs.result(timeout=60) == 6
        until(lambda: not somebody.run_on_scheduler(lambda dask_scheduler: [key for key in dask_scheduler.tasks if "Client" in str(key)]), "an end of the runs")


def test_without_dask_it_is_said_what_to_install() -> None:
    words = "import sys; sys.modules['distributed'] = None\nfrom sim.experiment.cluster import Cluster, ClusterError\n"
    words += "try:\n    Cluster('tcp://127.0.0.1:1')\nexcept ClusterError as error:\n    print(error)\n"
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pip install 'hubsim[cluster]'" in done.stdout
