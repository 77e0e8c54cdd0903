"""What the ground, the people, the energy and the money come to, in words."""

import re
from typing import Any

from sim.results.printable import printable
from sim.results.summary import table

WORDS: dict[str, tuple[str, str]] = {
    "head": ("Land, people, energy and money of {scenario}", "{scenario}：用地、人员、能耗与费用"),
    "scaled": (
        "Take care: this is a hub at scale {scale:g}; what does not shrink with it (doors, directions) makes land and cost a parcel too large.",
        "注意：本结果为比例 {scale:g} 下的场地；不随比例缩小的部分（车位、流向）使单件用地与费用偏大。",
    ),
    "short": (
        "The {hours:.4g} h simulated are taken as the work of a day: in the others nothing comes and nobody works.",
        "所仿真的 {hours:.4g} 小时视为一日的全部作业，其余时间无到达、无人作业。",
    ),
    "ranges": (
        "typical, and in brackets where {share:.0f} % of {draws:,} draws from the coefficients' ranges lie; unverified coefficients: {unverified} of {of}",
        "典型值；括号内为系数取值范围内 {draws:,} 次抽样的 {share:.0f} % 区间；未核实系数 {unverified}/{of} 个",
    ),
    "figure": ("figure", "指标"),
    "typical": ("typical", "典型值"),
    "range": ("range", "区间"),
    "noise": ("simulation, 95 %, {n} replications", "仿真 95 % 区间（{n} 次重复）"),
    "land_mu": ("site [mu]", "用地 [亩]"),
    "land_m2": ("site [m2]", "用地 [m2]"),
    "building_m2": ("building, {storeys} storeys [m2]", "建筑面积（{storeys} 层）[m2]"),
    "mu_per_10k": ("site for 10,000 parcels a day [mu]", "每日均万件用地 [亩]"),
    "building_m2_per_10k": ("building for 10,000 parcels a day [m2]", "每日均万件建筑面积 [m2]"),
    "hours_per_day": ("work a day [h]", "日用工 [工时]"),
    "parcels_per_hour_of_work": ("parcels for an hour of work", "人均小时件数 [件/时]"),
    "kwh_per_day": ("electricity a day [kWh]", "日用电 [kWh]"),
    "kwh_per_1000": ("electricity for 1,000 parcels [kWh]", "千件用电 [kWh]"),
    "pv_kwh_per_day": ("panels on the roof, a day [kWh]", "屋面光伏日发电 [kWh]"),
    "pv_used_share": ("of it used in the hour it comes [1]", "屋面光伏自发自用率 [1]"),
    "co2_kg_per_1000": ("CO2 for 1,000 parcels [kg]", "千件二氧化碳 [kg]"),
    "capital_cny": ("capital [CNY]", "总投资 [元]"),
    "cost_cny_per_parcel": ("cost of a parcel, capital included [CNY]", "单件成本（含资本）[元]"),
    "places": ("Places: needed ({quantile:.0f} % of the samples), and what the scenario has", "所需位置（覆盖 {quantile:.0f} % 的采样时刻）与场景已有"),
    "needed": ("needed", "所需"),
    "has": ("has", "已有"),
    "doors": ("doors", "卸车口"),
    "outbound_doors": ("outbound doors", "装车口"),
    "yard": ("yard places", "待卸车位"),
    "chutes": ("chutes", "格口"),
    "site_parts": ("The site [m2]", "用地构成 [m2]"),
    "footprint": ("building footprint", "建筑基底"),
    "courts": ("courts before the doors", "装卸场地"),
    "fire_lanes": ("fire lanes", "消防车道"),
    "parking": ("parking", "停车"),
    "charging": ("charging", "充电"),
    "green": ("green", "绿地"),
    "rules": ("Rules of planners", "规划指标"),
    "green_share": ("green share", "绿地率"),
    "coverage": ("coverage", "建筑系数"),
    "plot_ratio": ("plot ratio", "容积率"),
    "rule": ("{name} {value}, bounds {bounds}: {kept}; {of}", "{name} {value}，限值 {bounds}：{kept}；{of}"),
    "least": ("at least {n}", "不低于 {n}"),
    "most": ("at most {n}", "不超过 {n}"),
    "kept": ("kept", "符合"),
    "broken": ("BROKEN", "不符合"),
    "bounds": ("bounds", "限值"),
    "source": ("source", "来源"),
    "storeys": ("Site by storeys [mu]: {each}", "按层数的用地 [亩]：{each}"),
    "storey": ("{n}: {mu}", "{n} 层 {mu}"),
    "matters": ("What moves it most, each coefficient alone from low to high", "影响最大的系数（单独由低到高）"),
    "of_land_mu": ("site [mu]", "用地 [亩]"),
    "of_kwh_per_1000": ("kWh for 1,000 parcels", "千件用电 [kWh]"),
    "of_cost_cny_per_parcel": ("CNY a parcel", "单件成本 [元]"),
    "scorecard": ("三贡献一高一强, as the user entered it (nothing is defined for it here)", "「三贡献一高一强」（由用户填写，本软件不作定义）"),
}


