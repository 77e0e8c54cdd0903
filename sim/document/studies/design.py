"""What was varied, how, and what the figures are."""

from typing import Any

from ..blocks import Block, Chapter, Paragraph, Points, Table
from .answer import say_kind
from .findings import Findings

OPTIONS = {
    "points": ("points", "点数"),
    "trajectories": ("trajectories", "轨迹数"),
    "levels": ("levels", "水平数"),
    "base": ("base points", "基础点数"),
    "seed": ("seed of the points", "选点种子"),
    "at_once": ("asked for at once", "每批点数"),
    "startup": ("drawn at random first", "最初随机点数"),
    "resolution": ("resolution", "分辨度"),
    "file": ("table", "表格文件"),
}


def chapter(it: Findings) -> Chapter:
    """Return the chapter."""
    say, record = it.say, it.record
    options = [f"{say(*OPTIONS[name])} {value}" for name, value in record["of_design"].items() if name in OPTIONS and value is not None]
    blocks: list[Block] = [
        Paragraph(say("Scenario: {title}, {file}.", "场景：{title}，{file}。").format(title=record["scenario_title"], file=_scenario(it))),
        Paragraph(say_kind(it) + (say(" ({options}).", "（{options}）。").format(options=say(", ", "，").join(options)) if options else say(".", "。"))),
    ]
    if record["about"]:
        blocks.append(Paragraph(record["about"]))
    header = [say(*words) for words in (("factor", "因素"), ("field of the scenario", "场景字段"), ("values", "取值"))]
    rows = [[name, say(", ", "，").join(factor.get("paths") or [name]), _values(it, name, factor)] for name, factor in record["factors"].items()]
    blocks.append(Table(header, rows, left=3, wide=3, caption=say("Factors", "因素")))
    blocks.append(Points([*_runs(it), *_fraction(it)]))
    if record["costs"]:
        header = [say("cost", "费用"), say("unit", "单位"), say("fixed + price x value", "固定值 + 单价 × 取值")]
        costs = [
            [
                name,
                cost["unit"],
                " + ".join([*([it.value(cost["fixed"])] if cost["fixed"] else []), *(f"{it.value(price)} × {factor}" for factor, price in cost["of"].items())]),
            ]
            for name, cost in record["costs"].items()
        ]
        blocks.append(
            Table(header, costs, left=3, wide=3, caption=say("Costs: figures of the study's own, prices as entered", "费用：研究自定指标，单价按输入值"))
        )
    return Chapter(say("What was varied", "研究设计"), blocks)


def _scenario(it: Findings) -> str:
    return str(it.record["scenario_file"])


def _values(it: Findings, name: str, factor: dict[str, Any]) -> str:
    say = it.say
    if factor.get("values"):
        return it.listed(list(map(it.value, factor["values"])), 12)
    if factor.get("low") is not None:
        words = say("{low} to {high}", "{low}～{high}").format(low=it.value(factor["low"]), high=it.value(factor["high"]))
        words += say(", {n} values", "，{n} 个取值").format(n=factor["levels"]) if factor["levels"] else ""
        return words + (say(", whole numbers", "，整数") if factor["whole"] else "")
    seen = list(dict.fromkeys(it.value(row[name]) for row in it.record["points"]))
    return it.listed(seen, 12)


def _runs(it: Findings) -> list[str]:
    say, record = it.say, it.record
    points = [say("{n:,} points laid out", "共设 {n:,} 个点").format(n=record["of_points"])]
    if precision := record["precision"]:
        words = say(
            "replications until the mean of {figure} is known to {relative:.4g} % ({sure} confidence), at most {most:,}",
            "各点重复至{figure}的均值已知至 {relative:.4g} %（置信度 {sure}），至多 {most:,} 次",
        )
        points.append(words.format(figure=it.label(precision["figure"]), relative=100 * precision["relative"], sure=it.sure, most=precision["at_most"]))
    else:
        times = say("one run", "1 次仿真") if record["replications"] == 1 else say("{n:,} replications", "{n:,} 次重复").format(n=record["replications"])
        points.append(say("{times} of each point, seed {seed}", "每点 {times}，种子 {seed}").format(times=times, seed=record["seed"]))
    words = say("runs: {done:,} done, {failed:,} failed, {missing:,} missing", "仿真：完成 {done:,}，失败 {failed:,}，未做 {missing:,}")
    points.append(words.format(done=record["runs_done"], failed=record["runs_failed"], missing=record["runs_missing"]))
    if record["scale"] != 1:
        points.append(say("demand and plant at scale {scale:g}", "需求与设备按比例 {scale:g} 缩放").format(scale=record["scale"]))
    points += [say("aim: {aim}", "目标：{aim}").format(aim=it.aim(name)) for name in record["aims"]]
    points += [say("limit: {limit}", "约束：{limit}").format(limit=it.limit(name)) for name in record["limits"]]
    return points


def _fraction(it: Findings) -> list[str]:
    say, found = it.say, it.record["fraction"]
    if not found:
        return []
    if found["resolution"] is None:
        return [say("all {n} points of the grid: every effect can be told", "网格的全部 {n} 个点：各效应均可区分").format(n=found["of_points"])]
    words = say(
        "{n} of the {of} points of the grid, resolution {r}: an effect of n factors is mixed with some of {r} - n or more",
        "网格 {of} 个点中的 {n} 个，分辨度 {r}：n 个因素的效应与 {r} - n 个或更多因素的效应混杂",
    )
    head = words.format(n=found["points"], of=found["of_points"], r=found["resolution"])
    return [head, *(say("cannot be told apart: {line}", "不能区分：{line}").format(line=line) for line in found["aliases"])]
