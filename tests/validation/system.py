"""A system with a known answer, built from the simulator's elements, and its replications.

Times of the textbook are in units of its own; `unit_s` seconds of the simulator are one such unit.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from journeys import Journeys

import sim

UNIT_S = 10.0
SAMPLES = 288
TRACED = 300_000.0
"""longest measured time of a replication whose journeys are kept [units]: memory"""


@dataclass(frozen=True)
class View:
    """What one replication found, in the units of the textbook."""

    run: Any
    system: "System"
    journeys: Journeys

    @property
    def time(self) -> float:
        """Time measured, after the warm-up [units]."""
        return (self.run.horizon_s - self.run.warm_up_s) / self.system.unit_s

    def get(self, element: str, column: str) -> float:
        """Return one entry of the table of elements; seconds become units."""
        value = float(self.run.elements[column][self.number(element)])
        return value / self.system.unit_s if column.endswith("_s") else value

    def number(self, element: str) -> int:
        return int(np.flatnonzero(self.run.elements["name"] == element)[0])

    def dwell(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the middle of each bin of the dwell distribution [units] and the parcels in it."""
        edges = self.run.dwell_edges_s / self.system.unit_s
        return (edges[1:] + edges[:-1]) / 2, self.run.dwell_counts

    def dwell_quantile(self, share: float) -> float:
        """Return a quantile of the dwell [units], linear within its bin."""
        edges, counts = self.run.dwell_edges_s / self.system.unit_s, self.run.dwell_counts
        below = np.append(0, np.cumsum(counts)) / counts.sum()
        return float(np.interp(share, below, edges))


@dataclass(frozen=True)
class System:
    """A scenario, how long it runs, and how the expected numbers are read from a run."""

    elements: dict[str, Any]
    measure: Callable[[View], dict[str, float]]
    warm: float
    """time deleted at the start, at least 20 relaxation times [units]"""
    more: dict[str, Any] = field(default_factory=dict)
    """classes, destinations, crews ..."""
    unit_s: float = UNIT_S
    traced: bool = False
    limit: float = math.inf
    """longest measured time of a replication [units]"""
    copies: float = 1.0
    """what a unit of measured time counts as effort: more than one where copies stand side by side"""
    files: Callable[[int, float], dict[str, str]] | None = None
    """files beside the scenario, by replication and horizon [s]"""

    def scenario(self, span: float) -> dict[str, Any]:
        """Return the scenario with `span` units measured after the warm-up."""
        hours = self.unit_s / 3600
        return {"title": "validation", "horizon_h": (self.warm + span) * hours, "warm_up_h": self.warm * hours, **self.more, "elements": self.elements}


def plan(system: System, effort: float, least: int) -> tuple[int, float]:
    """Return replications and the measured time of each [units], so that together they are worth `effort`."""
    alone = effort / system.copies
    replications = max(least, math.ceil(alone / system.limit - 1e-9))
    return replications, min(system.limit, alone / replications)


def hub_of(system: System, folder: Path, span: float, replication: int) -> Any:
    """Return the hub of `system`, with whatever files one replication needs written to `folder`."""
    path = folder / "system.yaml"
    scenario = system.scenario(span)
    path.write_text(json.dumps(scenario), encoding="utf-8")
    for name, text in (system.files(replication, scenario["horizon_h"] * 3600) if system.files else {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return sim.load(path)


def replicate(system: System, folder: Path, replications: int, span: float, engine: str, seed: int) -> dict[str, np.ndarray]:
    """Return the measured numbers of independent replications, by name."""
    hub = hub_of(system, folder, span, 0)
    found: list[dict[str, float]] = []
    for replication in range(replications):
        if system.files and replication:
            hub = hub_of(system, folder, span, replication)
        journeys = Journeys()
        run = sim.run(hub, engine=engine, seed=seed, replication=replication, trace=journeys if system.traced else None)
        found.append(system.measure(View(run, system, journeys.close(run.elements["name"]))))
    return {name: np.array([entry[name] for entry in found]) for name in found[0]}


# -- words of the language -------------------------------------------------------------------------------------------------


def law(name: str, unit_s: float = UNIT_S, **figures: float) -> dict[str, Any]:
    """Return a time law; figures in units of the textbook, but for those without a unit."""
    bare = ("cv", "p", "shape")
    return {"law": name} | {key if key in bare else f"{key}_s": value if key in bare else value * unit_s for key, value in figures.items()}


def exponential(rate: float, unit_s: float = UNIT_S) -> dict[str, Any]:
    return law("exponential", unit_s, mean=1 / rate)


def fixed(value: float, unit_s: float = UNIT_S) -> dict[str, Any]:
    return law("deterministic", unit_s, value=value)


def stream(to: str, interarrival: dict[str, Any] | None = None, **rest: Any) -> dict[str, Any]:
    """A stream; saturated if no interarrival is given."""
    return {"kind": "stream", **({"saturated": True} if interarrival is None else {"interarrival": interarrival}), "to": to, **rest}


def station(to: str, service: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"kind": "station", "service": service, "to": to, **rest}


SINK = {"kind": "sink"}
