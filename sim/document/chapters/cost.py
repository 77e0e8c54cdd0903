"""Capital, running cost, cost of a parcel."""

from sim.report import SITE_PLOTS
from sim.report.style import svg_of

from ..blocks import Block, Chapter, Paragraph, Picture, Table
from ..dossier import Dossier
from ..numbers import between, large, number
from ..say import Say, part
from .matters import matters


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return capital, a year's cost with the annuities of the capital, and what a parcel costs."""
    site, lang = it.site, say.lang
    figures = site["figures"]
    words = say("{each} CNY a parcel ({ends}), the annuity of {capital} CNY of capital included.", "单件成本 {each} 元（{ends}），含总投资 {capital}的年金。")
    blocks: list[Block] = [
        Paragraph(
            words.format(
                each=number(figures["cost_cny_per_parcel"]["typical"]),
                ends=between(figures["cost_cny_per_parcel"], lang),
                capital=large(figures["capital_cny"]["typical"], lang, "元"),
            )
        )
    ]
    for key, caption in (("capital_cny", say("Capital †", "投资 †")), ("yearly_cny", say("A year †", "年成本 †"))):
        rows = [[part(name, lang), number(each["typical"]), between(each, lang)] for name, each in site[key].items()]
        header = [say("part", "组成"), say("typical [CNY]", "典型值 [元]"), say("interval [CNY]", "区间 [元]")]
        blocks.append(Table(header, rows, caption=caption))
    blocks.append(Picture(svg_of(lambda look: SITE_PLOTS["cost"](site, look), lang), say("What a year costs", "年成本构成")))
    blocks += matters(it, say, "cost_cny_per_parcel")
    return Chapter(say("Money", "投资与成本"), blocks)
