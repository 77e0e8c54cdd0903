"""Vehicles between hubs: travel times by the hour, access windows, and what of them is refused."""

from pathlib import Path

import pytest
from test_lanes import ROAD, column, hub_of, run_of

from sim.scenario import ScenarioError

HALF_HOUR = "travel: {law: deterministic, value_s: 1800}"


def longer(tmp_path: Path, text: str, hours: float = 20) -> float:
    """Return by how much longer than on the plain road parcels are on the lane [min]; the digests of both engines are equal."""
    return float(column(run_of(tmp_path, text, hours), "road", "stay_mean_s") - column(run_of(tmp_path, ROAD, hours), "road", "stay_mean_s")) / 60


@pytest.mark.parametrize(
    ("rows", "minutes"),
    [
        ("{start: '18:10', travel: SLOW}, {start: '18:11', travel: QUICK}", 30),  # begins to hold at the very minute
        ("{start: '18:11', travel: SLOW}, {start: '07:00', travel: QUICK}", 0),  # that of the morning still holds
        ("{start: '20:00', travel: SLOW}, {start: '18:11', travel: QUICK}", 30),  # before the first: the last of the day before
    ],
)
def test_the_travel_time_is_that_of_the_hour_of_setting_out(tmp_path: Path, rows: str, minutes: float) -> None:
    laws = rows.replace("SLOW", "{law: deterministic, value_s: 3600}").replace("QUICK", "{law: deterministic, value_s: 1800}")
    assert longer(tmp_path, ROAD.replace(HALF_HOUR, f"travel_by_hour: [{laws}]")) == pytest.approx(minutes, abs=0.1)


@pytest.mark.parametrize(
    ("windows", "minutes"),
    [
        ("['18:00', '19:00']", 0),
        ("['19:00', '20:00']", 20),  # it comes at 18:40 and waits
        ("['18:41', '18:40']", 1),  # at any time but for one minute, in which it comes
        ("['06:00', '18:40'], ['23:00', '01:00']", 260),  # what ends at 18:40 has ended
        ("['06:00', '07:00'], ['06:30', '08:00']", 680),  # next morning
    ],
)
def test_who_comes_outside_the_windows_waits(tmp_path: Path, windows: str, minutes: float) -> None:
    text = ROAD.replace("kind: lane,", "kind: lane, vehicle_class: lorry,") + f"vehicle_classes: {{lorry: {{windows: [{windows}]}}}}\n"
    assert longer(tmp_path, text) == pytest.approx(minutes, abs=0.1)


def test_who_would_leave_outside_the_windows_waits_at_the_door_and_loads_on(tmp_path: Path) -> None:
    text = ROAD.replace("lane: road}", "lane: road, vehicle_class: lorry}").replace('["18:00"]', '["18:00", "18:12"]')
    text += "vehicle_classes: {lorry: {windows: [['18:30', '19:00']]}}\n"
    run = run_of(tmp_path, text)
    # the second hundred come after the cut-off of 18:10, but before the vehicle may leave
    assert column(run, "road", "entered") == 200
    assert run.departures["left_s"][run.departures["name"] == "onward"][0] == 30 * 60


def test_a_source_has_windows_and_its_promises_are_as_if_it_had_come_in_time(tmp_path: Path) -> None:
    text = ROAD.replace("kind: source,", "kind: source, vehicle_class: lorry,") + "vehicle_classes: {lorry: {windows: [['18:20', '18:30']]}}\n"
    run = run_of(tmp_path, text)
    assert column(run, "a_door", "entered") == 100
    assert (run.parcels["held"], run.parcels["dispatched"], run.promised) == (100, 0, 100)


def test_closures_and_windows_add_up(tmp_path: Path) -> None:
    text = ROAD.replace("kind: lane,", "kind: lane, vehicle_class: lorry,") + "vehicle_classes: {lorry: {windows: [['18:00', '19:00'], ['19:30', '20:00']]}}\n"
    text += 'events:\n  storm: {kind: close, at: "18:30", lasts_min: 35, arrivals: [road]}\n'
    assert longer(tmp_path, text) == pytest.approx(50, abs=0.1)


CLASSES = "vehicle_classes: {lorry: {windows: [WINDOWS]}}\n"
CLASSED = ROAD.replace("kind: lane,", "kind: lane, vehicle_class: lorry,")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CLASSED + CLASSES.replace("WINDOWS", ""), r"21:27: the vehicle class 'lorry' may never drive, for it has no window; give it one"),
        (CLASSED + CLASSES.replace("WINDOWS", "['07:00', '07:00']"), r"21:37: the window 07:00-07:00 never opens; let it end later"),
        (CLASSED + CLASSES.replace("WINDOWS", "['07:00', '25:00']"), r"21:47: .*must be a time of day \"HH:MM\", not '25:00'"),
        (CLASSED, r"11:37: unknown vehicle class 'lorry'; define it under vehicle_classes"),
        (CLASSED.replace("lorry", "lory") + CLASSES.replace("WINDOWS", "['07:00', '09:00']"), r"11:37: unknown vehicle class 'lory'; did you mean 'lorry'"),
        (ROAD.replace(HALF_HOUR + ", ", ""), r"11:3: 'road': give exactly one of travel, travel_by_hour"),
        (ROAD.replace(HALF_HOUR, "travel_by_hour: []"), r"'travel_by_hour' must have at least 1 entry"),
        (
            ROAD.replace(
                HALF_HOUR, "travel_by_hour: [{start: '07:00', travel: {law: deterministic, value_s: 9}}, {start: '07:00', travel: " + HALF_HOUR[8:] + "}]"
            ),
            r"11:\d+: the lane 'road' has two travel times from 07:00 on; keep one",
        ),
    ],
)
def test_what_makes_no_sense_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        hub_of(tmp_path, text)


