"""What was simulated: drawn, and as a table."""

import re
from typing import Any

from sim.report import FIGURES
from sim.report.style import svg_of

from ..blocks import Block, Chapter, Note, Paragraph, Picture, Table
from ..dossier import Dossier
from ..say import Say, kind

MOST = 60


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return the hub drawn, its elements, its people."""
    made, lang = it.origin, say.lang
    words = say(
        "{title}. Simulated: {horizon:g} h from {start}, of which the first {warm:g} h "
        "are left out of the figures; {directions} destinations, {departures} departures.",
        "{title}。仿真自 {start} 起 {horizon:g} 小时，前 {warm:g} 小时不计入指标；{directions} 个流向，{departures} 组班次。",
    )
    clock = f"{int(it.run.start_clock_s // 3600):02d}:{int(it.run.start_clock_s // 60 % 60):02d}"
    about = words.format(
        title=made["title"], horizon=made["horizon_h"], warm=made["warm_up_h"], start=clock, directions=made["destinations"], departures=made["departures"]
    )
    blocks: list[Block] = [Paragraph(about)]
    if made["notes"]:
        blocks.append(Paragraph(made["notes"]))
    if made["changes"] or made["demand"] != 1:
        listed = [f"{path} = {value}" for path, value in made["changes"].items()]
        listed += [say("demand × {d:.4g}", "需求 × {d:.4g}").format(d=made["demand"])] if made["demand"] != 1 else []
        blocks.append(Note(say("Not as the scenario file has it: ", "与场景文件不同之处：") + say(", ", "，").join(listed)))
    rows = [[name, _fields(row["fields"]), kind(row["kind"], lang), f"{n:,}"] for name, row, n in _alike(made["configuration"])]
    header = [
        say(*words) for words in (("element", "设备"), ("its figures (units in their names)", "参数（单位见名称）"), ("kind", "种类"), ("number", "数量"))
    ]
    left = len(rows) - MOST
    blocks.append(Table(header, rows[:MOST], left=3, wide=2))
    if left > 0:
        blocks.append(Paragraph(say("{n} kinds of elements more stand in the scenario file.", "另有 {n} 种设备，见场景文件。").format(n=left)))
    if made["crews"]:
        people = [[name, _fields(fields)] for name, fields in made["crews"].items()]
        blocks.append(Table([say("crew", "班组"), say("its figures", "参数")], people, left=2, wide=2))
    blocks.append(
        Picture(
            svg_of(lambda look: FIGURES["hub"](it.run, look), lang), say("The configuration; colour: how much of each was used", "场地构成；颜色表示使用程度")
        )
    )
    return Chapter(say("The configuration", "场地构成"), blocks)


def _alike(rows: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any], int]]:
    """Rows that differ in nothing but a number in their names, as one: r1_line to r10_line is r*_line."""
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        fields = {name: value for name, value in row["fields"].items() if name != "to"}
        found.setdefault((re.sub(r"\d+", "*", row["name"]), row["kind"], _fields(fields)), []).append(row | {"fields": fields})
    names = {key: key[0] if len(members) > 1 else members[0]["name"] for key, members in found.items()}
    return [(names[key], members[0], sum(row["number"] for row in members)) for key, members in found.items()]


def _fields(fields: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value:.6g}" if isinstance(value, float) else f"{name} {value}" for name, value in fields.items())
