"""Robot fields: the fleet, the drive, robots in each other's way, charging, chutes that are full."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine import simulate
from sim.results.run import Run
from sim.scenario import ScenarioError

FIELD = """
title: Robots
horizon_h: 2
destinations: {near: 0.5, far: 0.5}
elements:
  come: {kind: stream, saturated: true, to: field}
  field:
    kind: robot_field
    robots: ROBOTS
    speed_m_s: 2
    handling: {law: deterministic, value_s: 2}
    outlets: [{chute: a, at_m: 4, destinations: [near]}, {chute: b, at_m: 4}]
MORE
  a: {kind: chute, to: out}
  b: {kind: chute, to: out}
  out: {kind: sink}
"""


def run_of(folder: Path, robots: int, *more: str, text: str = FIELD) -> Run:
    """Return the run; raise AssertionError if the engines differ."""
    file = folder / "robots.yaml"
    file.write_text(text.replace("ROBOTS", str(robots)).replace("MORE", "\n".join(f"    {line}" for line in more)))
    fast, reference = (simulate(sim.load(file), engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    for name, column in fast.elements.items():
        np.testing.assert_array_equal(column, reference.elements[name])
    return fast


def column(run: Run, element: str, name: str) -> Any:
    """Return one figure of one element."""
    return run.elements[name][list(run.elements["name"]).index(element)]


@pytest.mark.parametrize("robots", [1, 5])
def test_a_robot_carries_a_parcel_each_round_trip(tmp_path: Path, robots: int) -> None:
    # 2 s there, 2 s back, 2 s of handling: 600 an hour and robot
    run = run_of(tmp_path, robots)
    assert abs(run.parcels["dispatched"] - 1200 * robots) <= robots
    assert column(run, "field", "capacity_per_h") == pytest.approx(600 * robots)
    assert column(run, "field", "busy_s") == 7200 * robots


def test_robots_are_in_each_others_way(tmp_path: Path) -> None:
    # All three are always out: each drive takes twice as long, so a round trip 2 + 4 + 4 s.
    run = run_of(tmp_path, 3, "slowdown: 1")
    assert abs(run.parcels["dispatched"] - 3 * 720) <= 3


def test_a_robot_that_drives_is_charged(tmp_path: Path) -> None:
    # After 15 round trips, 60 s of driving in 90 s, half a minute at the charger: 15 parcels in 120 s.
    run = run_of(tmp_path, 1, "charging: {after_min: 1, lasts_min: 0.5}")
    assert abs(run.parcels["dispatched"] - 900) <= 1
    assert column(run, "field", "idle_s") == 60 * 30


def test_robots_wait_for_a_charger(tmp_path: Path) -> None:
    # Two robots take turns at one charger: each is 90 s at work and 90 s at the charger, and never both at once.
    run = run_of(tmp_path, 2, "charging: {after_min: 1, lasts_min: 1.5, chargers: 1}")
    free = run_of(tmp_path, 2, "charging: {after_min: 1, lasts_min: 1.5}")
    assert abs(run.parcels["dispatched"] - 2 * 600) <= 20
    assert abs(free.parcels["dispatched"] - 2 * 600) <= 20
    # Three robots do not fit: the charger is the limit, 15 parcels in 90 s.
    run = run_of(tmp_path, 3, "charging: {after_min: 1, lasts_min: 1.5, chargers: 1}")
    assert abs(run.parcels["dispatched"] - 1200) <= 30


def test_robots_that_take_no_time_have_no_rate(tmp_path: Path) -> None:
    text = FIELD.replace("saturated: true", "interarrival: {law: deterministic, value_s: 1}").replace("value_s: 2}\n    outlets", "value_s: 0}\n    outlets")
    run = run_of(tmp_path, 2, "charging: {after_min: 1, lasts_min: 1}", text=text.replace("at_m: 4", "at_m: 0"))
    assert run.parcels["dispatched"] == 7199
    assert np.isnan(column(run, "field", "capacity_per_h"))


def test_the_slowest_field_is_only_slow(tmp_path: Path) -> None:
    # The drive is 10,000 s x (1 + 100 x others / 299): the product of all its factors is beyond 64 bits.
    text = FIELD.replace("horizon_h: 2", "horizon_h: 100").replace("saturated: true", "interarrival: {law: deterministic, value_s: 360}, limit: 200")
    run = run_of(tmp_path, 300, "slowdown: 100", text=text.replace("speed_m_s: 2", "speed_m_s: 0.001").replace("at_m: 4", "at_m: 10"))
    # the n-th sets out with n before it, at 360 (n + 1) s
    ready = [360 * (n + 1) + 2 + 10_000 * (1 + 100 * n / 299) for n in range(200)]
    assert run.parcels["dispatched"] == sum(time < 360_000 for time in ready)


@pytest.mark.parametrize("far", [12, 0])
def test_the_largest_goes_to_the_nearest_chute(tmp_path: Path, far: int) -> None:
    text = FIELD.replace("near: 0.5, far: 0.5", "small: 0.2, large: 0.8").replace("at_m: 4, destinations: [near]", f"at_m: {far}")
    run = run_of(tmp_path, 4, "sort_plan: nearest", text=text.replace("at_m: 4", "at_m: 0") if far == 0 else text)
    few, many = sorted(column(run, chute, "entered") for chute in "ab")
    assert many > 3 * few
    assert far == 0 or column(run, "b", "entered") == many


def test_robots_stand_at_a_full_chute(tmp_path: Path) -> None:
    text = FIELD.replace("a: {kind: chute, to: out}", "a: {kind: chute, capacity: 1, to: desk}\n  desk: {kind: station, rate_per_h: 10, buffer: 0, to: out}")
    run = run_of(tmp_path, 4, text=text)
    assert column(run, "field", "blocked_s") > 0.9 * 4 * 7200
    assert column(run, "desk", "entered") == 20


def test_robots_stop_and_go_on(tmp_path: Path) -> None:
    text = FIELD + "events: {stop: {kind: stop, at: '00:30', lasts_min: 30, what: [field]}}\n"
    run = run_of(tmp_path, 1, text=text)
    assert abs(run.parcels["dispatched"] - 900) <= 1
    assert column(run, "field", "down_s") == 1800


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((", {chute: b, at_m: 4}", ", {chute: b, at_m: 4, destinations: []}"), "'field' has no chute for destination far"),
        (("chute: b", "chute: out"), "leads to 'out', which is a sink"),
        (("robots: 1", "robots: 0"), "robots"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(FIELD.replace("ROBOTS", "1").replace("MORE\n", "").replace(*change))
    with pytest.raises(ScenarioError, match=message):
        sim.load(file)
