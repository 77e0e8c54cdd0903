"""The hub drawn from left to right with its load: boxes coloured by utilisation, arrows as wide as what they carried."""

import math
import re
from itertools import pairwise
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path as Curve

from sim.results import bottleneck
from sim.results.families import Family, families, flows_between
from sim.results.run import Run

from .layers import Layers, layered
from .style import Look, nothing

MOST_IN_A_LAYER = 22
BOX = (1.0, 0.46)  # width and height, in the units of the drawing: a layer is 1.6 wide, a row 0.7 high
STEP_X, STEP_Y = 1.6, 0.70
WIDEST = 7.0  # line of the largest flow [pt]


def _fewer(chosen: list[Family], arrows: dict[tuple[int, int], int], look: Look) -> tuple[list[Family], list[str], dict[tuple[int, int], int]]:
    """Join the smallest families of layers that are too full into one box each: families, labels, flows."""
    order = layered(len(chosen), list(arrows)).order
    through = np.zeros(len(chosen))
    for (_, end), units in arrows.items():
        through[end] += units
    target = list(range(len(chosen)))
    kept, labels = list(chosen), [look.name(family.label, 40) for family in chosen]
    for layer in order:
        nodes = sorted((node for node in layer if node < len(chosen)), key=lambda node: -through[node])
        surplus = nodes[MOST_IN_A_LAYER - 1 :]
        if len(surplus) > 1:
            members = np.sort(np.concatenate([chosen[node].members for node in surplus]))
            kinds = {chosen[node].kind for node in surplus}
            for node in surplus:
                target[node] = len(kept)
            kept.append(Family("", kinds.pop() if len(kinds) == 1 else "", members))
            labels.append(look.text("others", n=len(surplus)))
    used = sorted(set(target))
    place = {node: number for number, node in enumerate(used)}
    joined: dict[tuple[int, int], int] = {}
    for (start, end), units in arrows.items():
        arrow = place[target[start]], place[target[end]]
        joined[arrow] = joined.get(arrow, 0) + units
    return [kept[node] for node in used], [labels[node] for node in used], joined


def _positions(layers: Layers) -> dict[int, tuple[float, float]]:
    """Centre of each node and place, layers centred on one another."""
    high = max(len(layer) for layer in layers.order)
    spots = {}
    for x, layer in enumerate(layers.order):
        # few nodes in a layer are spread out, so that arrows run flat
        gap = STEP_Y * min(2.0, high / max(1, len(layer)))
        for y, node in enumerate(layer):
            spots[node] = (x * STEP_X, ((len(layer) - 1) / 2 - y) * gap)
    return spots


def _forward(axes: Axes, spots: list[tuple[float, float]], width: float) -> None:
    """A smooth arrow through the spots, from the right side of the first box to the left side of the last."""
    half = BOX[0] / 2
    points, codes = [(spots[0][0] + half, spots[0][1])], [Curve.MOVETO]
    for (_, y0), (x1, y1) in pairwise(spots):
        start, end = points[-1], (x1 - half, y1)
        bend = (end[0] - start[0]) * 0.5
        points += [(start[0] + bend, y0), (end[0] - bend, y1), end]
        codes += [Curve.CURVE4] * 3
        if (x1, y1) != spots[-1]:
            points.append((x1 + half, y1))
            codes.append(Curve.LINETO)
    style = f"-|>,head_length={2.5 + width * 0.5},head_width={1.2 + width * 0.35}"
    ends: dict[str, Any] = {"capstyle": "butt", "joinstyle": "miter"}
    axes.add_patch(FancyArrowPatch(path=Curve(points, codes), arrowstyle=style, linewidth=width, color="#8A8A8A", alpha=0.75, zorder=1, **ends))


def _backward(axes: Axes, start: tuple[float, float], end: tuple[float, float], low: float, width: float) -> None:
    """A dashed arrow that runs below everything, back to an earlier box."""
    y0, y1 = start[1] - BOX[1] / 2, end[1] - BOX[1] / 2
    points = [(start[0], y0), (start[0], low), (start[0], low), ((start[0] + end[0]) / 2, low), (end[0], low), (end[0], low), (end[0], y1)]
    codes = [Curve.MOVETO] + [Curve.CURVE4] * 6
    axes.add_patch(
        FancyArrowPatch(path=Curve(points, codes), arrowstyle="-|>,head_length=3,head_width=1.8", linewidth=width, linestyle="--", color="#CC79A7", zorder=1)
    )


