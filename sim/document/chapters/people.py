"""The people that the run needed, by hour and crew."""

from ..blocks import Block, Chapter, Paragraph, Table
from ..dossier import Dossier
from ..numbers import between, number
from ..say import Say

HOURS = range(24)


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return hours of work, and people present and at work by hour of the day."""
    site = it.site
    figures = site["figures"]
    blocks: list[Block] = []
    words = say("{hours} h of work a day ({ends}); {rate} parcels for an hour of work.", "日用工 {hours} 小时（{ends}）；人均每小时 {rate} 件。")
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
    crews = list(site["people"])
    for first in range(0, len(crews), 3):
        group = crews[first : first + 3]
        header = [say("hour", "时段"), *(f"{crew}: {state}" for crew in group for state in (say("present", "在岗"), say("at work", "作业")))]
        rows = [[f"{hour:02d}:00", *(number(site["people"][crew][state][hour]) for crew in group for state in ("present", "at_work"))] for hour in HOURS]
        blocks.append(Table(header, rows))
    return Chapter(say("People", "人员"), blocks)
