"""People are as fast, and as many, as their roster says: known answers on small hubs, in both engines."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine import simulate
from sim.results.run import Run

OUT = {"kind": "sink"}
TEN_S = {"law": "deterministic", "value_s": 10}


def load(folder: Path, elements: dict[str, Any], crew: dict[str, Any], **more: Any) -> Any:
    """Return the hub of these elements and one crew, `men`."""
    path = folder / "hub.yaml"
    path.write_text(json.dumps({"title": "people", "horizon_h": 24, "crews": {"men": crew}, "elements": elements, **more}))
    return sim.load(path)


def run_of(folder: Path, elements: dict[str, Any], crew: dict[str, Any], **more: Any) -> Run:
    """Return the run; raise AssertionError if the engines differ."""
    hub = load(folder, elements, crew, **more)
    fast, reference = (simulate(hub, engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    assert all(np.array_equal(fast.elements[name], reference.elements[name], equal_nan=fast.elements[name].dtype.kind == "f") for name in fast.elements)
    assert all(np.array_equal(fast.docks[name], reference.docks[name]) for name in fast.docks)
    assert all(np.array_equal(each[state], reference.people[crew][state]) for crew, each in fast.people.items() for state in each)
    return fast


def column(run: Run, element: str, name: str) -> Any:
    """Return one figure of one element."""
    return run.elements[name][list(run.elements["name"]).index(element)]


def desk(**fields: Any) -> dict[str, Any]:
    """Return a desk of the crew that always has work."""
    station = {"kind": "station", "service": TEN_S, "buffer": 0, "crew": "men", "to": "out", **fields}
    return {"come": {"kind": "stream", "saturated": True, "to": "desk"}, "desk": station, "out": OUT}


def test_people_of_pace_eight_tenths_take_a_quarter_longer(tmp_path: Path) -> None:
    """The first half of the day at 0.8: 12.5 s a parcel; the one begun before noon goes on at its pace."""
    run = run_of(tmp_path, desk(), {"size": 1, "night": {"start": "00:00", "until": "12:00", "pace": 0.8}})
    assert run.parcels["dispatched"] == 43_200 / 12.5 + 43_200 / 10 - 1


def test_work_in_hand_keeps_its_pace(tmp_path: Path) -> None:
    """An hour of work begun a minute before the night: it ends in an hour; the next takes two, though a break interrupts neither."""
    hour = {"law": "deterministic", "value_s": 3600}
    run = run_of(tmp_path, desk(service=hour), {"size": 1, "night": {"start": "02:30", "until": "06:00", "pace": 0.5}})
    # begun at 0, 1, 2 (by day), 3, 5 (at night), 7, 8, ... 23
    assert column(run, "desk", "left") == 3 + 2 + 16


def test_a_queue_at_a_lower_pace_is_one_of_longer_services(tmp_path: Path) -> None:
    """M/M/1: lambda 0.045/s, mu 0.1/s x 0.75; the mean stay is 1 / (mu - lambda)."""
    elements = {
        "come": {"kind": "stream", "interarrival": {"law": "exponential", "mean_s": 1 / 0.045}, "to": "desk"},
        "desk": {"kind": "station", "service": {"law": "exponential", "mean_s": 10}, "crew": "men", "to": "out"},
        "out": OUT,
    }
    crew = {"size": 1, "night": {"start": "00:00", "until": "23:59", "pace": 0.75}}
    hub = load(tmp_path, elements, crew, horizon_h=23.9, warm_up_h=2)
    stays = np.array([column(simulate(hub, replication=r), "desk", "stay_mean_s") for r in range(60)])
    half = 3.5 * stays.std(ddof=1) / np.sqrt(len(stays))
    assert half < 3
    assert abs(stays.mean() - 1 / (0.075 - 0.045)) < half


def test_a_door_changes_its_pace_from_the_next_parcel_on(tmp_path: Path) -> None:
    """A parcel every 10 s, from 00:01 on every 20 s: the one in hand then was begun at 60 s and is early."""
    elements = {
        "road": {"kind": "source", "schedule": ["00:00"], "load": {"law": "deterministic", "value": 9}, "to": "door"},
        "door": {"kind": "door", "changeover": {"law": "deterministic", "value_s": 5}, "rate_per_h": [360], "crew": "men", "to": "out"},
        "out": OUT,
    }
    times: list[float] = []

    class Trace:
        def write(self, columns: dict[str, Any]) -> None:
            times.extend(columns["time_s"][columns["element"] == 1].tolist())

    crew = {"size": 1, "night": {"start": "00:01", "until": "12:00", "pace": 0.5}}
    run_of(tmp_path, elements, crew)
    simulate(load(tmp_path, elements, crew), trace=Trace())
    assert times == [15, 25, 35, 45, 55, 65, 85, 105, 125]


def test_a_change_is_done_at_the_pace_of_the_attendant(tmp_path: Path) -> None:
    """A bag of one, changed in 10 s at full pace, 40 s at a quarter of it; nothing fits on the chute meanwhile."""
    elements = {
        "come": {"kind": "stream", "saturated": True, "to": "line"},
        "line": {"kind": "line_sorter", "length_m": 2, "speed_m_s": 1, "gap_m": 0.2, "outlets": [{"chute": "chute", "at_m": 1}], "to": "belt"},
        "belt": {"kind": "conveyor", "length_m": 1, "speed_m_s": 1, "spacing_m": 0.5, "to": "out"},
        "chute": {"kind": "chute", "capacity": 1, "container": {"size": 1, "change": TEN_S, "crew": "men"}, "to": "out"},
        "out": OUT,
    }
    run = run_of(tmp_path, elements, {"size": 1, "night": {"start": "00:00", "until": "01:00", "pace": 0.25}}, horizon_h=2)
    assert column(run, "chute", "left") == pytest.approx(3600 / 40 + 3600 / 10, abs=2)


def test_people_tire_from_hour_to_hour(tmp_path: Path) -> None:
    """Eight hours, from the seventh on a tenth less, then two: 10 s become 11.1 s; nobody is there afterwards."""
    crew = {"shifts": [{"start": "00:00", "until": "08:00", "size": 1}], "fatigue": {"after_h": 5, "loss_per_h": 0.1}}
    run = run_of(tmp_path, desk(), crew)
    assert column(run, "desk", "left") == pytest.approx(6 * 360 + 324 + 288, abs=2)
    assert column(run, "desk", "off_s") == pytest.approx(16 * 3600, abs=15)


def test_casual_workers_learn_from_day_to_day(tmp_path: Path) -> None:
    """Two of four are casual: a shift at 60 %, the next at 80 %, then all at full pace. The first shift is on when the run begins."""
    crew = {"shifts": [{"start": "20:00", "until": "04:00", "size": 4, "casual": 0.5}], "learning": {"first": 0.6, "days": 2}}
    begins: list[float] = []
    for hours, paces in ((4, [0.8]), (28, [0.8, 0.9]), (52, [0.8, 0.9, 1.0])):
        run = run_of(tmp_path, desk(servers=4), crew, horizon_h=hours)
        services = sum((4 if day == 0 else 8) * 360 * 4 * pace for day, pace in enumerate(paces))
        begins.append(column(run, "desk", "left") - services)
    assert np.abs(begins).max() <= 12


def test_who_is_absent_is_drawn_each_day(tmp_path: Path) -> None:
    """A thousand people, a tenth absent: what the tables call off is binomial, and differs from day to day and seed to seed."""
    crew = {"shifts": [{"start": "08:00", "until": "16:00", "size": 1000, "absence": 0.1}]}
    elements = {**desk(servers=1000, buffer=None), "come": {"kind": "stream", "interarrival": {"law": "exponential", "mean_s": 3600}, "to": "desk"}}
    days = {hours: [simulate(load(tmp_path, elements, crew, horizon_h=hours), seed=seed) for seed in range(8)] for hours in (24, 48)}
    absent = np.array([column(run, "desk", "off_s") / 3600 / 8 - 2000 for run in days[24]])
    second = np.array([column(run, "desk", "off_s") / 3600 / 8 - 4000 for run in days[48]]) - absent
    everyone = np.concatenate([absent, second])
    assert abs(everyone.mean() - 100) < 4 * np.sqrt(1000 * 0.1 * 0.9 / len(everyone))
    assert 4 < everyone.std(ddof=1) < 18
    assert (np.rint(absent) != np.rint(second)).any()
    run_of(tmp_path, elements, crew)
