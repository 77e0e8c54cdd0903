"""Which coefficients move a figure most: the end of the chapters on land, energy and cost."""

from sim.report import SITE_PLOTS
from sim.report.site import AIMS
from sim.report.style import svg_of
from sim.site.told import unit

from ..blocks import Block, Picture, Table
from ..dossier import Dossier
from ..numbers import between, number
from ..say import Say

MOST = 8


def matters(it: Dossier, say: Say, aim: str) -> list[Block]:
    """Return figure and table of the coefficients whose ranges move `aim` most, each alone from its low to its high; those not verified are marked."""
    plot = next(kind for kind, of in AIMS.items() if of == aim)
    known = {each["name"]: each for each in it.site["coefficients"]}
    rows = []
    for bar in it.site["matters"][aim][:MOST]:
        of = known[bar["name"]]
        mark = say(" (not verified)", "（未核实）") if of["status"] == "M" else ""
        rows.append([of[say.lang] + mark, f"{between(of, say.lang)} {unit(of['unit'], say.lang)}".strip(), number(bar["at_low"]), number(bar["at_high"])])
    header = [say(*words) for words in (("coefficient", "系数"), ("range", "取值范围"), ("at its low", "取低值时"), ("at its high", "取高值时"))]
    drawn = svg_of(lambda look: SITE_PLOTS[plot](it.site, look), say.lang)
    caption = say("What moves it most, each alone", "影响最大的系数（单独变动）")
    return [Picture(drawn, caption), Table(header, rows)]
