"""The tables of a run as sheets of one workbook: its figures, the files that are tables, what vehicles and events did, and what each column means."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from . import bottleneck, workbook
from .hours import busiest, period
from .readme import FILES, FILES_ZH, UNITS_ZH
from .recovery import EVENT_COLUMNS
from .run import Run
from .workbook import Sheet, Values, write_workbook

SHEETS_ZH = {
    "summary": "摘要",
    "elements": "设备",
    "departures": "班次",
    "classes": "包裹类别",
    "flow_per_hour": "每小时流量",
    "flows": "流向",
    "dwell": "停留时间",
    "day": "全天过程",
    "yards": "待卸车场",
    "lanes": "干线",
    "roads": "共用道路",
    "fleets": "车队",
    "events": "事件",
    "columns": "列说明",
}
"""names of the sheets"""

# sheet -> column -> (unit, meaning, meaning in Chinese), of what is in no file of its own
VEHICLES: dict[str, dict[str, tuple[str, str, str]]] = {
    "yards": {
        "name": ("", "yard", "待卸车场"),
        "vehicles": ("vehicles", "that came", "到达车次"),
        "wait_mean_s": ("s", "mean time that a vehicle waited for a door", "等待卸车口的平均时间"),
        "wait_max_s": ("s", "longest such time", "其中最长"),
        "inside_max": ("vehicles", "most in it at once", "场内同时最多车辆"),
        "outside_max": ("vehicles", "most outside it at once", "场外同时最多车辆"),
        "gate_busy_share": ("1", "share of the run that the lanes of its gate were taken; empty if it has none", "大门车道被占用的时间比例；无大门则为空"),
        "gate_wait_mean_s": ("s", "mean time that a vehicle waited before the gate", "门前平均等待时间"),
        "gate_wait_max_s": ("s", "longest such time", "其中最长"),
    },
    "lanes": {
        "name": ("", "lane", "干线"),
        "mode": ("", "road, rail or air", "road 公路、rail 铁路或 air 航空"),
        "vehicles": ("vehicles", "that have arrived", "已到达车次"),
        "parcels": ("parcels", "in them", "其所载包裹"),
        "load_units": ("load units", "begun in them; 0 if loose", "其所用集装单元；散装为 0"),
        "filled_share": ("1", "parcels by room", "装载率"),
        "time_mean_s": ("s", "mean time from outbound door to gate", "自装车口至大门的平均时间"),
    },
    "roads": {
        "name": ("", "shared road", "共用道路"),
        "vehicles": ("vehicles", "that came to it", "到达车次"),
        "wait_mean_s": ("s", "mean time that a vehicle waited for its turn", "等待通行的平均时间"),
        "wait_max_s": ("s", "longest such time", "其中最长"),
        "queue_max": ("vehicles", "most that waited at once", "同时等待的最多车辆"),
        "waiting_end": ("vehicles", "that waited at the end", "结束时仍在等待的车辆"),
        "used_share": ("1", "share of the run that it was taken", "道路被占用的时间比例"),
    },
    "fleets": {
        "name": ("", "fleet", "车队"),
        "vehicles": ("vehicles", "it has", "车辆数"),
        "trips": ("trips", "of all its vehicles", "全部车辆的趟次"),
        "driven_km": ("km", "by all its vehicles", "全部车辆的行驶里程"),
        "used_kwh": ("kWh", "for it; empty if it is not electric", "其用电；非电动则为空"),
        "charges": ("1", "times that a vehicle was charged", "充电次数"),
        "none_found": ("departures", "that had no vehicle by their cut-off", "至截载时刻仍无车可用的班次"),
        "idle_s": ("vehicle s", "idle; all vehicles together, the warm-up included", "待命；全部车辆合计，含预热期"),
        "loading_s": ("vehicle s", "loading", "装车"),
        "driving_s": ("vehicle s", "driving", "行驶"),
        "unloading_s": ("vehicle s", "unloading", "卸车"),
        "waiting_s": ("vehicle s", "waiting", "等待"),
        "charging_s": ("vehicle s", "charging", "充电"),
    },
}

EVENTS_ZH = {
    "name": "场景中的名称；每日事件每天一行",
    "kind": "stop 停止、close 关闭或 surge 激增",
    "begin_s": "开始时刻（自仿真开始）",
    "end_s": "结束时刻（自仿真开始）",
    "behind_max": "自开始至追平（或仿真结束），比无事件的同日的最大积压 [件]",
    "recovery_s": "自结束至追平；本次运行内未追平则为空",
}

MORE_UNITS_ZH = {
    "vehicles": "辆",
    "load units": "个",
    "trips": "趟",
    "km": "公里",
    "kWh": "千瓦时",
    "departures": "班次",
    "vehicle s": "车·秒",
    "parcels/day": "件/日",
    "parcels/h": "件/时",
}


def figures(run: Run, lang: str = "en") -> list[tuple[str, Any, str, str, str]]:
    """Return the figures of a run that are one value: name as in run.json, value, unit, meaning, meaning in Chinese.

    What the computer took is not among them: it differs from time to time.
    """
    peaks: list[tuple[str, Any, str, str, str]] = []
    for name, column, en, zh in (
        ("in", "unloaded", "unloaded in the busiest hour", "进港高峰小时卸车量"),
        ("out", "dispatched", "dispatched in it", "出港高峰小时发出量"),
    ):
        start_s, flow = busiest(run, column)
        peaks.append((f"peak_hours.{name}", flow, "parcels/h", en, zh))
        peaks.append((f"peak_hours.{name}.when", period(run, start_s, start_s + 3600) if start_s == start_s else None, "", "that hour", "该小时"))
    parcels = {
        "offered": ("that came", "到达"),
        "dispatched": ("that left the hub", "发出"),
        "late": ("whose departure left without them", "误班"),
        "held": ("inside at the end, departure gone", "滞留（已误班）"),
        "rejected": ("for the reasons below", "剔除，原因见下"),
        "inside": ("all others inside at the end", "其余仍在场内"),
    }
    limit = bottleneck.find(run, lang)
    return [
        ("title", run.title, "", "of the scenario", "场景标题"),
        ("scenario", run.scenario, "", "name of its file", "场景文件名"),
        ("engine", run.engine, "", "that ran it", "引擎"),
        ("seed", run.seed, "", "of the random numbers", "随机数种子"),
        ("replication", run.replication, "", "which of several", "第几次重复"),
        ("period", period(run, 0.0, run.horizon_s), "", "that was simulated", "仿真时段"),
        ("horizon_s", run.horizon_s, "s", "its length", "仿真时长"),
        ("warm_up_s", run.warm_up_s, "s", "of it, left out of all counts", "其中预热，不计入各项"),
        *((f"parcels.{name}", count, "parcels", *parcels.get(name, ("", ""))) for name, count in run.parcels.items()),
        *((f"rejected_by_reason.{reason}", count, "parcels", "rejected for this reason", "因此剔除") for reason, count in run.rejected.items()),
        ("promised", run.promised, "parcels", "whose promised departure has left", "承诺的班次已发车"),
        ("on_time_share", run.on_time_share, "1", "of these: aboard it, or an earlier one", "其中已装上该班次或更早的班次"),
        ("throughput_per_day", run.throughput_per_day, "parcels/day", "dispatched in a day", "日处理量"),
        *peaks,
        *((f"dwell_s.{name}", time, "s", *_dwell(name)) for name, time in run.dwell_s.items()),
        *((f"undisturbed.{name}", count, "parcels", "on the same day without the events", "无事件的同日") for name, count in run.undisturbed.items()),
        ("bottleneck", limit.name, "", "what limits the hub, or is nearest to its limit", "瓶颈，或最接近极限者"),
        ("bottleneck.binds", limit.binds, "", "false: nothing limits the hub, the demand does", "FALSE：无限制因素，由需求决定"),
        ("bottleneck.utilisation", limit.utilisation, "1", "how much of it was used in the peak window", "高峰时段利用率"),
        ("bottleneck.why", limit.why, "", "the evidence", "依据"),
        ("digest", run.digest, "", "over the journeys of all parcels: equal digest, equal run", "全部包裹行程的摘要；摘要相同即运行相同"),
    ]


def _dwell(name: str) -> tuple[str, str]:
    """What a figure of the dwell means: its mean, or p50, p95, p99."""
    if name == "mean":
        return "mean time from unloading to leaving", "自卸车至离场的平均时间"
    return f"time from unloading to leaving that {name[1:]} of 100 parcels stay below", f"{name[1:]} % 的包裹自卸车至离场的时间不超过此值"


def write_tables(path: Path, run: Run, files: Mapping[str, Mapping[str, Values]], lang: str = "en") -> None:
    """Write the workbook of a run; `files` are its tables that are files too, by their names without .csv, and come as they are.

    A table that is longer than a sheet is left out, and the sheet `columns` says so. Raises OSError if the disk is full.
    """
    shown = figures(run, lang)
    chinese = lang == "zh"
    sheets: dict[str, Sheet] = {
        "summary": {
            "name": ("", [name for name, *_ in shown]),
            "value": ("", [value for _, value, *_ in shown]),
            "unit": ("", [unit_in(unit, lang) for _, _, unit, *_ in shown]),
            "meaning": ("", [zh if chinese else en for *_, en, zh in shown]),
        }
    }
    found: dict[str, Mapping[str, Values]] = dict(files)
    for name, rows in (("yards", run.yards), ("lanes", run.lanes), ("roads", run.roads), ("fleets", run.fleets)):
        if rows:
            columns = dict.fromkeys(column for each in rows.values() for column in each)
            found[name] = {"name": list(rows), **{column: [each.get(column) for each in rows.values()] for column in columns}}
    if run.events:
        found["events"] = {name: run.events[name] for name in EVENT_COLUMNS}
    told: list[tuple[str, ...]] = []
    for name, table in found.items():
        meanings, sheet = _meanings(name, chinese), SHEETS_ZH[name] if chinese else name
        fits = max((len(values) for values in table.values()), default=0) < workbook.SHEET_ROWS
        if fits:
            units = _units(table, meanings)
            sheets[name] = {column: (unit_in(units[column], lang), values) for column, values in table.items()}
        else:
            told.append((sheet, "", "", f"行数超出 Excel 上限，见 {name}.csv" if chinese else f"too many rows for Excel: see {name}.csv"))
        told += [(sheet, column, unit_in(unit, lang), meaning) for column, (unit, meaning) in meanings.items() if fits]
    sheets["columns"] = {column: ("", list(values)) for column, values in zip(("sheet", "column", "unit", "meaning"), zip(*told, strict=True), strict=True)}
    write_workbook(path, {SHEETS_ZH[name] if chinese else name: sheet for name, sheet in sheets.items()})


def unit_in(unit: str, lang: str) -> str:
    """Return a unit in a language."""
    return (UNITS_ZH | MORE_UNITS_ZH).get(unit, unit) if lang == "zh" else unit


def _meanings(name: str, chinese: bool) -> dict[str, tuple[str, str]]:
    """Column -> (unit, meaning) of a table."""
    if name in VEHICLES:
        return {column: (unit, zh if chinese else en) for column, (unit, en, zh) in VEHICLES[name].items()}
    known, known_zh = (EVENT_COLUMNS, EVENTS_ZH) if name == "events" else (FILES[f"{name}.csv"][1], FILES_ZH[f"{name}.csv"][1])
    return {column: (unit, known_zh[column] if chinese else en) for column, (unit, en) in known.items()}


def _units(columns: Iterable[str], meanings: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The unit of each column; those that are not explained one by one, but as `likewise`, follow one that is."""
    begins = {column.removesuffix("..."): unit for column, (unit, _) in meanings.items() if column.endswith(" ...")}
    units, last = {}, ""
    for column in columns:
        last = meanings[column][0] if column in meanings else next((unit for begin, unit in begins.items() if column.startswith(begin)), last)
        units[column] = last
    return units
