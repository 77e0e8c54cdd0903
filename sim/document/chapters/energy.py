"""Electricity of the machines by their states, the roof, carbon."""

from sim.report import SITE_PLOTS
from sim.report.style import svg_of

from ..blocks import Block, Chapter, Paragraph, Picture, Table
from ..dossier import Dossier
from ..numbers import between, number, share
from ..say import Say
from .matters import matters


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return use by machine and by hour, the roof panels, CO2."""
    site, lang = it.site, say.lang
    figures = site["figures"]
    words = say(
        "{kwh} kWh a day ({ends}), {each} kWh and {co2} kg CO2 for 1,000 parcels. "
        "Panels on the roof bring {pv} kWh a day, {used} of it used in the hour it comes.",
        "日用电 {kwh} kWh（{ends}），千件用电 {each} kWh、二氧化碳 {co2} kg。屋面光伏日发电 {pv} kWh，自发自用率 {used}。",
    )
    blocks: list[Block] = [
        Paragraph(
            words.format(
                kwh=number(figures["kwh_per_day"]["typical"]),
                ends=between(figures["kwh_per_day"], lang),
                each=number(_typical(figures["kwh_per_1000"])),
                co2=number(_typical(figures["co2_kg_per_1000"])),
                pv=number(figures["pv_kwh_per_day"]["typical"]),
                used=share(figures["pv_used_share"]["typical"], 0),
            )
        )
    ]
    meaning = {each["name"].partition(".")[0]: each[lang] for each in site["coefficients"] if each["name"].endswith(".area_m2")}
    rows = [
        [
            meaning.get(each["name"], each["name"]).split(", area")[0].split("，占地")[0],
            number(each["number"]),
            number(each["kwh_per_day"]["typical"]),
            between(each["kwh_per_day"], lang),
        ]
        for each in sorted(site["machines"], key=lambda each: -each["kwh_per_day"]["typical"])
    ]
    header = [say(*words) for words in (("machines †", "设备 †"), ("number or m", "台数或米"), ("kWh a day", "日用电 [kWh]"), ("interval", "区间"))]
    blocks.append(Table(header, rows))
    drawn = svg_of(lambda look: SITE_PLOTS["energy"](site, look), lang)
    blocks.append(
        Picture(drawn, say("Electricity of machines and building, and of the panels on the roof, by hour of the day", "逐时用电（设备与建筑）与屋面光伏发电"))
    )
    blocks += matters(it, say, "kwh_per_1000")
    return Chapter(say("Energy and carbon", "能耗与碳排放"), blocks)


def _typical(ends: dict[str, float] | None) -> float | None:
    return ends["typical"] if ends else None
