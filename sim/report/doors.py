"""What stood at the doors: a bar a vehicle at the outbound ones, and how many of all were taken."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.results.run import Run

from .style import COLOURS, Look, axes_of, clock_axis, nothing, panels_of

MOST_DOORS = 40
LIGHT = "#9CCBE8"  # a light blue that black marks stand out from, also in grey

WORDS = {
    "title": ("Outbound doors and their vehicles: {n:,} doors", "装车口与车辆：共 {n:,} 个装车口"),
    "some": (
        "Outbound doors and their vehicles: the {shown} of {n:,} doors with the most parcels",
        "装车口与车辆：{n:,} 个装车口中装车量最大的 {shown} 个",
    ),
    "whole": ("all promised parcels aboard", "承诺件全部装上"),
    "short": ("promised parcels left behind", "有承诺件误班"),
    "stands": ("still at its door at the end", "结束时仍在装车口"),
    "cut_off": ("cut-off", "截载时刻"),
    "doorless": ("{n:,} departures got no door and are not drawn", "{n:,} 个班次未获装车口，图中未画"),
    "docks": ("Doors and yard places taken", "车位占用"),
    "doors": ("inbound doors", "卸车口"),
    "outbound_doors": ("outbound doors", "装车口"),
    "yard": ("vehicles in the yard", "待卸车辆"),
    "vehicles": ("vehicles [vehicles]", "车辆 [辆]"),
    "door": ("outbound door", "装车口"),
}


def doors(run: Run, look: Look) -> Figure:
    """Each vehicle as a bar from docking to leaving at its outbound door, with its cut-off; at most 40 doors, those with the most parcels."""
    columns = run.departures
    docked = (columns["door"] != "") & np.isfinite(columns["docked_s"])
    names, of = np.unique(columns["door"][docked], return_inverse=True)
    if not len(names):
        figure, axes = axes_of(8, 3, look.word(WORDS, "title", n=0))
        nothing(axes, look)
        return figure
    parcels = np.bincount(of, weights=columns["parcels"][docked])
    number = {str(name): place for place, name in enumerate(run.elements["name"])}
    most = sorted(range(len(names)), key=lambda door: (-parcels[door], number.get(str(names[door]), 0)))[:MOST_DOORS]
    shown = sorted(most, key=lambda door: number.get(str(names[door]), 0))
    title = look.word(WORDS, "title" if len(shown) == len(names) else "some", shown=len(shown), n=len(names))
    figure, axes = axes_of(8.6, 1.9 + 0.2 * max(4, len(shown)), title)
    row = np.full(len(names), -1)
    row[shown] = np.arange(len(shown))
    at = row[of]
    table = {name: values[docked][at >= 0] for name, values in columns.items()}
    at = at[at >= 0]
    begin = table["docked_s"] / 3600
    stands = ~np.isfinite(table["left_s"])
    end = np.where(stands, run.horizon_s, table["left_s"]) / 3600
    short = (table["on_time"] < table["promised"]) & ~stands
    looks: list[tuple[str, np.ndarray, dict[str, Any]]] = [
        ("whole", ~short & ~stands, {"facecolor": LIGHT}),
        ("short", short, {"facecolor": COLOURS[1], "hatch": "////"}),
        ("stands", stands, {"facecolor": "white", "hatch": ".."}),
    ]
    handles: list[Any] = []
    for key, chosen, style in looks:
        if chosen.any():
            bar: dict[str, Any] = {"edgecolor": "#333333", "linewidth": 0.4} | style
            axes.barh(at[chosen], (end - begin)[chosen], left=begin[chosen], height=0.72, **bar)
            handles.append(Patch(label=look.word(WORDS, key), **bar))
    cut = np.isfinite(table["cut_off_s"])
    if cut.any():
        axes.vlines(table["cut_off_s"][cut] / 3600, at[cut] - 0.46, at[cut] + 0.46, color="black", linewidth=1.3)
        mark: dict[str, Any] = {"marker": "|", "linestyle": "none", "color": "black", "markersize": 9, "markeredgewidth": 1.3}
        handles.append(Line2D([], [], label=look.word(WORDS, "cut_off"), **mark))
    axes.set_yticks(range(len(shown)), [look.name(str(names[door]), 30) for door in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_ylabel(look.word(WORDS, "door"))
    clock_axis(axes, run, look, 0.0, max(run.horizon_s / 3600, float(end.max())))
    axes.grid(axis="x", color="#E5E5E5")
    axes.set_axisbelow(True)
    doorless = len(docked) - int(docked.sum())
    if doorless:
        handles.append(Line2D([], [], linestyle="none", label=look.word(WORDS, "doorless", n=doorless)))
    figure.legend(handles=handles, frameon=False, ncols=2, loc="outside lower center")
    return figure


def docks(run: Run, look: Look) -> Figure:
    """Inbound doors, outbound doors and yard places with a vehicle, over time, as steps, a panel each; what a hub never used is left out."""
    used = [name for name in ("doors", "outbound_doors", "yard") if name in run.docks and run.docks[name].size and run.docks[name].max() > 0]
    if not used:
        figure, axes = axes_of(8, 3, look.word(WORDS, "docks"))
        nothing(axes, look)
        return figure
    size = 8, 1.3 + 1.25 * max(2, len(used))
    figure, panels = panels_of(run, look, [look.word(WORDS, name) for name in used], size, look.word(WORDS, "docks"), look.word(WORDS, "vehicles"))
    for axes, name in zip(panels, used, strict=True):
        hours, taken = run.sample_times_s / 3600, run.docks[name]
        axes.fill_between(hours, taken, step="post", color=LIGHT, linewidth=0)
        axes.step(hours, taken, where="post", color=COLOURS[0], linewidth=1.3)
        axes.set_ylim(0, 1.12 * taken.max())
    return figure
