"""A verdict in words, in English or Chinese: an answer on the first line, then what it rests on."""

import math
from typing import Any

from sim.results.printable import printable
from sim.results.summary import table
from sim.results.verdicts import broken, kept, lever, more, one_more, percent

from .threshold import LEAST, MOST

WORDS: dict[str, tuple[str, str]] = {
    "reachable": ("REACHABLE: {target} parcels a day, at {confidence} confidence", "结论：能够达到日处理 {target} 件的目标，置信度 {confidence}"),
    "not reachable": ("NOT REACHABLE: {target} parcels a day, at {confidence} confidence", "结论：不能达到日处理 {target} 件的目标，置信度 {confidence}"),
    "undecided": (
        "UNDECIDED: {target} parcels a day lies inside the {confidence} interval of the capacity",
        "结论：未定。日处理 {target} 件位于产能的 {confidence} 置信区间之内",
    ),
    "capacity": (
        "capacity {estimate} parcels a day, {confidence} interval {low} to {high}, from {n} replications, {runs} runs{scale}",
        "产能 {estimate} 件/日，{confidence} 置信区间 {low}～{high}；{n} 次重复，共 {runs} 次仿真{scale}",
    ),
    "scaled": (" at scale {scale:g}", "，比例 {scale:g}"),
    "own": ("the scenario itself offers {offered} parcels a day", "场景自身的日到达量为 {offered} 件"),
    "chance": ("chance to carry the target: {share} ({low} to {high})", "达标概率：{share}（{low}～{high}）"),
    "unbounded": (
        "nothing broke at any demand that was tried: the scenario has nothing that limits it",
        "所试的任何需求下规则均未被突破：场景中没有限制因素",
    ),
    "bottomless": (
        "in {n} of {of} replications rules broke at every demand that was tried, the least of {least} parcels a day too: nothing is known below it",
        "{of} 次重复中有 {n} 次，所试的任何需求（最低 {least} 件/日）下规则均被突破：更低的需求未知",
    ),
    "too_far": (
        "No changes were sought: the target is {times:,.0f} times what the scenario offers, and demands are tried up to {most:g} times. Begin larger.",
        "未求改动：目标是场景自身到达量的 {times:,.0f} 倍，而所试需求最多为 {most:g} 倍。请从更大的场地开始。",
    ),
    "breaks": ("what breaks first when the demand grows: {rules}", "到达量增长时首先突破的规则：{rules}"),
    "in_n": ("{rule}, in {n} of {of}", "{rule}，{of} 次中 {n} 次"),
    "wide": (
        "Take care: the thresholds of the replications differ by {spread}, so single vehicles or rounding decide{scale}. Try more of the hub (--scale).",
        "注意：各次重复的产能相差 {spread}，由个别车辆或取整决定{scale}。请加大比例（--scale）。",
    ),
    "limits": ("Limits, in order", "限制因素（按先后）"),
    "no_limits": ("No lever that was tried lifts the capacity.", "所试的各项增加均不能提高产能。"),
    "limit": ("what binds", "限制因素"),
    "binds_at": ("binds at, parcels/day", "出现瓶颈的日到达量（件/日）"),
    "one_more": ("one more", "增加单位"),
    "gain": ("gains, parcels/day", "每增一单位的提升（件/日）"),
    "ample": ("once it is ample", "消除该瓶颈后的能力（件/日）"),
    "unmeasured": ("not measurable at this scale", "此比例下无法测得"),
    "endless": ("no limit found", "未见上限"),
    "changes": (
        "Shortest list of changes that carries the target (in {carried} of {of} replications)",
        "达标所需的最少调整（{of} 次重复中 {carried} 次达到）",
    ),
    "no_changes": ("No list of changes that was tried carries the target; still broken: {rule}", "所试调整均未达标；仍被突破的规则：{rule}"),
    "change": ("{name}: {more}", "{name}：{more}"),
    "field": ("{path}: {now:g} -> {then:g}", "{path}：{now:g} → {then:g}"),
    "rules": ("Rules:", "规则："),
    "rounded": (
        "Take care: {n} parts of this hub cannot be made {scale:g} times as many, and this is the capacity of what they were rounded to: {parts}. "
        "Ask again at a larger scale, or in full.",
        "注意：按比例 {scale:g} 缩小时，有 {n} 类设备或人员无法按比例取整，产能为取整后场地的产能：{parts}。请用更大的比例或全规模复核。",
    ),
    "so_many": ("{name} {times:.3g} times as many", "{name} 为应有数量的 {times:.3g} 倍"),
    "comma": (", ", "，"),
    "and_more": ("and {n} fields more", "另有 {n} 个字段"),
}

