"""What a hub stands on, burns and costs: the coefficients that move a figure most, electricity by hour, cost by the year."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.site.told import between, number, unit, word

from .style import COLOURS, Look, axes_of, nothing

AIMS = {"tornado_land": "land_mu", "tornado_kwh": "kwh_per_1000", "tornado_cost": "cost_cny_per_parcel"}
"""kind of figure -> the figure of the record that it takes apart"""
LOW: dict[str, Any] = {"facecolor": COLOURS[5], "edgecolor": "#333333", "linewidth": 0.5}
HIGH: dict[str, Any] = {"facecolor": COLOURS[1], "edgecolor": "#333333", "linewidth": 0.5, "hatch": "////"}
SUN = "#F0E442"
"""yellow of the same palette, far lighter than the bars"""

WORDS = {
    "tornado": ("What moves it most: {of}", "影响最大的系数：{of}"),
    "alone": ("each coefficient alone, from low to high; the others typical, {typical}", "各系数单独由低到高，其余取典型值（{typical}）"),
    "at_low": ("at its low", "取低值"),
    "at_high": ("at its high", "取高值"),
    "energy": ("Electricity by hour of the day: {kwh} kWh a day", "分时用电：日用电 {kwh} kWh"),
    "energy_axis": ("electricity [kWh/h]", "用电 [kWh/时]"),
    "hour": ("hour of the day [h]", "时刻 [h]"),
    "used": ("used by machines and building", "设备与建筑用电"),
    "mean": ("mean of the day: {kwh} kWh/h", "日平均：{kwh} kWh/时"),
    "sun": ("panels on the roof: {kwh} kWh a day", "屋面光伏：日发电 {kwh} kWh"),
    "cost": ("Cost of a year", "年成本"),
    "cost_axis": ("cost of a year [million CNY]", "年成本 [万元]"),
    "range": ("{share:.0f} % of {draws:,} draws from the ranges of the coefficients", "系数取值范围内 {draws:,} 次抽样的 {share:.0f} % 区间"),
    "running": ("running", "运行费用"),
    "capital": ("capital: its annuity", "资本年金"),
    "people": ("people", "人工"),
    "electricity": ("electricity", "电费"),
    "upkeep": ("upkeep", "维护"),
    "capital_machines": ("machines", "设备"),
    "capital_building": ("building", "建筑"),
    "capital_ground": ("courts, roads, yard", "场地工程"),
    "capital_land": ("land", "土地"),
    "capital_panels": ("panels", "屋面光伏"),
}


def _range(each: dict[str, Any], lang: str) -> str:
    """The range of a coefficient with its unit, as `24 - 38 [CNY/h]`; a share has no unit."""
    words = unit(each["unit"], lang)
    return between(each, lang) + (f" [{words}]" if words else "")


def tornado(record: dict[str, Any], look: Look, aim: str) -> Figure:
    """What each coefficient alone does to a figure of a record of `site` between its low and its high, the widest at the top.

    `aim` is land_mu, kwh_per_1000 or cost_cny_per_parcel. Raises KeyError for another.
    """
    name = word(look.lang, aim)
    ends = record["figures"].get(aim)
    bars = [bar for bar in record["matters"][aim] if bar["at_low"] is not None and bar["at_high"] is not None]
    bars = sorted((bar for bar in bars if bar["at_low"] != bar["at_high"]), key=lambda bar: -abs(bar["at_high"] - bar["at_low"]))
    figure, axes = axes_of(9, 1.8 + 0.42 * max(3, len(bars)), look.word(WORDS, "tornado", of=name))
    if not bars or ends is None or ends["typical"] is None:
        nothing(axes, look)
        return figure
    typical = ends["typical"]
    known = {each["name"]: each for each in record["coefficients"]}
    span = max(max(bar["at_low"], bar["at_high"], typical) for bar in bars) - min(min(bar["at_low"], bar["at_high"], typical) for bar in bars)
    for place, bar in enumerate(bars):
        for key, style in (("at_low", LOW), ("at_high", HIGH)):
            value = bar[key]
            axes.barh(place, value - typical, left=typical, height=0.62, **style)
            if value != typical:
                outward = 1 if value > typical else -1
                at = (value + outward * 0.008 * span, place)
                axes.text(*at, number(value), ha="left" if outward > 0 else "right", va="center", fontsize=7.5)
    axes.axvline(typical, color="black", linewidth=1.0)
    labels = [f"{look.name(known[bar['name']][look.lang], 70)}\n{look.name(_range(known[bar['name']], look.lang))}" for bar in bars]
    axes.set_yticks(range(len(bars)), labels, fontsize=7.5, linespacing=1.15)
    axes.set_ylim(len(bars) - 0.5, -0.6)
    axes.margins(x=0.12)
    axes.set_xlabel(f"{name}\n{look.word(WORDS, 'alone', typical=number(typical))}", linespacing=1.4)
    axes.grid(axis="x", color="#E5E5E5")
    axes.set_axisbelow(True)
    handles = [Patch(label=look.word(WORDS, key), **style) for key, style in (("at_low", LOW), ("at_high", HIGH))]
    figure.legend(handles=handles, frameon=False, ncols=2, loc="outside lower center")
    return figure


def energy(record: dict[str, Any], look: Look) -> Figure:
    """Electricity of machines and building in each hour of the day, and what panels bring, at typical coefficients, from a record of `site`."""
    by_hour, sun = (np.array([value or 0.0 for value in record[name]]) for name in ("kwh_by_hour", "pv_kwh_by_hour"))
    figure, axes = axes_of(8, 4, look.word(WORDS, "energy", kwh=number(float(by_hour.sum()))))
    if not by_hour.any():
        nothing(axes, look)
        return figure
    hours = np.arange(len(by_hour))
    axes.bar(hours, by_hour, width=0.86, align="edge", color=COLOURS[0], linewidth=0, label=look.word(WORDS, "used"))
    mean = float(by_hour.mean())
    axes.axhline(mean, color=COLOURS[1], linestyle="--", linewidth=1.2, label=look.word(WORDS, "mean", kwh=number(mean)))
    if sun.any():
        label = look.word(WORDS, "sun", kwh=number(float(sun.sum())))
        axes.stairs(sun, facecolor=SUN, edgecolor="black", linewidth=0.8, fill=True, label=label)
        axes.hlines(by_hour, hours, hours + 0.86, color=COLOURS[0], linewidth=1.6)  # seen where the panels bring more
    axes.set_xlim(0, len(by_hour))
    axes.set_xticks(np.arange(0, len(by_hour) + 1, 2))
    axes.set_ylim(0, 1.28 * max(by_hour.max(), sun.max()))
    axes.set_xlabel(look.word(WORDS, "hour"))
    axes.set_ylabel(look.word(WORDS, "energy_axis"))
    axes.grid(axis="y", color="#E5E5E5")
    axes.set_axisbelow(True)
    axes.legend(frameon=False, loc="upper left")
    return figure


def cost(record: dict[str, Any], look: Look) -> Figure:
    """Cost of a year by what it is for, the largest at the top, with the range over the coefficients, from a record of `site`."""
    parts = {name: ends for name, ends in record["yearly_cny"].items() if ends["typical"]}
    names = sorted(parts, key=lambda name: -parts[name]["typical"])
    figure, axes = axes_of(8, 1.8 + 0.4 * max(3, len(names)), look.word(WORDS, "cost"))
    if not names:
        nothing(axes, look)
        return figure
    scale = 1e4 if look.lang == "zh" else 1e6
    typical, low, high = (np.array([parts[name][end] for name in names]) / scale for end in ("typical", "low", "high"))
    places = np.arange(len(names))
    running: dict[str, Any] = {"facecolor": COLOURS[5], "edgecolor": "#333333", "linewidth": 0.5}
    capital: dict[str, Any] = running | {"facecolor": COLOURS[4], "hatch": "////"}
    for place, name in enumerate(names):
        axes.barh(place, typical[place], height=0.62, **(capital if name.startswith("capital_") else running))
    reach = np.array([np.maximum(typical - low, 0.0), np.maximum(high - typical, 0.0)])
    spread = axes.errorbar(typical, places, xerr=reach, fmt="none", ecolor="black", elinewidth=1.2, capsize=3)
    end = np.maximum(high, typical)
    for place, value in enumerate(typical):
        share = value / typical.sum()
        axes.text(
            end[place] + 0.015 * end.max(), place, f"{number(float(value))} ({100 * share:.{0 if share >= 0.01 else 1}f} %)", ha="left", va="center", fontsize=8
        )
    axes.set_yticks(places, [look.word(WORDS, name) if name in WORDS else look.name(name) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.6)
    axes.set_xlim(0, 1.16 * end.max())
    axes.set_xlabel(look.word(WORDS, "cost_axis"))
    axes.grid(axis="x", color="#E5E5E5")
    axes.set_axisbelow(True)
    kinds = [("running", running, False), ("capital", capital, True)]
    handles: list[Any] = [
        Patch(label=look.word(WORDS, key), **style) for key, style, is_capital in kinds if any(name.startswith("capital_") == is_capital for name in names)
    ]
    spread.set_label(look.word(WORDS, "range", share=100 * record["share"], draws=record["draws"]))
    figure.legend(handles=[*handles, spread], frameon=False, ncols=2, loc="outside lower center")
    return figure
