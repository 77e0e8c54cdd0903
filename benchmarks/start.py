"""From the start of the process: to the help, to the first event, to the first event with nothing compiled yet."""

import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median

from .child import ROOT
from .tables import Section, at_most, spread

GOAL_FIRST_EVENT, GOAL_HELP = 2.0, 0.3
FIRST_EVENT = """
import json, sys, time
import sim
from sim.control.seam import Seam

step = Seam.step
def first(self):
    step(self)
    raise StopIteration([time.monotonic(), time.process_time()])
Seam.step = first
hub = sim.load(sys.argv[1])
try:
    sim.run(hub)
except StopIteration as reached:
    print(json.dumps(reached.args[0]))
"""
WHOLE_RUN = """
import json, sys, time
import sim

run = sim.run(sys.argv[1])
assert run.parcels["dispatched"] > 0
print(json.dumps([time.monotonic(), time.process_time()]))
"""


def timed(*words: str, **environment: str) -> tuple[float, float]:
    """Return wall and processor seconds from now to the moment that the process prints, or to its end if it prints none."""
    begun, spent = time.monotonic(), sum(os.times()[2:4])
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ, **environment})
    ended, spent = time.monotonic(), sum(os.times()[2:4]) - spent
    try:
        reached, used = json.loads(done.stdout)
    except ValueError:
        assert done.stdout.strip(), words
        return ended - begun, spent
    return reached - begun, used


def bench(quick: bool = False) -> Section:
    """Time them several times, after one untimed run."""
    rounds = 1 if quick else 7
    small, campus = "scenarios/first_hub.yaml", "scenarios/jieyang_campus.yaml"
    asked = {
        "`hubsim --help`": ("-m", "sim", "--help"),
        "first event, first_hub": ("-c", FIRST_EVENT, small),
        "first event, jieyang_campus": ("-c", FIRST_EVENT, campus),
        "first_hub, whole run": ("-c", WHOLE_RUN, small),
    }
    for words in asked.values():
        timed(*words)
    seconds = {name: [timed(*words) for _ in range(rounds)] for name, words in asked.items()}
    if not quick:
        with tempfile.TemporaryDirectory() as nothing:
            seconds["first_hub, whole run, nothing compiled yet"] = [timed("-c", WHOLE_RUN, small, XDG_CACHE_HOME=nothing)]
    shown, first = (median(wall for wall, _ in seconds[name]) for name in ("`hubsim --help`", "first event, first_hub"))
    first_cpu = median(cpu for _, cpu in seconds["first event, first_hub"])
    return Section(
        name="start",
        title="Start",
        words="From the start of the process. The first event: SimPy's first, with all kernels that run before it loaded from the cache on disk. "
        "The last row compiles all kernels, which happens once after an installation. CPU s is what the process itself worked; "
        "the difference to wall time is other work on the machine.",
        header=["to", "seconds", "CPU s"],
        rows=[[name, *(spread(values) for values in zip(*pairs, strict=True))] for name, pairs in seconds.items()],
        proved="each process ended well; the whole runs dispatched parcels.",
        headline=f"from the start of the process to the first event {first:.1f} s ({first_cpu:.1f} s of them at work), to the help {shown:.2f} s.",
        goals=[
            at_most("first event", first, GOAL_FIRST_EVENT, " s"),
            at_most("first event, processor time", first_cpu, GOAL_FIRST_EVENT, " s"),
            at_most("--help", shown, GOAL_HELP, " s"),
        ],
        facts={"first_event": first, "help": shown},
    )
