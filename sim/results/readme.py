"""README.txt of the files of a run: each file, each column, its unit, in English or Chinese."""

from collections.abc import Mapping

from .run import CLASS_COLUMNS, DEPARTURE_COLUMNS, ELEMENT_COLUMNS

HOUR_COLUMNS: dict[str, tuple[str, str]] = {
    "clock": ("", "time of day at which the hour begins"),
    "start_s": ("s", "the same, after the start of the run"),
    "end_s": ("s", "end of the hour"),
    "offered": ("parcels", "whose vehicle arrived"),
    "unloaded": ("parcels", "taken from vehicles"),
    "sorted": ("units", "that left a sorter; twice if sorted twice"),
    "dispatched": ("parcels", "that left the hub"),
}

SERIES_COLUMNS: dict[str, tuple[str, str]] = {
    "time_s": ("s", "after the start of the run"),
    "element": ("", "name of the element"),
    "inside": ("units", "inside it at that time"),
    "entered": ("units", "entered by then"),
    "busy_s": ("machine s", "worked by then; likewise blocked_s and off_s"),
}

FLOW_COLUMNS: dict[str, tuple[str, str]] = {
    "from": ("", "element"),
    "to": ("", "element that came next"),
    "units": ("units", "that went this way"),
}

DWELL_COLUMNS: dict[str, tuple[str, str]] = {
    "from_s": ("s", "shortest time from unloading to leaving"),
    "until_s": ("s", "end of the span"),
    "parcels": ("parcels", "dispatched after so long"),
}

DAY_COLUMNS: dict[str, tuple[str, str]] = {
    "clock": ("", "time of day"),
    "time_s": ("s", "the same, after the start of the run"),
    "offered": ("parcels", "whose vehicle had arrived by then; likewise unloaded, dispatched, rejected, and docked: whose vehicle had come to a door"),
    "doors_in_use": ("1", "with a vehicle at that time; likewise outbound_doors; yard: vehicles in it"),
    "present ...": ("persons", "people of each crew at that time, and at_work ... those in the middle of work"),
}

FILES: dict[str, tuple[str, Mapping[str, tuple[str, str]]]] = {
    "summary.txt": ("what the run found, for reading", {}),
    "run.json": ("the same and more, for programs: every indicator, element and departure", {}),
    "origin.json": ("where it comes from: scenario, seed, versions, files, the command that does it again", {}),
    "site.json": ("the land, people, energy and money that come of it", {}),
    "elements.csv": ("one row an element", ELEMENT_COLUMNS),
    "departures.csv": ("one row a departure", DEPARTURE_COLUMNS),
    "classes.csv": ("one row a class of parcels; not there if the scenario names none", CLASS_COLUMNS),
    "flow_per_hour.csv": ("one row an hour", HOUR_COLUMNS),
    "checksums.txt": ("SHA-256 of these files: figures and reports are made only of what was not changed", {}),
    "flows.csv": ("one row a way from element to element", FLOW_COLUMNS),
    "dwell.csv": ("one row a span of time in the hub", DWELL_COLUMNS),
    "day.csv": ("one row a sample time: what is counted over the whole hub", DAY_COLUMNS),
    "tables.xlsx": ("all these tables as sheets, and those of figures, yards, lanes, roads, fleets and events; sheet columns says what each column means", {}),
    "series.parquet": ("one row a sample time and element (Parquet, zstd)", SERIES_COLUMNS),
}

HEAD = "The files of one run of hubsim. Times are seconds after the start of the run unless said otherwise; nan or empty: not defined."
FIGURES = "figures/ holds each picture as .svg (for print) and .png: flow, queues, states, dwell, hub, departures; one without data is left out"

HEAD_ZH = "hubsim 一次仿真的结果文件。除另有说明外，时间均为自仿真开始起的秒数；nan 或空白表示无定义。"
FIGURES_ZH = "figures/ 中每幅图各有 .svg（供印刷）和 .png 两份，无数据的图不生成："
FIGURES_ZH += "flow 流量，queues 场内件数，states 机时利用，dwell 停留时间，hub 负荷图，departures 班次"

UNITS_ZH = {"": "", "1": "1", "s": "秒", "units": "件", "parcels": "包裹", "t": "吨", "passes": "次", "machine s": "机·秒", "persons": "人", "units/h": "件/时"}

