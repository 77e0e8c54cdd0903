"""A verdict as sheets of a workbook."""

from typing import Any

from sim.results.workbook import Sheet, in_columns

HEADS = {
    "name": "名称", "value": "数值", "replication": "重复", "low": "下限", "high": "上限", "per_day": "日处理量", "share": "达标比例", "number": "序号",
    "binds_at": "出现瓶颈的日到达量", "one_more": "增加单位", "gain": "每增一单位的提升", "measured_with": "测量时增加", "ample": "消除该瓶颈后的能力",
    "rule": "规则", "more": "增加", "unit": "单位", "field": "字段", "from": "原值", "to": "新值",
}  # fmt: skip
SHEETS = {"verdict": "结论", "thresholds": "各次重复的产能", "chances": "达标概率", "limits": "限制因素", "changes": "调整", "rules": "规则"}
PER_DAY = "parcels/day"


def tables(record: dict[str, Any], lang: str = "en") -> dict[str, Sheet]:
    """Return the record of a verdict (`verdict.as_record`) as sheets by name, for `workbook.write_workbook`, in a language."""
    found = [(name, record[name]) for name in ("scenario", "title", "scale", "seed", "verdict", "confidence", "target_per_day", "offered_per_day")]
    found += [(f"capacity_per_day.{end}", value) for end, value in record["capacity_per_day"].items()]
    found += [(f"chance_at_target.{end}", value) for end, value in (record["chance_at_target"] or {}).items()]
    limits = [
        [n, *(each[key] for key in ("name", "rule", "binds_at_per_day", "one_more", "gain_of_one_more_per_day", "measured_with", "ample_per_day"))]
        for n, each in enumerate(record["limits"], 1)
    ]
    changes = [
        [each["name"], each["more"], each["unit"], path, ends["from"], ends["to"]] for each in record["changes"] for path, ends in each["fields"].items()
    ]
    sheets = {
        "verdict": in_columns({"name": "", "value": ""}, [*found, ("runs", record["runs"])]),
        "thresholds": in_columns(
            {"replication": "", "low": PER_DAY, "high": PER_DAY},
            ([each[key] for key in ("replication", "low", "high")] for each in record["thresholds_per_day"]),
        ),
        "chances": in_columns({"per_day": PER_DAY, "share": "1", "low": "1", "high": "1"}, (each.values() for each in record["chance"])),
        "limits": in_columns(
            {"number": "", "name": "", "rule": "", "binds_at": PER_DAY, "one_more": "", "gain": PER_DAY, "measured_with": "", "ample": PER_DAY}, limits
        ),
        "changes": in_columns({"name": "", "more": "", "unit": "", "field": "", "from": "", "to": ""}, changes),
        "rules": in_columns({"name": "", "value": ""}, record["rules"].items()),
    }
    if lang == "en":
        return sheets
    return {
        SHEETS[name]: {HEADS[head]: ("件/日" if unit == PER_DAY else unit, values) for head, (unit, values) in sheet.items()} for name, sheet in sheets.items()
    }
