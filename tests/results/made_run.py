"""A made-up run of thirty elements and a night of 24 h, whose books balance, for tests of what reads runs.

Twelve doors -> collecting belt -> three singulators -> six inductions -> loop -> chutes -> staging; the singulators are the culprit.
"""

import dataclasses
from itertools import pairwise
from typing import Any

import numpy as np

from sim.results.run import ELEMENT_COLUMNS, STATES, Run

HORIZON_S = 86_400.0
STEP_S = 600.0


def elements(busy: dict[str, float], blocked: dict[str, float]) -> dict[str, np.ndarray]:
    """The element table; `busy` and `blocked` are shares of machine time by base name [1]."""
    names = ["trucks", "yard"] + [f"door[{n}]" for n in range(1, 9)] + ["belt"] + [f"singulator[{n}]" for n in range(1, 4)]
    names += ["merge", "loop", "loop.north", "loop.south"] + [f"chute[{n}]" for n in range(1, 9)] + ["floor", "gate[1]", "gate[2]", "out"]
    kinds = {"trucks": "source", "yard": "yard", "door": "door", "belt": "conveyor", "singulator": "station", "merge": "merge", "loop": "loop_sorter"}
    kinds |= {"loop.north": "induction", "loop.south": "induction", "chute": "chute", "floor": "staging", "gate": "outbound_door", "out": "sink"}
    base = [name.split("[")[0] for name in names]
    n = len(names)
    table: dict[str, Any] = {name: np.zeros(n, dtype=np.float64) for name in ELEMENT_COLUMNS}
    table["name"], table["kind"] = np.array(names), np.array([kinds[name] for name in base])
    table["crew"] = np.array(["crew unloaders" if name == "door" else "" for name in base])
    table["machines"] = np.array([200 if name == "loop" else 1 for name in names], dtype=np.int64)
    copies = np.array([base.count(name) for name in base])
    for name in ("entered", "left", "lost", "inside_max", "inside_end", "queue_max", "recirculated", "chute_full", "chute_reset", "divert_failed", "unread"):
        table[name] = np.zeros(n, dtype=np.int64)
    copies[np.array(["loop." in name for name in names])] = 2  # the inductions share
    table["entered"] = table["left"] = (120_000 // copies).astype(np.int64)
    time = table["machines"] * HORIZON_S
    table["busy_s"] = time * np.array([busy.get(name, 0.1) for name in base])
    table["blocked_s"] = time * np.array([blocked.get(name, 0.0) for name in base])
    table["down_s"] = time * 0.01
    table["starved_s"] = time - sum(table[f"{state}_s"] for state in STATES if state != "starved")
    table["queue_max"] = np.array([12_300 if name == "singulator" else 20 for name in base], dtype=np.int64)
    table["queue_mean"] = table["queue_max"] / 5
    table["inside_mean"], table["inside_max"] = table["queue_mean"] + 1, table["queue_max"] + 1
    table["stay_mean_s"], table["wait_mean_s"] = np.full(n, 90.0), np.full(n, 60.0)
    rate = {"door": 4_000.0, "belt": 40_000.0, "singulator": 6_900.0, "loop": 36_000.0, "loop.north": 18_000.0, "loop.south": 18_000.0}
    table["capacity_per_h"] = np.array([rate.get(name, np.nan) for name in base])
    loop = names.index("loop")
    table["recirculated"][loop], table["chute_full"][loop], table["divert_failed"][loop] = 2_500, 2_000, 500
    return table


def flows(names: np.ndarray) -> dict[str, np.ndarray]:
    """Who passes units to whom, evenly over copies."""
    stages = ["trucks", "yard", "door", "belt", "singulator", "merge", ("loop.north", "loop.south"), "loop", "chute", "floor", "gate", "out"]
    base = [str(name).split("[")[0] for name in names]
    numbers = [[i for i, name in enumerate(base) if name in (stage if isinstance(stage, tuple) else (stage,))] for stage in stages]
    pairs = [(i, j, 120_000 // (len(a) * len(b))) for a, b in pairwise(numbers) for i in a for j in b]
    columns = np.array(pairs, dtype=np.int64).T
    return {"from": columns[0], "to": columns[1], "units": columns[2]}


def departures() -> dict[str, np.ndarray]:
    """Twenty-four departures of the evening, the last ones short of parcels."""
    n = 24
    cut_off = np.linspace(18 * 3600, 23.5 * 3600, n)
    promised = np.full(n, 4_000, dtype=np.int64)
    on_time = promised - np.maximum(0, (np.arange(n) - 18) * 180)
    return {
        "name": np.array([f"night[{k + 1}] 城市{k + 1}" for k in range(n)]),
        "door": np.array([f"gate[{k % 2 + 1}]" for k in range(n)]),
        "cut_off_s": cut_off,
        "docked_s": cut_off - 1800,
        "left_s": cut_off,
        "parcels": on_time + 10,
        "promised": promised,
        "on_time": on_time,
    }


def make_run(busy: dict[str, float] | None = None, blocked: dict[str, float] | None = None, **changes: Any) -> Run:
    """A run; `busy` and `blocked` by base name override the shares of machine time, `changes` any field."""
    shares = {"door": 0.35, "belt": 0.5, "singulator": 0.6, "loop": 0.3} | (busy or {})
    table = elements(shares, {"door": 0.25, "belt": 0.3} | (blocked or {}))
    times = np.arange(0.0, HORIZON_S + 1, STEP_S)
    # the work of a day comes by a bell around 20:00
    shape = np.exp(-(((times - 72_000) / 10_000) ** 2)) + 0.05
    done = np.cumsum(shape) / shape.sum()
    done -= done[0]
    done /= done[-1]
    entered = np.rint(np.outer(done, table["entered"]))
    # busy follows the bell too, but nobody works more than all the time
    slope = np.diff(done, prepend=0.0) / STEP_S
    intensity = np.minimum(np.outer(slope, table["busy_s"]), 0.97 * table["machines"])
    waiting = np.outer(shape, table["queue_max"]).round()
    dwell_edges = np.linspace(0, 14_400, 97)
    middle = (dwell_edges[1:] + dwell_edges[:-1]) / 2
    counts = np.rint(1e5 * np.exp(-(((np.log(middle) - 7.9) / 0.45) ** 2))).astype(np.int64)
    fields: dict[str, Any] = {
        "scenario": "night",
        "title": "A made-up night 虚构的一夜",
        "engine": "fast",
        "seed": 7,
        "replication": 0,
        "start_clock_s": 0.0,
        "horizon_s": HORIZON_S,
        "warm_up_s": 0.0,
        "parcels": {"offered": 120_000, "dispatched": 117_000, "late": 2_700, "held": 300, "rejected": 700, "inside": 2_000},
        "rejected": {"no_read": 500, "damaged": 200},
        "promised": 96_000,
        "dwell_s": {"mean": 2_950.0, "p50": 2_700.0, "p95": 5_600.0, "p99": 7_900.0},
        "dwell_edges_s": dwell_edges,
        "dwell_counts": counts,
        "elements": table,
        "flows": flows(table["name"]),
        "sample_times_s": times,
        "inside": waiting,
        "entered": entered,
        "totals": {"offered": np.rint(done * 120_000), "unloaded": np.rint(done * 119_500), "dispatched": np.rint(done * 117_000)},
        "busy": np.cumsum(intensity * STEP_S, axis=0),
        "docks": {name: np.rint(most * intensity.max(axis=1) / intensity.max()) for name, most in (("doors", 12), ("outbound_doors", 30), ("yard", 9))},
        "people": {"unloaders": {"present": np.full(len(times), 20), "at_work": np.rint(18 * intensity.max(axis=1) / intensity.max()).astype(int)}},
        "departures": departures(),
        "classes": {
            "name": np.array(["small", "fresh"]),
            "unloaded": np.array([100_000, 19_500]),
            "dispatched": np.array([98_000, 19_000]),
            "dispatched_t": np.array([78.4, 0.0]),
            "rejected": np.array([700, 0]),
            "dwell_mean_s": np.array([2_980.0, 2_790.0]),
            "promised": np.array([80_000, 16_000]),
            "on_time": np.array([77_500, 15_500]),
            "too_warm": np.array([0, 120]),
        },
        "yards": {"yard": {"vehicles": 120, "wait_mean_s": 410.0, "wait_max_s": 2_950.0, "inside_max": 14, "outside_max": 2}},
        "digest": "0123456789abcdef",
        "wall_s": {"setup": 0.2, "simulate": 1.3, "total": 1.5},
        "peak_memory_mb": 212.0,
    }
    return Run(**(fields | changes))


def replace(run: Run, **changes: Any) -> Run:
    """The run with some fields changed."""
    return dataclasses.replace(run, **changes)
