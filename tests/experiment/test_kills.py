"""kill -9 of the parent or of workers at random instants: nothing acknowledged is lost, nothing is doubled, and the sweep ends as an undisturbed one."""

import base64
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sweep import VERSION

from sim.experiment.task import Task
from sim.store import open_store, parts, read_store

HERE = Path(__file__).parent
PACKED = base64.b64encode(parts.pack({"name": ["in", "out"], "entered": np.array([3, 4])})).decode()


def workers_of(parent: int) -> list[int]:
    """The worker processes that a process has now."""
    try:
        children = [int(word) for word in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
        return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    except OSError:
        return []


def kill(number: int) -> bool:
    """Kill a process; tell whether there was one."""
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


class Sweep:
    """A sweep that is begun again and again in one store."""

    def __init__(self, folder: Path, name: str, takes_s: float):
        self.store, self.log, self.acknowledged = folder / name, folder / f"{name}.log", folder / f"{name}.acknowledged"
        self.hub = json.dumps({"takes_s": takes_s, "log": str(self.log), "packed": PACKED})

    def begin(self, runs: int) -> subprocess.Popen:
        """Begin it, or go on."""
        words = [sys.executable, str(HERE / "sweep.py"), str(self.store), str(runs), self.hub, str(self.acknowledged)]
        return subprocess.Popen(words, stderr=subprocess.PIPE, text=True)

    def finish(self, runs: int) -> None:
        """Let it come to its end."""
        parent = self.begin(runs)
        said = parent.communicate()[1]
        assert parent.returncode == 0, said

    def begun(self) -> list[int]:
        """Replications in the order in which workers began them."""
        return [int(line.split()[0]) for line in self.log.read_text().splitlines() if " " in line] if self.log.exists() else []

    def known(self) -> set[str]:
        """Identities that were acknowledged."""
        return {line for line in self.acknowledged.read_text().splitlines() if len(line) == 32} if self.acknowledged.exists() else set()


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds the workers in /proc")
@pytest.mark.parametrize("n_kills", [30, pytest.param(200, marks=pytest.mark.slow)])
def test_kills_at_random_instants_lose_nothing_and_double_nothing(tmp_path, n_kills):
    dice = random.Random(n_kills)
    sweep, runs, kills, lives = Sweep(tmp_path, "killed", takes_s=0.02), 300, Counter(), 0
    again: list[str] = []
    while sum(kills.values()) < n_kills:
        known, n_begun, lives = sweep.known(), len(sweep.begun()), lives + 1
        parent = sweep.begin(runs)
        until = time.monotonic() + dice.uniform(0.0, 0.3 if dice.random() < 0.3 else 1.8)  # some while it begins
        while parent.poll() is None and time.monotonic() < until:
            time.sleep(dice.uniform(0.0, max(0.0, min(0.25, until - time.monotonic()))))
            if dice.random() < 0.6 and (workers := workers_of(parent.pid)):
                kills["worker"] += kill(dice.choice(workers))
        before = len(sweep.known())
        workers = workers_of(parent.pid)
        if parent.poll() is None and kill(parent.pid):
            kills["parent at work" if before > len(known) else "parent at its begin"] += 1
        said = parent.communicate()[1]
        assert parent.returncode in (0, -signal.SIGKILL), said
        for number in workers:  # they see that they are alone
            wait_for(lambda number=number: not Path(f"/proc/{number}").exists())
        again += [identity for r in sweep.begun()[n_begun:] if (identity := Task("h", 1, r).identity) in known]
        if len(sweep.known()) > runs - 100:
            runs += 300  # never done before the last kill
    assert min(kills["worker"], kills["parent at work"], kills["parent at its begin"]) >= n_kills // 30, kills
    assert not again
    acknowledged = sweep.known()
    with read_store(sweep.store) as store:
        assert acknowledged <= store.states().keys()
        in_the_end = {identity for identity, state in store.states().items() if state == "aside"}
    undisturbed = Sweep(tmp_path, "undisturbed", takes_s=0.0)
    undisturbed.finish(runs)
    with open_store(sweep.store, VERSION) as store:
        assert store.retry_failed() == len(in_the_end)  # chance may have killed one run three times
    sweep.finish(runs)
    lost = sum(n - 1 for n in Counter(sweep.begun()).values())
    assert lost >= n_kills // 12, (lost, kills)  # runs that were under way when they were killed
    with read_store(sweep.store) as store, read_store(undisturbed.store) as other:
        assert store.digest() == other.digest() and store.digest("kills") == other.digest("kills")
        assert set(store.states().values()) == {"done"} and len(store.states()) == runs
        assert store.frame("elements").groupby("identity").entered.agg(list).to_dict() == {identity: [3, 4] for identity in store.states()}
    print(dict(kills), f"{lives} lives, {runs} runs, {lost} under way when killed, {len(in_the_end)} set aside by chance")


def hear_new(parent: subprocess.Popen, acknowledged: set[str]) -> None:
    """Listen until a run is acknowledged that was not known before."""
    for line in parent.stdout:
        if line.strip() not in acknowledged:
            acknowledged.add(line.strip())
            return


def wait_for(happens, seconds: float = 20.0) -> None:
    """Wait until something is so; fail if it does not come to be."""
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_kills_with_the_engine_itself(tmp_path):
    """A few, at random instants of a sweep of a tiny hub."""
    words = f"""
import sys, sim
from sim.experiment.desk import Desk
from sim.experiment.identity import model_version
from sim.experiment.known import InStore
from sim.experiment.pool import Pool
from sim.store import open_store
if __name__ == "__main__":
    hub = sim.load({str(HERE.parents[1] / "scenarios" / "first_hub.yaml")!r}, scale=0.05)
    with open_store(sys.argv[1], model_version()) as store, Pool(2) as pool:
        desk = Desk(pool, InStore(store))
        for replication in range(60):
            desk.order(hub, replication, tables=["elements"])
        for task, _ in desk.results():
            print(task.identity, flush=True)
"""
    (tmp_path / "sweep.py").write_text(words)
    dice, acknowledged, killed = random.Random(5), set(), 0

    def begin(name: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, str(tmp_path / "sweep.py"), str(tmp_path / name)], stdout=subprocess.PIPE, text=True)

    while killed < 6:
        parent = begin("killed")
        hear_new(parent, acknowledged)
        time.sleep(dice.uniform(0.0, 0.1))
        if killed % 2 and (workers := workers_of(parent.pid)):
            killed += kill(dice.choice(workers))
            hear_new(parent, acknowledged)
        killed += kill(parent.pid)
        acknowledged.update(parent.communicate()[0].split())
    for name in ("killed", "undisturbed"):
        parent = begin(name)
        parent.communicate()
        assert parent.returncode == 0
    with read_store(tmp_path / "killed") as store, read_store(tmp_path / "undisturbed") as other:
        assert acknowledged <= store.states().keys() and len(acknowledged) >= 6
        assert store.digest() == other.digest() and len(store.states()) == 60
        assert len(store.frame("elements")) == len(other.frame("elements"))
