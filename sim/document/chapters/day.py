"""The day by the hour."""

from collections.abc import Callable
from typing import Any

from sim.report import PLOTS
from sim.report.style import Look, svg_of
from sim.results.hours import busiest, period

from ..blocks import Block, Chapter, Paragraph, Picture
from ..dossier import Dossier
from ..numbers import number, span
from ..say import Say

PICTURES = {
    "flow": ("Flow by the hour", "逐时流量"),
    "heat": ("Where units waited, and when; each row by its own maximum", "排队热图：各行以自身最大值为准"),
    "queues": ("Units inside", "场内件数"),
    "states": ("Use of machine time", "机时利用"),
    "dwell": ("Time in the hub", "停留时间分布"),
    "docks": ("Doors and yard places taken", "占用的车位与待卸车位"),
    "doors": ("Outbound doors and their vehicles", "装车口与车辆"),
    "departures": ("Departures", "班次"),
}


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return the figures of the day."""
    run, lang = it.run, say.lang
    blocks: list[Block] = []
    for words, column in ((("unloading", "卸车"), "unloaded"), (("dispatch", "发出"), "dispatched")):
        start_s, flow = busiest(run, column)
        if start_s == start_s:
            told = say("Busiest hour of {what}: {when}, {flow} parcels.", "{what}最忙的一小时：{when}，{flow} 件。")
            blocks.append(Paragraph(told.format(what=say(*words), when=period(run, start_s, start_s + 3600, say.lang), flow=number(flow))))
    dwell = run.dwell_s
    told = say(
        "Time in the hub: mean {mean}, half below {p50}, 95 % below {p95}, 99 % below {p99}.",
        "场内停留时间：均值 {mean}，中位数 {p50}，95 % 分位 {p95}，99 % 分位 {p99}。",
    )
    blocks.append(Paragraph(told.format(**{name: span(dwell[name], lang) for name in dwell})))
    for name, caption in PICTURES.items():
        if name not in ("departures", "doors") or len(run.departures["name"]):
            blocks.append(Picture(svg_of(_drawn(it, name), lang), say(*caption)))
    return Chapter(say("The day", "一日过程"), blocks)


def _drawn(it: Dossier, name: str) -> Callable[[Look], Any]:
    return lambda look: PLOTS[name](it.run, look)