UNITS = {"CNY": "元", "mu": "亩", "y": "年", "d": "天", "h": "时", "l": "升", "each": "台"}


def word(lang: str, key: str, **figures: object) -> str:
    """Return a text of these words."""
    return WORDS[key][("en", "zh").index(lang)].format(**figures)


def number(value: float) -> str:
    """Return a figure with as many digits as it deserves."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 else f"{value:,.1f}" if size >= 100 else f"{value:.3g}"


def between(ends: dict[str, float], lang: str = "en") -> str:
    """Return low to high."""
    return f"{number(ends['low'])}{'～' if lang == 'zh' else ' - '}{number(ends['high'])}"


def unit(words: str, lang: str = "en") -> str:
    """Return the unit of a coefficient; nothing for a pure number."""
    if words == "1":
        return ""
    if lang != "zh":
        return words
    return re.sub(r"[A-Za-z]+", lambda part: UNITS.get(part.group(), part.group()), words.replace(" each", "/each").replace("m2 y", "(m2·y)"))


def rule_name(rule: dict[str, Any], lang: str = "en") -> str:
    """Return what a planners' rule is about."""
    return word(lang, "green_share" if rule["name"] == "green" else rule["name"])


def ruled(rule: dict[str, Any], lang: str = "en") -> tuple[str, str]:
    """Return the value of a planners' rule and its bounds: per cent for a share of the site, a plain number for the plot ratio."""
    plain = rule["name"] == "plot_ratio"
    of = [(None if each is None else each if plain else 100 * each) for each in (rule["least"], rule["most"])]
    least, most = (None if each is None else f"{each:.3g}" if plain else f"{each:.3g} %" for each in of)
    value = f"{rule['value']['typical']:.2f}" if plain else f"{100 * rule['value']['typical']:.3g} %"
    if least and most:
        return value, f"{least}～{most}" if lang == "zh" else f"{least.removesuffix(' %')} to {most}"
    return value, word(lang, "least", n=least) if least else word(lang, "most", n=most) if most else ""


def told(record: dict[str, Any], lang: str = "en", quantile: float = 0.99) -> str:
    """Return a record of `site` as text that ends in a line break."""

    def say(key: str, **figures: object) -> str:
        return word(lang, key, **figures)

    known = record["coefficients"]
    noise = record.get("noise") or {}
    lines = [say("head", scenario=printable(record["scenario"]))]
    if record["scale"] != 1:
        lines.append(say("scaled", scale=record["scale"]))
    if record["hours"] < 24:
        lines.append(say("short", hours=record["hours"]))
    lines.append(say("ranges", share=100 * record["share"], draws=record["draws"], unverified=sum(each["status"] == "M" for each in known), of=len(known)))
    header = [say("figure"), say("typical"), say("range"), *([say("noise", n=record["replications"])] if noise else [])]
    rows = []
    for name, ends in record["figures"].items():
        if ends is not None:
            cells = [say(name, storeys=record["storeys_wished"]), number(ends["typical"]), between(ends, lang)]
            rows.append([*cells, *([between(noise[name], lang) if name in noise else ""] if noise else [])])
    lines += ["", *table(header, rows)]
    lines += ["", say("places", quantile=100 * quantile)]
    lines += table(["", say("needed"), say("has")], [[say(name), f"{of['needed']:,}", f"{of['has']:,}"] for name, of in record["places"].items()])
    lines += ["", say("site_parts"), *table(["", say("typical"), say("range")], _parts(record["site_parts_m2"], say, lang))]
    lines += ["", say("rules")]
    for rule in record["rules"]:
        value, bounds = ruled(rule, lang)
        lines.append(
            "  " + say("rule", name=rule_name(rule, lang), value=value, bounds=bounds, kept=say("kept" if rule["kept"] else "broken"), of=rule["source"])
        )
    lines += [
        "",
        say("storeys", each=("，" if lang == "zh" else ", ").join(say("storey", n=n, mu=number(ends["typical"])) for n, ends in record["storeys"].items())),
    ]
    lines += ["", say("matters")]
    meaning = {each["name"]: each[lang] for each in known}
    for aim, bars in record["matters"].items():
        lines.append("  " + say(f"of_{aim}"))
        lines += ["  " + line for line in table(["", "", ""], [[meaning[b["name"]], number(b["at_low"]), number(b["at_high"])] for b in bars[:5]])[1:]]
    if record["scorecard"]:
        lines += ["", say("scorecard"), *(f"  {printable(name)}: {printable(str(value))}" for name, value in record["scorecard"].items())]
    return printable("\n".join(lines) + "\n")


def _parts(parts: dict[str, dict[str, float]], say: Any, lang: str) -> list[list[str]]:
    return [[say(name), number(ends["typical"]), between(ends, lang)] for name, ends in parts.items()]
