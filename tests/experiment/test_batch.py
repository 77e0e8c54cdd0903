"""Several runs as one piece of work: what cannot be done there is said, what takes too long is left to others."""

import pickle
from pathlib import Path

import pytest

import sim
from sim.engine import simulate
from sim.experiment.batch import Answers, Unlike, work
from sim.experiment.identity import fingerprint, model_version
from sim.experiment.outcome import Failed, Outcome
from sim.experiment.task import Task
from sim.scenario import Hub

DOCK = """
title: A dock with a policy of its own
horizon_h: 5
elements:
  lorries: {kind: source, schedule: ["00:10", "00:11"], load: {law: deterministic, value: 10}, to: yard}
  yard: {kind: yard, capacity: 10, to: door}
  door: {kind: door, changeover: {law: deterministic, value_s: 60}, rate_per_h: [360], to: out}
  out: {kind: sink}
policies: {vehicle: "BATCHED:choose"}
"""


def dock(folder: Path, module: str) -> Hub:
    """A hub with a policy in a module of this name, of which one process reads one text only."""
    (folder / f"{module}.py").write_text("def choose(waiting, *seen):\n    return 0\n")
    (folder / "dock.yaml").write_text(DOCK.replace("BATCHED", module))
    return sim.load(folder / "dock.yaml")


def asked(tasks: list[Task], hubs: dict[str, bytes], seconds: float = 60.0) -> Answers:
    """The answers of this process."""
    answers: Answers = pickle.loads(work(model_version(), pickle.dumps((tasks, hubs, seconds)), lambda: None))
    return answers


def test_runs_are_answered_in_order_and_none_is_begun_when_the_time_is_over(tmp_path: Path) -> None:
    hub = dock(tmp_path, "batched_in_order")
    tasks = [Task(fingerprint(hub), 1, replication) for replication in range(3)]
    hubs = {tasks[0].hub: pickle.dumps(hub)}
    found, _ = asked(tasks, hubs)
    assert [answer.digest for answer in found if isinstance(answer, Outcome)] == [simulate(hub, seed=1, replication=k).digest for k in range(3)]
    assert len(asked(tasks, hubs, 0.0)[0]) == 1


def test_a_run_that_fails_and_a_hub_that_is_missing_leave_the_others_alone(tmp_path: Path) -> None:
    hub = dock(tmp_path, "batched_alone")
    good, bad, missing = Task(fingerprint(hub), 1, 0), Task(fingerprint(hub), 1, 70_000), Task("0" * 32, 1, 0)
    found, _ = asked([bad, missing, good], {good.hub: pickle.dumps(hub)})
    assert isinstance(found[0], Failed) and "replication" in found[0].reason
    assert found[1] is None
    assert isinstance(found[2], Outcome)


def test_another_model_is_refused_before_anything_is_read() -> None:
    with pytest.raises(Unlike, match=r"has hubsim .* and where it was ordered is 0\.0\.1"):
        work("0.0.1", b"not even a pickle", lambda: None)


def test_a_policy_that_is_not_the_same_there_is_refused(tmp_path: Path) -> None:
    hub = dock(tmp_path, "batched_other")
    task, packed = Task(fingerprint(hub), 1, 0), pickle.dumps(hub)
    with (tmp_path / "batched_other.py").open("a") as policy:
        policy.write("\n# changed\n")
    with pytest.raises(Unlike, match="put the same files there"):
        asked([task], {task.hub: packed})
