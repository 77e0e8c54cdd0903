"""The chance to carry a demand, drawn over the demand: thresholds of replications, the interval of the capacity, the target."""

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from .style import COLOURS, THOUSANDS, Look, look_for

WORDS = {
    "title": ("{title}: chance to carry a demand", "{title}：各到达量下的达标概率"),
    "x": ("parcels offered a day", "日到达量 [件/日]"),
    "y": ("chance [%]", "达标概率 [%]"),
    "chance": ("share of {n} replications", "{n} 次重复中的占比"),
    "band": ("{confidence:.0f} % interval of the share", "占比的 {confidence:.0f} % 置信区间"),
    "capacity": ("capacity, {confidence:.0f} % interval", "产能，{confidence:.0f} % 置信区间"),
    "target": ("target", "目标"),
}


def capacity_figure(record: dict[str, Any], look: Look) -> Figure:
    """The figure, from the record of a verdict (`sim.reaching.verdict.as_record`)."""

    def word(key: str, **figures: object) -> str:
        return WORDS[key][look.lang == "zh"].format(**figures)

    points, confidence, found = record["chance"], 100 * record["confidence"], record["capacity_per_day"]
    at = [point["per_day"] for point in points]
    figure = Figure(figsize=(8, 4.4), layout="constrained")
    axes = figure.add_subplot()
    low, high = ([100 * point[end] for point in points] for end in ("low", "high"))
    axes.fill_between(at, low, high, step="pre", color=COLOURS[5], alpha=0.3, linewidth=0, label=word("band", confidence=confidence))
    n = len(record["thresholds_per_day"])
    axes.step(at, [100 * point["share"] for point in points], where="pre", color=COLOURS[0], label=word("chance", n=n))
    if found["high"] is not None:
        axes.errorbar(
            [found["estimate"]],
            [100 * record["rules"]["chance"]],
            xerr=[[found["estimate"] - found["low"]], [found["high"] - found["estimate"]]],
            fmt="o",
            capsize=4,
            color=COLOURS[6],
            label=word("capacity", confidence=confidence),
        )
    if record["target_per_day"]:
        axes.axvline(record["target_per_day"], color=COLOURS[1], linestyle="--", label=word("target"))
    axes.set_title(word("title", title=look.name(record["title"])), loc="left")
    axes.set_xlabel(word("x"))
    axes.set_ylabel(word("y"))
    axes.set_ylim(-3, 103)
    axes.yaxis.set_major_formatter(PercentFormatter(symbol=""))
    axes.xaxis.set_major_formatter(THOUSANDS)
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


def draw_capacity(record: dict[str, Any], picture: Path, lang: str = "en") -> None:
    """Write `picture` (PNG) and beside it the same as SVG."""
    look = look_for(lang)
    with look.settings():
        figure = capacity_figure(record, look)
        figure.savefig(picture, format="png", dpi=120, metadata={"Software": None})
        figure.savefig(picture.with_suffix(".svg"), format="svg", metadata={"Date": None})
