"""Figures of a run, as SVG and PNG. matplotlib lives here and nowhere else, with its Figure objects and without pyplot's global state.

`charts`, `drawing` (with `layers`), `heat`, `sankey` (with `streams`), `doors` and `people` draw a run, `fitted` a fit, `welch` the warm-up of several
runs, `site` its land, energy and cost, `capacity` a verdict, `frontier` several configurations, `compared` a comparison, `studies` a study; `style` is how all
look.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from sim.results.run import Run

from .capacity import capacity_figure
from .charts import departures, dwell, flow, queues, states
from .doors import docks, doors
from .drawing import hub
from .heat import heat
from .people import people
from .sankey import sankey
from .site import AIMS, cost, energy, tornado
from .style import Look, is_empty, look_for, save

FIGURES: dict[str, Callable[[Run, Look], Figure]] = {
    "flow": flow,
    "queues": queues,
    "states": states,
    "dwell": dwell,
    "hub": hub,
    "departures": departures,
}
"""drawn of every run"""
PLOTS: dict[str, Callable[[Run, Look], Figure]] = FIGURES | {"heat": heat, "sankey": sankey, "doors": doors, "docks": docks, "people": people}
"""all figures of a run"""
SITE_PLOTS: dict[str, Callable[[dict[str, Any], Look], Figure]] = {kind: partial(tornado, aim=aim) for kind, aim in AIMS.items()}
SITE_PLOTS |= {"energy": energy, "cost": cost}
"""figures of a record of `site`"""
VERDICT_PLOTS: dict[str, Callable[[dict[str, Any], Look], Figure]] = {"capacity": capacity_figure}
"""figures of the record of a verdict"""


def draw_all(run: Run, folder: Path, lang: str = "en") -> None:
    """Draw every figure that has data into the existing `folder`, as name.svg and name.png; the same run gives the same SVG, byte for byte.

    Raises OSError if the disk is full.
    """
    look = look_for(lang)
    for name, draw in FIGURES.items():
        with look.settings():
            figure = draw(run, look)
            if not is_empty(figure):
                save(figure, folder / name)
