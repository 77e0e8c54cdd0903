"""Policies decide what they say they do; a user's own is found, heard, and refused when it makes no sense."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.engine import simulate
from sim.policies import SHIPPED, PolicyError
from sim.results.run import Run
from sim.scenario import ScenarioError

DOCK = """
title: Dock
horizon_h: 5
start: "18:00"
destinations: {north: 0.5, south: 0.5}
elements:
  small: {kind: source, schedule: ["18:02"], load: {law: deterministic, value: 10}, mix: {destinations: {south: 1}}, to: yard}
  large: {kind: source, schedule: ["18:03"], load: {law: deterministic, value: 90}, mix: {destinations: {south: 1}}, to: yard}
  first: {kind: source, schedule: ["18:00"], load: {law: deterministic, value: 60}, mix: {destinations: {south: 1}}, to: yard}
  north: {kind: source, schedule: ["18:04"], load: {law: deterministic, value: 20}, mix: {destinations: {north: 1}}, to: yard}
  late: {kind: source, schedule: ["19:30"], load: {law: deterministic, value: 10}, mix: {destinations: {south: 1}}, to: yard}
  yard: {kind: yard, capacity: 10, to: door}
  door: {kind: door, count: DOORS, changeover: {law: deterministic, value_s: 60}, rate_per_h: [360], crew: people, to: desk}
  desk: {kind: station, servers: 100, service: {law: deterministic, value_s: 200}, to: floor}
  floor: {kind: staging, to: gate}
  gate: {kind: outbound_door, count: 2, rate_per_h: [36000]}
crews: {people: {size: PEOPLE}}
departures:
  north: {destinations: [north], doors: gate, cut_offs: ["18:30"], capacity: 1000}
  south: {destinations: [south], doors: gate, cut_offs: ["22:00"], capacity: 1000}
