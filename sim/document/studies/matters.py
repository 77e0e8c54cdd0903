"""Which factors move each figure."""

from sim.report import studies
from sim.report.style import svg_of

from ..blocks import Block, Chapter, Paragraph, Picture, Table
from .findings import Findings

DRAWN = 20
"""factors and pairs in a picture"""
MEASURES = {
    "morris": {
        "mu_star": ("mean size of the effect (mu*)", "效应平均大小（μ*）"),
        "mu": ("mean effect (mu)", "平均效应（μ）"),
        "sigma": ("deviation (sigma)", "标准差（σ）"),
    },
    "sobol_sensitivity": {"ST": ("with the others (ST)", "总指数（ST）"), "S1": ("alone (S1)", "一阶指数（S1）"), "S2": ("pair (S2)", "两因素（S2）")},
    "fractional": {
        "effect": ("main effect", "主效应"),
        "first": ("mean at the first value", "取首值的均值"),
        "last": ("mean at the last value", "取末值的均值"),
    },
}
DRAWN_OF = {"morris": ("mu_star",), "sobol_sensitivity": ("ST", "S1"), "fractional": ("effect",)}
TOLD = {
    "morris": (
        "mu*: by how much the figure changes, on average, when the factor goes through its whole range. "
        "A sigma as large as mu* says that the factor acts through others, or not in proportion.",
        "μ* 为该因素在其全部范围内变动时指标的平均变化；σ 与 μ* 相当时，说明该因素与其他因素交互或作用非线性。",
    ),
    "sobol_sensitivity": (
        "S1: the share of the variance that goes when the factor is fixed; ST: the share left when all others are. ST far above S1 says that the factor acts "
        "through others. A share below 0 or above 1 is within its interval.",
        "S1 为固定该因素后消失的方差份额；ST 为固定其他全部因素后剩余的份额。ST 远大于 S1 说明该因素与其他因素交互。小于 0 或大于 1 的值在其区间误差之内。",
    ),
    "fractional": (
        "Main effect: mean of all points at the last value less that at the first. It is mixed with effects of several factors, as the design says.",
        "主效应为取末值的各点均值减去取首值的各点均值，并与若干因素的交互效应混杂，见研究设计。",
    ),
}


def chapter(it: Findings) -> Chapter:
    """Return the chapter; nothing of a study whose design does not tell."""
    title = it.say("Which factors matter", "影响因素")
    record = it.record
    if it.kind not in MEASURES:
        return Chapter(title, [])
    blocks: list[Block] = [Paragraph(it.say(*TOLD[it.kind]))]
    lost = [remark.split(": ")[0] for remark in record["remarks"]]
    for name in record["shown"]:
        rows = [row for row in record["sensitivity"] if row["figure"] == name]
        if not rows:
            words = it.say("{figure}: it does not vary, or too few points have it; nothing is told.", "{figure}：无变化，或有值的点过少，无法判断。")
            blocks.append(Paragraph(words.format(figure=it.label(name))))
            continue
        blocks += _figure(it, name, rows)
        if name in lost:
            words = it.say("{figure}: points without the figure were left out of this.", "{figure}：无该指标的点未计入。")
            blocks.append(Paragraph(words.format(figure=it.label(name))))
    return Chapter(title, blocks)


def _figure(it: Findings, name: str, rows: list[dict[str, object]]) -> list[Block]:
    say = it.say
    measures = {key: words for key, words in MEASURES[it.kind].items() if any(row.get(key) is not None for row in rows)}
    drawn = [(key, say(*measures[key])) for key in DRAWN_OF[it.kind] if key in measures]
    axis = (
        say("share of the variance [1]", "方差份额 [1]")
        if it.kind == "sobol_sensitivity"
        else say("change of: {name}", "变化量：{name}").format(name=it.label(name))
    )
    caption = say("Factors by what they do to {name}", "各因素对{name}的影响").format(name=it.label(name))
    picture = Picture(svg_of(lambda look: studies.factors(rows[:DRAWN], it.label(name), drawn, axis, look), say.lang), caption)
    cells = [[str(row["factor"]), *(_cell(it, name, row, key) for key in measures)] for row in rows]
    return [picture, Table([say("factor", "因素"), *(say(*words) for words in measures.values())], cells, caption=it.label(name))]


def _cell(it: Findings, name: str, row: dict[str, object], key: str) -> str:
    def told(value: object) -> str:
        known = value if isinstance(value, int | float) else None
        return it.share(known) if it.kind == "sobol_sensitivity" else it.told(name, known)

    half = row.get(f"{key}_conf")
    return told(row.get(key)) + (f" ± {told(half)}" if half is not None else "")
