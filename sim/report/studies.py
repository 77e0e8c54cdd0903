"""What a study has found: a figure against each factor, points in order, one figure against another, which factors matter. Labels come in words."""

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .style import COLOURS, Look, axes_of, nothing

NUMBERS = FuncFormatter(lambda value, _: f"{value:,.6g}")
PANELS = 9
"""factors that have a panel"""
MOST = 40
"""points in order"""
LEVELS = 8
"""values of a factor that each have a tick, and whose points are set side by side"""
GREY = "#7A7A7A"
WORDS = {
    "by_factor": ("{figure} against each factor", "{figure}与各因素"),
    "points": ("mean of a point with its interval", "各点均值与置信区间"),
    "runs": ("a point", "各点"),
    "mean": ("mean of all points with this value", "取该值的各点平均"),
    "ranked": ("{figure}: points in order", "{figure}：各点排序"),
    "best": ("best", "最优"),
    "other": ("other points", "其他点"),
    "pair": ("{y} against {x}", "{y}与{x}"),
    "front": ("front: no other point is better in both", "前沿：无其他点在两项上均更优"),
    "behind": ("another point is better", "有更优的点"),
    "missed": ("misses a limit", "未满足约束"),
    "limit": ("limit", "约束"),
    "factors": ("What moves {figure}", "影响 {figure} 的因素"),
    "interval": ("95 % interval (bootstrap)", "95 % 置信区间（自助法）"),
}