FILES_ZH: dict[str, tuple[str, dict[str, str]]] = {
    "summary.txt": ("仿真结果摘要，供阅读", {}),
    "run.json": ("同样内容及更多数据，供程序读取：全部指标、设备和班次", {}),
    "origin.json": ("来源：场景、种子、版本、文件，以及重新运行的命令", {}),
    "site.json": ("由此得出的用地、人员、能耗与费用", {}),
    "elements.csv": (
        "每台设备一行",
        {
            "name": "场景中的名称；同类多台为 name[2]，成组为 group[1].name",
            "kind": "设备种类",
            "machines": "服务台、卸车口或皮带数；下列各状态按此计时",
            "crew": "值守班组的设备名；无则为空",
            "entered": "预热后进入的件数",
            "left": "离开的件数；格口和集包计包裹，包裹随整包继续",
            "lost": "因满而被拒收，或在此出口剔除的包裹",
            "busy_s": "作业；值守卸车口或工位的班组本身无状态，其时间即所值守设备的时间",
            "idle_s": "卸车口：有车，但在换车或无人；格口：等换包人员或空袋；机器人：充电或等充电",
            "starved_s": "可工作，但无件",
            "blocked_s": "已完成，但下游不接收",
            "down_s": "故障或维修中",
            "off_s": "无人值守",
            "inside_mean": "平均场内件数（按时间）",
            "inside_max": "最大场内件数",
            "inside_end": "结束时场内件数",
            "queue_mean": "平均排队件数（不含服务中，按时间）",
            "queue_max": "最大排队件数",
            "stay_mean_s": "已离开者自进入至离开的平均时间；空袋库无此值",
            "wait_mean_s": "自进入至开始服务的平均时间；空袋库：容器等空袋的时间",
            "recirculated": "环线：因格口未收而多转的圈数",
            "chute_full": "其中：格口满",
            "chute_reset": "其中：距上一件过近，格口复位未及",
            "divert_failed": "其中：落格失败",
            "unread": "环线：上包时未识读的条码",
            "capacity_per_h": "满员不停机时的能力；环线：经过一点的载具数；上包台：每节拍一件；无意义处为 nan",
        },
    ),
    "departures.csv": (
        "每个班次一行",
        {
            "name": "场景中的名称，含目的地",
            "door": "装车口；未分到则为空",
            "cut_off_s": "截载时刻（自仿真开始）；满载即发者为 nan",
            "docked_s": "靠上装车口的时刻；未靠则为 nan",
            "left_s": "发车时刻",
            "parcels": "装上的包裹",
            "promised": "承诺由其发出的包裹；一班多车时全部计入其首行",
            "on_time": "其中已装上该班次或更早的班次",
        },
    ),
    "classes.csv": (
        "每个包裹类别一行；场景未分类则无此文件",
        {
            "name": "包裹类别",
            "unloaded": "卸车或到达的包裹；含预热结束时在场的",
            "dispatched": "已发出",
            "dispatched_t": "其重量；类别未给重量则为 0",
            "rejected": "因满被拒收，或由剔除出口离开",
            "dwell_mean_s": "已发出者自卸车至离场的平均时间",
            "promised": "承诺的班次已发车",
            "on_time": "其中已装上该班次或更早的班次",
            "too_warm": "一次离开冷库的时间超过限值；每件只计一次",
        },
    ),
    "flow_per_hour.csv": (
        "每小时一行",
        {
            "clock": "该小时开始的时刻",
            "start_s": "同上，自仿真开始",
            "end_s": "该小时结束",
            "offered": "所在车辆已到达",
            "unloaded": "已卸车",
            "sorted": "离开分拣机；分拣两次计两件",
            "dispatched": "已离场",
        },
    ),
    "checksums.txt": ("以上各文件的 SHA-256；仅由未改动的文件生成图与报告", {}),
    "flows.csv": ("每条流向一行", {"from": "设备", "to": "下一设备", "units": "经过的件数"}),
    "dwell.csv": ("每段停留时间一行", {"from_s": "自卸车至离场的最短时间", "until_s": "时段上限", "parcels": "在此时间内离场的包裹"}),
    "day.csv": (
        "每个采样时刻一行：全场合计",
        {
            "clock": "时刻",
            "time_s": "同上，自仿真开始",
            "offered": "至该时刻所在车辆已到达；unloaded、dispatched、rejected、docked（车辆已靠位）同理",
            "doors_in_use": "该时刻有车的卸车口；outbound_doors 同理；yard 为场内车辆",
            "present ...": "各班组该时刻在岗人数；at_work ... 为正在作业的人数",
        },
    ),
    "tables.xlsx": ("以上各表及指标、待卸车场、干线、道路、车队、事件，每表一页；各列含义见“列说明”页", {}),
    "series.parquet": (
        "每个采样时刻、每台设备一行（Parquet,zstd）",
        {
            "time_s": "自仿真开始",
            "element": "设备名",
            "inside": "该时刻设备内件数",
            "entered": "至该时刻进入的件数",
            "busy_s": "至该时刻的作业时间；blocked_s、off_s 同理",
        },
    ),
}


def readme(lang: str = "en") -> str:
    """The text of README.txt in a language."""
    chinese = lang == "zh"
    lines = [HEAD_ZH if chinese else HEAD, ""]
    for name, (meaning, columns) in FILES.items():
        meaning_zh, columns_zh = FILES_ZH[name]
        lines.append(f"{name}: {meaning_zh if chinese else meaning}")
        for column, (unit, text) in columns.items():
            unit, text = (UNITS_ZH[unit], columns_zh[column]) if chinese else (unit, text)
            lines.append(f"    {column:<15} {f'[{unit}] ' if unit else ''}{text}")
        lines.append("")
    return "\n".join([*lines, FIGURES_ZH if chinese else FIGURES, ""])
