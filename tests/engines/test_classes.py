"""Classes of parcels: destinations of their own, departures of their own, and how long they may be outside the cold room."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine import simulate
from sim.results.run import Run
from sim.scenario import ScenarioError

TIERS = """
title: Express and economy
horizon_h: 2
start: "18:00"
destinations: {north: 0.5, south: 0.5}
classes:
  express: {share: 0.25, destinations: {north: 1.0}}
  economy: {share: 0.75, destinations: {south: 1.0}}
elements:
  come: {kind: source, schedule: ["18:00"], load: {law: deterministic, value: 400}, to: door}
  door: {kind: door, changeover: {law: deterministic, value_s: 0}, rate_per_h: [3600], to: floor}
  floor: {kind: staging, to: gates}
  gates: {kind: outbound_door, count: 3, rate_per_h: [36000]}
departures:
  fast: {destinations: [north, south], classes: [express], doors: gates, cut_offs: ["18:05", "18:10"], capacity: 1000}
  slow: {destinations: each, classes: [economy], doors: gates, cut_offs: ["19:30"], capacity: 1000}
"""

COLD = """
title: Cold
horizon_h: 0.2
classes: {fresh: {share: 0.5, cold_limit_min: 1}, dry: {share: 0.5}}
elements:
  come: {kind: stream, interarrival: {law: deterministic, value_s: 10}, limit: 60, to: belt}
  belt: {kind: conveyor, length_m: 50, speed_m_s: 1, spacing_m: 1, to: room}
  room: {kind: station, servers: 50, service: {law: deterministic, value_s: 200}, cold: true, to: out_belt}
  out_belt: {kind: conveyor, length_m: SECONDS, speed_m_s: 1, spacing_m: 1, to: out}
  out: {kind: sink}
