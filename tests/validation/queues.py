"""One station: M/M/c, M/G/1, M/D/c, D/M/1, finite rooms, Erlang's loss, batches.

A queue is built twice: with the room in the station's buffer, read from the tables; and with the room in the stream (the station has no buffer), read
from the journeys, where the entry into the station is then the start of service.
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from system import SINK, TRACED, System, View, exponential, fixed, law, station, stream


def relaxation(rho: float, mean_service: float, c: int = 1) -> float:
    """Return 20 relaxation times of a queue [units of time]: those of M/M/c, whatever the law."""
    return 20 * mean_service * max(1.0, 1 / c / (1 - math.sqrt(min(rho, 0.98))) ** 2)


def queue(arrivals: dict[str, Any], service: dict[str, Any], c: int, warm: float, more: dict[str, Any] | None = None, **desk: Any) -> System:
    """A station with an unlimited buffer: means from the tables, the distribution of the stay from the histogram of dwells."""
    elements = {"come": stream("desk", **arrivals), "desk": station("out", service, servers=c, **desk), "out": SINK}

    def measure(v: View) -> dict[str, float]:
        middles, counts = v.dwell()
        mean = np.average(middles, weights=counts)
        return {
            "rho": v.get("desk", "busy_s") / c / v.time,
            "L": v.get("desk", "inside_mean"),
            "Lq": v.get("desk", "queue_mean"),
            "W": v.get("desk", "stay_mean_s"),
            "Wq": v.get("desk", "wait_mean_s"),
            "W_q95": v.dwell_quantile(0.95),
            "var_W": float(np.average((middles - mean) ** 2, weights=counts)),
        }

    return System(elements, measure, warm, more or {})


def waiting_room(arrivals: dict[str, Any], service: dict[str, Any], c: int, warm: float, more: dict[str, Any] | None = None, **desk: Any) -> System:
    """The same with the queue in the stream: distributions of the wait and of the number inside, from the journeys."""
    elements = {"come": stream("desk", **arrivals), "desk": station("out", service, servers=c, buffer=0, **desk), "out": SINK}

    def measure(v: View) -> dict[str, float]:
        unit = v.system.unit_s
        wait = v.journeys.spans("come", "desk", since_s=v.run.warm_up_s) / unit
        shares = v.journeys.inside("come", "out", since_s=v.run.warm_up_s, until_s=v.run.horizon_s)
        # a wait is a difference of times written in seconds: exact to a fraction of a tick
        waits, small = float(np.mean(wait > 1e-7)), 1e-7
        return {
            "Wq": float(wait.mean()),
            "Lq": v.get("come", "queue_mean"),
            "P_N_ge_5": float(shares[5:].sum()),
            "P0": float(shares[0]),
            "Wq_gt_5": float(np.mean(wait > 5)),
            "P_Wq_gt_1": float(np.mean(wait > 1)),
            "P_Wq_le_1": float(np.mean(wait <= 1 + small)),
            "P_Wq_le_3": float(np.mean(wait <= 3 + small)),
            "ErlangC": waits,
            "P_delay": waits,
            "P_Wq_0": 1 - waits,
        }

    return System(elements, measure, warm, more or {}, traced=True, limit=TRACED)


def both(*arguments: Any, **words: Any) -> list[System]:
    return [queue(*arguments, **words), waiting_room(*arguments, **words)]


def m_m_c(p: dict[str, Any]) -> list[System]:
    """Q01, Q02."""
    c = p["c"]
    return both({"interarrival": exponential(p["lam"])}, exponential(p["mu"]), c, relaxation(p["lam"] / p["mu"] / c, 1 / p["mu"], c))


def m_d_c(p: dict[str, Any]) -> list[System]:
    """Q03, Q05."""
    c = p.get("c", 1)
    return both({"interarrival": exponential(p["lam"])}, fixed(p["D"]), c, relaxation(p["lam"] * p["D"] / c, p["D"], c))


def m_g_1(p: dict[str, Any]) -> list[System]:
    """Q04: uniform, lognormal, or hyperexponential as two classes of parcels with a law each."""
    name, _, inside = p["service"].rstrip(")").partition("(")
    figures = [float(part.rpartition("=")[2]) for part in inside.split(",")]
    warm = relaxation(p["lam"] * p["ES"], p["ES"]) * p["ES2"] / p["ES"] ** 2
    arrivals = {"interarrival": exponential(p["lam"])}
    if name == "H2":
        share, mu1, mu2 = figures
        more = {"classes": {"quick": {"share": share}, "slow": {"share": 1 - share}}}
        return both(arrivals, exponential(mu1), 1, warm, more, service_by_class={"slow": exponential(mu2)})
    laws = {"uniform": lambda low, high: law("uniform", low=low, high=high), "lognormal": lambda mean, cv: law("lognormal", mean=mean, cv=cv)}
    return both(arrivals, laws[name](*figures), 1, warm)


def d_m_1(p: dict[str, Any]) -> list[System]:
    """G01."""
    return both({"interarrival": fixed(1 / p["lam"])}, exponential(p["mu"]), 1, relaxation(p["lam"] / p["mu"], 1 / p["mu"]))


def discrete(p: dict[str, Any]) -> list[System]:
    """G04: a parcel that comes at the very instant at which the server comes free does not wait."""
    laws = [{"law": "empirical", "values_s": [float(x) * 10 for x in p[key]], "weights": list(p[key].values())} for key in ("interarrival", "service")]
    means = [sum(float(x) * w for x, w in p[key].items()) for key in ("interarrival", "service")]
    return both({"interarrival": laws[0]}, laws[1], 1, relaxation(means[1] / means[0], means[1]))


def gamma_gamma(p: dict[str, Any]) -> list[System]:
    """G05, an approximation: gamma laws with the variances asked for."""
    arrivals = {"interarrival": law("gamma", mean=p["ES"] / p["rho"], cv=math.sqrt(p["ca2"]))}
    desk = queue(arrivals, law("gamma", mean=p["ES"], cv=math.sqrt(p["cs2"])), 1, relaxation(p["rho"], p["ES"]))
    return [replace(desk, measure=lambda v: {"Wq_kingman": v.get("desk", "wait_mean_s")})]


def batches(p: dict[str, Any]) -> list[System]:
    """A01, A03: arrivals of a fixed number, or of a number that is uniform between whole bounds found from its two moments."""
    mean, square = p["EX"], p["EX2"]
    # n values in a row around the mean have the variance (n^2 - 1) / 12
    n = round(math.sqrt(12 * (square - mean**2) + 1))
    low, high = mean - (n - 1) / 2, mean + (n - 1) / 2
    size = {"law": "deterministic", "value": mean} if n == 1 else {"law": "uniform", "low": low - 0.5, "high": high + 0.5}
    rho = p["batch_rate"] * mean * p["ES"]
    arrivals = {"interarrival": exponential(p["batch_rate"]), "batch": size}
    return [queue(arrivals, fixed(p["ES"]), 1, relaxation(rho, mean * p["ES"]))]


def finite(p: dict[str, Any]) -> list[System]:
    """Q06: K places, those of the servers included. Lost by the stream in the one system, by the station in the other."""
    c, room = p["c"], p["K"] - p["c"]

    def measure(v: View) -> dict[str, float]:
        lost, came = v.get("desk", "lost"), v.get("desk", "entered")
        return {
            "P_block": lost / (lost + came),
            "throughput": v.get("out", "entered") / v.time,
            "L": v.get("desk", "inside_mean"),
            "Lq": v.get("desk", "queue_mean"),
            "W": v.get("desk", "stay_mean_s"),
            "Wq": v.get("desk", "wait_mean_s"),
        }

    def system(stream_loses: bool) -> System:
        who = {"full": "lose"}
        desk = station("out", exponential(p["mu"]), servers=c, buffer=room, **({} if stream_loses else who))
        elements = {"come": stream("desk", exponential(p["lam"]), **(who if stream_loses else {})), "desk": desk, "out": SINK}
        return System(elements, measure, 400 / p["mu"])

    return [system(True), system(False)]


def erlang_loss(p: dict[str, Any]) -> list[System]:
    """Q07, with exponential and with fixed service: the answer does not depend on the law. ErlangC: the same load with room to wait."""

    def measure(v: View) -> dict[str, float]:
        lost, came = v.get("desk", "lost"), v.get("desk", "entered")
        return {"B": lost / (lost + came), "carried": v.get("desk", "inside_mean")}

    def system(service: dict[str, Any]) -> System:
        desk = station("out", service, servers=p["c"], buffer=0, full="lose")
        return System({"come": stream("desk", exponential(p["a"])), "desk": desk, "out": SINK}, measure, 60)

    systems = [system(exponential(1)), system(fixed(1))]
    if p["a"] < p["c"]:
        systems.append(waiting_room({"interarrival": exponential(p["a"])}, exponential(1), p["c"], relaxation(p["a"] / p["c"], 1, p["c"])))
    return systems