def test_what_is_doubtful_is_told(tmp_path: Path) -> None:
    text = CLASSED + "vehicle_classes: {lorry: {windows: [['07:00', '09:00']]}, van: {}}\n"
    warnings = "\n".join(str(each) for each in hub_of(tmp_path, text).warnings)
    assert "no window of 'lorry' opens in the 4 h from 18:00 on" in warnings
    assert "nobody names the vehicle class 'van'" in warnings


GATED = """
title: A gate
horizon_h: 3
elements:
  come: {kind: source, schedule: ["00:10", "00:10", "00:10", "00:10", "00:10"], load: {law: deterministic, value: 10}, to: yard}
  yard: {kind: yard, capacity: 9, gate: {lanes: 2, service: {law: deterministic, value_s: 60}}, to: door}
  door: {kind: door, count: 9, changeover: {law: deterministic, value_s: 1}, rate_per_h: [3600], to: out}
  out: {kind: sink}
"""


def test_vehicles_pass_the_gate_one_by_one_in_each_of_its_lanes(tmp_path: Path) -> None:
    """Five at once, two lanes of a minute each: they begin after 0, 0, 1, 1 and 2 min."""
    yard = run_of(tmp_path, GATED).yards["yard"]
    assert yard["gate_wait_mean_s"] == pytest.approx(4 / 5 * 60)
    assert (yard["gate_wait_max_s"], yard["wait_max_s"], yard["outside_max"]) == (120, 180, 3)
    assert yard["gate_busy_share"] == pytest.approx(5 / 2 / 180)


def test_a_full_yard_holds_vehicles_before_its_gate(tmp_path: Path) -> None:
    """One door, a yard for one: the lane of the gate stays empty until the yard has room."""
    text = GATED.replace("capacity: 9", "capacity: 1").replace("count: 9, ", "")
    yard = run_of(tmp_path, text).yards["yard"]
    # each stands 11 s at the door and takes 60 s at the gate: one a minute comes to the door, which is free again by then
    assert (yard["gate_wait_max_s"], yard["wait_max_s"]) == (240, 300)


ROADS = """
title: A road for two
horizon_h: 3
roads: {bridge: {vehicles_per_h: 30}}
elements:
  red: {kind: source, road: bridge, schedule: ["00:10", "00:10"], load: {law: deterministic, value: 10}, to: red_door}
  red_door: {kind: door, count: 9, changeover: {law: deterministic, value_s: 1}, rate_per_h: [3600], to: out}
  blue: {kind: source, road: bridge, schedule: ["00:10", "00:11", "01:00"], load: {law: deterministic, value: 10}, to: blue_door}
  blue_door: {kind: door, count: 9, changeover: {law: deterministic, value_s: 1}, rate_per_h: [3600], to: out}
  out: {kind: sink}
"""


def test_a_road_is_shared_first_come_first_served(tmp_path: Path) -> None:
    """Every two minutes one: of those that come at 0:10, 0:10, 0:10 and 0:11 the waits are 0, 2, 4 and 5 min; who comes at 1:00 finds it free."""
    run = run_of(tmp_path, ROADS)
    road = run.roads["bridge"]
    assert (road["vehicles"], road["wait_max_s"], road["queue_max"], road["waiting_end"]) == (5, 300, 3, 0)
    assert road["wait_mean_s"] == pytest.approx(11 / 5 * 60)
    assert road["used_share"] == pytest.approx(10 / 180)
    assert run.parcels["dispatched"] == 50


def test_a_departure_and_a_lane_take_their_roads(tmp_path: Path) -> None:
    """Two vehicles leave at the same time and come at the same time: each road puts the second off once more."""
    text = ROAD.replace("lane: road}", "lane: road, road: exit, vehicles: 2}").replace("kind: lane,", "kind: lane, road: entry,")
    text = text.replace("a_gate: {kind: outbound_door, rate_per_h: [36000]", "a_gate: {kind: outbound_door, count: 2, rate_per_h: [1800]").replace(
        "capacity: 1, to: b_door", "capacity: 9, to: b_door"
    )
    text += "roads: {exit: {vehicles_per_h: 60}, entry: {vehicles_per_h: 12}}\n"
    run = run_of(tmp_path, text)
    assert (run.roads["exit"]["wait_max_s"], run.roads["entry"]["wait_max_s"]) == (60, 240)


def test_roads_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="6:29: unknown road 'brige'; did you mean 'bridge'"):
        hub_of(tmp_path, ROADS.replace("road: bridge", "road: brige", 1))
    assert "nobody names the road 'ring'" in str(hub_of(tmp_path, ROADS.replace("30}}", "30}, ring: {vehicles_per_h: 9}}")).warnings)


def test_roads_and_gates_that_are_too_narrow_are_told(tmp_path: Path) -> None:
    warnings = str(hub_of(tmp_path, ROADS.replace("vehicles_per_h: 30", "vehicles_per_h: 3")).warnings)
    assert "the road 'bridge' takes 3 vehicles an hour, but 4 come in the busiest hour (00:00)" in warnings
    assert "the road" not in str(hub_of(tmp_path, ROADS.replace("vehicles_per_h: 30", "vehicles_per_h: 4")).warnings)
    slow = GATED.replace("value_s: 60}", "value_s: 1800}")
    assert "the gate of 'yard' takes 4 vehicles an hour, but 5 come in the busiest hour (00:00)" in str(hub_of(tmp_path, slow).warnings)
    assert "the gate" not in str(hub_of(tmp_path, GATED).warnings)