"""


def run_of(folder: Path, text: str) -> Run:
    """Return the run; raise AssertionError if the engines differ."""
    file = folder / "classes.yaml"
    file.write_text(text)
    fast, reference = (simulate(sim.load(file), engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    for name, column in fast.classes.items():
        np.testing.assert_array_equal(column, reference.classes[name])
    return fast


def of_class(run: Run, name: str) -> dict[str, Any]:
    """Return what is known of one class."""
    at = run.classes["name"].tolist().index(name)
    return {column: values[at] for column, values in run.classes.items()}


def test_each_class_has_its_cut_offs(tmp_path: Path) -> None:
    run = run_of(tmp_path, TIERS)
    express, economy = of_class(run, "express"), of_class(run, "economy")
    assert express["unloaded"] + economy["unloaded"] == 400 == run.parcels["dispatched"] + run.parcels["held"]
    # One a second comes out; the express vehicle they are promised leaves after 300 s, the next takes the rest of its class 300 s later.
    assert express["promised"] == express["unloaded"] and 0 < express["on_time"] < express["promised"]
    assert economy["on_time"] == economy["promised"] == economy["unloaded"]
    by_name = dict(zip(run.departures["name"].tolist(), run.departures["parcels"].tolist(), strict=True))
    assert by_name["slow.south"] == economy["unloaded"] and by_name["slow.north"] == 0


def test_classes_go_where_they_go(tmp_path: Path) -> None:
    run = run_of(tmp_path, TIERS)
    # a quarter is express: 400 draws, 4 standard deviations
    assert abs(of_class(run, "express")["unloaded"] - 100) < 4 * (400 * 0.25 * 0.75) ** 0.5
    aboard = sum(parcels for name, parcels in zip(run.departures["name"], run.departures["parcels"], strict=True) if name == "fast")
    assert aboard == of_class(run, "express")["dispatched"]


def test_a_class_without_a_departure_is_stranded(tmp_path: Path) -> None:
    file = tmp_path / "stranded.yaml"
    file.write_text(TIERS.replace("  slow: {destinations: each, classes: [economy]", "  slow: {destinations: each, classes: [express]"))
    with pytest.raises(ScenarioError, match="of class economy for south are stranded on 'floor'"):
        sim.load(file)


@pytest.mark.parametrize(("seconds", "is_breach"), [(60, False), (61, True)])
def test_a_breach_is_one_stay_outside_that_is_too_long(tmp_path: Path, seconds: int, is_breach: bool) -> None:
    # 50 s before the cold room are in order, and so are 60 s after it; the time outside is not summed over the two.
    run = run_of(tmp_path, COLD.replace("SECONDS", str(seconds)))
    fresh, dry = of_class(run, "fresh"), of_class(run, "dry")
    assert run.parcels["inside"] > 0 and dry["too_warm"] == 0
    assert fresh["dispatched"] > 0
    assert fresh["too_warm"] >= fresh["dispatched"] if is_breach else fresh["too_warm"] == 0


def test_who_is_still_outside_counts(tmp_path: Path) -> None:
    run = run_of(tmp_path, COLD.replace("SECONDS", "3000"))
    fresh = of_class(run, "fresh")
    assert fresh["dispatched"] == 0 < fresh["too_warm"]


def test_who_is_rejected_was_outside_too(tmp_path: Path) -> None:
    run = run_of(tmp_path, COLD.replace("SECONDS", "61").replace("out: {kind: sink}", "out: {kind: sink, rejected: thawed}"))
    fresh = of_class(run, "fresh")
    assert 0 < fresh["rejected"] <= fresh["too_warm"]


def test_the_books_close_after_a_warm_up(tmp_path: Path) -> None:
    # A warm-up that ends after the vehicle of 300 s: what was inside then counts, and what had left or was judged before does not.
    whole = run_of(tmp_path, TIERS)
    run = run_of(tmp_path, TIERS.replace("horizon_h: ", "warm_up_h: 0.09\nhorizon_h: "))
    assert run.parcels["inside"] + run.parcels["held"] == sum(run.classes["unloaded"] - run.classes["dispatched"] - run.classes["rejected"])
    assert 0 < run.classes["unloaded"].sum() < whole.classes["unloaded"].sum()
    assert of_class(run, "express")["promised"] == 0 < of_class(whole, "express")["promised"]
    assert run.parcels["late"] == 0 < whole.parcels["late"]
    assert run.promised == of_class(run, "economy")["promised"] == of_class(whole, "economy")["promised"]


def test_a_bag_is_as_warm_as_its_first_parcel(tmp_path: Path) -> None:
    # Four parcels 10 s apart are a bag: 31 s after the bag is closed the first has been outside for 61 s, and with it all four.
    text = COLD.replace(
        "room: {", "pack: {kind: bag, size: 4, to: wait}\n  wait: {kind: conveyor, length_m: 31, speed_m_s: 1, spacing_m: 1, to: room}\n  room: {"
    )
    text = (
        text.replace("to: room}\n  pack", "to: pack}\n  pack")
        .replace("length_m: 50,", "length_m: 0.5,")
        .replace("spacing_m: 1, to: pack", "spacing_m: 0.5, to: pack")
    )
    run = run_of(tmp_path, text.replace("SECONDS", "1"))
    fresh = of_class(run, "fresh")
    assert fresh["dispatched"] > 0 and fresh["too_warm"] >= fresh["dispatched"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((", cold: true", ""), "must be kept cold, and there is no cold room"),
        (("out: {kind: sink}", "out: {kind: sink, cold: true}"), "'out' is a sink, and no parcel is ever in it"),
        (("{share: 0.5}", "{share: 0.5, destinations: {nowhere: 1}}"), "unknown destination"),
        (("{share: 0.5}", "{share: 0.5, destinations: {all: 0.5}}"), "the destinations of 'dry' sum to 0.5"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(COLD.replace("SECONDS", "10").replace(*change))
    with pytest.raises(ScenarioError, match=message):
        sim.load(file)
