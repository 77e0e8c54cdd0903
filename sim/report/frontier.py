"""Capacity against land of several configurations: which give the most for their ground."""

from typing import Any

from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from .style import COLOURS, THOUSANDS, Look, axes_of, nothing

WORDS = {
    "title": ("Capacity against land", "产能与用地"),
    "land": ("site [mu]", "用地 [亩]"),
    "capacity": ("capacity [parcels/day]", "产能 [件/日]"),
    "frontier": ("frontier: no other carries as much on less land", "前沿：无方案以更少用地承载更多件量"),
    "behind": ("another carries as much on less land, or more on as much", "有方案用地更少或产能更高"),
    "interval": ("intervals of land and capacity", "用地与产能的区间"),
    "target": ("target: {target:,.0f} parcels a day", "目标：{target:,.0f} 件/日"),
}
PLACES = ((1, 1), (1, -1), (-1, 1), (-1, -1))
"""where a name may stand about its point: right or left, above or below"""


def best(points: list[dict[str, Any]]) -> list[int]:
    """The places of the points that no other one beats, by rising land: none carries as much on less land, or more on as much."""

    def beats(one: dict[str, Any], other: dict[str, Any]) -> bool:
        less = one["land_mu"]["typical"] - other["land_mu"]["typical"], other["capacity"]["estimate"] - one["capacity"]["estimate"]
        return max(less) <= 0 and min(less) < 0

    kept = [place for place, point in enumerate(points) if not any(beats(other, point) for other in points)]
    return sorted(kept, key=lambda place: (points[place]["land_mu"]["typical"], place))


def frontier(points: list[dict[str, Any]], look: Look, target: float | None = None) -> Figure:
    """Configurations by the land they stand on and what they carry, the best joined by a staircase, and a target [parcels/day] if there is one.

    Each point is {"name", "land_mu": {typical, low, high}, "capacity": {estimate, low, high}} [mu, parcels/day]; an end of an interval may be None, where
    nothing is known.
    """
    figure, axes = axes_of(8, 5, look.word(WORDS, "title"))
    if not points:
        nothing(axes, look)
        return figure
    front = best(points)
    for place, point in enumerate(points):
        x, y = point["land_mu"]["typical"], point["capacity"]["estimate"]
        reach = {"xerr": _reach(x, point["land_mu"]), "yerr": _reach(y, point["capacity"])}
        axes.errorbar([x], [y], **reach, fmt="none", ecolor="#7A7A7A", elinewidth=1.0, capsize=2.5, label="_", zorder=2)  # type: ignore[arg-type]
        is_best = place in front
        axes.plot([x], [y], "o" if is_best else "s", color=COLOURS[0], markerfacecolor=COLOURS[0] if is_best else "white", markersize=7, zorder=4)
    x0, x1 = axes.get_xlim()
    y0, y1 = axes.get_ylim()
    y1 = max(y1, 1.03 * target) if target else y1
    y0 = min(y0, 0.97 * target) if target else y0
    axes.set_xlim(max(0.0, x0 - 0.10 * (x1 - x0)) if x0 >= 0 else x0, x1 + 0.10 * (x1 - x0))
    axes.set_ylim(max(0.0, y0 - 0.08 * (y1 - y0)) if y0 >= 0 else y0, y1 + 0.08 * (y1 - y0))
    stairs_x = [points[place]["land_mu"]["typical"] for place in front]
    stairs_y = [points[place]["capacity"]["estimate"] for place in front]
    axes.step([*stairs_x, axes.get_xlim()[1]], [*stairs_y, stairs_y[-1]], where="post", color=COLOURS[0], linewidth=1.4, zorder=3)
    axes.plot([], [], "o-", color=COLOURS[0], markersize=7, linewidth=1.4, label=look.word(WORDS, "frontier"))
    if len(front) < len(points):
        axes.plot([], [], "s", color=COLOURS[0], markerfacecolor="white", markersize=7, label=look.word(WORDS, "behind"))
    axes.plot([], [], "_", color="#7A7A7A", markersize=12, label=look.word(WORDS, "interval"))
    if target:
        axes.axhline(target, color=COLOURS[1], linestyle="--", linewidth=1.4, label=look.word(WORDS, "target", target=target))
    axes.xaxis.set_major_formatter(THOUSANDS if axes.get_xlim()[1] > 20 else axes.xaxis.get_major_formatter())
    axes.yaxis.set_major_formatter(THOUSANDS)
    axes.set_xlabel(look.word(WORDS, "land"))
    axes.set_ylabel(look.word(WORDS, "capacity"))
    axes.grid(color="#E5E5E5")
    axes.set_axisbelow(True)
    figure.legend(*axes.get_legend_handles_labels(), frameon=False, ncols=2, loc="outside lower center")
    _name(figure, points, look, target)
    return figure


def _reach(middle: float, ends: dict[str, Any]) -> list[list[float]]:
    """The interval as lengths down and up; 0 where an end is not known."""
    low, high = (middle if ends.get(end) is None else ends[end] for end in ("low", "high"))
    return [[max(0.0, middle - low)], [max(0.0, high - middle)]]


def _name(figure: Figure, points: list[dict[str, Any]], look: Look, target: float | None) -> None:
    """Write the names about their points, each where it covers no other name and no point, if there is such a place."""
    axes = figure.axes[0]
    figure.draw_without_rendering()  # or nobody knows where points are
    spots = [axes.transData.transform((point["land_mu"]["typical"], point["capacity"]["estimate"])) for point in points]
    line = axes.transData.transform((0.0, target))[1] if target else -1.0
    taken = [Bbox.from_extents(x - 6, y - 6, x + 6, y + 6) for x, y in spots]
    for point in points:
        made: list[tuple[float, int, Annotation, Bbox]] = []
        for right, up in PLACES:
            note = axes.annotate(
                look.name(point["name"], 32),
                (point["land_mu"]["typical"], point["capacity"]["estimate"]),
                xytext=(7 * right, 5 * up),
                textcoords="offset points",
                ha="left" if right > 0 else "right",
                va="bottom" if up > 0 else "top",
                fontsize=8,
            )
            box = note.get_window_extent()
            inside = axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1 and axes.bbox.y0 <= box.y0 and box.y1 <= axes.bbox.y1
            crossed = 0.5 * (box.y0 <= line <= box.y1)
            made.append((sum(box.overlaps(other) for other in taken) + crossed + (0 if inside else 2), len(made), note, box))
            note.remove()
        _, _, note, box = min(made, key=lambda entry: entry[:2])
        axes.add_artist(note)
        taken.append(box)