policies: {POLICIES}
"""


def hub_of(tmp_path: Path, policies: str, doors: int = 1, people: int = 9) -> Any:
    """Return the dock with these policies."""
    file = tmp_path / "dock.yaml"
    file.write_text(DOCK.replace("POLICIES", policies).replace("DOORS", str(doors)).replace("PEOPLE", str(people)))
    return sim.load(file)


def run_of(tmp_path: Path, policies: str, **plant: int) -> Run:
    """Return its run; raise AssertionError if the engines differ."""
    hub = hub_of(tmp_path, policies, **plant)
    fast, reference = (simulate(hub, engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    return fast


def order(tmp_path: Path, policies: str, **plant: int) -> list[str]:
    """Return the sources in the order in which their vehicles were begun."""

    class Trace:
        def __init__(self) -> None:
            self.begun: dict[str, float] = {}

        def write(self, columns: dict[str, Any]) -> None:
            for source, time in zip(columns["source"].tolist(), columns["time_s"].tolist(), strict=True):
                self.begun.setdefault(hub.elements[source].name, time)

    hub, trace = hub_of(tmp_path, policies, **plant), Trace()
    simulate(hub, trace=trace)
    return sorted(trace.begun, key=lambda name: trace.begun[name])


@pytest.mark.parametrize(
    ("policy", "then"),
    [
        ("first_come", ["small", "large", "north"]),
        ("largest_load", ["large", "north", "small"]),
        ("soonest_cut_off", ["north", "small", "large"]),
        ("by_destination_mix", ["north", "small", "large"]),
    ],
)
def test_who_gets_the_door(tmp_path: Path, policy: str, then: list[str]) -> None:
    assert order(tmp_path, f"vehicle: {policy}") == ["first", *then, "late"]


@pytest.mark.parametrize(("policy", "then"), [("first_come", ["small", "large", "north"]), ("largest_load", ["large", "north", "small"])])
def test_who_gets_people(tmp_path: Path, policy: str, then: list[str]) -> None:
    """Doors for all, one person: vehicles that have changed over wait for him."""
    assert order(tmp_path, f"crew: {policy}", doors=4, people=1) == ["first", *then, "late"]


def test_which_door(tmp_path: Path) -> None:
    """Four doors; when the last vehicle comes, all are free, the second for longest."""
    for policy, door in (("longest_free", "door[2]"), ("lowest_number", "door[1]"), ("emptiest_group", "door[2]")):
        run = run_of(tmp_path, f"door: {policy}", doors=4)
        entered = dict(zip(run.elements["name"].tolist(), run.elements["entered"].tolist(), strict=True))
        assert entered[door] == (20 if door == "door[2]" else 70)


def test_a_vehicle_is_held_for_what_it_was_promised(tmp_path: Path) -> None:
    """The vehicle for the north is unloaded from 18:28 to 18:31:20, and its parcels take 200 s more: a minute later all 20 are aboard."""
    by_the_clock, held = (run_of(tmp_path, f"vehicle: largest_load, leave: {policy}") for policy in ("at_cut_off", "hold_for_promised"))
    assert (by_the_clock.departures["left_s"][0], by_the_clock.departures["parcels"][0], by_the_clock.parcels["late"]) == (1800, 0, 20)
    assert 1800 + 280 < held.departures["left_s"][0] <= 1800 + 280 + 60
    assert (held.departures["parcels"][0], held.parcels["late"]) == (20, 0)


def test_your_own(tmp_path: Path) -> None:
    (tmp_path / "mine_a.py").write_text("def last(vehicles, now_s):\n    return len(vehicles) - 1\n")
    assert order(tmp_path, "vehicle: 'mine_a:last'") == ["first", "north", "large", "small", "late"]


def test_your_own_may_answer_in_numbers_of_numpy(tmp_path: Path) -> None:
    (tmp_path / "mine_n.py").write_text(
        "import numpy as np\n"
        "def most(vehicles, now_s):\n    return np.argmax([vehicle.load for vehicle in vehicles])\n"
        "def go(departure, now_s):\n    return np.bool_(now_s >= departure.cut_off_s)\n"
    )
    assert order(tmp_path, "vehicle: 'mine_n:most', leave: 'mine_n:go'") == order(tmp_path, "vehicle: largest_load")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return 99", "the vehicle policy 'NAME:bad' at 660 s chose 99, but there are 3 to choose from: 0 to 2"),
        ("return 'door'", "chose 'door'"),
        ("return True", "chose True, but there are 3 to choose from"),
        ("raise SystemExit(0)", "the vehicle policy 'NAME:bad' at 660 s failed: SystemExit: 0"),
        ("return 1 / 0", "the vehicle policy 'NAME:bad' at 660 s failed: ZeroDivisionError: division by zero"),
    ],
)
def test_nonsense_stops_the_run(tmp_path: Path, body: str, said: str) -> None:
    name = f"mine_{abs(hash(body))}"
    (tmp_path / f"{name}.py").write_text(f"def bad(vehicles, now_s):\n    {body}\n")
    with pytest.raises(PolicyError) as fault:
        simulate(hub_of(tmp_path, f"vehicle: '{name}:bad'"))
    assert said.replace("NAME", name) in str(fault.value)


def test_nonsense_ends_in_two_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine_b.py").write_text("def bad(vehicles, now_s):\n    raise ValueError('no idea')\n")
    hub_of(tmp_path, "vehicle: 'mine_b:bad'")
    words = [sys.executable, "-m", "sim", "run", str(tmp_path / "dock.yaml"), "--out", str(tmp_path / "out")]
    done = subprocess.run(words, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == 2
    assert done.stderr.strip().endswith("the vehicle policy 'mine_b:bad' at 660 s failed: ValueError: no idea")
    assert not list(tmp_path.glob("*out*"))


@pytest.mark.parametrize(
    ("policies", "said"),
    [
        ("vehicle: larges_load", r"dock.yaml:21:21: there is no vehicle policy 'larges_load'.*did you mean 'largest_load'"),
        ("leave: 'nowhere_at_all:rule'", "the module 'nowhere_at_all' cannot be imported"),
        ("crew: 'math:nothing'", "the module 'math' has no function 'nothing'"),
        ("door: 'math:pi'", "'math:pi' is not a function"),
    ],
)
def test_what_is_no_policy_is_told_at_once(tmp_path: Path, policies: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        hub_of(tmp_path, policies)


def test_no_code_is_run_where_only_a_folder_may_be_read(tmp_path: Path) -> None:
    from sim.scenario import read

    (tmp_path / "mine_c.py").write_text("raise SystemExit('run!')\n")
    (tmp_path / "dock.yaml").write_text(DOCK.replace("POLICIES", "vehicle: 'mine_c:x'").replace("DOORS", "1").replace("PEOPLE", "1"))
    with pytest.raises(ScenarioError, match="not allowed here"):
        read(tmp_path / "dock.yaml", root=tmp_path)


def test_sort_plans() -> None:
    """Four destinations on three chutes; the loop is entered at 0 m."""
    from sim.policies.views import Chute

    shares, chutes = [0.4, 0.3, 0.2, 0.1], [Chute("a", 30.0), Chute("b", 10.0), Chute("c", 20.0)]
    plans = {name: plan(shares, chutes, [0.0], 40.0) for name, plan in SHIPPED["sort_plan"].items()}
    assert plans == {"dealt": [0, 1, 2, 0], "nearest": [1, 2, 0, 1], "even_load": [0, 1, 2, 2]}
