"""Known answers: a hub with stated laws is drawn by the engine, its vehicles are written down as a history, and the figures come back."""

import csv
import datetime

import numpy as np
import pytest

from sim.control.traffic import traffic
from sim.engine import world
from sim.fitting import fit, fragment, read_history
from sim.plant import compile_plant
from sim.scenario import read

FIRST = datetime.datetime(2026, 5, 4, 12)
HOURS = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 4, 6, 4, 3, 2, 1, 0]
WEEK = [1.3, 1.2, 1.0, 1.0, 0.9, 0.9, 0.7]
SHARES = {"north": 0.5, "east": 0.3, "west": 0.2}
HUB = f"""\
title: known
start: "12:00"
horizon_h: 672
calendar: {{first_day: "2026-05-04", weekdays: {WEEK}}}
destinations: {{north: 0.5, east: 0.3, west: 0.2}}
elements:
  trucks:
    kind: source
    vehicles_per_day: 14
    profile: {{hourly: {HOURS}}}
    load: LOAD
    lateness: LATENESS
    to: door
  door: {{kind: door, count: 9, changeover: {{law: deterministic, value_s: 60}}, rate_per_h: [9000], to: out}}
  out: {{kind: sink}}
"""
NEVER_LATE = "{law: deterministic, value_s: 0}"
LOADS = [
    ("exponential", {"mean": 400.0}),
    ("uniform", {"low": 200.0, "high": 600.0}),
    ("triangular", {"low": 200.0, "mode": 300.0, "high": 900.0}),
    ("gamma", {"mean": 400.0, "cv": 0.6}),
    ("lognormal", {"mean": 400.0, "cv": 0.8}),
    ("weibull", {"scale": 400.0, "shape": 2.5}),
    ("geometric", {"p": 0.2, "step": 1.0}),
]


def vehicles(folder, load: str, lateness: str):
    """What the engine draws for a hub, by number of vehicle: (planned or come [s], load)."""
    path = folder / "known.yaml"
    path.write_text(HUB.replace("LOAD", load).replace("LATENESS", lateness))
    plant = compile_plant(read(path))
    drawn, _ = traffic(plant, world(plant, 3, 0))
    return {int(each.number): (each.arrival / 1e6, int(each.load)) for each in drawn}


def history(folder, load: str, lateness: str = NEVER_LATE):
    """The same as a history to the second, with a lot for each destination."""
    planned, came = vehicles(folder, load, NEVER_LATE), vehicles(folder, load, lateness)
    chance = np.random.default_rng(4)
    path = folder / "history.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["trip", "planned", "arrival", "destination", "pieces"])
        for number, (second, parcels) in came.items():
            for name, pieces in zip(SHARES, chance.multinomial(parcels, list(SHARES.values())), strict=True):
                times = (FIRST + datetime.timedelta(seconds=round(each)) for each in (planned[number][0], second))
                out.writerow([number, *(f"{each:%Y-%m-%d %H:%M:%S}" for each in times), name, pieces])
    return read_history(path)


def in_flow(law: str, figures: dict, suffix: str = "") -> str:
    """A law as YAML."""
    shown = {name + ("" if name in ("cv", "shape", "p") else suffix): value for name, value in figures.items()}
    return "{law: " + law + ", " + ", ".join(f"{name}: {value}" for name, value in shown.items()) + "}"


@pytest.mark.parametrize(("law", "figures"), LOADS, ids=[law for law, _ in LOADS])
def test_the_law_of_the_load_comes_back(tmp_path, law, figures):
    found = fit(history(tmp_path, in_flow(law, figures))).sources[0].load
    assert found.law == law and found.why == "chosen" and found.p >= 0.05 and found.n == 392
    assert found.mean == pytest.approx({"uniform": 400, "triangular": 1400 / 3, "weibull": 354.9, "geometric": 5}.get(law, 400), rel=0.1)
    for name, (low, high) in found.intervals.items():
        assert low <= figures[name] <= high, name


def test_day_week_lateness_and_shares_come_back(tmp_path):
    found = fit(history(tmp_path, "{law: deterministic, value: 50}", in_flow("gamma", {"mean": 900.0, "cv": 1.2}, "_s")))
    (source,) = found.sources
    assert (source.load.law, source.load.figures, source.load.why) == ("deterministic", {"value": 50.0}, "constant")
    assert found.days.start_h == 0 or HOURS[found.days.start_h - 1] == 0
    assert source.per_day == pytest.approx(14, abs=0.5) and len(found.days.counts) == 28
    np.testing.assert_allclose(found.days.weekdays, np.array(WEEK) / np.mean(WEEK), atol=0.06)
    assert np.all(source.hours[np.array(HOURS) == 0] == 0)
    shares = np.array(HOURS) / sum(HOURS)
    assert np.all(np.abs(source.hours - shares * 392) <= 3 * np.sqrt(shares * (1 - shares) * 392))
    assert source.lateness.law == "gamma"
    for name, truth in (("mean", 900.0), ("cv", 1.2)):
        low, high = source.lateness.intervals[name]
        assert low <= truth <= high
    for name, truth in SHARES.items():
        assert found.destinations.shares[name] == pytest.approx(truth, abs=0.01)


def test_the_fitted_file_brings_what_the_history_brought(tmp_path):
    import sim

    known = history(tmp_path, in_flow("gamma", {"mean": 400.0, "cv": 0.6}), in_flow("exponential", {"mean": 600.0}, "_s"))
    path = tmp_path / "fitted.yaml"
    path.write_text(fragment(fit(known), "history.csv"), encoding="utf-8")
    hub = sim.load(path)
    assert not hub.warnings and hub.scenario.horizon_h == 168
    run = sim.run(hub)
    assert run.parcels["offered"] == pytest.approx(known.load.sum() / 4, rel=0.1)
    assert run.parcels["dispatched"] > 0.97 * run.parcels["offered"]


def test_a_scenario_takes_the_fitted_sources_over(tmp_path):
    import sim

    known = history(tmp_path, in_flow("gamma", {"mean": 400.0, "cv": 0.6}))
    (tmp_path / "fitted.yaml").write_text(fragment(fit(known), "history.csv"), encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "extends: fitted.yaml\ntitle: mine\nhorizon_h: 24\nelements:\n  doors: null\n  trucks: {to: dock}\n"
        "  dock: {kind: door, count: 5, preset: door_loose, to: out}\n"
    )
    hub = sim.load(mine)
    assert {element.name for element in hub.elements} == {"trucks", "out", *(f"dock[{n}]" for n in range(1, 6))}
    assert hub.elements[0].spec.vehicles_per_day == pytest.approx(14, abs=0.5)