def _box(axes: Axes, spot: tuple[float, float], label: str, used: float, limits: bool) -> None:
    """One box, its name and its utilisation; grey if it has none, with a heavy frame if it limits the hub."""
    known = math.isfinite(used)
    colour = matplotlib.colormaps["YlOrBr"](0.05 + 0.9 * used) if known else (0.95, 0.95, 0.95, 1.0)
    dark = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2] < 0.5
    low = spot[0] - BOX[0] / 2, spot[1] - BOX[1] / 2
    frame: dict[str, Any] = {"edgecolor": "#0072B2" if limits else "#666666", "linewidth": 2.6 if limits else 0.7}
    axes.add_patch(FancyBboxPatch(low, *BOX, boxstyle="round,pad=0,rounding_size=0.06", facecolor=colour, zorder=3, **frame))
    lines = _two_lines(label)
    if known:
        lines.append(f"{100 * used:.0f} %")
    axes.text(*spot, "\n".join(lines), ha="center", va="center", fontsize=6.8, color="white" if dark else "black", zorder=4, linespacing=1.05)


def _two_lines(label: str) -> list[str]:
    """The label on at most two lines of 16 letters, broken after a dot, underscore or blank where it can be."""
    pieces = re.sub(r"([._ ])", r"\1\0", label).split("\0")
    lines = [""]
    for piece in pieces:
        if lines[-1] and len(lines[-1]) + len(piece.rstrip()) > 16:
            lines.append("")
        lines[-1] += piece
    lines = [line.rstrip() for line in lines]
    lines = [*lines[:1], "".join(lines[1:])] if len(lines) > 2 else lines
    return [line if len(line) <= 19 else line[:9] + "…" + line[-9:] for line in lines]


def _utilisation(run: Run, family: Family, window: tuple[int, int]) -> float:
    if family.kind not in bottleneck.SERVING + bottleneck.CARRYING or window[1] <= window[0]:
        return float("nan")
    return bottleneck.load(run, family, window).utilisation


def hub(run: Run, look: Look) -> Figure:
    """The whole hub; copies as one box with their number, and of a layer with more than 22 boxes the smallest flows joined in one."""
    chosen = families(run)
    arrows = {arrow: units for arrow, units in flows_between(run, chosen).items() if units > 0}
    linked = sorted({node for arrow in arrows for node in arrow})
    place = {node: number for number, node in enumerate(linked)}
    arrows = {(place[start], place[end]): units for (start, end), units in arrows.items()}
    if not arrows:
        figure = Figure(figsize=(8, 3), layout="constrained")
        nothing(figure.add_subplot(), look)
        return figure
    chosen, labels, arrows = _fewer([chosen[node] for node in linked], arrows, look)
    layers = layered(len(chosen), list(arrows))
    spots = _positions(layers)
    return _draw(run, look, chosen, labels, arrows, layers, spots)


def _holds(run: Run, family: Family, name: str) -> bool:
    """Whether `name` is this family or one of its members."""
    return bool(family.name == name or (run.elements["name"][family.members] == name).any())


def _draw(
    run: Run,
    look: Look,
    chosen: list[Family],
    labels: list[str],
    arrows: dict[tuple[int, int], int],
    layers: Layers,
    spots: dict[int, tuple[float, float]],
) -> Figure:
    """Put the boxes and arrows on paper."""
    low, high = min(y for _, y in spots.values()), max(y for _, y in spots.values())
    back = sorted({arrow for arrow in layers.back if arrow[0] != arrow[1]})
    depth = low - BOX[1] - 0.16 * len(back)
    width, height = (len(layers.order) - 1) * STEP_X + BOX[0] + 0.4, high - depth + BOX[1] + 0.3
    figure = Figure(figsize=(max(7.0, width * 0.95), max(2.8, height * 0.95 + 0.9)), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(look.text("hub_title"), loc="left")
    axes.set_axis_off()
    most = max(arrows.values())
    thick = {arrow: max(0.5, WIDEST * units / most) for arrow, units in arrows.items()}
    for arrow, way in layers.ways.items():
        _forward(axes, [spots[node] for node in way], thick[arrow])
    for number, arrow in enumerate(back):
        _backward(axes, spots[arrow[0]], spots[arrow[1]], low - BOX[1] - 0.16 * number, min(3.0, thick[arrow]))
    window = bottleneck.peak_window(run)
    limit = bottleneck.find(run)
    for node, family in enumerate(chosen):
        _box(axes, spots[node], labels[node], _utilisation(run, family, window), limit.binds and _holds(run, family, limit.name))
    axes.set_xlim(-BOX[0] / 2 - 0.2, (len(layers.order) - 1) * STEP_X + BOX[0] / 2 + 0.2)
    axes.set_ylim(depth - 0.1, high + BOX[1] / 2 + 0.15)
    axes.set_aspect("equal")
    scale = ScalarMappable(Normalize(0, 100), cmap=matplotlib.colormaps["YlOrBr"])
    figure.colorbar(scale, ax=axes, location="bottom", shrink=0.4, aspect=40, pad=0.02, label=look.text("utilisation"))
    return figure
