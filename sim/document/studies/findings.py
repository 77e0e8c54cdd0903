"""A study as it was found: words for its figures, its points in order. All numbers come from the record."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..numbers import number, share
from ..say import Say

FIGURES = {
    "offered": ("parcels offered", "到达包裹 [件]", 0),
    "dispatched": ("parcels dispatched", "处理包裹 [件]", 1),
    "held": ("parcels held", "误班滞留 [件]", -1),
    "late": ("parcels late", "晚到包裹 [件]", -1),
    "rejected": ("parcels rejected", "剔除包裹 [件]", -1),
    "inside": ("parcels inside at the end", "结束时在场 [件]", -1),
    "offered_per_day": ("offered [parcels/day]", "到达量 [件/日]", 0),
    "throughput_per_day": ("dispatched [parcels/day]", "处理量 [件/日]", 1),
    "on_time_share": ("on time", "准时率", 1),
    "backlog_growth_per_day": ("growth of the backlog [parcels/day]", "日积压增量 [件/日]", -1),
    "turned_away": ("parcels turned away", "拒收包裹 [件]", -1),
    "vehicles": ("vehicles", "来车 [辆]", 0),
    "outside_max": ("most vehicles outside", "场外车辆最多 [辆]", -1),
    "door_wait_mean_s": ("mean wait for a door [s]", "等待卸车口的平均时间 [s]", -1),
    "departures": ("departures", "发车 [班]", 0),
    "without_door": ("departures without a door", "未分到装车口的班次 [班]", -1),
    "dwell_mean_s": ("mean time in the hub [s]", "平均停留时间 [s]", -1),
    "dwell_p50_s": ("time in the hub, 50 % below [s]", "停留时间（中位数）[s]", -1),
    "dwell_p95_s": ("time in the hub, 95 % below [s]", "停留时间（95 % 分位）[s]", -1),
    "dwell_p99_s": ("time in the hub, 99 % below [s]", "停留时间（99 % 分位）[s]", -1),
    "land_mu": ("site [mu] †", "用地 [亩] †", -1),
    "building_m2": ("building [m²] †", "建筑面积 [m²] †", -1),
    "hours_per_day": ("work a day [h] †", "日用工 [工时] †", -1),
    "kwh_per_1000": ("electricity for 1,000 parcels [kWh] †", "千件用电 [kWh] †", -1),
    "co2_kg_per_1000": ("CO2 for 1,000 parcels [kg] †", "千件二氧化碳 [kg] †", -1),
    "cost_cny_per_parcel": ("cost of a parcel, capital included [CNY] †", "单件成本（含资本）[元] †", -1),
    "peak_memory_mb": ("memory of the simulation [MB]", "仿真占用内存 [MB]", 0),
}
"""figure -> English, Chinese, whether more (1) or less (-1) of it is better, or neither (0)"""
KINDS = {
    "grid": ("grid: every value of each factor with every value of the others", "全因素网格：各因素的每个取值与其他因素的每个取值组合"),
    "fractional": ("fraction of a two-level grid: main effects", "两水平部分因子设计：用于估计主效应"),
    "latin_hypercube": ("Latin hypercube: points spread over the ranges", "拉丁超立方：各点均匀分布于取值范围"),
    "sobol": ("Sobol sequence: points spread evenly over the ranges", "Sobol 序列：各点均匀分布于取值范围"),
    "morris": ("Morris screening: each factor moved alone, from many places", "Morris 筛选：从多处出发，每次只改变一个因素"),
    "sobol_sensitivity": ("Sobol indices: what share of the variance goes back to each factor", "Sobol 指数：各因素占方差的份额"),
    "points": ("points that are listed", "逐一列出的点"),
    "optimise": ("optimisation (TPE): points chosen by what those before have found", "优化（TPE）：依据已有结果逐批选点"),
}
SCREENINGS = ("fractional", "morris", "sobol_sensitivity")
AIMS = {"minimise": ("least", "最小"), "maximise": ("most", "最大")}
GIVEN = {"demand", "scale"}
"""factors that nobody chooses"""
Row = dict[str, Any]


@dataclass(frozen=True)
class Findings:
    """A study and the language it is told in."""

    record: dict[str, Any]
    """as `sim.experiment.account.report_record` gives it"""
    say: Say

    @property
    def title(self) -> str:
        """What the study is called: its title, or that of its scenario."""
        return self.record["title"] or self.record["scenario_title"] or self.record["study"]

    @property
    def kind(self) -> str:
        """Kind of its design."""
        return str(self.record["design"])

    @property
    def factors(self) -> list[str]:
        """Names of its factors."""
        return list(self.record["factors"])

    @cached_property
    def rows(self) -> list[Row]:
        """The points that have a finished run, each setting once, best first; in the order of their numbers if none is better than another."""
        rows = list(self.once)
        figure, way = self.leading
        rows.sort(key=lambda row: (row[figure] is None, -way * (row[figure] or 0.0), row["point"]))
        if self.record["aims"] or self.record["limits"]:
            reached = set(self.record["reached"])
            rows.sort(key=lambda row: (row["point"] not in self.record["best"], row["point"] not in reached))
        return rows

    @cached_property
    def once(self) -> list[Row]:
        """The points that have a finished run, by number; of those with the same values the first."""
        first: dict[str, Row] = {}
        for row in self.record["points"]:
            if row["runs"]:
                first.setdefault(repr([row[name] for name in self.factors]), row)
        return list(first.values())

    def varies(self, name: str) -> bool:
        """Whether a figure differs from point to point."""
        known = [row[name] for row in self.once if row[name] is not None]
        return bool(known) and max(known) - min(known) > 1e-9 * max(map(abs, known))

    def way(self, name: str) -> int:
        """Whether more (1) or less (-1) of a figure is taken for better, or neither (0): as the study aims, else as its kind has it.

        Where the demand is a factor, nobody chooses among the points, and none is best unless the study aims.
        """
        if name in self.record["aims"]:
            return 1 if self.record["aims"][name] == "maximise" else -1
        if GIVEN & {path for factor, of in self.record["factors"].items() for path in of.get("paths") or [factor]}:
            return 0
        return FIGURES.get(name.partition(".")[0], ("", "", 0))[2]

    @cached_property
    def row_of(self) -> dict[int, Row]:
        """A row by the number of its point."""
        return {row["point"]: row for row in self.record["points"]}

    @cached_property
    def leading(self) -> tuple[str, int]:
        """The figure that decides: the first aim, else the first shown that varies; and its `way`."""
        shown = list(self.record["shown"])
        name = next(iter(self.record["aims"]), next(filter(self.varies, shown), shown[0]))
        return name, self.way(name)

    def label(self, name: str) -> str:
        """What a figure or cost is called, with its unit."""
        if name in self.record["costs"]:
            return f"{name} [{self.record['costs'][name]['unit']}]"
        stem, dot, of = name.partition(".")
        words = self.say(*FIGURES[stem][:2]) if stem in FIGURES else stem
        return f"{words}{self.say(': ', '：')}{of}" if dot else words

    def told(self, name: str, value: float | None) -> str:
        """A value of a figure."""
        return share(value, 2) if name.startswith("on_time_share") else number(value)

    def share(self, value: float | None) -> str:
        """A share of a variance [1]."""
        return "–" if value is None else f"{value:.3f}".replace("-0.000", "0.000")

    def mean(self, row: Row, name: str) -> str:
        """The mean of a figure at a point, with the half-width of its interval if there is one."""
        half = row.get(f"{name} +-")
        return self.told(name, row.get(name)) + (f" ± {self.told(name, half)}" if half is not None else "")

    def half(self, row: Row, name: str) -> float | None:
        """The half-width of the interval of a figure at a point; None where chance is not known, or there is none."""
        return row.get(f"{name} +-")

    def value(self, value: Any) -> str:
        """A value of a factor, a fraction to four digits."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"

    def point(self, row: Row) -> str:
        """The values of a point."""
        return self.say(", ", "，").join(f"{name} = {self.value(row[name])}" for name in self.factors)

    def listed(self, words: list[str], most: int = 8) -> str:
        """Words one after another."""
        more = len(words) - most
        tail = self.say(f" and {more} more", f"等 {len(words)} 项") if more > 0 else ""
        return self.say(", ", "、").join(words[:most]) + tail

    @property
    def sure(self) -> str:
        """The confidence of intervals."""
        return f"{100 * self.record['confidence']:.4g} %"

    def limit(self, name: str) -> str:
        """A limit in words."""
        limit = self.record["limits"][name]
        parts = [f"{sign} {self.told(name, limit[end])}" for end, sign in (("at_least", "≥"), ("at_most", "≤")) if end in limit]
        sure = self.say(" ({:.4g} % sure)", "（置信度 {:.4g} %）").format(100 * limit["confidence"]) if "confidence" in limit else ""
        return f"{self.label(name)} {self.say(' and ', '且 ').join(parts)}{sure}"

    def aim(self, name: str) -> str:
        """An aim in words."""
        return self.say("{aim} {name}", "{name}{aim}").format(aim=self.say(*AIMS[self.record["aims"][name]]), name=self.label(name))
