"""Made-up runs."""

import math

from sim.store import Record


def made(number: int, **other) -> Record:
    """Run of that number, done; `other` fields are taken instead."""
    facts = {
        "identity": f"{number:032x}",
        "hub": "h",
        "seed": 2**63 - 1,
        "replication": number,
        "engine": "fast",
        "state": "done",
        "digest": f"{number * 7:016x}",
        "figures": {"dispatched": float(number), "dwell_p95_s": 10.5, "on_time_share": math.nan},
        "uses": [{"name": "=xray[*]", "kind": "station", "members": 3, "utilisation": 0.5, "busy": math.nan}],
        "wall_s": 0.25,
    }
    return Record(**{**facts, **other})
