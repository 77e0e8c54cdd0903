"""What is kept of one run among many: its digest, its main figures, and how much each family of elements was used."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.results import bottleneck
from sim.results.run import Run

DAY_S = 86_400.0
FIGURES = tuple(
    "offered dispatched held late rejected inside offered_per_day throughput_per_day on_time_share backlog_growth_per_day turned_away vehicles outside_max"
    " door_wait_mean_s departures without_door dwell_mean_s dwell_p50_s dwell_p95_s dwell_p99_s peak_memory_mb".split()
)
"""names of the figures of every run; with them goes on_time_share.CLASS of each class that is promised something"""


@dataclass(frozen=True)
class Outcome:
    """A run that was done."""

    digest: str
    figures: dict[str, float]
    """by name, which ends in its unit where it is not parcels or vehicles; nan: not defined in this run"""
    uses: list[dict[str, Any]]
    """families of elements, the most used first: name, kind, members [1], utilisation [1] and busy [1] in the peak window (sim.results.bottleneck)"""
    wall_s: float
    """time the engine took [s]"""
    tables: dict[str, bytes] = field(default_factory=dict)
    """tables to keep, by name, each as `sim.store.parts.pack` makes it; empty if none was asked for, and in what comes from a store"""


@dataclass(frozen=True)
class Failed:
    """A run that gave no outcome."""

    reason: str
    replay: str = ""
    """the command that does it again, if whoever ordered it said so"""


@dataclass(frozen=True)
class Aside(Failed):
    """A run that killed its worker again and again, and is not tried any more."""

    attempts: int = 0


def outcome(run: Run, tables: tuple[str, ...] = ()) -> Outcome:
    """Return what is kept of a run; `tables` names fields of it."""
    return Outcome(run.digest, figures(run), _uses(run), run.wall_s["total"], _tables(run, tables))


def _tables(run: Run, names: tuple[str, ...]) -> dict[str, bytes]:
    if not names:
        return {}
    from sim.store.parts import pack

    return {name: pack(getattr(run, name)) for name in names}


def figures(run: Run) -> dict[str, float]:
    """The main figures of one run, after the warm-up: a departure is of it whose cut-off is."""
    days = (run.horizon_s - run.warm_up_s) / DAY_S
    yards = run.yards.values()
    doors = run.departures["door"][~(run.departures["cut_off_s"] <= run.warm_up_s)]
    return {
        **{name: float(run.parcels[name]) for name in ("offered", "dispatched", "held", "late", "rejected", "inside")},
        "offered_per_day": _offered(run) / days,
        "throughput_per_day": run.throughput_per_day,
        "on_time_share": run.on_time_share,
        **{f"on_time_share.{name}": _share(on, of) for name, on, of in _promises(run)},
        "backlog_growth_per_day": backlog_growth(run),
        "turned_away": float(run.elements["lost"][run.elements["kind"] != "sink"].sum()),
        "vehicles": float(sum(yard["vehicles"] for yard in yards)),
        "outside_max": float(max((yard["outside_max"] for yard in yards), default=0)),
        "door_wait_mean_s": max((yard["wait_mean_s"] for yard in yards if math.isfinite(yard["wait_mean_s"])), default=0.0),
        "departures": float(len(doors)),
        "without_door": float((doors == "").sum()) if len(doors) else 0.0,
        **{f"dwell_{name}_s": float(run.dwell_s[name]) for name in ("mean", "p50", "p95", "p99")},
        "peak_memory_mb": run.peak_memory_mb,
    }


def _offered(run: Run) -> float:
    """Parcels that came after the warm-up [parcels]; `parcels` counts as offered also what was inside then."""
    first = int(np.searchsorted(run.sample_times_s, run.warm_up_s - 1e-6))
    return float(run.totals["offered"][-1] - run.totals["offered"][first])


def _promises(run: Run) -> list[tuple[str, int, int]]:
    columns = run.classes
    return list(zip(columns["name"].tolist(), columns["on_time"].tolist(), columns["promised"].tolist(), strict=True)) if columns else []


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def backlog_growth(run: Run) -> float:
    """How much the least backlog of a day grows from day to day [parcels/day]; nan if fewer than two whole days lie after the warm-up.

    Backlog is what waits: in vehicles that have no door yet, and in the hub; what is aboard a vehicle at its door does not, or one truck more or less would
    show as growth. Where all that comes can be served, the least backlog of a day is the same every day. The growth is that from the first day to the
    last, a day.
    """
    days = int((run.horizon_s - run.warm_up_s + 1e-6) // DAY_S)
    if days < 2:
        return math.nan
    times = run.sample_times_s - run.warm_up_s
    total = run.totals
    backlog = total["offered"] - total["docked"] + total["unloaded"] - total["dispatched"] - total["rejected"]
    least = [float(backlog[(times >= day * DAY_S - 1e-6) & (times <= (day + 1) * DAY_S + 1e-6)].min()) for day in range(days)]
    return (least[-1] - least[0]) / (days - 1)


def _uses(run: Run) -> list[dict[str, Any]]:
    window = bottleneck.peak_window(run)
    if window[1] <= window[0]:
        return []
    loads = bottleneck.loads(run, window)
    return [
        {"name": each.family.name, "kind": each.family.kind, "members": len(each.family.members), "utilisation": each.utilisation, "busy": each.busy}
        for each in sorted(loads, key=lambda each: -each.utilisation)
    ]
