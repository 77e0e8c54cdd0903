"""Rail and air: parcels travel in load units, which are built and stripped."""

from pathlib import Path

import numpy as np
import pytest
from test_lanes import ROAD, column, hub_of, run_of

from sim.scenario import ScenarioError

BUILD, STRIP = 100, 40
UNIT = f"{{kind: uld, size: 30, build: {{law: deterministic, value_s: {BUILD}}}, strip: {{law: deterministic, value_s: {STRIP}}}}}"
FLOWN = ROAD.replace("kind: lane,", f"kind: lane, mode: air, load_unit: {UNIT},")


@pytest.mark.parametrize(("places", "rounds"), [(1, 4), (2, 2), (3, 2), (9, 1)])
def test_each_begun_unit_is_built_and_stripped(tmp_path: Path, places: int, rounds: int) -> None:
    """A hundred parcels begin four units of thirty."""
    text = FLOWN.replace("load_unit:", f"handling_places: {places}, load_unit:")
    run, plain = run_of(tmp_path, text), run_of(tmp_path, ROAD)
    assert run.lanes["road"]["load_units"] == 4
    assert run.lanes["road"]["time_mean_s"] == 1800 + rounds * (BUILD + STRIP)
    assert column(run, "road", "stay_mean_s") - column(plain, "road", "stay_mean_s") == pytest.approx(rounds * (BUILD + STRIP))


def test_a_vehicle_holds_whole_units(tmp_path: Path) -> None:
    """Of the room for 100 parcels three units of thirty are used; two units by name hold sixty."""
    run = run_of(tmp_path, FLOWN.replace("capacity: 1000, lane", "capacity: 100, lane"))
    assert (run.lanes["road"]["parcels"], run.lanes["road"]["filled_share"]) == (90, 1)
    assert run_of(tmp_path, FLOWN.replace("capacity: 1000, lane", "load_units: 2, lane")).lanes["road"]["parcels"] == 60


def test_chance_gives_each_unit_its_own_time(tmp_path: Path) -> None:
    """One place: the time of a vehicle is the sum of as many drawn times as it has units."""
    text = FLOWN.replace("size: 30", "size: 1").replace(f"{{law: deterministic, value_s: {BUILD}}}", "{law: exponential, mean_s: 30}")
    times = []
    for seed in range(1, 9):
        run = run_of(tmp_path, text + f"seed: {seed}\n", 8)
        assert run.lanes["road"]["load_units"] == 100
        times.append(run.lanes["road"]["time_mean_s"] - 1800 - 100 * STRIP)
    # 100 exponential times of 30 s: 3,000 s, standard deviation 300 s, of the mean of eight 106 s
    assert np.mean(times) == pytest.approx(3000, abs=3 * 106)
    assert 100 < np.std(times) < 700


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROAD.replace("capacity: 1000, lane", "load_units: 2, lane"), r"18:\d+: 'onward' goes on the lane 'road', where parcels are loose"),
        (ROAD.replace("capacity: 1000}", "load_units: 2}", 1), r"19:\d+: 'near' goes on no lane, so that nobody knows what its load units hold"),
        (FLOWN.replace("capacity: 1000, lane", "capacity: 29, lane"), r"18:\d+: a vehicle of 'onward' holds 29 parcels, less than one uld of the lane, 30"),
        (ROAD.replace("capacity: 1000, lane", "lane"), r"18:3: 'onward': give exactly one of capacity, load_units"),
        (ROAD.replace("kind: lane,", "kind: lane, mode: sea,"), r"11:\d+: 'mode' must be 'road', 'rail' or 'air', not 'sea'"),
        (FLOWN.replace("mode: air,", "mode: air, road: ring,"), r"11:3: 'road': what goes by air takes no road: leave out road"),
        (FLOWN.replace("lane: road}", "lane: road, road: ring}") + "roads: {ring: {vehicles_per_h: 9}}\n", r"'onward' goes by air and takes no road"),
        (ROAD.replace("kind: lane,", "kind: lane, handling_places: 2,"), r"11:3: 'road': handling_places are for load units"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        hub_of(tmp_path, text)
