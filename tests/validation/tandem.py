"""Lines of stations that block each other after service."""

from typing import Any

from system import SINK, System, View, exponential, station, stream


def saturated(p: dict[str, Any]) -> list[System]:
    """T01-T12: a heap without end before the first server; buffers between servers, which do not count the server's place."""
    n = len(p["mu"])
    room = [0, *p["intermediate_buffers"]]
    elements: dict[str, Any] = {"heap": stream("desk_0")}
    for i, rate in enumerate(p["mu"]):
        elements[f"desk_{i}"] = station(f"desk_{i + 1}" if i + 1 < n else "out", exponential(rate), buffer=room[i])

    def measure(v: View) -> dict[str, float]:
        return {
            "throughput": v.get("out", "entered") / v.time,
            "mean_wip_incl_blocked": sum(v.get(f"desk_{i}", "inside_mean") for i in range(n)),
        }

    return [System(elements | {"out": SINK}, measure, 100 * (n + sum(room)) / min(p["mu"]))]


def lossy(p: dict[str, Any]) -> list[System]:
    """T20: Poisson arrivals that are lost when the first station is full; capacities count the server's place."""
    elements = {
        "come": stream("one", exponential(p["lam"]), full="lose"),
        "one": station("two", exponential(p["mu1"]), buffer=p["N1"] - 1),
        "two": station("out", exponential(p["mu2"]), buffer=p["N2"] - 1),
        "out": SINK,
    }

    def measure(v: View) -> dict[str, float]:
        lost, came = v.get("one", "lost"), v.get("one", "entered")
        return {
            "P_loss": lost / (lost + came),
            "throughput": v.get("out", "entered") / v.time,
            "L1": v.get("one", "inside_mean"),
            "L2": v.get("two", "inside_mean"),
            "P_blocked": v.get("one", "blocked_s") / v.time,
            "W": v.run.dwell_s["mean"] / v.system.unit_s,
        }

    return [System(elements, measure, 100 * (p["N1"] + p["N2"]) / min(p["mu1"], p["mu2"]))]
