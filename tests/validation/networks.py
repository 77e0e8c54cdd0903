"""Networks of stations: Jackson's with feedback, and a closed one in which a fixed number of parcels circulate."""

from typing import Any

import numpy as np
from queues import relaxation
from system import SINK, System, View, exponential, station, stream


def jackson(p: dict[str, Any]) -> list[System]:
    """Q09: routing by shares; what the shares leave goes out."""
    n = len(p["mu"])
    elements: dict[str, Any] = {f"come_{i}": stream(f"desk_{i}", exponential(rate)) for i, rate in enumerate(p["gamma"]) if rate > 0}
    for i, row in enumerate(p["P"]):
        ways = {f"desk_{j}": share for j, share in enumerate(row) if share > 0}
        if sum(row) < 1:
            ways["out"] = 1 - sum(row)
        elements[f"desk_{i}"] = station(f"turn_{i}" if len(ways) > 1 else next(iter(ways)), exponential(p["mu"][i]), servers=p["c"][i])
        if len(ways) > 1:
            elements[f"turn_{i}"] = {"kind": "diverter", "by": "share", "shares": ways}
    elements["out"] = SINK
    flows = np.linalg.solve(np.eye(n) - np.array(p["P"], float).T, np.array(p["gamma"], float))
    warm = max(relaxation(flows[i] / p["mu"][i] / p["c"][i], 1 / p["mu"][i], p["c"][i]) for i in range(n))

    def measure(v: View) -> dict[str, float]:
        inside = [v.get(f"desk_{i}", "inside_mean") for i in range(n)]
        found = {f"lam[{i}]": v.get(f"desk_{i}", "entered") / v.time for i in range(n)}
        found |= {f"L[{i}]": inside[i] for i in range(n)}
        return found | {"L_total": sum(inside), "W_total": v.run.dwell_s["mean"] / v.system.unit_s}

    return [System(elements, measure, warm)]


def closed(p: dict[str, Any]) -> list[System]:
    """Q10: N parcels come at once and circulate for ever; think time is a desk with a server for each.

    The draws of a parcel repeat after 256 visits of an element (PHYSICS 8.1), so that a replication may last no more laps.
    """
    demands, n = p["demands"], p["N"]
    desks = [f"desk_{i}" for i in range(len(demands))]
    first = "think" if p["think"] > 0 else desks[0]
    elements: dict[str, Any] = {"come": {**stream(first, exponential(1)), "limit": 1, "batch": {"law": "deterministic", "value": n}}}
    if p["think"] > 0:
        elements["think"] = station(desks[0], exponential(1 / p["think"]), servers=n)
    for i, (desk, demand) in enumerate(zip(desks, demands, strict=True)):
        elements[desk] = station(desks[i + 1] if i + 1 < len(desks) else "again", exponential(1 / demand))
    elements["again"] = {"kind": "diverter", "by": "share", "shares": {first: 1.0, "out": 0.0}}
    elements["out"] = SINK

    def measure(v: View) -> dict[str, float]:
        found = {"X": v.get(desks[0], "left") / v.time}
        for i, desk in enumerate(desks):
            found |= {f"R[{i}]": v.get(desk, "stay_mean_s"), f"L[{i}]": v.get(desk, "inside_mean"), f"util[{i}]": v.get(desk, "busy_s") / v.time}
        return found

    # no parcel can be faster than one that waits for no other on average; a fifth is kept for luck
    lap = max(n * max(demands), sum(demands) + p["think"])
    return [System(elements, measure, 40 * lap, limit=160 * lap)]
