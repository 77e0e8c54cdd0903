"""What went where: families from left to right, bands as wide as the units they carried, what came back hatched below."""

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path as Curve

from sim.results.run import Run

from .drawing import _two_lines as two_lines
from .layers import layered
from .streams import Arrow, Layout, Node, Streams, in_series, laid_out, streams
from .style import COLOURS, Look, nothing

MOST_NODES = 40
MOST_LAYERS = 14
"""in a deeper hub nodes that only pass on what came from one other are drawn as one"""
# in inches, which are the units of the drawing
COLUMN, STEP = 0.98, 1.45
"""in a column, as wide as a label, bands run flat: none crosses a label"""
BAR = 0.09
GAP, NARROW = 0.43, 0.10
FORWARD = {"facecolor": "#9CCBE8", "edgecolor": "#3F7FA6", "linewidth": 0.35, "alpha": 0.8}
BACK = {"facecolor": "#F3DCE8", "edgecolor": COLOURS[3], "linewidth": 0.9, "hatch": "/////", "linestyle": "--"}

WORDS = {
    "title": ("Flows in units: a parcel, or a bag with what is in it", "流向（件数：一件包裹或一个整包）"),
    "forward": ("onward; widths by units, {units:,} at the widest place", "正向；宽度按件数，最宽处 {units:,} 件"),
    "back": ("back: recirculation, or to an earlier place", "回流（循环再投或返回上游）"),
    "others": ("{n} small ones", "其余 {n} 类"),
    "turned": ("{into:,} → {out:,}", "{into:,} → {out:,}"),
    "series": ("… : several in series, each passing on what came to it", "…：依次相接的多类设备"),
    "turned_note": ("units in → units out, where both differ by more than 1 %", "进入件数 → 离开件数（相差 1 % 以上时）"),
}


