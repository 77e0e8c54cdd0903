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
