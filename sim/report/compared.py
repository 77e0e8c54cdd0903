"""Several configurations: their means, and by how much each is worse than the best."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .style import COLOURS, Look, look_for, save

NUMBERS = FuncFormatter(lambda value, _: f"{value:,.6g}")
MOST = 40
"""configurations drawn"""


def draw_compared(columns: Mapping[str, Sequence[Any]], path: Path, figure: str, lang: str = "en") -> None:
    """Write the figure as path.svg and path.png.

    `columns`, by rank: name, mean, half_width, difference, difference_half_width (in the unit of the figure), apart (from the first).
    """
    look = look_for(lang)
    with look.settings():
        save(compared(columns, figure, look), path)


def compared(columns: Mapping[str, Sequence[Any]], figure: str, look: Look) -> Figure:
    """Means with their intervals on the left; on the right the differences with theirs, of which those that reach 0 are not told apart."""
    names = [look.name(str(name), 34) for name in columns["name"][:MOST]]
    n, places = len(names), np.arange(len(names))
    drawn = Figure(figsize=(8, 1.7 + 0.26 * max(4, n)), layout="constrained")
    axes = drawn.subplots(1, 2, sharey=True)
    groups = [("best", COLOURS[2], places == 0), ("same", COLOURS[0], (places > 0) & ~np.array(columns["apart"][:MOST], bool))]
    groups.append(("other", COLOURS[7], np.array(columns["apart"][:MOST], bool)))
    for side, value, half, title in zip(
        axes, ("mean", "difference"), ("half_width", "difference_half_width"), ("compared_mean_title", "compared_difference_title"), strict=True
    ):
        values, halves = (np.array(columns[name][:MOST], float) for name in (value, half))
        for label, colour, chosen in groups:
            if chosen.any():
                reach = np.where(np.isfinite(halves[chosen]), halves[chosen], 0.0)
                side.errorbar(
                    values[chosen],
                    places[chosen],
                    xerr=reach,
                    fmt="s" if label == "same" else "o",
                    color=colour,
                    capsize=3,
                    label=look.text(f"compared_{label}"),
                )
        side.set_title(look.text(title), loc="left")
        side.set_xlabel(look.name(figure))
        side.xaxis.set_major_locator(MaxNLocator(4))
        side.xaxis.set_major_formatter(NUMBERS)
        side.grid(axis="x", color="#E5E5E5")
    axes[1].axvline(0, color=COLOURS[6], linewidth=0.8)
    axes[0].set_yticks(places, names)
    axes[0].set_ylim(n - 0.5, -0.5)
    drawn.legend(*axes[0].get_legend_handles_labels(), frameon=False, ncols=3, loc="outside lower center")
    return drawn
