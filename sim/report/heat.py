"""Where units waited, and when: a row a family, darker the nearer it was to its own maximum."""

import matplotlib
import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from sim.results.families import Family, families, flows_between
from sim.results.run import Run

from .layers import layered
from .style import Look, axes_of, clock_axis, nothing

MOST_ROWS = 30
SUPPLIES = ("source", "sink", "stock")
"""what is in a stock lies ready and does not wait"""
MOST_COLUMNS = 300
"""more samples are taken together, the largest of them shown"""
SHADES = "Blues"  # its lightness falls all the way, so it prints in grey

WORDS = {
    "title": ("Where units waited, and when", "排队位置与时段"),
    "some": ("Where units waited, and when: the {shown} largest of {n} families", "排队位置与时段（{n} 类设备中最大的 {shown} 类）"),
    "shade": ("units inside, of the row's maximum [%]", "场内件数占本行最大值 [%]"),
    "most": ("maximum\n[units]", "最大值\n[件]"),
}


def rows(run: Run) -> list[tuple[Family, np.ndarray]]:
    """Families in which something waited, from the entrance to the exit, with their units inside at the sample times, shape (samples,).

    A family that no sample found anything in is left out.
    """
    chosen = families(run)
    order = layered(len(chosen), [arrow for arrow, units in flows_between(run, chosen).items() if units > 0]).order
    level = {node: number for number, layer in enumerate(order) for node in layer}
    found = []
    for node in sorted(range(len(chosen)), key=lambda node: (level[node], node)):
        family = chosen[node]
        if family.kind not in SUPPLIES and run.elements["queue_max"][family.members].max() > 0:
            inside = run.inside[:, family.members].sum(axis=1)
            if inside.size and inside.max() > 0:
                found.append((family, inside))
    return found


def heat(run: Run, look: Look) -> Figure:
    """Units inside families in which something waited, each row scaled to its own maximum, which stands at its right; at most 30 rows."""
    found = rows(run)
    kept = sorted(sorted(range(len(found)), key=lambda place: -found[place][1].max())[:MOST_ROWS])
    shown = [found[place] for place in kept]
    title = look.word(WORDS, "title" if len(shown) == len(found) else "some", shown=len(shown), n=len(found))
    figure, axes = axes_of(8.6, 1.9 + 0.24 * max(4, len(shown)), title)
    if not shown:
        nothing(axes, look)
        return figure
    inside = np.array([inside for _, inside in shown], dtype=float)
    most = inside.max(axis=1)
    cells, begin, end = _cells(run.sample_times_s / 3600, 100 * inside / most[:, None])
    frame = (begin, end, len(shown) - 0.5, -0.5)
    axes.imshow(cells, cmap=SHADES, vmin=0, vmax=100, aspect="auto", interpolation="none", extent=frame)
    clock_axis(axes, run, look)
    axes.set_yticks(range(len(shown)), [look.name(family.label, 34) for family, _ in shown])
    axes.set_yticks(np.arange(len(shown) + 1) - 0.5, minor=True)
    axes.tick_params(axis="y", which="both", length=0)
    axes.grid(axis="y", which="minor", color="white", linewidth=1.5)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(len(shown)), [f"{value:,.0f}" for value in most])
    right.tick_params(length=0)
    right.spines["right"].set_visible(False)
    axes.text(1.01, 1.0, look.word(WORDS, "most"), transform=axes.transAxes, ha="left", va="bottom", fontsize=7.5)
    scale = ScalarMappable(Normalize(0, 100), cmap=matplotlib.colormaps[SHADES])
    figure.colorbar(scale, ax=axes, location="bottom", shrink=0.45, aspect=40, pad=0.02, label=look.word(WORDS, "shade"))
    return figure


def _cells(times_h: np.ndarray, share: np.ndarray) -> tuple[np.ndarray, float, float]:
    """The shades in at most so many columns, each as wide as the time between samples; their begin and end [h]."""
    step = -(-share.shape[1] // MOST_COLUMNS)
    starts = np.arange(0, share.shape[1], step)
    between = float(times_h[1] - times_h[0]) if len(times_h) > 1 else 1.0
    # a sample stands for the time up to the next one
    return np.maximum.reduceat(share, starts, axis=1), float(times_h[0]), float(times_h[0]) + between * step * len(starts)
