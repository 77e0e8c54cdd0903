"""The shape of a day and of a week: when the day of a hub begins, how many vehicles a day has, what weekdays and single days differ by."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from scipy import stats

from .choice import LEAST_P

DAY_S, HOUR_S = 86_400.0, 3_600.0
WEEKS = 14
"""days from which on the week is looked at"""
SPECIAL = 21
"""days from which on single days are looked at"""
FAR = 1.5
"""a single day stands out if it has so many times the vehicles of its weekday, or one in so many"""
QUIET_H = 3
"""hours on each side of the begin of a day that are looked at"""
HARDLY = 0.01
"""share of all vehicles that may come past midnight, if the day is to begin there"""
UNLIKELY = 0.01
"""chance below which a day without vehicles in its first or last hours is taken for one that is cut off"""


@dataclass(frozen=True)
class Days:
    """What was found about days."""

    start_h: int
    """hour at which a day of the hub begins: after the quietest hours [h]"""
    counts: np.ndarray
    """int64 (n_days): vehicles of each day counted"""
    dates: tuple[date, ...]
    """of the days counted; none if the history has no dates"""
    cut_off: int
    """vehicles of days at the edge that were not counted, since only a part of them is in the history"""
    cut_days: int
    per_day: float
    """vehicles of a mean day [1]"""
    interval: tuple[float, float]
    """of per_day, 95 % (t); nan with a single day"""
    weekdays: tuple[float, ...] | None
    """Monday to Sunday over the mean of the seven [1]; None if not to be told from chance"""
    p: float | None
    """of the F test between weekdays; None if it was not done"""
    special: dict[date, float] = field(default_factory=dict)
    """days that stand out, over their weekday [1]"""


def begin_of_day(times: np.ndarray) -> int:
    """Return the hour at which the day begins: where the least comes on one of its sides; midnight, if hardly more comes around it."""
    hours = np.bincount((times // HOUR_S).astype(np.int64) % 24, minlength=24)
    before = np.array([sum(hours[(hour - 1 - back) % 24] for back in range(QUIET_H)) for hour in range(24)])
    passing = np.minimum(before, np.roll(before, -QUIET_H))
    if passing[0] <= passing.min() + HARDLY * len(times):
        return 0
    quiet = np.flatnonzero(passing == passing.min())
    return int(quiet[np.argmax(hours[quiet])])


def profile(times: np.ndarray) -> np.ndarray:
    """Return the vehicles of each hour of the day: the most likely weights of a rate that is even within each hour. int64 (24)"""
    return np.bincount((times // HOUR_S).astype(np.int64) % 24, minlength=24)


def days_of(times: np.ndarray, first_day: date | None, one_night: bool = False) -> Days:
    """Return the days of vehicles that come at `times` after midnight of `first_day` [s]; `one_night` if all are of one, whatever the hour."""
    start_h = begin_of_day(times)
    numbers = np.floor((times - start_h * HOUR_S) / DAY_S).astype(np.int64)
    if one_night:
        numbers[:] = 0
    first = int(numbers.min())
    counts = np.bincount(numbers - first)
    kept = _whole(times, numbers - first, start_h)
    cut_off = int(counts.sum() - counts[kept].sum())
    dates = tuple(first_day + timedelta(days=first + int(place)) for place in np.flatnonzero(kept)) if first_day is not None else ()
    cut_days, counts = int((~kept).sum()), counts[kept]
    special = _special(counts, dates)
    usual = np.array([day not in special for day in dates]) if dates else np.ones(len(counts), dtype=bool)
    per_day, interval = _mean(counts[usual])
    weekdays, p = None, None
    if dates and len(counts) >= WEEKS:
        groups = [counts[usual & np.array([day.weekday() == number for day in dates])] for number in range(7)]
        if all(len(group) > 0 for group in groups) and sum(len(group) for group in groups) > len(groups):
            p = _differ(groups)
        if p is not None and p < LEAST_P:
            means = np.array([group.mean() for group in groups])
            per_day, weekdays = float(means.mean()), tuple(float(each) for each in means / means.mean())
            half = _half_width(groups)
            interval = (max(0.0, per_day - half), per_day + half)
    return Days(start_h, counts, dates, cut_off, cut_days, per_day, interval, weekdays, p, special)


def _whole(times: np.ndarray, numbers: np.ndarray, start_h: int) -> np.ndarray:
    """Return which days are whole: the first may begin late in the history, the last end early.

    If a share f of all vehicles comes at hours before the first one of the first day, and that day has m, then a whole day would have about
    n = m / (1 - f), and none of them at these hours by a chance of (1 - f)^n.
    """
    last = int(numbers.max())
    kept = np.ones(last + 1, dtype=bool)
    if last < 2:
        return kept
    of_day = (times - start_h * HOUR_S) % DAY_S
    for day, missing in ((0, of_day < of_day[numbers == 0].min()), (last, of_day > of_day[numbers == last].max())):
        left = 1.0 - float(missing.mean())
        kept[day] = left ** (int((numbers == day).sum()) / left) >= UNLIKELY
    return kept


def _special(counts: np.ndarray, dates: tuple[date, ...]) -> dict[date, float]:
    """Return the days far from the median of their weekday, by more than chance would have it."""
    if len(dates) < SPECIAL:
        return {}
    weekday = np.array([day.weekday() for day in dates])
    found = {}
    for place, day in enumerate(dates):
        usual = float(np.median(counts[weekday == weekday[place]]))
        factor = counts[place] / usual if usual > 0 else 1.0
        if not 1 / FAR <= factor <= FAR and abs(counts[place] - usual) > 4 * np.sqrt(usual):
            found[day] = float(factor)
    return found


def _mean(counts: np.ndarray) -> tuple[float, tuple[float, float]]:
    mean = float(counts.mean())
    if len(counts) < 2:
        return mean, (float("nan"), float("nan"))
    half = float(stats.t.ppf(0.975, len(counts) - 1) * counts.std(ddof=1) / np.sqrt(len(counts)))
    return mean, (max(0.0, mean - half), mean + half)


def _half_width(groups: list[np.ndarray]) -> float:
    """Return half the interval of the mean of the weekdays, by what days differ within weekdays."""
    freedom = sum(len(group) for group in groups) - len(groups)
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    spread = np.sqrt(within / freedom * sum(1 / len(group) for group in groups)) / len(groups)
    return float(stats.t.ppf(0.975, freedom) * spread)


def _differ(groups: list[np.ndarray]) -> float:
    """Return p of the F test: could the weekdays be alike? Without any difference within weekdays it cannot be done, and the answer is plain."""
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    if within == 0:
        return 0.0 if len({float(group.mean()) for group in groups}) > 1 else 1.0
    return float(stats.f_oneway(*groups).pvalue)
