"""Cases without chance: both engines agree with the known answer to the last tick."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from journeys import Journeys
from known import expected, params
from system import SINK, fixed, station, stream

import sim

ENGINES = pytest.mark.parametrize("engine", ["fast", "reference"])
TICK = 1e-6


def run(folder: Path, engine: str, elements: dict[str, Any], horizon_s: float, **more: Any) -> tuple[Any, Journeys]:
    """Return the run and its journeys."""
    path = folder / "hub.yaml"
    path.write_text(json.dumps({"title": "exact", "horizon_h": horizon_s / 3600, **more, "elements": elements}), encoding="utf-8")
    journeys = Journeys()
    found = sim.run(path, engine=engine, trace=journeys)
    return found, journeys.close(found.elements["name"])


@ENGINES
@pytest.mark.parametrize("case", ["T15"])
def test_a_line_without_chance_is_as_fast_as_its_slowest_station(tmp_path: Path, case: str, engine: str) -> None:
    p = params(case)
    n = len(p["service"])
    elements: dict[str, Any] = {"heap": stream("desk_0")}
    for i, service in enumerate(p["service"]):
        elements[f"desk_{i}"] = station(f"desk_{i + 1}" if i + 1 < n else "out", fixed(service), buffer=[0, *p["buffers"]][i])
    _, journeys = run(tmp_path, engine, elements | {"out": SINK}, 10_000.0)
    exits = np.rint(np.sort(journeys.entries("out")[1]) / TICK).astype(np.int64)
    first, pace = expected(case)["first_exit"], 1 / expected(case)["throughput"]
    assert len(exits) > 990
    assert exits.tolist() == [round((first + pace * k) * 10_000_000) for k in range(len(exits))]


def wave(folder: Path, engine: str, p: dict[str, Any], cap: float) -> tuple[Any, Journeys]:
    """V06, slowed down sixfold so that every time is a whole number of ticks: trucks at once, docks, and one server as the sorter."""
    (folder / "trucks.csv").write_text("\n".join(["vehicle,arrival,parcels", *(f"{i},0,{p['parcels']}" for i in range(p["trucks"]))]) + "\n")
    dock = {"kind": "door", "count": p["docks"], "changeover": fixed(0), "rate_per_h": [600 * p["dock_rate"]], "to": "sorter"}
    elements = {
        "trucks": {"kind": "source", "manifest": "trucks.csv", "to": "docks"},
        "docks": dock,
        "sorter": station("out", fixed(1 / cap, 6.0)),
        "out": SINK,
    }
    return run(folder, engine, elements, 40_000.0)


@ENGINES
@pytest.mark.parametrize(("place", "bound"), [(0, "makespan_sorter_bound"), (1, "makespan_dock_bound")])
def test_a_wave_takes_what_the_fluid_says_and_the_first_or_last_parcel(tmp_path: Path, engine: str, place: int, bound: str) -> None:
    p, known = params("V06"), expected("V06")
    found, journeys = wave(tmp_path, engine, p, p["sorter_caps"][place])
    end = journeys.entries("out")[1].max() / 6
    service, interval = 1 / p["sorter_caps"][place], 1 / p["dock_rate"]
    # the sorter waits for the first parcel of a dock; or it serves the last one of each dock after the docks are done
    more = interval if bound == "makespan_sorter_bound" else p["docks"] * service
    assert end == pytest.approx(known[bound] + more, abs=TICK)
    if bound == "makespan_sorter_bound":
        peak = found.elements["inside_max"][found.elements["name"] == "sorter"][0]
        served = int((known["makespan_dock_bound"] - interval) / service)
        assert peak == p["trucks"] * p["parcels"] - served
        assert peak - known["peak_queue_if_cap1p2"] == pytest.approx(interval / service, abs=1)


@ENGINES
@pytest.mark.parametrize("case", ["C01"])
def test_a_stopped_belt_fills_at_the_rate_of_what_comes(tmp_path: Path, case: str, engine: str) -> None:
    """The exit is a desk whose only person leaves at ten past midnight. Parcels come a little after the full second, so that none is on the edge."""
    p, known = params(case), expected(case)
    stop, apart = 600.0, 1 / p["flow_per_s"]
    elements = {
        "come": stream("belt", {"law": "deterministic", "value_s": apart}, first_s=0.6),
        "belt": {"kind": "conveyor", "length_m": p["length_m"], "speed_m_s": p["speed"], "spacing_m": p["pitch_packed_m"], "to": "exit"},
        "exit": station("out", fixed(0), buffer=0, crew="guard"),
        "out": SINK,
    }
    crews = {"guard": {"shifts": [{"start": "00:00", "until": "00:10", "size": 1}]}}
    found, journeys = run(tmp_path, engine, elements, 1200.0, crews=crews)
    entries, exits = (np.sort(journeys.entries(name)[1]) for name in ("belt", "exit"))
    assert exits.max() < stop
    assert np.sum(entries < stop) - len(exits) == known["items_at_stop"]
    assert len(entries) - len(exits) == known["capacity"] == found.elements["inside_end"][1]
    # the belt is full when its last place is taken; the next parcel finds it so
    assert entries.max() - stop <= known["fill_time_s"] <= entries.max() - stop + apart
    assert entries.max() == pytest.approx(0.6 + apart * len(entries), abs=TICK)


def unload(folder: Path, engine: str, minutes: list[int], docks: int) -> float:
    """Return when the last of these vehicles is unloaded, in this order, a parcel a minute [min]."""
    (folder / "trucks.csv").write_text("\n".join(["vehicle,arrival,parcels", *(f"{i},0,{n}" for i, n in enumerate(minutes))]) + "\n")
    elements = {
        "trucks": {"kind": "source", "manifest": "trucks.csv", "to": "yard"},
        "yard": {"kind": "yard", "capacity": len(minutes), "to": "doors"},
        "doors": {"kind": "door", "count": docks, "changeover": fixed(0), "rate_per_h": [60], "to": "out"},
        "out": SINK,
    }
    found, journeys = run(folder, engine, elements, 3600.0 * 12)
    assert found.parcels["dispatched"] == sum(minutes)
    return float(journeys.entries("out")[1].max() / 60)


def best_order(minutes: list[int], docks: int) -> list[int]:
    """Return an order in which first come first served is as early done as can be: that of the begins in the best division among the docks."""
    best = min(product(range(docks), repeat=len(minutes) - 1), key=lambda where: max(np.bincount([0, *where], minutes, docks)))
    begins, clock = [], [0] * docks
    for dock, length in zip((0, *best), minutes, strict=True):
        begins.append((clock[dock], length))
        clock[dock] += length
    return [length for _, length in sorted(begins, key=lambda pair: pair[0])]


@ENGINES
@pytest.mark.parametrize("case", ["D03"])
def test_doors_are_a_list_schedule(tmp_path: Path, case: str, engine: str) -> None:
    p, known = params(case), expected(case)
    minutes = p["unload_min"]
    assert unload(tmp_path, engine, minutes, p["docks"]) == pytest.approx(known["FCFS_makespan"], abs=TICK)
    assert unload(tmp_path, engine, sorted(minutes, reverse=True), p["docks"]) == pytest.approx(known["LPT_makespan"], abs=TICK)
    optimal = unload(tmp_path, engine, best_order(minutes, p["docks"]), p["docks"])
    assert optimal == pytest.approx(known["optimal"], abs=TICK)
    assert optimal >= known["lower_bound"]
