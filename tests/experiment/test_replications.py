"""Replications in full: each run whole, in order, whatever the number of workers."""

from pathlib import Path

import sim
from sim.experiment.replications import Failed, Plan, replicate
from sim.results.run import Run

TINY = Path(__file__).parents[2] / "scenarios" / "first_hub.yaml"


def test_each_run_is_that_of_its_number():
    hub = sim.load(TINY, scale=0.05)
    seen = []
    runs = replicate(Plan(hub, 3, seed=5), workers=2, progress=seen.append)
    assert seen == [1, 2, 3]
    assert [run.digest for run in runs] == [sim.run(hub, seed=5, replication=number).digest for number in range(3)]
    assert all(isinstance(run, Run) and run.seed == 5 for run in runs)


def test_what_the_engine_refuses_is_told():
    hub = sim.load(TINY, scale=0.05)
    assert replicate(Plan(hub, 1, engine="none"), workers=1) == [Failed(0, "ValueError: engine must be fast or reference, not 'none'")]
