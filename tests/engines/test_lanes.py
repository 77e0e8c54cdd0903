"""Two hubs and a lane: one journey over both, promises at each, and nothing lost on the road."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine import simulate
from sim.results.run import Run
from sim.scenario import ScenarioError

ROAD = """
title: Road
horizon_h: HOURS
start: "18:00"
destinations: {near: 0.5, far: 0.5}
elements:
  come: {kind: source, schedule: ["18:00"], load: {law: deterministic, value: 100}, to: a_door}
  a_door: {kind: door, changeover: {law: deterministic, value_s: 60}, rate_per_h: [3600], to: a_floor}
  a_floor: {kind: staging, to: a_gate}
  a_gate: {kind: outbound_door, rate_per_h: [36000]}
  road: {kind: lane, travel: {law: deterministic, value_s: 1800}, to: b_yard}
  b_yard: {kind: yard, capacity: 1, to: b_door}
  b_door: {kind: door, changeover: {law: deterministic, value_s: 300}, rate_per_h: [3600], to: b_desk}
  b_desk: {kind: station, service: {law: deterministic, value_s: 0.5}, to: b_floor}
  b_floor: {kind: staging, to: b_gate}
  b_gate: {kind: outbound_door, count: 3, rate_per_h: [36000]}
departures:
  onward: {destinations: [near, far], doors: a_gate, cut_offs: ["18:10"], capacity: 1000, lane: road}
  near: {destinations: [near], doors: b_gate, cut_offs: ["18:46", "19:30"], capacity: 1000}
  far: {destinations: [far], doors: b_gate, cut_offs: ["19:30"], capacity: 1000}
