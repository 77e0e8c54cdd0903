"""Lanes, gates, roads and fleets on the page: only where there are any, in both languages."""

from dataclasses import replace
from typing import Any

import pytest
from made_run import make_run

from sim.results.record import dumps, record
from sim.results.summary import summary

LANES: dict[str, dict[str, Any]] = {
    "sky": {"mode": "air", "vehicles": 4, "parcels": 15_665, "load_units": 35, "filled_share": 0.58, "time_mean_s": 18_410.0},
    "road": {"mode": "road", "vehicles": 2, "parcels": 900, "load_units": 0, "filled_share": 0.3, "time_mean_s": 3_600.0},
    "unused": {"mode": "road", "vehicles": 0, "parcels": 0, "load_units": 0, "filled_share": float("nan"), "time_mean_s": float("nan")},
}
ROADS: dict[str, dict[str, float]] = {
    "ring": {"vehicles": 363, "wait_mean_s": 324.0, "wait_max_s": 1_008.0, "queue_max": 12, "waiting_end": 1, "used_share": 0.38}
}


def fleet(hours: float, **others: float) -> dict[str, float]:
    """Two vehicles that drove a quarter of the time and were idle the rest."""
    states = dict.fromkeys(("loading_s", "unloading_s", "waiting_s", "charging_s"), 0.0)
    return {
        "vehicles": 2,
        "trips": 13,
        "driven_km": 520.0,
        "charges": 0,
        "none_found": 2,
        "idle_s": 5400 * hours,
        "driving_s": 1800 * hours,
        **states,
        **others,
    }


@pytest.fixture
def run() -> Any:
    made = make_run()
    hours = made.horizon_s / 3600
    fleets = {"trucks": fleet(hours, used_kwh=float("nan")), "vans": fleet(hours, used_kwh=182.0)}
    yards = {"yard": made.yards["yard"] | {"gate_busy_share": 0.25, "gate_wait_mean_s": 90.0, "gate_wait_max_s": 600.0}}
    return replace(made, lanes=LANES, roads=ROADS, fleets=fleets, yards=yards)


def test_what_there_is_stands_on_the_page(run):
    page = summary(run)
    assert "sky (air): 4 vehicles with 15,665 parcels in 35 load units, 58 % full; from door to gate 5.11 h on average" in page
    assert "road (road): 2 vehicles with 900 parcels, 30 % full" in page
    assert "unused" not in page
    assert "its gate: busy 25 %, wait before it mean 90 s, max 10.0 min" in page
    assert "ring: 363 vehicles, used 38 %, wait mean 5.4 min, max 16.8 min; at most 12 waited at once, 1 at the end" in page
    assert "trucks: 2 vehicles, 13 trips, 520 km; of their time idle 75 %, loading 0 %, driving 25 %" in page
    assert "vans: 2 vehicles, 13 trips, 520 km, 182 kWh;" in page
    assert "departures that had none: 2" in page


def test_in_chinese_too(run):
    page = summary(run, "zh")
    assert "sky（航空）：4 车次，15,665 件，35 个集装单元，装载率 58 %" in page
    assert "共用道路" in page
    assert "无车可用的班次 2" in page


def test_where_there_is_nothing_nothing_is_said():
    page, kept = summary(make_run()), record(make_run())
    assert not [words for words in ("Lanes", "Shared roads", "Fleets", "gate: busy") if words in page]
    assert not {"lanes", "roads", "fleets"} & kept.keys()


def test_programs_get_all_of_it(run):
    kept = record(run)
    assert kept["lanes"]["sky"]["load_units"] == 35
    assert kept["lanes"]["unused"]["filled_share"] is None
    assert (kept["roads"]["ring"]["queue_max"], kept["fleets"]["vans"]["used_kwh"]) == (12, 182.0)
    assert dumps(kept)


def test_headings_say_that_the_warm_up_counts_too(run):
    cold = replace(run, warm_up_s=0.0)
    for heading in ("Vehicles waiting for a door", "Lanes", "Shared roads", "Fleets"):
        assert f"\n{heading}\n" in summary(cold)
        said = heading if heading.startswith("Vehicles") else f"{heading}, the warm-up included"  # yards forget it
        assert f"\n{said}\n" in summary(replace(run, warm_up_s=3600.0))


@pytest.mark.parametrize(("lang", "line"), [("en", "  dock: 3 vehicles"), ("zh", "  dock：3 车次")])
def test_who_waits_on_the_road_before_doors_is_named_without_a_mode(run, lang, line):
    page = summary(replace(run, yards={"dock (road)": run.yards["yard"] | {"vehicles": 3}}), lang)
    assert line in page
    assert ("on the road at once" if lang == "en" else "辆在路上等待") in page
