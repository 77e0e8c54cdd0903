"""Every run of many can be done again alone, from the command line."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.experiment.identity import fingerprint
from sim.experiment.replay import replay
from sim.experiment.task import Task
from sim.scenario import read

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "first_hub.yaml"


def hubsim(*words: str) -> subprocess.CompletedProcess:
    """The program itself."""
    return subprocess.run([sys.executable, "-m", "sim", *words], cwd=ROOT, capture_output=True, text=True)


def test_the_words_of_a_replay_do_the_same_run():
    changes = {"elements.belt.speed_m_s": 1.25, "title": 'it\'s: a "title" # of 重 [x]'}
    hub = read(SCENARIO, 0.05, changes, demand=1.5)
    task = Task(fingerprint(hub), 2**63 - 1, 3)
    words = replay(str(SCENARIO), task, changes, demand=1.5, scale=0.05)
    done = hubsim(*shlex.split(words)[1:], "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["digest"] == sim.run(hub, seed=task.seed, replication=3).digest
    assert (found["seed"], found["replication"], found["title"]) == (2**63 - 1, 3, changes["title"])
    plain = sim.run(read(SCENARIO, 0.05), seed=task.seed, replication=3)
    assert found["digest"] != plain.digest


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "elements.belt"], "PATH=VALUE"),
        (["--set", "elements.belt.sped_m_s=1"], "sped_m_s"),
        (["--set", "elements.belt.speed_m_s=[1"], "elements.belt.speed_m_s"),
        (["--set", "elements.belt.speed_m_s=-1"], "speed_m_s"),
        (["--demand", "0"], "demand"),
        (["--replication", "65536"], "65535"),
        (["--replication", "2", "--replications", "3"], "--replication"),
    ],
)
def test_what_cannot_be_is_told(words, said):
    done = hubsim("run", str(SCENARIO), "--json", *words)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert done.stdout == ""
