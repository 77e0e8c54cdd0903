"""All points as a table, and drawn."""

import re
from typing import Any

from sim.report import studies
from sim.report.style import svg_of

from ..blocks import Block, Chapter, Paragraph, Picture, Table
from .findings import Findings, Row

MOST = 60
"""points in the table"""
LETTERS = 88
"""of a line of a table; where a column for each factor would take more, their values stand together"""
PICTURES = 2
"""figures that are drawn against the factors"""
BALANCED = ("grid", "fractional")
"""designs in which each value of a factor meets the others' alike, so that its mean over points is its own"""


def chapter(it: Findings) -> Chapter:
    """Return the chapter."""
    blocks: list[Block] = [*_pictures(it), _table(it)]
    more = len(it.rows) - MOST
    if more > 0:
        words = it.say("{n:,} points more are left out of the table; all of them: {command}", "表中略去 {n:,} 个点；全部数据：{command}")
        blocks.append(Paragraph(words.format(n=more, command=it.record["commands"][-1])))
    return Chapter(it.say("What was found", "研究结果"), blocks)


def _table(it: Findings) -> Table:
    say, names = it.say, it.factors
    mark = set(it.record["best"])
    head = [say("point", "点")]
    tail = [say("runs", "次数"), *map(it.label, it.record["shown"])]
    header, rows = [*names, *head, *tail], list[list[str]]()
    for row in it.rows[:MOST]:
        point = f"{row['point']}{' *' if row['point'] in mark else ''}"
        rows.append([*(it.value(row[name]) for name in names), point, str(row["runs"]), *(it.mean(row, name) for name in it.record["shown"])])
    apart = sum(_widths(header, rows)) <= LETTERS
    if not apart:
        header = [say("factors", "因素取值"), *header[len(names) :]]
        rows = [[it.point(row), *cells[len(names) :]] for row, cells in zip(it.rows, rows, strict=False)]
    caption = say("Points: mean ± half-width of its {sure} interval", "各点：均值 ± {sure} 置信区间半宽").format(sure=it.sure)
    if all(row["runs"] < 2 for row in it.rows):
        caption = say("Points, one run each", "各点（单次仿真）")
    if mark:
        caption += say("; * best, or on the front", "；* 最优或位于前沿")
    left = len(names) if apart else 1
    widths = _widths(header, rows)
    widths = widths if apart else [max(20, LETTERS - sum(widths[1:])), *widths[1:]]
    return Table(header, rows, left=left, caption=caption, wide=left, shares=widths)


def _widths(header: list[str], rows: list[list[str]]) -> list[int]:
    """How many letters wide each column is: its longest cell, or what of its header does not break."""
    pieces = [max(map(_letters, re.split(r"[ ._:,/-]", name)), default=0) for name in header]
    thirds = [-(-_letters(name) // 3) for name in header]
    cells = [max((_letters(row[place]) for row in rows), default=0) for place in range(len(header))]
    return [2 + max(widths) for widths in zip((min(piece, 16) for piece in pieces), thirds, cells, strict=True)]


def _letters(words: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in words)


def _pictures(it: Findings) -> list[Block]:
    """Of aims one figure against another; else the first figures against the factors, or listed points in order."""
    record, lang = it.record, it.say.lang
    pair = _pair(it)
    if pair is not None:
        return [pair]
    name = it.leading[0]
    if it.kind in ("points", "optimise"):
        best = set(record["best"])
        points = [
            {"name": f"{row['point']}: {it.point(row)}", "mean": row[name], "half": it.half(row, name), "is_best": row["point"] in best} for row in it.rows
        ]
        caption = it.say("{name} of each point, best first", "各点的{name}，由优至劣") if it.leading[1] else it.say("{name} of each point", "各点的{name}")
        return [Picture(svg_of(lambda look: studies.ranked(points, it.label(name), look), lang), caption.format(name=it.label(name)))]
    names = [name for name in record["shown"] if it.varies(name)][:PICTURES] or [name]
    return [_by_factor(it, each) for each in names]


def _by_factor(it: Findings, name: str) -> Picture:
    points = [{"values": [row[factor] for factor in it.factors], "mean": row[name], "half": it.half(row, name)} for row in it.rows]
    balanced = it.kind in BALANCED and len(it.rows) == it.record["of_points"]
    caption = it.say("{name} at each point, against the value of each factor", "各点的{name}，按各因素的取值").format(name=it.label(name))
    if balanced and len(it.factors) > 1:
        caption += it.say("; joined: mean over all points of that value", "；连线为取该值的各点平均")
    more = len(it.factors) - studies.PANELS
    caption += it.say("; {n} factors more are not drawn", "；另有 {n} 个因素未绘出").format(n=more) if more > 0 else ""
    return Picture(svg_of(lambda look: studies.by_factor(points, it.factors, it.label(name), look, balanced), it.say.lang), caption)


def _pair(it: Findings) -> Picture | None:
    """Two aims against each other; or the aim against the first limit."""
    record = it.record
    aims, limits = list(record["aims"]), [name for name in record["limits"] if name not in record["aims"]]
    if not aims or len(aims) + len(limits) < 2:
        return None
    x, y = (aims + limits)[:2]
    best, reached = set(record["best"]), set(record["reached"])

    def state(row: Row) -> str:
        return "best" if row["point"] in best else "behind" if row["point"] in reached else "missed"

    points = [
        {"name": str(row["point"]), "x": row[x], "x_half": it.half(row, x), "y": row[y], "y_half": it.half(row, y), "state": state(row)} for row in it.rows
    ]
    lines: list[tuple[str, float]] = [
        (axis, bound)
        for axis, name in (("x", x), ("y", y))
        for bound in (record["limits"].get(name, {}).get(end) for end in ("at_least", "at_most"))
        if bound is not None
    ]
    stairs: Any = (record["aims"][x], record["aims"][y]) if len(aims) == 2 else None
    caption = it.say("All points: {y} against {x}", "全部各点：{y}与{x}").format(x=it.label(x), y=it.label(y))
    if any(point["x_half"] is not None or point["y_half"] is not None for point in points):
        caption += it.say(", with {sure} intervals", "，含 {sure} 置信区间").format(sure=it.sure)
    return Picture(svg_of(lambda look: studies.pair(points, it.label(x), it.label(y), look, stairs, lines), it.say.lang), caption)
