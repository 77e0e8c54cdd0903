"""Classes of different urgency at one desk."""

from typing import Any

from queues import relaxation
from system import SINK, TRACED, System, View, exponential, fixed, station, stream


def _urgent(p: dict[str, Any], service: dict[str, Any], discipline: str, mean: float) -> System:
    """One stream a class into a station with that discipline; stays by class from the journeys."""
    n = len(p["lam"])
    classes = {f"k{i}": {"share": 1 / n, "priority": i} for i in range(n)}
    elements = {f"come_{i}": stream("desk", exponential(rate), mix={"classes": {f"k{i}": 1.0}}) for i, rate in enumerate(p["lam"])}
    elements |= {"desk": station("out", service, discipline=discipline), "out": SINK}

    def measure(v: View) -> dict[str, float]:
        since, unit = v.run.warm_up_s, v.system.unit_s
        stays = [float(v.journeys.spans("desk", "out", since_s=since, source=f"come_{i}").mean()) / unit for i in range(n)]
        found = {f"W[{i}]": stay for i, stay in enumerate(stays)} | {f"Wq[{i}]": stay - mean for i, stay in enumerate(stays)}
        return found | {"mean_Wq": v.get("desk", "wait_mean_s")}

    return System(elements, measure, relaxation(sum(p["lam"]) * mean, mean), {"classes": classes}, traced=True, limit=TRACED)


def waiting_in_turn(p: dict[str, Any]) -> list[System]:
    """P01: by the discipline of the station, and once more with each class waiting in its stream before a merge with priority."""
    mean, n = p["ES"][0], len(p["lam"])
    elements: dict[str, Any] = {f"come_{i}": stream("merge", exponential(rate)) for i, rate in enumerate(p["lam"])}
    elements["merge"] = {"kind": "merge", "rule": "priority", "order": [f"come_{i}" for i in range(n)], "to": "desk"}
    elements |= {"desk": station("out", fixed(mean), buffer=0), "out": SINK}

    def measure(v: View) -> dict[str, float]:
        return {f"Wq[{i}]": v.get(f"come_{i}", "stay_mean_s") for i in range(n)}

    return [_urgent(p, fixed(mean), "priority", mean), System(elements, measure, relaxation(sum(p["lam"]) * mean, mean))]


def interrupting(p: dict[str, Any]) -> list[System]:
    """P03."""
    return [_urgent(p, exponential(p["mu"]), "preemptive", 1 / p["mu"])]
