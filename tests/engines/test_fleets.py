"""Fleets: vehicles that come back, are shared, and charge."""

from pathlib import Path
from typing import Any

import pytest
from test_lanes import ROAD, column, hub_of, run_of

import sim
from sim.scenario import ScenarioError

LENT = ROAD.replace("lane: road}", "lane: road, loading_min: 5, fleet: vans}").replace("kind: lane,", "kind: lane, distance_km: 30,")
SIX = LENT.replace('["18:10"]', '["18:10", "18:20", "18:30", "18:40", "18:50", "19:00"]').replace('schedule: ["18:00"]', "vehicles_per_day: 240")
VANS = "fleets: {vans: {vehicles: 1}}\n"
ELECTRIC = "fleets: {vans: {vehicles: 2, electric: {range_km: 100, kwh_per_km: 0.5, chargers: 1, charger_kw: 30}}}\n"


def fleet_of(tmp_path: Path, text: str, hours: float = 4) -> dict[str, Any]:
    """Return what the fleet did; its time is closed, and the digests of both engines are equal."""
    run = run_of(tmp_path, text, hours)
    fleet = run.fleets["vans"]
    assert sum(value for key, value in fleet.items() if key.endswith("_s")) == pytest.approx(fleet["vehicles"] * hours * 3600)
    return fleet


def test_a_vehicle_is_away_until_it_is_home_again(tmp_path: Path) -> None:
    """Lent at 18:05, leaves at 18:10, half an hour on the road, 300 s of changeover and 100 s of unloading, half an hour back."""
    fleet = fleet_of(tmp_path, LENT + VANS)
    assert (fleet["loading_s"], fleet["driving_s"], fleet["unloading_s"], fleet["waiting_s"]) == (300, 3600, 400, 0)
    assert (fleet["trips"], fleet["driven_km"], fleet["charges"], fleet["none_found"]) == (1, 60, 0, 0)


def test_a_departure_without_a_vehicle_leaves_nothing(tmp_path: Path) -> None:
    """One van does a round in over an hour: of six departures, ten minutes apart, only the first leaves."""
    run = run_of(tmp_path, SIX + VANS)
    assert (run.fleets["vans"]["trips"], run.fleets["vans"]["none_found"]) == (1, 5)
    assert [bool(door) for door in run.departures["door"][run.departures["name"] == "onward"]] == [True] + 5 * [False]
    # seven vans are enough, and then none is missing
    assert fleet_of(tmp_path, SIX + VANS.replace("1", "7"))["none_found"] == 0


def test_departures_of_two_hubs_share_a_fleet(tmp_path: Path) -> None:
    """What leaves hub A with the only vehicle is not there for hub B, until it is home."""
    text = LENT + VANS + "  back: {destinations: [near, far], doors: b_gate, cut_offs: ['18:12'], loading_min: 1, capacity: 9, lane: way, fleet: vans}\n"
    text = text.replace(VANS, "", 1) + VANS
    text = text.replace("b_yard: {kind", "way: {kind: lane, distance_km: 30, travel: {law: deterministic, value_s: 60}, to: a_door}\n  b_yard: {kind")
    assert fleet_of(tmp_path, text)["none_found"] == 1
    assert fleet_of(tmp_path, text.replace("vehicles: 1", "vehicles: 2"))["none_found"] == 0


def test_an_electric_vehicle_charges_before_a_round_it_cannot_make(tmp_path: Path) -> None:
    """100 km, rounds of 60 km: 40 km are left after the first, and 60 km x 0.5 kWh/km / 30 kW take one hour."""
    fleet = fleet_of(tmp_path, LENT + ELECTRIC)
    assert (fleet["charges"], fleet["charging_s"], fleet["used_kwh"]) == (1, 3600, 30)
    # 130 km are good for a second round
    assert fleet_of(tmp_path, LENT + ELECTRIC.replace("100", "130"))["charges"] == 0


def test_chargers_are_shared_in_the_order_of_coming(tmp_path: Path) -> None:
    """Two vehicles leave together and are home 100 s apart, for one door unloads them: the second waits an hour less what it came later."""
    text = LENT.replace("capacity: 1000", "capacity: 1000, vehicles: 2", 1).replace(
        "outbound_door, rate_per_h: [36000]", "outbound_door, count: 2, rate_per_h: [1800]", 1
    )
    fleet = fleet_of(tmp_path, text + ELECTRIC, 6)
    assert (fleet["charges"], fleet["charging_s"]) == (2, 7200)
    # each of them brings about 50, the second begins its changeover when the first has left
    assert fleet["waiting_s"] == pytest.approx(3600 - 350, abs=5)
    assert fleet_of(tmp_path, text + ELECTRIC.replace("chargers: 1", "chargers: 2"), 6)["waiting_s"] == 0


def test_who_leaves_empty_is_ready_again(tmp_path: Path) -> None:
    """Nothing is there at 18:00:30: the vehicle does not go, and the next departure has it."""
    run = run_of(tmp_path, LENT.replace('["18:10"]', '["18:01", "18:10"]') + VANS)
    assert (run.fleets["vans"]["trips"], run.fleets["vans"]["none_found"]) == (1, 0)
    assert column(run, "road", "entered") == 100


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LENT, r"18:\d+: unknown fleet 'vans'; define it under fleets"),
        (LENT.replace("lane: road, ", "") + VANS, r"18:\d+: the vehicles of 'vans' that leave as 'onward' never come back, for it goes on no lane"),
        (
            LENT + ELECTRIC.replace("100", "59"),
            r"21:\d+: 59 km do not take the vehicles of 'vans' over the lane 'road' and back, 2 x 30 = 60 km; give them more range",
        ),
        (LENT.replace("distance_km: 30, ", "") + ELECTRIC, r"11:3: the lane 'road' has no length, and the vehicles of 'vans' on it are electric"),
        (LENT + ELECTRIC.replace("chargers: 1, ", ""), r"'chargers' is missing"),
        (LENT + ELECTRIC.replace("chargers: 1,", "chargers: 0,"), r"'chargers' must be at least 1, not 0"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        hub_of(tmp_path, text)


def test_a_vehicle_that_is_kept_for_long_is_told(tmp_path: Path) -> None:
    assert hub_of(tmp_path, LENT + VANS).warnings == []
    said = str(hub_of(tmp_path, LENT.replace("loading_min: 5, ", "") + VANS).warnings[0])
    assert "'onward' takes a vehicle of 'vans' as soon as the one before has left" in said


def test_a_smaller_hub_has_smaller_fleets_roads_and_gates(tmp_path: Path) -> None:
    text = LENT.replace("fleet: vans}", "fleet: vans, road: ring}").replace(
        "kind: yard, capacity: 1,", "kind: yard, capacity: 1, gate: {lanes: 4, service: {law: deterministic, value_s: 9}},"
    )
    text += ELECTRIC.replace("vehicles: 2", "vehicles: 8").replace("chargers: 1", "chargers: 3") + "roads: {ring: {vehicles_per_h: 60}}\n"
    hub_of(tmp_path, text)
    hub = sim.load(tmp_path / "road.yaml", 0.25)
    fleet = hub.scenario.fleets["vans"]
    assert (fleet.vehicles, fleet.electric.chargers, hub.scenario.roads["ring"].vehicles_per_h) == (2, 1, 15)
    assert hub.elements[hub.index("b_yard")].spec.gate.lanes == 1
