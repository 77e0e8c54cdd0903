"""Vehicles, yards, doors and crews."""

from typing import Any

import numpy as np
from system import SINK, System, View, exponential

GRAINS = 100
"""parcels in a mean load: a load drawn by an exponential law is rounded to whole parcels of so small a share"""


def yard_and_crews(p: dict[str, Any]) -> list[System]:
    """D01: vehicles from a manifest with Poisson arrivals and exponential loads; a door, then one of the crews. A unit is an hour."""

    def files(replication: int, horizon_s: float) -> dict[str, str]:
        chance = np.random.default_rng([41, replication])
        count = int(horizon_s / 3600 * p["truck_rate"] * 1.3 + 100)
        arrivals = np.cumsum(chance.exponential(3600 / p["truck_rate"], count))
        loads = np.maximum(1, np.floor(chance.exponential(GRAINS, count) + 0.5)).astype(int)
        rows = [f"{i},{arrival:.3f},{load}" for i, (arrival, load) in enumerate(zip(arrivals, loads, strict=True)) if arrival < horizon_s]
        return {"trucks.csv": "\n".join(["vehicle,arrival,parcels", *rows]) + "\n"}

    elements = {
        "trucks": {"kind": "source", "manifest": "trucks.csv", "to": "yard"},
        "yard": {"kind": "yard", "capacity": 100_000, "to": "doors"},
        "doors": {
            "kind": "door",
            "count": p["docks"],
            "changeover": exponential(p["spot_rate"], 3600.0),
            "rate_per_h": [p["unload_rate"] * GRAINS],
            "crew": "crew",
            "to": "out",
        },
        "out": SINK,
    }
    doors = [f"doors[{i + 1}]" for i in range(p["docks"])]

    def measure(v: View) -> dict[str, float]:
        busy = sum(v.get(door, "busy_s") for door in doors) / v.time
        occupied = busy + sum(v.get(door, column) for door in doors for column in ("idle_s", "blocked_s")) / v.time
        yard = v.run.yards["yard"]
        # the yard's own figures begin with the run, not with the end of the warm-up
        queue = yard["wait_mean_s"] * yard["vehicles"] / v.run.horizon_s
        rate = yard["vehicles"] / v.run.horizon_s * 3600
        return {"L": queue + occupied, "W": (queue + occupied) / rate, "yard_queue": queue, "crew_util": busy / p["crews"], "docks_occupied": occupied}

    return [System(elements, measure, 60.0, {"crews": {"crew": {"size": p["crews"]}}}, unit_s=3600.0, files=files)]
