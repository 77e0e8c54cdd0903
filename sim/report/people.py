"""The people of each crew over the day: how many were there, and how many of them in the middle of work."""

import numpy as np
from matplotlib.figure import Figure

from sim.results.run import Run

from .style import COLOURS, Look, axes_of, nothing, panels_of

MOST_CREWS = 8

WORDS = {
    "title": ("People by crew", "各班组在岗人数"),
    "present": ("present", "在岗"),
    "at_work": ("of them at work", "其中作业中"),
    "persons": ("people [persons]", "人数 [人]"),
    "others": ("{n} smaller crews together", "其余 {n} 个班组合计"),
}


def crews(run: Run, look: Look) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Name, present and at work of at most nine panels: the eight largest crews in their order, and the sum of the others; empty crews are left out."""
    known = [(name, series["present"], series["at_work"]) for name, series in run.people.items() if series["present"].size and series["present"].max() > 0]
    kept = sorted(sorted(range(len(known)), key=lambda place: -known[place][1].max())[:MOST_CREWS])
    shown = [(look.name(known[place][0], 40), *known[place][1:]) for place in kept]
    rest = [known[place] for place in range(len(known)) if place not in kept]
    if rest:
        shown.append((look.word(WORDS, "others", n=len(rest)), sum(one[1] for one in rest), sum(one[2] for one in rest)))  # type: ignore[arg-type]
    return shown


def people(run: Run, look: Look) -> Figure:
    """A panel a crew: those present as a line, those at work as an area under it."""
    shown = crews(run, look)
    if not shown:
        figure, axes = axes_of(8, 3, look.word(WORDS, "title"))
        nothing(axes, look)
        return figure
    size = 8, 1.4 + 1.05 * max(2, len(shown))
    figure, panels = panels_of(run, look, [name for name, _, _ in shown], size, look.word(WORDS, "title"), look.word(WORDS, "persons"))
    hours = run.sample_times_s / 3600
    for number, (axes, (_, present, at_work)) in enumerate(zip(panels, shown, strict=True)):
        axes.fill_between(hours, at_work, step="post", color=COLOURS[5], linewidth=0, label=None if number else look.word(WORDS, "at_work"))
        axes.step(hours, present, where="post", color="black", linewidth=1.3, label=None if number else look.word(WORDS, "present"))
        axes.set_ylim(0, 1.12 * present.max())
    figure.legend(*panels[0].get_legend_handles_labels(), frameon=False, ncols=2, loc="outside lower center")
    return figure
