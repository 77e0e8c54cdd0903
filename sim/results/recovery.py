"""What events cost: the run beside its twin, the same day with the same chance and without the events.

Behind: parcels more inside than in the twin, or parcels fewer gone from the hub (dispatched or rejected), whichever is more; 0 or more.
Made good: the first look at or after the end of an event at which the run is less than one minute of the twin's mean flow behind.
"""

from collections.abc import Iterable

import numpy as np

from .run import Run

EVENT_COLUMNS: dict[str, tuple[str, str]] = {
    "name": ("", "name in the scenario; a daily event has a row for each day"),
    "kind": ("", "stop, close or surge"),
    "begin_s": ("s", "after the start of the run"),
    "end_s": ("s", "after the start of the run"),
    "behind_max": ("parcels", "most that the run was behind its twin from the begin until it was made good, or the run ended"),
    "recovery_s": ("s", "from the end until it was made good, to the next look at the hub; nan if it was not in this run"),
}


def behind(run: Run, twin: Run) -> np.ndarray:
    """Return how far the run is behind its twin at each sample time, shape (samples,) [parcels]."""
    gone, gone_twin = (one.totals["dispatched"] + one.totals["rejected"] for one in (run, twin))
    inside, inside_twin = (one.totals["offered"] - out for one, out in ((run, gone), (twin, gone_twin)))
    return np.maximum(np.maximum(inside - inside_twin, gone_twin - gone), 0)


def recoveries(run: Run, twin: Run, events: Iterable[tuple[str, str, float, float]]) -> dict[str, np.ndarray]:
    """Return the EVENT_COLUMNS, in order of begin; `events` are name, kind, begin and end [s]."""
    late, times = behind(run, twin), run.sample_times_s
    minute = max(1.0, float(twin.totals["dispatched"][-1]) / (run.horizon_s / 60))
    rows = []
    for name, kind, begin, end in sorted(events, key=lambda event: event[2]):
        good = np.flatnonzero((times >= end) & (late < minute))
        until = times[good[0]] if len(good) else np.inf
        during = late[(times >= begin) & (times <= until)]
        rows.append((name, kind, begin, end, int(during.max()) if len(during) else 0, float(until - end) if len(good) else float("nan")))
    return {name: np.array([row[i] for row in rows]) for i, name in enumerate(EVENT_COLUMNS)}
