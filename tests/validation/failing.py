"""Stations that fail: by the calendar, by work, with a repair crew, resumed or begun anew."""

from typing import Any

from queues import relaxation
from system import SINK, System, View, exponential, fixed, law, station, stream


def failure(every: dict[str, Any], repair: dict[str, Any], **rest: Any) -> list[dict[str, Any]]:
    return [{"every": every, "repair": repair, **rest}]


def autonomous(p: dict[str, Any]) -> list[System]:
    """B01-B03: failures also while idle; what is in hand is resumed. Once with the load, once saturated."""
    breaks = failure(exponential(p["fail"]), exponential(p["repair"]), clock="calendar")
    up = p["repair"] / (p["fail"] + p["repair"])
    desk = station("out", exponential(p["mu"]), failures=breaks)

    def loaded(v: View) -> dict[str, float]:
        return {"L": v.get("desk", "inside_mean"), "W": v.get("desk", "stay_mean_s"), "availability": 1 - v.get("desk", "down_s") / v.time}

    def saturated(v: View) -> dict[str, float]:
        return {"max_throughput": v.get("desk", "left") / v.time}

    warm = relaxation(p["lam"] / p["mu"] / up, (1 + p["fail"] / p["repair"] ** 2) / p["mu"])
    return [
        System({"come": stream("desk", exponential(p["lam"])), "desk": desk, "out": SINK}, loaded, warm),
        System({"come": stream("desk"), "desk": {**desk, "buffer": 0}, "out": SINK}, saturated, 20 / p["repair"]),
    ]


def at_work(p: dict[str, Any]) -> list[System]:
    """B04: failures only while working; what is in hand is resumed."""
    breaks = failure(exponential(p["fail_rate"]), exponential(1 / p["mean_repair_exp"]), clock="working")
    elements = {"come": stream("desk", exponential(p["lam"])), "desk": station("out", fixed(p["D"]), failures=breaks), "out": SINK}
    completion = p["D"] * (1 + p["fail_rate"] * p["mean_repair_exp"])

    def measure(v: View) -> dict[str, float]:
        return {
            "EC": (v.get("desk", "busy_s") + v.get("desk", "down_s")) / v.get("desk", "left"),
            "Wq": v.get("desk", "wait_mean_s"),
            "W": v.get("desk", "stay_mean_s"),
        }

    return [System(elements, measure, relaxation(p["lam"] * completion, 2 * completion))]


def saturated(p: dict[str, Any]) -> list[System]:
    """B06: three desks side by side, each with work without end: resumed, begun anew, and failing by the calendar."""
    laws = exponential(p["fail_rate"]), exponential(1 / p["mean_repair"])
    ways = {"resume": {"clock": "working"}, "repeat": {"clock": "working", "mode": "repeat"}, "calendar": {"clock": "calendar"}}
    elements: dict[str, Any] = {f"heap_{name}": stream(name) for name in ways}
    elements |= {name: station("out", fixed(p["D"]), buffer=0, failures=failure(*laws, **how)) for name, how in ways.items()}

    def measure(v: View) -> dict[str, float]:
        rates = {name: v.get(name, "left") / v.time for name in ways}
        return {
            "rate_resume": rates["resume"],
            "rate_repeat": rates["repeat"],
            "availability_autonomous": 1 - v.get("calendar", "down_s") / v.time,
        }

    return [System(elements | {"out": SINK}, measure, 20 * (p["mean_repair"] + 1 / p["fail_rate"]))]


def repairmen(p: dict[str, Any]) -> list[System]:
    """Q08: machines that fail by the calendar while up, and share a crew of repairers. What passes through them does not matter."""
    n, crews = p["machines"], p["crews"]
    breaks = failure(exponential(p["fail_rate"]), exponential(p["repair_rate"]), clock="calendar", crew="repair")
    elements: dict[str, Any] = {}
    for i in range(n):
        elements[f"come_{i}"] = stream(f"machine_{i}", fixed(5))
        elements[f"machine_{i}"] = station("out", fixed(1), failures=breaks)

    def measure(v: View) -> dict[str, float]:
        down = sum(v.get(f"machine_{i}", "down_s") for i in range(n)) / v.time
        # each machine that is up fails at the stated rate: that is all there is to see of the number of failures
        return {"mean_down": down, "availability": 1 - down / n, "fail_throughput": p["fail_rate"] * (n - down)}

    return [System(elements | {"out": SINK}, measure, 20 / (p["fail_rate"] + p["repair_rate"]) * n, {"crews": {"repair": {"size": crews}}})]


def slotted_line(p: dict[str, Any]) -> list[System]:
    """T16-T18: two machines that make a part a slot, and fail at the begin of a slot in which they would work.

    In the model a part made in a slot is there for the next machine in the next slot, and a machine makes nothing while N parts are between it and the
    next. Here the part in the second machine is one of the N, and so is the one with which the first machine is blocked: N - 2 in the buffer.
    A failure must not fall together with the end of a part: so the first parts are of half a slot, and all failures strike in the middle of a part,
    where they put its end off by whole slots, just as in the model.
    """
    breaks = {i: failure(law("geometric", step=1, p=p[f"p{i}"]), law("geometric", step=1, p=p[f"r{i}"]), clock="working") for i in (1, 2)}
    half = {"service_by_class": {"half": fixed(0.5)}}
    elements = {
        "first": stream("one", fixed(1e-6), limit=1, mix={"classes": {"half": 1.0}}),
        "heap": stream("one", mix={"classes": {"whole": 1.0}}, first_s=1.0),
        "one": station("two", fixed(1), buffer=0, failures=breaks[1], **half),
        "two": station("out", fixed(1), buffer=p["N"] - 2, failures=breaks[2], **half),
        "out": SINK,
    }

    def measure(v: View) -> dict[str, float]:
        # while a machine is down nobody is blocked by its own doing: the first one fails only with a part in work
        between = v.get("two", "inside_mean") + v.get("one", "blocked_s") / v.time
        return {"production_rate": v.get("two", "left") / v.time, "mean_buffer": between}

    slow = p["N"] * max(1 / p["r1"], 1 / p["r2"]) * 4
    return [System(elements, measure, 20 * slow, {"classes": {"whole": {"share": 1.0}, "half": {"share": 0.0}}})]


def synchronous_line(p: dict[str, Any]) -> list[System]:
    """T19: machines without room between them stop together, so they are one machine with the failures of all.

    An element has one clock of work: the failures are joined into one, whose repair is that of machine i with probability p_i over their sum.
    """
    total = sum(p["p"])
    values, weights = [], []
    for fail, repair in zip(p["p"], p["r"], strict=True):
        slots = range(1, 1 + min(30_000, int(40 / repair)))
        values += [k * 10.0 for k in slots]
        weights += [fail / total * repair * (1 - repair) ** (k - 1) for k in slots]
    repair = {"law": "empirical", "values_s": values, "weights": weights}
    breaks = failure(law("geometric", step=1, p=total), repair, clock="working")
    elements = {
        "first": stream("line", fixed(1e-6), limit=1, mix={"classes": {"half": 1.0}}),
        "heap": stream("line", mix={"classes": {"whole": 1.0}}, first_s=1.0),
        "line": station("out", fixed(1), buffer=0, failures=breaks, service_by_class={"half": fixed(0.5)}),
        "out": SINK,
    }

    def measure(v: View) -> dict[str, float]:
        return {"efficiency": v.get("line", "left") / v.time}

    return [System(elements, measure, 20 / min(p["r"]), {"classes": {"whole": {"share": 1.0}, "half": {"share": 0.0}}})]