"""


def hub_of(tmp_path: Path, text: str = ROAD, hours: float = 4) -> Any:
    """Return the two hubs."""
    file = tmp_path / "road.yaml"
    file.write_text(text.replace("HOURS", str(hours)))
    return sim.load(file)


def run_of(tmp_path: Path, text: str = ROAD, hours: float = 4) -> Run:
    """Return their run; raise AssertionError if the engines differ."""
    fast, reference = (simulate(hub_of(tmp_path, text, hours), engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    assert fast.parcels == reference.parcels
    return fast


def column(run: Run, element: str, name: str) -> Any:
    """Return one figure of one element."""
    return run.elements[name][list(run.elements["name"]).index(element)]


def test_one_journey_over_two_hubs(tmp_path: Path) -> None:
    run = run_of(tmp_path)
    assert (run.parcels["offered"], run.parcels["dispatched"]) == (100, 100)
    assert (column(run, "road", "entered"), column(run, "road", "left")) == (100, 100)
    # loaded until 18:10, half an hour on the road, five minutes of changeover, then one a second
    assert column(run, "b_door", "idle_s") == 300
    assert (run.yards["b_yard"]["vehicles"], run.yards["b_yard"]["wait_max_s"]) == (1, 0)
    # on the lane from when it is aboard, a second after the door: 10 min, less 61 s, and 35 min; then what is unloaded before it
    expected = np.mean([600 - (60 + n + 1) + 1800 + 300 + (n + 1) for n in range(100)])
    assert column(run, "road", "stay_mean_s") == pytest.approx(expected, abs=1)


def test_the_picture_shows_what_goes_onto_the_lane(tmp_path: Path) -> None:
    run = run_of(tmp_path, ROAD.replace("  near: {dest", "  alone: {destinations: [near], doors: a_gate, cut_offs: ['18:01'], capacity: 9}\n  near: {dest"))
    names = list(run.elements["name"])
    flows = {(names[a], names[b]): units for a, b, units in zip(*run.flows.values(), strict=True)}
    assert flows["a_gate", "road"] == flows["road", "b_yard"] == 100


def test_each_hub_promises_its_own(tmp_path: Path) -> None:
    """At hub B the vehicle comes at 18:40: the near are promised 18:46, and unloading from 18:45 brings most too late for it."""
    run = run_of(tmp_path)
    promised = dict(zip(zip(run.departures["name"].tolist(), (run.departures["left_s"] / 60).tolist(), strict=True), run.departures["promised"], strict=True))
    assert promised["onward", 10] == 100
    assert promised["near", 46] + promised["far", 90] == 100
    on_time = int(run.departures["on_time"][run.departures["left_s"] == 46 * 60].sum())
    assert 0 < on_time < promised["near", 46]
    assert run.parcels["late"] == promised["near", 46] - on_time


@pytest.mark.parametrize("hours", [0.1, 0.3, 0.6, 0.72, 0.76, 1.0])
def test_nothing_is_lost_wherever_it_ends(tmp_path: Path, hours: float) -> None:
    """Aboard at A, on the road, at the gate, half unloaded: all that was offered is somewhere."""
    text = ROAD.replace('cut_offs: ["18:46", "19:30"]', 'cut_offs: ["18:46", "18:50"]').replace('cut_offs: ["19:30"]', 'cut_offs: ["18:55"]')
    file = tmp_path / "road.yaml"
    file.write_text(text.replace("HOURS", "4"))
    hub = sim.load(file, overrides={"horizon_h": 4})
    short = hub.scenario.model_copy(update={"horizon_h": hours})
    for engine in ("fast", "reference"):
        run = simulate(replace(hub, scenario=short), engine=engine)
        assert sum(run.parcels[name] for name in ("dispatched", "held", "rejected", "inside")) == run.parcels["offered"] == 100


def test_a_shut_lane_waits(tmp_path: Path) -> None:
    text = ROAD + 'events:\n  storm: {kind: close, at: "18:30", lasts_min: 60, arrivals: [road]}\n'
    assert column(run_of(tmp_path, text), "road", "stay_mean_s") == pytest.approx(column(run_of(tmp_path), "road", "stay_mean_s") + 50 * 60, abs=1)


def test_a_lane_takes_what_its_own_departures_take(tmp_path: Path) -> None:
    """The near and the far leave from one door on lanes of their own: the hub at the end of each needs a way for its own only, and load for its own only."""
    text = ROAD.replace("a_gate: {kind: outbound_door,", "a_gate: {kind: outbound_door, count: 2,").replace("  far: {dest", "  on_too: {dest")
    text = text.replace("onward: {destinations: [near, far]", "onward: {destinations: [near]")
    text = text.replace('doors: b_gate, cut_offs: ["19:30"], capacity: 1000}', "doors: a_gate, cut_offs: ['18:10'], capacity: 1000, lane: way}")
    text = text.replace("  b_yard: {", "  way: {kind: lane, travel: {law: deterministic, value_s: 600}, to: c_door}\n  b_yard: {")
    text = text.replace(
        "  b_gate: {", "  c_door: {kind: door, changeover: {law: deterministic, value_s: 9}, rate_per_h: [900], to: c_out}\n  c_out: {kind: sink}\n  b_gate: {"
    )
    run = run_of(tmp_path, text)
    assert run.parcels["dispatched"] == column(run, "road", "left") + column(run, "way", "left") == 100
    with pytest.raises(ScenarioError, match="parcels for far are stranded on 'b_floor'"):
        hub_of(tmp_path, text.replace("onward: {destinations: [near]", "onward: {destinations: [near, far]"))
    busy = text.replace("value: 100}", "value: 30000}").replace(
        "b_desk: {kind: station, service: {law: deterministic, value_s: 0.5}", "b_desk: {kind: station, rate_per_h: 16000"
    )
    assert "b_desk" not in str(hub_of(tmp_path, busy).warnings)


def test_a_lane_takes_the_classes_of_its_departures(tmp_path: Path) -> None:
    """Only what is express goes on: hub B needs no departure for the rest, and hub A does."""
    text = ROAD.replace("elements:\n", "classes: {express: {share: 0.4}, rest: {share: 0.6}}\nelements:\n", 1).replace(
        "a_gate: {kind: outbound_door,", "a_gate: {kind: outbound_door, count: 2,"
    )
    text = (
        text.replace("onward: {", "onward: {classes: [express], ")
        .replace("  near: {", "  near: {classes: [express], ")
        .replace("  far: {", "  far: {classes: [express], ")
    )
    with pytest.raises(ScenarioError, match="parcels of class rest for near, far are stranded on 'a_floor'") as fault:
        hub_of(tmp_path, text)
    assert "b_floor" not in str(fault.value)
    run = run_of(tmp_path, text + "  slow: {classes: [rest], destinations: each, doors: a_gate, cut_offs: ['18:10'], capacity: 1000}\n")
    assert 20 < column(run, "road", "left") < 60


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lane: road}", "lane: raod}", r"there is no element 'raod'; did you mean 'road'"),
        ("lane: road}", "lane: b_yard}", "'b_yard' is a yard, not a lane"),
        (", lane: road}", "}", "'road'"),
        ("to: b_yard}", "to: nowhere}", r"11:71: there is no element 'nowhere'"),
        ("to: b_yard}", "to: a_door}", "what enters 'a_door' can never leave the hub|'b_yard'"),
        ("to: b_yard}", "to: b_desk}", "the lane 'road' leads to 'b_desk', which is a station; it must lead to yard or door"),
    ],
)
def test_what_is_no_lane_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        hub_of(tmp_path, ROAD.replace(old, new, 1))


def test_bags_that_come_by_lane_are_not_bagged_again(tmp_path: Path) -> None:
    text = ROAD.replace("rate_per_h: [3600], to: a_floor}", "rate_per_h: [3600], to: a_bag}\n  a_bag: {kind: bag, size: 5, to: a_floor}")
    text = text.replace("to: b_floor}", "to: b_bag}\n  b_bag: {kind: bag, size: 5, to: b_floor}")
    with pytest.raises(ScenarioError, match="bags come to 'b_bag', which would bag them again"):
        hub_of(tmp_path, text)
    opened = text.replace("rate_per_h: [3600], to: b_desk}", "rate_per_h: [3600], to: b_open}\n  b_open: {kind: unbag, to: b_desk}")
    run = run_of(tmp_path, opened)
    assert (column(run, "road", "entered"), column(run, "b_desk", "entered"), run.parcels["dispatched"]) == (20, 100, 100)
