"""Events do what PHYSICS 11 says: known answers on small hubs, in both engines."""

from pathlib import Path
from typing import Any

import pytest

import sim
from sim.engine import simulate
from sim.plant import PlantError
from sim.results.run import Run

DOCK = """
title: Dock
horizon_h: 4
start: "18:00"
destinations: {north: 1}
elements:
  road: {kind: source, schedule: ["18:30", "19:00", "19:30"], load: {law: deterministic, value: 60}, to: door}
  door: {kind: door, changeover: {law: deterministic, value_s: 60}, rate_per_h: [3600], to: desk}
  desk: {kind: station, service: {law: deterministic, value_s: 1}, to: floor}
  floor: {kind: staging, to: gate}
  gate: {kind: outbound_door, rate_per_h: [36000]}
departures:
  north: {destinations: [north], doors: gate, cut_offs: ["19:45", "21:00"], accepts_min: 10, capacity: 1000}
events:
"""


def runs(tmp_path: Path, events: str) -> Run:
    """Return the run; raise AssertionError if the engines differ."""
    file = tmp_path / "dock.yaml"
    file.write_text(DOCK + "".join(f"  {line}\n" for line in events.splitlines()))
    fast, reference = (simulate(sim.load(file), engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    return fast


def column(run: Run, element: str, name: str) -> Any:
    """Return one figure of one element."""
    return run.elements[name][list(run.elements["name"]).index(element)]


def test_a_stop_takes_as_long_as_it_says(tmp_path: Path) -> None:
    run = runs(tmp_path, 'cut: {kind: stop, at: "18:31", lasts_min: 20, what: [desk, door]}')
    assert column(run, "desk", "down_s") == 1200
    assert column(run, "door", "down_s") == 1200
    assert run.parcels["dispatched"] == 180


def test_a_daily_stop_comes_again(tmp_path: Path) -> None:
    hub = DOCK.replace("horizon_h: 4", "horizon_h: 60") + '  wash: {kind: stop, at: "03:00", daily: true, lasts_min: 30, what: [desk]}\n'
    (tmp_path / "dock.yaml").write_text(hub)
    run = simulate(sim.load(tmp_path / "dock.yaml"))
    assert column(run, "desk", "down_s") == 3 * 1800


def test_a_share_stops_the_first_copies(tmp_path: Path) -> None:
    file = tmp_path / "dock.yaml"
    text = DOCK.replace("desk: {kind: station,", "desk: {kind: station, count: 4,").replace("to: desk}", "to: spread}")
    text = text.replace("events:", "  \nevents:").replace("  floor: {", "  spread: {kind: diverter, by: shortest_queue, among: [desk]}\n  floor: {")
    file.write_text(text + '  half: {kind: stop, at: "18:00", lasts_min: 30, what: [desk], share: 0.3}\n')
    run = simulate(sim.load(file))
    assert [column(run, f"desk[{copy}]", "down_s") for copy in (1, 2, 3, 4)] == [1800, 1800, 0, 0]


def test_a_shut_road_puts_arrivals_off(tmp_path: Path) -> None:
    run = runs(tmp_path, 'storm: {kind: close, at: "18:45", lasts_min: 50, arrivals: [road]}')
    # two vehicles at 19:35, one after the other at the door: 60 s and 60 parcels each
    (yard,) = run.yards.values()
    assert yard["wait_max_s"] == pytest.approx(121, abs=1)
    offered = dict(zip(run.sample_times_s.tolist(), run.totals["offered"].tolist(), strict=True))
    assert offered[5650.0] == 60
    assert offered[5750.0] == 180


def test_a_shut_road_puts_departures_off(tmp_path: Path) -> None:
    run = runs(tmp_path, 'storm: {kind: close, at: "19:40", lasts_min: 30, departures: [north]}')
    assert run.departures["left_s"].tolist() == [2.0 * 3600 + 600, 3.0 * 3600]
    assert run.departures["parcels"].tolist() == [180, 0]
    assert run.parcels["late"] == 0


@pytest.mark.parametrize(("factor", "vehicles"), [(0, 1), (1, 3), (1.5, 4), (3, 7)])
def test_a_surge_multiplies_vehicles(tmp_path: Path, factor: float, vehicles: int) -> None:
    run = runs(tmp_path, f'sale: {{kind: surge, at: "18:45", lasts_min: 60, sources: [road], factor: {factor}}}')
    assert run.parcels["offered"] == 60 * vehicles


def test_a_surge_beyond_all_bounds_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "surge.yaml"
    file.write_text(
        "title: Too many\nhorizon_h: 24\nelements:\n"
        "  come: {kind: source, vehicles_per_day: 100000, load: {law: deterministic, value: 1}, to: door}\n"
        "  door: {kind: door, changeover: {law: deterministic, value_s: 1}, rate_per_h: [1e6], to: out}\n  out: {kind: sink}\n"
        "events: {sale: {kind: surge, at: '00:00', lasts_min: 1440, sources: [come], factor: 100}}\n"
    )
    with pytest.raises(PlantError, match="about 10,100,000 vehicles come, more than 5,000,000"):
        simulate(sim.load(file))
