"""What the ground, the people, the energy and the money come to, as sheets of a workbook."""

import re
from typing import Any

from sim.results.workbook import Sheet, in_columns

from .told import WORDS, word

HEADS = {
    "name": "名称", "meaning": "含义", "unit": "单位", "typical": "典型值", "low": "下限", "high": "上限",
    "noise_low": "仿真区间下限", "noise_high": "仿真区间上限",
    "needed": "所需", "has": "已有", "of": "属于", "least": "最小限值", "most": "最大限值", "kept": "符合", "source": "来源",
    "hour": "时刻", "electricity": "用电", "panels": "屋面光伏发电",
    "status": "状态", "storeys": "层数",
    "aim": "指标", "coefficient": "系数", "at_low": "系数取下限时", "at_high": "系数取上限时",
}  # fmt: skip
SHEETS = {
    "figures": "指标", "places": "位置", "parts": "用地与建筑构成", "rules": "规划指标", "coefficients": "系数", "storeys": "按层数的用地",
    "hours": "分时电量", "matters": "影响最大的系数",
}  # fmt: skip
FLOOR = {
    "machines": ("machines", "设备"),
    "doors": ("behind the doors", "车位内侧作业区"),
    "staging": ("staging", "暂存区"),
    "exceptions": ("exceptions", "异常件处理区"),
    "support": ("rooms for support", "配套用房"),
    "ramps": ("ramps", "坡道"),
}
"""parts of the floor, in English and Chinese"""
_UNIT = re.compile(r"\s*\[([^\]]*)\]")


def tables(record: dict[str, Any], lang: str = "en") -> dict[str, Sheet]:
    """Return a record of `site.sites` as sheets by name, for `workbook.write_workbook`, in a language."""
    n = ("en", "zh").index(lang)
    ends = {"typical": "", "low": "", "high": ""}
    m2 = dict.fromkeys(ends, "m2")
    noise, known = record.get("noise") or {}, record["coefficients"]
    meaning = {each["name"]: each[lang] for each in known}
    figures = []
    for name, figure in record["figures"].items():
        words = word(lang, name, storeys=record["storeys_wished"])
        unit = (_UNIT.findall(words) or [""])[0]
        figures.append([name, _UNIT.sub("", words), unit, *_ends(figure), *(noise.get(name, {}).get(end) for end in ("low", "high"))])
    parts = [[("site", "用地")[n], name, WORDS[name][n], *_ends(each)] for name, each in record["site_parts_m2"].items()]
    parts += [[("building", "建筑")[n], name, FLOOR[name][n] if name in FLOOR else name, *_ends(each)] for name, each in record["floor_parts_m2"].items()]
    rules = [
        [rule["name"], WORDS[rule["name"]][n], *_ends(rule["value"]), *(rule[key] for key in ("least", "most", "kept", "source"))] for rule in record["rules"]
    ]
    bars = [
        [aim, WORDS[f"of_{aim}"][n], bar["name"], meaning[bar["name"]], bar["at_low"], bar["at_high"]]
        for aim, each in record["matters"].items()
        for bar in each
    ]
    of_coefficients = ("name", lang, "unit", "low", "typical", "high", "status", "source")
    sheets = {
        "figures": in_columns(_heads("name", "meaning", "unit") | ends | _heads("noise_low", "noise_high"), figures),
        "places": in_columns(_heads("name", "meaning", "needed", "has"), _places(record, n)),
        "parts": in_columns(_heads("of", "name", "meaning") | m2, parts),
        "rules": in_columns(_heads("name", "meaning") | dict.fromkeys((*ends, "least", "most"), "1") | _heads("kept", "source"), rules),
        "coefficients": in_columns(
            _heads("name", "meaning", "unit", "low", "typical", "high", "status", "source"), ([each[key] for key in of_coefficients] for each in known)
        ),
        "storeys": in_columns(_heads("storeys") | dict.fromkeys(ends, "mu"), ([int(storeys), *_ends(each)] for storeys, each in record["storeys"].items())),
        "hours": in_columns(
            {"hour": "h", "electricity": "kWh", "panels": "kWh"},
            ([hour, *kwh] for hour, kwh in enumerate(zip(record["kwh_by_hour"], record["pv_kwh_by_hour"], strict=True))),
        ),
        "matters": in_columns(_heads("name", "aim", "coefficient", "meaning", "at_low", "at_high"), bars),
    }
    return sheets if lang == "en" else {SHEETS[name]: {HEADS[head]: _in_chinese(column) for head, column in sheet.items()} for name, sheet in sheets.items()}


def _heads(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "")


def _in_chinese(column: Any) -> Any:
    unit, values = column
    return ("亩" if unit == "mu" else unit), values


def _ends(ends: dict[str, float] | None) -> list[float | None]:
    """The cells of a figure and its interval; empty if it is not defined."""
    return [None if ends is None else ends[end] for end in ("typical", "low", "high")]


def _places(record: dict[str, Any], n: int) -> list[list[Any]]:
    return [[name, WORDS[name][n], each["needed"], each["has"]] for name, each in record["places"].items()]
