"""`hubsim` with a made-up engine and a made-up reader, so that what surrounds them can be tested alone: python -c "import stage; stage.play()" ARGUMENTS.

What the engine does is in the name of the scenario: fault, slow, wait (for t.parquet), oom (its process is killed), flaky (killed the first time), memory;
else a made-up run.
Workers that unpickle a hub of it import this file too, and so have the same engine.
"""

import os
import signal
import sys
import time
import types
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "results"), str(Path(__file__).parents[2])]


class Hub:
    """As much of a hub as the command line looks at."""

    def __init__(self, path):
        self.path = Path(path)
        self.scenario = types.SimpleNamespace(start="20:00", horizon_h=24.0)
        self.warnings = []


class ScenarioError(Exception):
    """The reader's complaint."""


def read(path, scale=1.0, overrides=None, demand=1.0):
    """A hub, or a complaint if the file has none in it."""
    if scale > 100 or Path(path).stem == "wrong":
        raise ScenarioError(f"{path}:3:5: horizon_h is missing")
    return Hub(path)


def simulate(hub, *, engine="fast", seed=None, replication=0, trace=None, progress=None):
    """A made-up run; its digest depends on the seed and the replication only."""
    from made_run import make_run

    name = hub.path.stem
    if name == "fault":
        raise ValueError("a loop\nwithout carriers")
    if name == "memory":
        raise MemoryError
    if name == "wait":
        hub.path.with_suffix(".began0").touch()
        while not Path("t.parquet").exists():
            time.sleep(0.02)
    if name == "slow":
        hub.path.with_suffix(f".began{replication}").touch()
        for _ in range(600):
            time.sleep(0.1)
    first = hub.path.with_suffix(f".tried{replication}")
    if (name == "oom" and replication == 1) or (name == "flaky" and replication == 1 and not first.exists()):
        first.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if progress is not None:
        progress(3600.0)
    if trace is not None:
        import numpy as np

        trace.write({key: np.arange(5) for key in ("source", "vehicle", "place", "element", "time_s", "event")})
    seed = 7 if seed is None else seed
    parcels = {"offered": 120_000, "dispatched": 117_000 - replication, "late": 2_700, "held": 300, "rejected": 700, "inside": 2_000 + replication}
    return make_run(scenario=name, engine=engine, seed=seed, replication=replication, parcels=parcels, digest=f"{seed * 1000 + replication:016x}")


engine_module = types.ModuleType("sim.engine")
engine_module.simulate = simulate
plant_module = types.ModuleType("sim.plant")
plant_module.PlantError = type("PlantError", (Exception,), {})
plant_module.compile_plant = lambda hub: None
scenario_module = types.ModuleType("sim.scenario")
scenario_module.read, scenario_module.ScenarioError = read, ScenarioError


def write_evidence(run, hub, folder, changes=None, demand=1.0, lang="en", draw=None):
    """The files of a run; a made-up hub stands on nothing."""
    from sim.results.writer import write_run

    write_run(run, folder, lang=lang, draw=draw)


evidence_module = types.ModuleType("sim.experiment.evidence")
evidence_module.write_evidence = write_evidence

if os.environ.get("STAGE") == "1":
    import sim

    for part in (engine_module, plant_module, scenario_module, evidence_module):
        sys.modules[part.__name__] = part
        setattr(sim, part.__name__.rpartition(".")[2], part)


def play():
    """Do the command."""
    from sim.__main__ import main

    main()