def by_factor(points: Sequence[dict[str, Any]], factors: Sequence[str], figure: str, look: Look, joined: bool) -> Figure:
    """The mean of a figure at each point against the value of each factor, a panel a factor, with its interval.

    `points`: {"values": one value a factor, "mean", "half"} (half-width, None where it is not known). `joined`: the means over all points of one value
    are joined; only of a design that has each value of the others as often with it.
    """
    shown = list(factors[:PANELS])
    known = [point for point in points if point["mean"] is not None]
    across = min(3, len(shown))
    down = -(-len(shown) // across)
    drawn = Figure(figsize=(8.4, 0.8 + 2.5 * down), layout="constrained")
    drawn.suptitle(look.word(WORDS, "by_factor", figure=look.name(figure)), x=0.01, ha="left", fontsize=11)
    grid = drawn.subplots(down, across, sharey=True, squeeze=False)
    for place, axes in enumerate(grid.flat):
        if place >= len(shown):
            axes.set_axis_off()
            continue
        _panel(axes, [point["values"][place] for point in known], known, look, joined)
        axes.set_xlabel(look.name(shown[place], 34))
        axes.yaxis.set_major_formatter(NUMBERS)
        axes.grid(axis="y", color="#E5E5E5")
        axes.set_axisbelow(True)
    drawn.supylabel(look.name(figure, 48), fontsize=9)
    drawn.legend(*grid[0][0].get_legend_handles_labels(), frameon=False, ncols=2, loc="outside lower center")
    return drawn


def _panel(axes: Axes, values: list[Any], points: list[dict[str, Any]], look: Look, joined: bool) -> None:
    is_number = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    levels = sorted(set(values)) if is_number else list(dict.fromkeys(map(str, values)))
    where = np.array(values, float) if is_number else np.array([levels.index(str(value)) for value in values], float)
    means = np.array([point["mean"] for point in points], float)
    spots = np.sort(np.unique(where))
    few = len(levels) <= LEVELS
    side = where.copy()
    step = float(np.diff(spots).min()) if len(spots) > 1 else 1.0
    if few:  # or points of one value would hide each other
        for spot in spots:
            there = np.flatnonzero(where == spot)
            side[there] += np.linspace(-0.18, 0.18, len(there)) * step if len(there) > 1 else 0.0
    if few and (len(spots) < 2 or step >= 0.12 * float(spots[-1] - spots[0])):
        axes.set_xticks(spots, [_short(float(spot)) if is_number else look.name(str(levels[int(spot)]), 12) for spot in spots])
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(NUMBERS)
    axes.errorbar(side, means, yerr=_halves(points), fmt="o", color=COLOURS[5], ecolor=GREY, elinewidth=0.8, capsize=2, markersize=4,
                  markeredgecolor="#333333", markeredgewidth=0.4, label=look.word(WORDS, "points" if any(_halves(points)) else "runs"))  # fmt: skip
    if joined and few:
        over = [float(means[where == spot].mean()) for spot in spots]
        axes.plot(spots, over, "s-", color=COLOURS[1], markersize=6, linewidth=1.6, zorder=4, label=look.word(WORDS, "mean"))


def _short(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:.3g}"


def _halves(points: Sequence[dict[str, Any]], name: str = "half") -> np.ndarray:
    """Half-widths, 0 where they are not known."""
    return np.array([point[name] if point[name] is not None and math.isfinite(point[name]) else 0.0 for point in points])


def ranked(points: Sequence[dict[str, Any]], figure: str, look: Look) -> Figure:
    """The first points in the order given, each with its interval: {"name", "mean", "half", "is_best"}."""
    known = [point for point in points if point["mean"] is not None][:MOST]
    drawn, axes = axes_of(8, 1.4 + 0.25 * max(4, len(known)), look.word(WORDS, "ranked", figure=look.name(figure)))
    if not known:
        nothing(axes, look)
        return drawn
    for word, colour, form, is_best in (("best", COLOURS[1], "s", True), ("other", COLOURS[0], "o", False)):
        places = [place for place, point in enumerate(known) if point["is_best"] == is_best]
        if places:
            chosen = [known[place] for place in places]
            means = [point["mean"] for point in chosen]
            axes.errorbar(means, places, xerr=_halves(chosen), fmt=form, color=colour, capsize=3, label=look.word(WORDS, word))
    axes.set_yticks(range(len(known)), [look.name(point["name"], 60) for point in known], fontsize=8)
    axes.set_ylim(len(known) - 0.5, -0.5)
    _finish(drawn, axes, look.name(figure), "", legend=any(point["is_best"] for point in known))
    return drawn


def pair(points: Sequence[dict[str, Any]], x: str, y: str, look: Look, stairs: tuple[str, str] | None, limits: Sequence[tuple[str, float]]) -> Figure:
    """Each point by two figures with their intervals: {"name", "x", "x_half", "y", "y_half", "state": best, behind or missed}.

    `stairs`: what is better in x and y, minimise or maximise; the best are joined by a staircase, and are a front. None: the best are the best by x alone.
    `limits`: ("x" or "y", bound), each a line.
    """
    known = [point for point in points if point["x"] is not None and point["y"] is not None]
    drawn, axes = axes_of(8, 5, look.word(WORDS, "pair", x=look.name(x), y=look.name(y)))
    if not known:
        nothing(axes, look)
        return drawn
    best = "front" if stairs else "best"
    for state, word, colour, form, face in (
        ("missed", "missed", GREY, "x", GREY),
        ("behind", "behind", COLOURS[0], "o", "white"),
        ("best", best, COLOURS[1], "s", COLOURS[1]),
    ):
        chosen = [point for point in known if point["state"] == state]
        if chosen:
            places = [point["x"] for point in chosen], [point["y"] for point in chosen]
            reach = {"xerr": _halves(chosen, "x_half"), "yerr": _halves(chosen, "y_half"), "ecolor": "#AAAAAA", "elinewidth": 0.9, "capsize": 2}
            label, over = look.word(WORDS, word), 4 if state == "best" else 3
            axes.errorbar(*places, **reach, fmt=form, color=colour, markerfacecolor=face, markersize=6, label=label, zorder=over)  # type: ignore[arg-type]
    front = sorted({(point["x"], point["y"]) for point in known if point["state"] == "best"})
    if stairs and len(front) > 1:
        # between two points of a front lies what either is sure to give: the worse of both figures
        side: Literal["post", "pre"] = "post" if stairs[0] == "minimise" else "pre"
        axes.step(*zip(*front, strict=True), where=side, color=COLOURS[1], linewidth=1.2, zorder=2)
    for number, (axis, bound) in enumerate(limits):
        line = axes.axvline if axis == "x" else axes.axhline
        line(bound, color="black", linestyle="--", linewidth=1.2, label=look.word(WORDS, "limit") if not number else "_")
    _finish(drawn, axes, look.name(x), look.name(y))
    return drawn


def factors(rows: Sequence[dict[str, Any]], figure: str, measures: Sequence[tuple[str, str]], axis: str, look: Look) -> Figure:
    """Which factors move a figure, most first: a bar each, or two, with their intervals.

    `rows`: {"factor", and by the names of `measures` values, with _conf their half-width, if there is one}; `measures`: (name, label).
    """
    known = [row for row in rows if row.get(measures[0][0]) is not None]
    drawn, axes = axes_of(8, 1.6 + 0.3 * max(3, len(known)) * (1 + 0.4 * (len(measures) - 1)), look.word(WORDS, "factors", figure=look.name(figure)))
    if not known:
        nothing(axes, look)
        return drawn
    height = 0.7 / len(measures)
    with_interval = False
    for number, (name, label) in enumerate(measures):
        places = np.arange(len(known)) + (number - (len(measures) - 1) / 2) * height
        values = np.array([row[name] if row[name] is not None else 0.0 for row in known], float)
        style: dict[str, Any] = {"facecolor": (COLOURS[5], COLOURS[4])[number % 2], "edgecolor": "#333333", "linewidth": 0.5}
        axes.barh(places, values, height=0.92 * height, label=label, **style | ({"hatch": "////"} if number else {}))
        halves = np.array([row.get(f"{name}_conf") or 0.0 for row in known], float)
        if any(f"{name}_conf" in row for row in known):
            axes.errorbar(values, places, xerr=halves, fmt="none", ecolor="black", elinewidth=1.1, capsize=3,
                          label="_" if with_interval else look.word(WORDS, "interval"))  # fmt: skip
            with_interval = True
    axes.axvline(0.0, color="black", linewidth=0.9)
    axes.set_yticks(range(len(known)), [look.name(str(row["factor"]), 40) for row in known])
    axes.set_ylim(len(known) - 0.45, -0.55)
    _finish(drawn, axes, axis, "", legend=len(measures) > 1 or with_interval)
    return drawn


def _finish(drawn: Figure, axes: Axes, x: str, y: str, legend: bool = True) -> None:
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(NUMBERS)
    if y:
        axes.yaxis.set_major_formatter(NUMBERS)
    axes.grid(color="#E5E5E5", axis="both" if y else "x")
    axes.set_axisbelow(True)
    if legend:
        drawn.legend(*axes.get_legend_handles_labels(), frameon=False, ncols=3, loc="outside lower center")
