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
    header = [
        say(*words) for words in (("configuration", "方案"), ("target", "目标"), ("parcels/day", "件/日"), ("interval", "区间"), ("site [mu] †", "用地 [亩] †"))
    ]
    header += [say("CNY a parcel †", "单件成本 [元] †"), say("kWh for 1,000 †", "千件用电 [kWh] †")]
    rows = [_row(each, say) for each in every]
    blocks: list[Block] = [Table(header, rows, left=2)]
    if len({each.origin["scale"] for each in every}) > 1:
        blocks.append(Note(say("Land and cost of hubs at different scales cannot be compared.", "不同比例的场地，其用地与费用不可比。")))
    known = points(it)
    if len(known) > 1:
        target = (it.verdict or {}).get("target_per_day")
        drawn = svg_of(lambda look: frontier(known, look, target), say.lang)
        blocks.append(Picture(drawn, say("Capacity against land: the frontier", "产能与用地：有效前沿")))
    least = _least(every)
    if least is not None:
        words = say("The least land among those that reach the target: {name}, {mu} mu.", "达到目标的方案中用地最少的是：{name}，{mu} 亩。")
        blocks.append(Paragraph(words.format(name=least.place, mu=number(least.site["figures"]["land_mu"]["typical"]))))
    elif any(each.verdict for each in every):
        blocks.append(Paragraph(say("None of these configurations is known to reach its target.", "所列方案均不能确认达到目标。")))
    return Chapter(title, blocks)


def points(it: Dossier) -> list[dict[str, Any]]:
    """Return what `sim.report.frontier` draws: this configuration and the others whose capacity is known at the same scale."""
    known = [each for each in (it, *it.others) if each.verdict and each.origin["scale"] == it.origin["scale"]]
    return [{"name": e.place, "land_mu": e.site["figures"]["land_mu"], "capacity": e.verdict["capacity_per_day"]} for e in known if e.verdict]


def _row(it: Dossier, say: Say) -> list[str]:
    figures = it.site["figures"]
    record: dict[str, Any] = it.verdict or {}
    found = record.get("capacity_per_day")
    said = say(*WORDS[record["verdict"]]) if record.get("verdict") else "–"
    flow = [number(found["estimate"]), between(found, say.lang)] if found else [number(it.site["parcels_per_day"]), say("dispatched", "处理量")]
    return [it.place, said, *flow, *(number((figures[name] or {}).get("typical")) for name in ("land_mu", "cost_cny_per_parcel", "kwh_per_1000"))]


def _least(every: list[Dossier]) -> Dossier | None:
    """The least land among those whose verdict is reachable and that were simulated at the same scale."""
    good = [it for it in every if it.verdict and it.verdict["verdict"] == "reachable" and it.origin["scale"] == every[0].origin["scale"]]
    return min(good, key=lambda it: it.site["figures"]["land_mu"]["typical"]) if good else None
