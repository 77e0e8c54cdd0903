"""Gates and shared roads against queueing theory: vehicles of a list that is a Poisson process, ten lists each, within 3.3 standard errors."""

import math
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.results.run import Run

VEHICLES = 4_000
RATE = 0.01
"""vehicles a second: 36 an hour"""

QUEUE = """
title: A narrow place
horizon_h: 130
GIVEN
elements:
  come: {kind: source, manifest: list.csv, ROAD to: yard}
  yard: {kind: yard, capacity: 1000000, GATE to: door}
  door: {kind: door, count: 30, changeover: {law: deterministic, value_s: 0}, rate_per_h: [3600], to: out}
  out: {kind: sink}
"""


def runs(tmp_path: Path, given: str = "", road: str = "", gate: str = "") -> list[Run]:
    """Return a run for each of ten lists; no vehicle comes in the last hours."""
    text = QUEUE.replace("GIVEN", given).replace("ROAD", road).replace("GATE", gate)
    found = []
    for seed in range(1, 11):
        times = np.random.default_rng(seed).exponential(1 / RATE, VEHICLES).cumsum()
        (tmp_path / "list.csv").write_text("arrival,parcels\n" + "".join(f"{time:.6f},1\n" for time in times))
        (tmp_path / "queue.yaml").write_text(text)
        found.append(sim.run(sim.load(tmp_path / "queue.yaml"), seed=seed))
    return found


def assert_mean(sample: list[float], expected: float) -> None:
    """The mean of independent runs agrees with the expectation, and could have disagreed by a fifth of it."""
    error = float(np.std(sample, ddof=1)) / math.sqrt(len(sample))
    assert abs(np.mean(sample) - expected) < 3.29 * error
    assert 3.29 * error < 0.2 * expected


@pytest.mark.parametrize(("lanes", "load"), [(1, 0.5), (2, 0.6)])
def test_the_gate_is_a_queue_of_erlang(tmp_path: Path, lanes: int, load: float) -> None:
    """M/M/c: the mean wait is Erlang's probability of waiting over c x mu - lambda."""
    offered = lanes * load
    mean_s = offered / RATE
    found = runs(tmp_path, gate=f"gate: {{lanes: {lanes}, service: {{law: exponential, mean_s: {mean_s}}}}},")
    last = offered**lanes / math.factorial(lanes) / (1 - load)
    waits = last / (sum(offered**k / math.factorial(k) for k in range(lanes)) + last)
    assert_mean([run.yards["yard"]["gate_wait_mean_s"] for run in found], waits / (lanes / mean_s - RATE))
    assert_mean([run.yards["yard"]["gate_busy_share"] * run.horizon_s for run in found], load * VEHICLES / RATE)


def test_the_road_is_a_queue_with_constant_service(tmp_path: Path) -> None:
    """M/D/1 at a load of 0.6: the mean wait is 0.6 / (2 x 0.4) headways of 60 s."""
    found = runs(tmp_path, given="roads: {bridge: {vehicles_per_h: 60}}", road="road: bridge,")
    assert_mean([run.roads["bridge"]["wait_mean_s"] for run in found], 0.6 / 0.8 * 60)