def sankey(run: Run, look: Look) -> Figure:
    """Flows between at most about forty families; of more, alike ones are one node, and then the small ones of a layer."""
    found = streams(run, MOST_NODES)
    if len(layered(len(found.nodes), list(found.units)).order) > MOST_LAYERS:
        found = in_series(found)
    if not found.units:
        figure = Figure(figsize=(8, 3), layout="constrained")
        axes = figure.add_subplot()
        axes.set_title(look.word(WORDS, "title"), loc="left")
        nothing(axes, look)
        return figure
    most = max(found.size(node) for node in range(len(found.nodes)))
    deep = len(layered(len(found.nodes), list(found.units)).order)
    scale = min(2.4, max(1.4, 0.16 * deep)) / most
    layout = laid_out(found, scale, GAP, NARROW)
    last = len(layout.layers.order) - 1
    low = min(layout.top[node] - layout.high[node] for node in layout.top)
    lanes = _lanes(found, layout, low, scale)
    bottom = min([low, *(y - scale * found.units[arrow] for arrow, y in lanes.items())]) - 0.1
    upper = max(layout.top.values()) + GAP
    figure = Figure(figsize=(max(7.0, last * STEP + COLUMN + 0.5), max(2.6, upper - bottom + 1.0)), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(look.word(WORDS, "title"), loc="left")
    axes.set_axis_off()
    for arrow, units in sorted(found.units.items(), key=lambda entry: (-entry[1], entry[0])):
        outline = _back(layout, arrow, lanes[arrow], scale * units) if arrow in lanes else _onward(layout, arrow, scale * units)
        axes.add_patch(_band(outline, BACK if arrow in lanes else FORWARD))
    turned = [_node(axes, look, found, layout, node) for node in range(len(found.nodes))]
    axes.set_xlim(-COLUMN / 2 - 0.2, last * STEP + COLUMN / 2 + 0.2)
    axes.set_ylim(bottom, upper)
    axes.set_aspect("equal")
    handles: list[Artist] = [Patch(label=look.word(WORDS, "forward", units=most), **FORWARD)]  # type: ignore[arg-type]
    handles += [Patch(label=look.word(WORDS, "back"), **BACK)] if lanes else []  # type: ignore[arg-type]
    notes = [key for key, told in (("turned_note", any(turned)), ("series", any(node.until for node in found.nodes))) if told]
    handles += [Line2D([], [], linestyle="none", label=look.word(WORDS, key)) for key in notes]
    figure.legend(handles=handles, frameon=False, ncols=1 if last < 6 else 2, loc="outside lower center")
    return figure


def _lanes(found: Streams, layout: Layout, low: float, scale: float) -> dict[Arrow, float]:
    """The upper edge of each band back, where it runs below everything: short ones nearest."""
    lanes, y = {}, low - 0.12
    for arrow in sorted(set(layout.layers.back), key=lambda arrow: (layout.level[arrow[0]] - layout.level[arrow[1]], arrow)):
        lanes[arrow] = y
        y -= scale * found.units[arrow] + 0.08
    return lanes


Outline = list[tuple[str, list[tuple[float, float]]]]
"""pieces of a middle line, each straight ("L", one point) or a cubic Bezier ("C", three points), after a first point ("M")"""


def _onward(layout: Layout, arrow: Arrow, width: float) -> tuple[Outline, Outline]:
    """Upper and lower edge of a band through the places on its way: flat in the columns, curved between them."""
    way = layout.layers.ways[arrow]
    heights = [layout.starts[arrow], *(layout.top[place] for place in way[1:-1]), layout.ends[arrow]]
    edges = []
    for drop in (0.0, width):
        x = layout.level[way[0]] * STEP
        pieces: Outline = [("M", [(x + BAR / 2, heights[0] - drop)])]
        for number in range(len(way) - 1):
            x0, x1 = x + number * STEP + COLUMN / 2, x + (number + 1) * STEP - COLUMN / 2
            y0, y1, middle = heights[number] - drop, heights[number + 1] - drop, (x0 + x1) / 2
            pieces += [("L", [(x0, y0)]), ("C", [(middle, y0), (middle, y1), (x1, y1)])]
        pieces.append(("L", [(x + (len(way) - 1) * STEP - BAR / 2, heights[-1] - drop)]))
        edges.append(pieces)
    return edges[0], edges[1]


def _back(layout: Layout, arrow: Arrow, lane: float, width: float) -> tuple[Outline, Outline]:
    """Outer and inner edge of a band that turns down behind its node, runs below everything, and turns up before the earlier one."""
    x0, x1 = layout.level[arrow[0]] * STEP + COLUMN / 2, layout.level[arrow[1]] * STEP - COLUMN / 2
    y0, y1 = layout.starts[arrow], layout.ends[arrow]
    edges = []
    turn = 0.10
    for out, drop, under in ((turn + min(width, 0.3), 0.0, width), (turn, width, 0.0)):
        right, left, base = x0 + out, x1 - out, lane - under
        pieces: Outline = [("M", [(layout.level[arrow[0]] * STEP + BAR / 2, y0 - drop)]), ("L", [(x0, y0 - drop)])]
        pieces += [("C", [(right, y0 - drop), (right, y0 - drop), (right, (y0 - drop + base) / 2)]), ("C", [(right, base), (right, base), (x0, base)])]
        pieces += [("L", [(x1, base)])]
        pieces += [("C", [(left, base), (left, base), (left, (y1 - drop + base) / 2)]), ("C", [(left, y1 - drop), (left, y1 - drop), (x1, y1 - drop)])]
        pieces += [("L", [(layout.level[arrow[1]] * STEP - BAR / 2, y1 - drop)])]
        edges.append(pieces)
    return edges[0], edges[1]


def _band(edges: tuple[Outline, Outline], style: dict[str, Any]) -> PathPatch:
    """The area between two edges."""
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for _, stretch in edges[0]:
        points += stretch
        codes += [int(Curve.MOVETO)] if not codes else [int(Curve.LINETO if len(stretch) == 1 else Curve.CURVE4)] * len(stretch)
    # the second edge backwards: each piece ends where the one before it began
    ends = [stretch[-1] for _, stretch in edges[1]]
    points.append(ends[-1])
    codes.append(int(Curve.LINETO))
    for number in range(len(ends) - 1, 0, -1):
        stretch = edges[1][number][1]
        points += [*stretch[-2::-1], ends[number - 1]]
        codes += [int(Curve.LINETO if len(stretch) == 1 else Curve.CURVE4)] * len(stretch)
    points.append(points[0])
    codes.append(int(Curve.CLOSEPOLY))
    return PathPatch(Curve(points, codes), zorder=1 if style is FORWARD else 2, **style)


def _node(axes: Axes, look: Look, found: Streams, layout: Layout, node: int) -> bool:
    """A bar with its name and count above it; whether what went on differs from what came."""
    x, top, high = layout.level[node] * STEP, layout.top[node], layout.high[node]
    axes.add_patch(Rectangle((x - BAR / 2, top - high), BAR, high, facecolor="#222222", edgecolor="#222222", linewidth=0.5, zorder=3))
    of = found.nodes[node]
    into, out = found.into(node), found.out_of(node)
    turned = found.turns(node)
    count = look.word(WORDS, "turned", into=into, out=out) if turned else f"{max(into, out):,}"
    lines = [*_label(look, of), count]
    axes.text(x, top + 0.03, "\n".join(lines), ha="center", va="bottom", fontsize=6.6, linespacing=1.0, zorder=4)
    return turned


def _label(look: Look, node: Node) -> list[str]:
    """At most two lines."""
    if not node.name:
        return [look.word(WORDS, "others", n=node.families)]
    if node.until:
        return [look.name(node.name, 18), f"… {look.name(node.until, 18)}"]
    return two_lines(look.name(node.name, 40) + (f" ×{node.members:,}" if node.members > 1 else ""))
