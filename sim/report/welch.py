"""The warm-up of several replications: what MSER-5 leaves out, and Welch's moving average to judge it by."""

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from sim.stats.warm_up import WarmUp, welch

from .style import COLOURS, THOUSANDS, Look, axes_of, look_for, save

MOST_LINES = 20
"""replications drawn each by a line; of more, the first"""
WINDOW = 40
"""Welch's window is such a part of the series: wide enough to smooth, narrow enough to show the start"""


def draw_welch(times_h: np.ndarray, series: np.ndarray, cut: WarmUp, path: Path, lang: str = "en", ordinate: str | None = None) -> None:
    """Write the figure as path.svg and path.png (a suffix of `path` is replaced).

    `times_h`, shape (samples,), are evenly spaced hours since the start of the run; `series`, shape (replications, samples), what was seen then; `cut` is
    `mser` of its average. `ordinate` names what was seen, with its unit in brackets; units inside if None.
    """
    look = look_for(lang)
    with look.settings():
        save(warm_up(times_h, series, cut, look, ordinate), path)


def warm_up(times_h: np.ndarray, series: np.ndarray, cut: WarmUp, look: Look, ordinate: str | None = None) -> Figure:
    """What is left out stands on grey; each replication is a thin line, their average and its moving average thicker ones over them."""
    begin = times_h[min(cut.cut, len(times_h) - 1)]
    title = look.text("welch_too_short") if cut.too_short else look.text("welch_title", hours=begin - times_h[0])
    figure, axes = axes_of(8, 4, title)
    if len(series) > 1:
        for number, values in enumerate(series[:MOST_LINES]):
            axes.plot(times_h, values, color=COLOURS[7], alpha=0.3, linewidth=0.6, label=None if number else look.text("welch_one"))
    axes.plot(times_h, series.mean(axis=0), color=COLOURS[5], linewidth=1.0, label=look.text("welch_average", n=len(series)))
    window = len(times_h) // WINDOW
    if window:
        hours = 2 * window * (times_h[1] - times_h[0])
        label = look.text("welch_moving", hours=hours)
        axes.plot(times_h[: len(times_h) - window], welch(series, window), color=COLOURS[0], linewidth=2.0, label=label)
    if not cut.too_short:
        label = look.text("welch_mean", mean=cut.mean)
        axes.plot([begin, times_h[-1]], [cut.mean] * 2, color=COLOURS[1], linestyle="--", linewidth=1.4, label=label)
        axes.axvspan(times_h[0], begin, color="#EEEEEE", linewidth=0)
        axes.axvline(begin, color=COLOURS[1], linewidth=1.0)
    axes.set_xlim(times_h[0], times_h[-1])
    axes.set_ylim(min(0.0, axes.get_ylim()[0]) if series.min() < 0 else 0.0)
    axes.yaxis.set_major_formatter(THOUSANDS)
    axes.set_xlabel(look.text("welch_axis"))
    axes.set_ylabel(look.text("units_inside") if ordinate is None else look.name(ordinate))
    axes.grid(axis="y", color="#E5E5E5")
    figure.legend(*axes.get_legend_handles_labels(), frameon=False, ncols=4, loc="outside lower center")
    return figure
