"""Other configurations beside this one, and the land each takes."""

from typing import Any

from sim.report.frontier import frontier
from sim.report.style import svg_of

from ..blocks import Block, Chapter, Note, Paragraph, Picture, Table
from ..dossier import Dossier
from ..numbers import between, number
from ..say import Say

WORDS = {"reachable": ("reached", "可达"), "not reachable": ("not reached", "不可达"), "undecided": ("undecided", "未定")}


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return a table of all configurations that were given; nothing for a single one."""
    title = say("Configurations compared", "方案比较")
    if not it.others:
        return Chapter(title, [])
    every = [it, *it.others]
    comparable, targets = len({each.origin["scale"] for each in every}) == 1, targets_of(it)
    columns = [_name, _verdict, *([_target] if targets else []), _flow, _interval, *([_land, _cost, _power] if comparable else [_scale])]
    cells = [[column(each, say) for column in columns] for each in every]
    shares = [WIDER.get(column, 2) for column in columns]
    blocks: list[Block] = [Table([head for head, _ in cells[0]], [[value for _, value in row] for row in cells], left=2, shares=shares)]
    if not comparable:
        words = "Land, cost and electricity of hubs at different scales cannot be compared; each stands in the report of its own folder."
        blocks.append(Note(say(words, "不同比例的场地，其用地、费用与用电不可比，故未列出；可分别查看各文件夹的报告。")))
    known = points(it)
    if len(known) > 1:
        drawn = svg_of(lambda look: frontier(known, look, target_of(it)), say.lang)
        blocks.append(Picture(drawn, say("Capacity against land: the frontier", "产能与用地：有效前沿")))
    reached = [each for each in every if (each.verdict or {}).get("verdict") == "reachable"]
    if targets and not reached:
        blocks.append(Paragraph(say("None of these configurations is known to reach its target.", "所列方案均不能确认达到目标。")))
    elif reached and len(targets) > 1:
        words = say("The targets differ, so none of these is the one with the least land.", "各方案目标不同，故不比较何者用地最少。")
        blocks.append(Paragraph(words))
    elif reached and comparable:
        least = min(reached, key=lambda each: each.site["figures"]["land_mu"]["typical"])
        words = say("The least land among those that reach the target: {name}, {mu} mu.", "达到目标的方案中用地最少的是：{name}，{mu} 亩。")
        blocks.append(Paragraph(words.format(name=least.place, mu=number(least.site["figures"]["land_mu"]["typical"]))))
    return Chapter(title, blocks)


def points(it: Dossier) -> list[dict[str, Any]]:
    """Return what `sim.report.frontier` draws: this configuration and the others whose capacity is known at the same scale."""
    known = [each for each in (it, *it.others) if each.verdict and each.origin["scale"] == it.origin["scale"]]
    return [{"name": e.place, "land_mu": e.site["figures"]["land_mu"], "capacity": e.verdict["capacity_per_day"]} for e in known if e.verdict]


def targets_of(it: Dossier) -> set[float]:
    """Return the targets that verdicts among the configurations were asked for [parcels/day]."""
    return {each.verdict["target_per_day"] for each in (it, *it.others) if each.verdict and each.verdict["target_per_day"] is not None}


def target_of(it: Dossier) -> float | None:
    """Return the one target of all [parcels/day]; None if there is none, or if they differ."""
    targets = targets_of(it)
    return min(targets) if len(targets) == 1 else None


# columns of the table: each the head, and what stands below it


def _name(it: Dossier, say: Say) -> tuple[str, str]:
    return say("configuration", "方案"), it.place


def _verdict(it: Dossier, say: Say) -> tuple[str, str]:
    said = (it.verdict or {}).get("verdict")
    return say("verdict", "结论"), say(*WORDS[said]) if said else "–"


def _target(it: Dossier, say: Say) -> tuple[str, str]:
    return say("target [parcels/day]", "目标 [件/日]"), number((it.verdict or {}).get("target_per_day"))


def _flow(it: Dossier, say: Say) -> tuple[str, str]:
    flow = it.verdict["capacity_per_day"]["estimate"] if it.verdict else it.site["parcels_per_day"]
    return say("parcels/day", "件/日"), number(flow)


def _interval(it: Dossier, say: Say) -> tuple[str, str]:
    return say("interval", "区间"), between(it.verdict["capacity_per_day"], say.lang) if it.verdict else say("dispatched", "处理量")


def _scale(it: Dossier, say: Say) -> tuple[str, str]:
    return say("scale", "比例"), f"{it.origin['scale']:g}"


def _land(it: Dossier, say: Say) -> tuple[str, str]:
    return say("site [mu] †", "用地 [亩] †"), _typical(it, "land_mu")


def _cost(it: Dossier, say: Say) -> tuple[str, str]:
    return say("CNY a parcel †", "单件成本 [元] †"), _typical(it, "cost_cny_per_parcel")


def _power(it: Dossier, say: Say) -> tuple[str, str]:
    return say("kWh for 1,000 †", "千件用电 [kWh] †"), _typical(it, "kwh_per_1000")


def _typical(it: Dossier, name: str) -> str:
    return number((it.site["figures"][name] or {}).get("typical"))


WIDER = {_name: 3, _interval: 3}
"""parts of the width of a page"""
