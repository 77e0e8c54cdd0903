"""Bags that fill, orders that are complete when all have come, forks, destinations that are all seen."""

from typing import Any

import numpy as np
from queues import relaxation
from system import SINK, TRACED, System, View, exponential, fixed, station, stream


def bags(p: dict[str, Any]) -> list[System]:
    """F01, F03: Poisson arrivals into a bag of N, which may also close some time after its first parcel."""
    wait = {"max_wait_s": p["T"] * 10.0} if "T" in p else {}
    elements = {"come": stream("bag", exponential(p["lam"])), "bag": {"kind": "bag", "size": p["N"], "to": "out", **wait}, "out": SINK}

    def measure(v: View) -> dict[str, float]:
        keys, came = v.journeys.entries("bag")
        closed_keys, closed = v.journeys.entries("bag", bagged=True)
        came = came[np.searchsorted(keys, closed_keys)]
        closings, first, sizes = np.unique(closed, return_index=True, return_counts=True)
        after = closings >= v.run.warm_up_s
        unit = v.system.unit_s
        cycles = np.diff(closings[after]) / unit
        return {
            "E_fill_time_from_first": float((closings - came[first])[after].mean()) / unit,
            "E_open_time": float((closings - came[first])[after].mean()) / unit,
            "E_cycle": float(cycles.mean()),
            "var_cycle": float(cycles.var(ddof=1)),
            "q95_cycle": float(np.quantile(cycles, 0.95)),
            "mean_wait_of_random_parcel": float((closed - came)[closed >= v.run.warm_up_s].mean()) / unit,
            "P_close_by_size": float((sizes == p["N"])[after].mean()),
            "E_parcels_per_bag": float(sizes[after].mean()),
        }

    return [System(elements, measure, 5 * p["N"] / p["lam"], traced=True, limit=TRACED)]


def orders(p: dict[str, Any]) -> list[System]:
    """F04: N parcels come at once and are served side by side; their bag is complete with the last of them."""
    n, apart = p["N"], 100 / p["mu"]
    elements = {
        "come": stream("desk", fixed(apart), batch={"law": "deterministic", "value": n}, first_s=5.0),
        "desk": station("bag", exponential(p["mu"]), servers=n),
        "bag": {"kind": "bag", "size": n, "to": "out"},
        "out": SINK,
    }

    def measure(v: View) -> dict[str, float]:
        # exact times: the dwell of every parcel of a bag is that of its last
        keys, came = v.journeys.entries("desk")
        closed_keys, closed = v.journeys.entries("bag", bagged=True)
        longest = (closed - came[np.searchsorted(keys, closed_keys)])[::n] / v.system.unit_s
        return {"E_max": float(longest.mean()), "var_max": float(longest.var(ddof=1)), "q95": float(np.quantile(longest, 0.95))}

    return [System(elements, measure, 0.0, traced=True, limit=TRACED)]


def fork_join(p: dict[str, Any]) -> list[System]:
    """F06: two parcels come at once, each to a queue of its own; the response is that of the later one.

    A diverter by shortest queue, before two desks that need no time, sends the first to the left and the second to the right.
    """
    elements = {
        "come": stream("fork", exponential(p["lam"]), batch={"law": "deterministic", "value": 2}),
        "fork": {"kind": "diverter", "by": "shortest_queue", "among": ["left", "right"]},
        "left": station("desk_left", fixed(0)),
        "right": station("desk_right", fixed(0)),
        "desk_left": station("out_left", exponential(p["mu"])),
        "desk_right": station("out_right", exponential(p["mu"])),
        "out_left": SINK,
        "out_right": SINK,
    }

    def measure(v: View) -> dict[str, float]:
        (left, gone_left), (right, gone_right) = (v.journeys.entries(f"out_{side}") for side in ("left", "right"))
        pairs, at_left, at_right = np.intersect1d(left >> 14, right >> 14, return_indices=True)
        keys, came = v.journeys.entries("come")
        came = came[::2][np.searchsorted(keys[::2] >> 14, pairs)]
        response = np.maximum(gone_left[at_left], gone_right[at_right]) - came
        return {"E_response": float(response[came >= v.run.warm_up_s].mean()) / v.system.unit_s}

    return [System(elements, measure, relaxation(p["lam"] / p["mu"], 1 / p["mu"]), traced=True, limit=TRACED)]


def coupons(p: dict[str, Any]) -> list[System]:
    """F08: parcels until every destination has been seen, again and again; one parcel a unit of time."""
    k = p["k"]
    sinks = {f"out_{i + 1}": SINK for i in range(k)}
    elements: dict[str, Any] = {"come": stream("sort", fixed(1))}
    elements["sort"] = {"kind": "diverter", "by": "destination", "routes": {f"d{i + 1}": f"out_{i + 1}" for i in range(k)}}

    def measure(v: View) -> dict[str, float]:
        keys, elements_seen = [], []
        for name in sinks:
            found, _ = v.journeys.entries(name)
            keys.append(found)
            elements_seen.append(np.full(len(found), v.journeys.number[name]))
        order = np.argsort(np.concatenate(keys))
        lengths, seen, begun = [], set(), 0
        for at, element in enumerate(np.concatenate(elements_seen)[order].tolist()):
            seen.add(element)
            if len(seen) == k:
                lengths.append(at + 1 - begun)
                seen, begun = set(), at + 1
        return {"E": float(np.mean(lengths))}

    return [System(elements | sinks, measure, 0.0, {"destinations": {"count": k}}, traced=True, limit=TRACED)]
