"""What parcels weigh: the longer of a class the heavier, bags closed by weight, vehicles full by payload."""

from pathlib import Path
from typing import Any

import pytest

import sim
from sim.engine import simulate
from sim.results.run import Run
from sim.scenario import ScenarioError

HEAVY = """
title: Weights
start: "18:00"
horizon_h: 2
classes:
  light: {share: 0.5, length_m: [0.2, 0.2], weight_kg: [1, 1]}
  heavy: {share: 0.5, length_m: [0.2, 0.6], weight_kg: [4, 6]}
elements:
  come: {kind: stream, interarrival: {law: deterministic, value_s: 4}, limit: 800, to: split}
  split: {kind: diverter, by: class, routes: {light: light_bag, heavy: heavy_bag}}
  light_bag: {kind: bag, size: 30, limit_kg: 12, to: floor}
  heavy_bag: {kind: bag, size: 10, limit_kg: 1000, to: floor}
  floor: {kind: staging, to: gate}
  gate: {kind: outbound_door, rate_per_h: [36000]}
departures:
  out: {destinations: [all], doors: gate, cut_offs: ["18:30", "19:00", "19:50"], capacity: 100000}
"""


def run_of(folder: Path, text: str) -> Run:
    """Return the run; raise AssertionError if the engines differ."""
    file = folder / "weights.yaml"
    file.write_text(text)
    fast, reference = (simulate(sim.load(file), engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    assert fast.classes["dispatched_t"].tolist() == reference.classes["dispatched_t"].tolist()
    return fast


def column(run: Run, element: str, name: str) -> Any:
    """Return one figure of one element."""
    return run.elements[name][list(run.elements["name"]).index(element)]


def test_a_bag_is_closed_when_it_weighs_enough(tmp_path: Path) -> None:
    # light parcels of 1 kg: twelve in a bag of 12 kg, though thirty would fit; heavy ones are counted
    run = run_of(tmp_path, HEAVY)
    light, heavy = run.classes["unloaded"].tolist()
    assert column(run, "floor", "entered") == light // 12 + heavy // 10


def test_what_left_is_weighed(tmp_path: Path) -> None:
    run = run_of(tmp_path, HEAVY)
    light, heavy = run.classes["dispatched"].tolist()
    tonnes_light, tonnes_heavy = run.classes["dispatched_t"].tolist()
    assert tonnes_light == pytest.approx(light / 1000)
    # uniform from 4 to 6 kg with the length: mean 5 kg, standard deviation 2 / sqrt(12) kg; four of these of the mean
    assert abs(tonnes_heavy / heavy * 1000 - 5) < 4 * 2 / 12**0.5 / heavy**0.5


@pytest.mark.parametrize(("payload_kg", "bags"), [(36, [3, 3, 3]), (35.9, [2, 2, 2]), (1e6, [15, 0, 0])])
def test_a_vehicle_is_full_by_weight(tmp_path: Path, payload_kg: float, bags: list[int]) -> None:
    only_light = HEAVY.replace("share: 0.5, length_m: [0.2, 0.2]", "share: 1, length_m: [0.2, 0.2]").replace("share: 0.5", "share: 0")
    run = run_of(tmp_path, only_light.replace("limit: 800", "limit: 180").replace("capacity: 100000", f"capacity: 100000, payload_kg: {payload_kg}"))
    # fifteen bags of twelve; a vehicle that is full by weight waits for its cut-off, and the next takes as many
    assert run.departures["parcels"].tolist()[:3] == [12 * each for each in bags]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("capacity: 100000", "capacity: 100000, payload_kg: 5"), "a parcel of 6 kg is heavier than the payload of 5 kg"),
        (("weight_kg: [4, 6]", "weight_kg: [6, 4]"), "from 6 to 4 is the wrong way round"),
        (("weight_kg: [1, 1]", "weight_kg: [0, 1]"), "must be at least 0.001, not 0"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(HEAVY.replace(*change))
    with pytest.raises(ScenarioError, match=message):
        sim.load(file)


def test_a_limit_without_weights_is_doubtful(tmp_path: Path) -> None:
    file = tmp_path / "doubtful.yaml"
    file.write_text(HEAVY.replace(", weight_kg: [1, 1]", "").replace(", weight_kg: [4, 6]", ""))
    assert any("12 kg limit nothing: no class of parcels has a weight" in problem.message for problem in sim.load(file).warnings)
