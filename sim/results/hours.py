"""The day in hours: what came, was sorted and went in each, and how a moment is written."""

import numpy as np

from .run import Run


def clock(run: Run, time_s: float, ends: bool = False) -> str:
    """The time of day of a moment of the run, as of `of_day`."""
    return of_day(run.start_clock_s + time_s, ends)


def of_day(seconds: float, ends: bool = False) -> str:
    """A moment after the first midnight, `20:05`; from the second day on with the day, `2d 20:05`. Midnight is 24:00 where something `ends`."""
    day, minutes = divmod(int(seconds // 60), 1440)
    if ends and not minutes and day:
        day, minutes = day - 1, 1440
    return f"{f'{day + 1}d ' if day else ''}{minutes // 60:02d}:{minutes % 60:02d}"


def period(run: Run, from_s: float, until_s: float, lang: str = "en") -> str:
    """A span of the run by its times of day, `20:05-22:05`; the day of its end is left out if it is that of its begin."""
    begin, end = clock(run, from_s), clock(run, until_s, ends=True)
    day = begin[:-5]
    return f"{begin}{'～' if lang == 'zh' else '-'}{end.removeprefix(day)}"


def at(run: Run, so_far: np.ndarray, times_s: np.ndarray) -> np.ndarray:
    """A series of sums so far, shape (samples,), read at other times: 0 at the start, straight between samples."""
    if not len(run.sample_times_s):
        return np.zeros(len(times_s))
    times, values = run.sample_times_s, so_far
    if times[0] > 0:
        times, values = np.concatenate(([0.0], times)), np.concatenate(([0.0], values))
    return np.interp(times_s, times, values)


def per_hour(run: Run) -> dict[str, np.ndarray]:
    """Flow of each hour of the run; the last one may be shorter.

    Returns columns start_s and end_s [s], offered, unloaded, sorted, dispatched [parcels or units in that hour]. `sorted` counts
    what left a sorter, so a parcel that passes two sorters counts twice.
    """
    edges = np.append(np.arange(0.0, run.horizon_s, 3600.0), run.horizon_s)
    sorters = np.isin(run.elements["kind"], ("loop_sorter", "line_sorter", "robot_field"))
    so_far = dict(run.totals) | {"sorted": (run.entered - run.inside)[:, sorters].sum(axis=1)}
    columns = {"start_s": edges[:-1], "end_s": edges[1:]}
    return columns | {name: np.diff(at(run, so_far[name], edges)) for name in ("offered", "unloaded", "sorted", "dispatched")}


def busiest(run: Run, column: str) -> tuple[float, float]:
    """The whole hour after the warm-up with the largest flow: its start [s] and its flow [parcels/h]; (nan, nan) if there is no whole hour."""
    hours = per_hour(run)
    eligible = (hours["start_s"] >= run.warm_up_s) & (hours["end_s"] - hours["start_s"] > 3599)
    if not eligible.any():
        return float("nan"), float("nan")
    best = int(np.argmax(np.where(eligible, hours[column], -1.0)))
    return float(hours["start_s"][best]), float(hours[column][best])
