"""A run as plain JSON values: what `--json` prints and `run.json` holds."""

import json
import math
from typing import Any

import numpy as np

from . import bottleneck
from .hours import busiest, clock
from .printable import escaped
from .run import Run

_NOT_MEASURED = {"name", "kind"}


def plain(value: Any) -> Any:
    """The value in types that JSON knows: NumPy scalars and arrays unpacked, nan and infinities as None (JSON has no word for them)."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, np.ndarray):
        return [plain(entry) for entry in value.tolist()]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def rows(columns: dict[str, np.ndarray]) -> list[dict[str, Any]]:
    """A table of columns as a list of rows."""
    names = list(columns)
    return [dict(zip(names, entry, strict=True)) for entry in zip(*(columns[name].tolist() for name in names), strict=True)]


def record(run: Run) -> dict[str, Any]:
    """Everything but the series, in plain values; units as in the names, or as in `run.py`."""
    limit = bottleneck.find(run)
    peaks = {}
    for name, column in (("in", "unloaded"), ("out", "dispatched")):
        start_s, flow = busiest(run, column)
        peaks[name] = {"start_clock": clock(run, start_s) if math.isfinite(start_s) else None, "parcels_per_h": flow}
    elements = {row["name"]: {"kind": row["kind"]} | {name: value for name, value in row.items() if name not in _NOT_MEASURED} for row in rows(run.elements)}
    return plain(
        {
            "scenario": run.scenario,
            "title": run.title,
            "engine": run.engine,
            "seed": run.seed,
            "replication": run.replication,
            "start_clock": clock(run, 0.0),
            "horizon_s": run.horizon_s,
            "warm_up_s": run.warm_up_s,
            "parcels": run.parcels,
            "rejected_by_reason": run.rejected,
            "promised": run.promised,
            "throughput_per_day": run.throughput_per_day,
            "on_time_share": run.on_time_share,
            "peak_hours": peaks,
            "dwell_s": run.dwell_s,
            "elements": elements,
            "departures": rows(run.departures),
            **({"classes": rows(run.classes)} if run.classes else {}),
            "yards": run.yards,
            **{name: found for name, found in (("lanes", run.lanes), ("roads", run.roads), ("fleets", run.fleets)) if found},
            **({"events": rows(run.events), "undisturbed": {"parcels": run.undisturbed}} if run.events else {}),
            "bottleneck": vars(limit),
            "digest": run.digest,
            "wall_s": run.wall_s,
            "peak_memory_mb": run.peak_memory_mb,
        }
    )


def dumps(value: Any, indent: int | None = None) -> str:
    """Strictly valid JSON text in UTF-8 characters, without control characters. Raises ValueError for a nan that `plain` has not seen."""
    return escaped(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))
