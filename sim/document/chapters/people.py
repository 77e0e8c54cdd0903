"""The people that the run needed, by hour and crew."""

from sim.report import PLOTS
from sim.report.style import svg_of

from ..blocks import Block, Chapter, Paragraph, Picture, Table
from ..dossier import Dossier
from ..numbers import between, number
from ..say import Say


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return hours of work, and people present and at work by hour of the day."""
    site = it.site
    figures = site["figures"]
    blocks: list[Block] = []
    words = say("{hours} h of work a day ({ends}); {rate} parcels for an hour of work.", "日用工 {hours} 工时（{ends}）；人均每小时 {rate} 件。")
    blocks.append(
        Paragraph(
            words.format(
                hours=number(figures["hours_per_day"]["typical"]),
                ends=between(figures["hours_per_day"], say.lang),
                rate=number(figures["parcels_per_hour_of_work"]["typical"]),
            )
        )
    )
    if not site["people"]:
        blocks.append(
            Paragraph(say("The scenario names no crews: work is reckoned from coefficients for its machines alone.", "场景未设班组：用工仅按设备系数估算。"))
        )
        return Chapter(say("People", "人员"), blocks)
    blocks.append(
        Paragraph(
            say(
                "Present: the most that were there in that hour of the day; at work: the most in "
                "the middle of work at a sampled moment. The difference is what a roster could save.",
                "在岗：当日该小时在岗人数的最大值；作业：采样时刻正在作业人数的最大值。两者之差为排班可节省的空间。",
            )
        )
    )
    blocks.append(Picture(svg_of(lambda look: PLOTS["people"](it.run, look), say.lang), say("People over the time simulated", "仿真时段内的人员")))
    states = (("present", say("present", "在岗")), ("at_work", say("at work", "作业")))
    for half in (range(12), range(12, 24)):
        header = [say("crew, by hour of the day", "班组（按小时）"), "", *(f"{hour:02d}" for hour in half)]
        rows = [[crew, words, *(number(each[state][hour]) for hour in half)] for crew, each in site["people"].items() for state, words in states]
        blocks.append(Table(header, rows, left=2))
    return Chapter(say("People", "人员"), blocks)
