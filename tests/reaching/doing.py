"""Runs of a verdict in this process, one after the other: plants here are small, and a pool would take longer to begin."""

import json
from pathlib import Path
from typing import Any

from sim.engine import simulate
from sim.experiment.desk import Desk
from sim.experiment.known import InMemory
from sim.experiment.outcome import Outcome, outcome
from sim.experiment.task import Task
from sim.reaching.runs import Runs


class Here:
    """Workers that are this process."""

    size = 1

    def __init__(self) -> None:
        self.count = 0
        """runs that were begun, in all"""
        self._begun: list[tuple[Task, Any]] = []

    def begin(self, task: Task, hub: Any) -> None:
        self.count += 1
        self._begun.append((task, hub))

    def wait(self) -> list[tuple[Task, Any]]:
        done = [(task, run_of(task, hub)) for task, hub in self._begun]
        self._begun = []
        return done

    def end(self) -> None:
        self._begun = []


def run_of(task: Task, hub: Any) -> Outcome:
    return outcome(simulate(hub, engine=task.engine, seed=task.seed, replication=task.replication))


def desk() -> Desk:
    return Desk(Here(), InMemory())


def runs(seed: int = 1) -> Runs:
    return Runs(desk(), seed, "fast")


def written(folder: Path, **parts: Any) -> Path:
    """Write a scenario of one day and return its file."""
    place = folder / "hub.yaml"
    place.write_text(json.dumps({"title": "a hub", "horizon_h": 24, **parts}), encoding="utf-8")
    return place


OUT = {"kind": "sink"}


def exponential(mean_s: float) -> dict[str, Any]:
    return {"law": "exponential", "mean_s": mean_s}


def tandem(mean_s: float = 0.5) -> tuple[dict[str, Any], float]:
    """Two exponential servers, nothing between them, and the parcels a day they can do: 2/3 of one server (Hunt 1956)."""
    station = {"kind": "station", "servers": 1, "service": exponential(mean_s)}
    elements = {
        "parcels": {"kind": "stream", "interarrival": exponential(1.8 * mean_s), "to": "first"},
        "first": {**station, "buffer": 0, "to": "second"},
        "second": {**station, "buffer": 0, "to": "out"},
        "out": OUT,
    }
    return {"elements": elements}, 2 / 3 * 86_400 / mean_s


def doors(n: int = 4, load: int = 50, changeover_s: float = 100.0, rate_per_h: float = 900.0) -> tuple[dict[str, Any], float]:
    """A bank of doors, and the parcels a day it can do: each door a load in changeover + load / rate."""
    elements = {
        "trucks": {"kind": "source", "vehicles_per_day": 700, "load": {"law": "deterministic", "value": load}, "to": "door"},
        "door": {"kind": "door", "count": n, "changeover": {"law": "deterministic", "value_s": changeover_s}, "rate_per_h": [rate_per_h], "to": "out"},
        "out": OUT,
    }
    return {"elements": elements}, n * load * 86_400 / (changeover_s + load * 3600 / rate_per_h)


def zones(speed_m_s: float = 1.0, pitch_m: float = 0.6) -> tuple[dict[str, Any], float]:
    """A loop with two zones, parcels of all destinations at both inductions, and the parcels a day it can do: C0 2K/(K + 1), K = 2 (case L01)."""
    each = 3600 * speed_m_s / pitch_m * 2 / 3
    belt = {"kind": "conveyor", "length_m": 2, "speed_m_s": 10, "spacing_m": 0.05}
    places = {"n1": 20, "n2": 40, "s1": 80, "s2": 100}
    elements: dict[str, Any] = {}
    for name in ("north", "south"):
        elements[f"parcels_{name}"] = {"kind": "stream", "interarrival": exponential(3600 / each / 0.85), "to": f"belt_{name}"}
        elements[f"belt_{name}"] = {**belt, "to": f"loop.{name}"}
    elements["loop"] = {
        "kind": "loop_sorter",
        "speed_m_s": speed_m_s,
        "pitch_m": pitch_m,
        "carriers": 200,
        "inductions": {"north": {"at_m": 0}, "south": {"at_m": 60}},
        "outlets": [{"chute": f"chute_{name}", "at_m": at, "destinations": [name]} for name, at in places.items()],
    }
    elements |= {f"chute_{name}": {"kind": "chute", "to": "out"} for name in places} | {"out": OUT}
    return {"destinations": dict.fromkeys(places, 0.25), "elements": elements}, 2 * each * 24


def timetable(load: float = 50.0, changeover_s: float = 300.0, rate_per_h: float = 90.0) -> tuple[dict[str, Any], float]:
    """Three trucks an evening and a door that never rests when there are many more, and its capacity [parcels/day]: a load in each changeover and unloading."""
    elements = {
        "trucks": {"kind": "source", "schedule": ["18:10", "19:00", "19:30"], "load": {"law": "uniform", "low": 0.8 * load, "high": 1.2 * load}, "to": "door"},
        "door": {"kind": "door", "changeover": {"law": "deterministic", "value_s": changeover_s}, "rate_per_h": [rate_per_h], "to": "out"},
        "out": OUT,
    }
    return {"start": "18:00", "elements": elements}, 86_400 / (changeover_s / load + 3600 / rate_per_h)