ROUNDED = 4
"""parts that rounding changed most, told by name"""
WIDE = 0.2
"""difference of the thresholds of a scaled hub, of its capacity, above which a reader is warned [1]"""


def told(record: dict[str, Any], lang: str = "en") -> str:
    """Return the record of a verdict (`verdict.as_record`) as text that ends in a line break."""

    def word(key: str, **figures: object) -> str:
        return WORDS[key][("en", "zh").index(lang)].format(**figures)

    capacity, n = record["capacity_per_day"], len(record["thresholds_per_day"])
    confidence = percent(record["confidence"])
    lines = [printable(record["title"])]
    if record["verdict"]:
        lines.append(word(record["verdict"], target=whole(record["target_per_day"]), confidence=confidence))
    scale = "" if record["scale"] == 1 else word("scaled", scale=record["scale"])
    lines.append(
        word("capacity", **{key: whole(capacity[key]) for key in ("estimate", "low", "high")}, confidence=confidence, n=n, runs=record["runs"], scale=scale)
    )
    if record["chance_at_target"]:
        lines.append(word("chance", **{end: f"{100 * share:.0f} %" for end, share in record["chance_at_target"].items()}))
    lines.append(word("own", offered=whole(record["offered_per_day"])))
    if record["breaks_first"]:
        each = [word("in_n", rule=broken(rule, lang), n=count, of=n) for rule, count in record["breaks_first"].items()]
        lines.append(word("breaks", rules=("；" if lang == "zh" else "; ").join(each)))
    else:
        lines.append(word("unbounded"))
    if below := sum(each["low"] == 0 for each in record["thresholds_per_day"]):
        lines.append(word("bottomless", n=below, of=n, least=whole(LEAST * record["offered_per_day"])))
    if record["rounded"]:
        each = [word("so_many", name=part["name"], times=part["times"]) for part in record["rounded"][:ROUNDED]]
        lines.append(word("rounded", scale=record["scale"], parts=word("comma").join(each), n=len(record["rounded"])))
    if record["scale"] < 1 and (record["spread"] or 0.0) > WIDE:
        lines.append(word("wide", spread=f"{100 * record['spread']:.0f} %", scale=scale))
    lines += ["", *_limits(record, word, lang), *_changes(record, word, lang)]
    if record["target_per_day"] and record["verdict"] != "reachable" and (times := record["target_per_day"] / record["offered_per_day"]) > MOST:
        lines += ["", word("too_far", times=times, most=MOST)]
    lines += ["", word("rules"), *(f"  {rule}" for rule in kept(record["rules"], lang))]
    return printable("\n".join(lines) + "\n")


def whole(value: float | None) -> str:
    """Return a number of parcels with commas; infinity where it is not known."""
    return "∞" if value is None or not math.isfinite(value) else f"{value:,.0f}"


def _limits(record: dict[str, Any], word: Any, lang: str) -> list[str]:
    if not record["limits"]:
        return [word("no_limits")] if record["limits_sought"] and record["breaks_first"] else []
    header = ["", word("limit"), word("binds_at"), word("one_more"), word("gain"), word("ample")]
    rows = [
        [
            str(number),
            lever(limit["name"], lang),
            whole(limit["binds_at_per_day"]),
            one_more(limit["one_more"], lang),
            word("unmeasured") if limit["gain_of_one_more_per_day"] is None else f"{limit['gain_of_one_more_per_day']:+,.0f}",
            word("endless") if limit["ample_per_day"] is None else whole(limit["ample_per_day"]),
        ]
        for number, limit in enumerate(record["limits"], 1)
    ]
    return [word("limits"), *table(header, rows, left=2)]


def _changes(record: dict[str, Any], word: Any, lang: str) -> list[str]:
    carry = record["changes_carry"]
    if carry is None or not (record["changes"] or carry["broken"]):
        return []
    if not record["changes"]:
        return ["", word("no_changes", rule=broken(carry["broken"], lang))]
    lines = ["", word("changes", carried=carry["carried"], of=carry["of"])]
    for change in record["changes"]:
        lines.append("  " + word("change", name=lever(change["name"], lang), more=more(change["more"], change["unit"], lang)))
        fields = list(change["fields"].items())
        lines += ["    " + word("field", path=path, now=ends["from"], then=ends["to"]) for path, ends in fields[:4]]
        if len(fields) > 4:
            lines.append("    " + word("and_more", n=len(fields) - 4))
    return lines
