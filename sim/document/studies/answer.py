"""The question, the answer and how sure it is."""

from ..blocks import Block, Chapter, Note, Paragraph, Statement, Table
from .findings import KINDS, SCREENINGS, Findings, Row

DAGGER = "†"
FRONT = 12
"""points of a front on the first page"""


def chapter(it: Findings) -> Chapter:
    """Return the first page."""
    blocks: list[Block] = [Paragraph(_question(it)), *_unfinished(it)]
    record = it.record
    if record["aims"]:
        blocks += _front(it) if len(record["aims"]) > 1 and len(record["best"]) > 1 else _best(it)
    elif it.kind in SCREENINGS and record["sensitivity"]:
        blocks += _factors(it)
    else:
        blocks += _ends(it)
    blocks += _chance(it)
    named = [it.label(figure) for figure in it.record["shown"]]
    if any(DAGGER in name for name in named):
        words = it.say(
            "† rests on the typical values of coefficients most of which are not verified; what is told of their chance is of the simulation alone. "
            "`hubsim site` tells the ranges and the sources.",
            "† 依据系数的典型值计算，多数系数未经核实；所示区间仅为仿真的随机波动。系数的取值范围与来源见 hubsim site。",
        )
        blocks.append(Note(words))
    return Chapter(it.say("Question and answer", "问题与结论"), blocks)


def _question(it: Findings) -> str:
    say, record = it.say, it.record
    factors = it.listed(it.factors)
    if record["aims"]:
        words = say("{title}: which values of {factors} give the {aims}", "问题：{title}。{factors} 取何值时{aims}")
        words = words.format(title=it.title, factors=factors, aims=say(" and the ", "，且").join(map(it.aim, record["aims"])))
        limits = say(", while ", "，同时满足 ") + say(" and ", "、").join(map(it.limit, record["limits"])) if record["limits"] else ""
        return words + limits + say("?", "？")
    figures = it.listed(list(map(it.label, record["shown"])))
    if it.kind in SCREENINGS:
        return say("{title}: which of {n} factors ({factors}) move {figures}?", "问题：{title}。{n} 个因素（{factors}）中，哪些影响{figures}？").format(
            title=it.title, n=len(it.factors), factors=factors, figures=figures
        )
    return say("{title}: how do {figures} follow from {factors}?", "问题：{title}。{figures}如何随 {factors} 变化？").format(
        title=it.title, figures=figures, factors=factors
    )


def _unfinished(it: Findings) -> list[Block]:
    say, record = it.say, it.record
    blocks: list[Block] = []
    if record["runs_missing"]:
        least = say("at least ", "至少 ") if record["precision"] else ""
        words = say(
            "The study is not finished: {least}{n:,} runs are missing, and what stands here may change. Go on with: {command}",
            "研究尚未完成：还缺{least}{n:,} 次仿真，以下结论可能改变。继续请用：{command}",
        )
        blocks.append(Note(words.format(least=least, n=record["runs_missing"], command=record["resume"])))
    if record["failed"]:
        words = say(
            "{runs:,} runs failed, and {points:,} points are no hub; nothing of them is in the figures. See the chapter on what failed.",
            "{runs:,} 次仿真失败，{points:,} 个点不成立，均未计入以下数字，见“失败的仿真”一章。",
        )
        blocks.append(Note(words.format(runs=record["runs_failed"], points=len(record["points_failed"]))))
    return blocks


def _figures(it: Findings, row: Row) -> str:
    return it.say("; ", "；").join(f"{it.label(name)} {it.mean(row, name)}" for name in it.record["shown"])


def _based(it: Findings, row: Row, other: Row | None = None) -> str:
    """What figures of a point rest on, or of two."""
    fewest, most = sorted((row["runs"], (other or row)["runs"]))
    if fewest < 2:
        return it.say(" (one run).", "（单次仿真）。")
    runs = str(fewest) if fewest == most else it.say("{low} to {high}", "{low}～{high}").format(low=fewest, high=most)
    return it.say(" (± {sure} interval of the mean, {n} runs).", "（± 为均值的 {sure} 置信区间，{n} 次仿真）。").format(sure=it.sure, n=runs)


def _best(it: Findings) -> list[Block]:
    say, record = it.say, it.record
    if not record["best"]:
        if record["nearest"] is None:
            return [Statement(say("Nothing is known of the aim", "目标值未知"), say("No finished run defines it.", "已完成的仿真均未给出该指标。"))]
        row = it.row_of[record["nearest"]]
        head = say("No point that was tried reaches all limits", "所试各点均不满足全部约束")
        near = say("Nearest is point {n}: {point}. ", "最接近的是点 {n}：{point}。").format(n=row["point"], point=it.point(row))
        return [Statement(head, near + _figures(it, row) + _based(it, row))]
    row = it.row_of[record["best"][0]]
    blocks: list[Block] = [
        Statement(
            say("Best of the points tried: {point}", "所试各点中最优：{point}").format(point=it.point(row)),
            say("Point {n}: ", "点 {n}：").format(n=row["point"]) + _figures(it, row) + _based(it, row),
        )
    ]
    if len(record["best"]) > 1:
        others = it.listed([str(point) for point in record["best"][1:]])
        blocks.append(Paragraph(say("As good by the aims: points {others}.", "按目标同样好的点：{others}。").format(others=others)))
    name = next(iter(record["aims"]))
    reached = set(record["reached"])
    good = [each for each in it.rows if each["point"] in reached]
    if record["limits"]:
        words = say("{n} of {of} settings tried reach all limits: {limits}.", "所试 {of} 种取值中有 {n} 种满足全部约束：{limits}。")
        limits = say("; ", "；").join(map(it.limit, record["limits"]))
        blocks += [Paragraph(words.format(n=len(good), of=len(it.rows), limits=limits)), *_sure_of_limits(it, row)]
    return [*blocks, *_apart(it, row, good, name)]


def _sure_of_limits(it: Findings, row: Row) -> list[Block]:
    """Whether the intervals of the best keep to the limits too, not only its means."""
    across = []
    for name, limit in it.record["limits"].items():
        half = it.half(row, name)
        low, high = (limit.get(end) for end in ("at_least", "at_most"))
        if half and ((low is not None and row[name] - half < low) or (high is not None and row[name] + half > high)):
            across.append(f"{it.label(name)} {it.mean(row, name)}")
    if across:
        words = it.say(
            "Its mean keeps to the limit, but its interval reaches beyond: {which}. More replications tell.",
            "其均值满足约束，但置信区间越过约束：{which}。增加重复次数可进一步判断。",
        )
        return [Note(words.format(which=it.say("; ", "；").join(across)))]
    if row["runs"] < 2:
        return []
    words = it.say("Its {sure} intervals keep to the limits too.", "其 {sure} 置信区间也满足约束。")
    return [Paragraph(words.format(sure=it.sure))]


def _near(it: Findings, row: Row, rows: list[Row], name: str) -> list[Row]:
    """Points whose interval of a figure meets that of another point."""
    half = it.half(row, name) or 0.0
    return [each for each in rows if each is not row and each[name] is not None and abs(each[name] - row[name]) <= half + (it.half(each, name) or 0.0)]


def _apart(it: Findings, row: Row, rows: list[Row], name: str) -> list[Block]:
    """How many other points may be as good: those whose interval meets that of the best."""
    if it.half(row, name) is None:
        return []
    near = _near(it, row, rows, name)
    if not near:
        return [Paragraph(it.say("Its interval meets that of no other point.", "其置信区间与其他点的均不重叠。"))]
    words = it.say(
        "The intervals of {n} others meet its own, so their order is not sure: points {points}.",
        "另有 {n} 个点的置信区间与其重叠，先后次序不确定：点 {points}。",
    )
    return [Paragraph(words.format(n=len(near), points=it.listed([str(each["point"]) for each in near])))]


def _front(it: Findings) -> list[Block]:
    say, record = it.say, it.record
    rows = sorted((it.row_of[point] for point in record["best"]), key=lambda row: (row[next(iter(record["aims"]))], row["point"]))
    head = say("{n} points are on the front: what is better in one aim is worse in another", "前沿上有 {n} 个点：一项目标更优，另一项即更差").format(
        n=len(rows)
    )
    ends = [_span(it, name, [row[name] for row in rows]) for name in record["aims"]]
    blocks: list[Block] = [Statement(head, say("; ", "；").join(ends) + say(".", "。"))]
    if record["limits"]:
        limits = say("; ", "；").join(map(it.limit, record["limits"]))
        blocks.append(Paragraph(say("All of them reach the limits: {limits}.", "均满足约束：{limits}。").format(limits=limits)))
    shown = rows if len(rows) <= FRONT else [rows[round(place * (len(rows) - 1) / (FRONT - 1))] for place in range(FRONT)]
    header = [say("point", "点"), say("factors", "因素取值"), *map(it.label, record["aims"])]
    cells = [[str(row["point"]), it.point(row), *(it.mean(row, name) for name in record["aims"])] for row in shown]
    caption = say("The front", "前沿") + (
        "" if len(shown) == len(rows) else say(" ({n} of its {of} points)", "（{of} 个点中的 {n} 个）").format(n=len(shown), of=len(rows))
    )
    order = [1, 0, *range(2, len(header))]
    blocks.append(Table([header[place] for place in order], [[row[place] for place in order] for row in cells], left=1, caption=caption))
    return blocks


def _span(it: Findings, name: str, values: list[float]) -> str:
    words = it.say("{name} from {low} to {high}", "{name}：{low}～{high}")
    return words.format(name=it.label(name), low=it.told(name, min(values)), high=it.told(name, max(values)))


def _factors(it: Findings) -> list[Block]:
    """Of a screening: for each figure the factors in order, and those whose intervals meet that of the first."""
    say, record = it.say, it.record
    measure = {"morris": "mu_star", "sobol_sensitivity": "ST", "fractional": "effect"}[it.kind]
    blocks: list[Block] = []
    for name in record["shown"]:
        rows = [row for row in record["sensitivity"] if row["figure"] == name and row.get(measure) is not None]
        if not rows:
            continue
        first, conf = rows[0], rows[0].get(f"{measure}_conf")
        told = {row["factor"]: _size(it, name, row, measure) for row in rows[:3]}
        below = say(
            {"mu_star": "Moved through its whole range, each changes the figure on average by (± 95 % interval): {list}.",
             "ST": "Share of the variance that goes back to each, with the others (± 95 % interval): {list}.",
             "effect": "Mean at the last value less mean at the first: {list}. A fraction tells no interval of it."}[measure],
            {"mu_star": "在其全部范围内变动时，指标的平均变化（± 95 % 置信区间）：{list}。",
             "ST": "与其他因素共同占方差的份额（± 95 % 置信区间）：{list}。",
             "effect": "取末值与取首值的均值之差：{list}。部分因子设计不给出其区间。"}[measure],
        ).format(list=say(", ", "，").join(f"{factor} {size}" for factor, size in told.items()))  # fmt: skip
        if conf is not None:
            near = [row["factor"] for row in rows[1:] if abs(row[measure] - first[measure]) <= conf + (row.get(f"{measure}_conf") or 0.0)]
            if near:
                below += say(" Not told apart from the first: {near}.", "与首位不能区分：{near}。").format(near=it.listed(near))
        none = [row["factor"] for row in rows if row[measure] == 0.0]
        if none and first[measure] != 0.0:
            below += say(" No effect at all: {none}.", "全无影响：{none}。").format(none=it.listed(none))
        head = say("{factor} moves it most: {figure}", "{factor} 对{figure}影响最大")
        blocks.append(Statement(head.format(figure=it.label(name), factor=first["factor"]), below))
    return blocks or _ends(it)


def _size(it: Findings, figure: str, row: Row, measure: str) -> str:
    conf = row.get(f"{measure}_conf")
    value, half = (it.share(each) if measure == "ST" else it.told(figure, each) for each in (row[measure], conf))
    return value + (f" ± {half}" if conf is not None else "")


def _ends(it: Findings) -> list[Block]:
    """Of a study without aims: the best point by the first figure, or least and most where neither is better."""
    say = it.say
    name, way = it.leading
    rows = [row for row in it.rows if row[name] is not None]
    if not rows:
        return [
            Statement(
                say("Nothing is known of {name}", "{name}未知").format(name=it.label(name)), say("No finished run defines it.", "已完成的仿真均未给出该指标。")
            )
        ]
    if not way:
        low, high = min(rows, key=lambda row: row[name]), max(rows, key=lambda row: row[name])
        head = say("{name}: from {low} to {high}", "{name}：{low}～{high}").format(
            name=it.label(name), low=it.told(name, low[name]), high=it.told(name, high[name])
        )
        words = say("{which} at point {n} ({point}): {mean}", "{which}在点 {n}（{point}）：{mean}")
        both = (say("Least", "最小"), low), (say("most", "最大"), high)
        ends = [words.format(which=which, n=row["point"], point=it.point(row), mean=it.mean(row, name)) for which, row in both]
        return [Statement(head, say("; ", "；").join(ends) + _based(it, low, high)), *_ranges(it)]
    row = rows[0]
    head = say("Best by {name}: {point}", "按{name}最优：{point}").format(name=it.label(name), point=it.point(row))
    taken = say("more is taken for better", "以大为优") if way > 0 else say("less is taken for better", "以小为优")
    below = say("Point {n} ({taken}): ", "点 {n}（{taken}）：").format(n=row["point"], taken=taken) + _figures(it, row) + _based(it, row)
    return [Statement(head, below), *_apart(it, row, rows, name), *_others(it)]


def _ranges(it: Findings) -> list[Block]:
    """Least and most of each of several figures, and where."""
    say, names = it.say, [name for name in it.record["shown"] if it.varies(name)]
    if len(names) < 2:
        return []
    rows = []
    for name in names:
        known = sorted((row for row in it.rows if row[name] is not None), key=lambda row: (row[name], row["point"]))
        rows.append([it.label(name), *(cell for row in (known[0], known[-1]) for cell in (it.mean(row, name), str(row["point"])))])
    header = [say(*words) for words in (("figure", "指标"), ("least", "最小"), ("at point", "所在点"), ("most", "最大"), ("at point", "所在点"))]
    return [Table(header, rows, caption=say("Range of each figure over the points", "各指标在各点的范围"))]


def _others(it: Findings) -> list[Block]:
    """The best point by each of several figures, or that a figure does not vary."""
    say, names = it.say, [name for name in it.record["shown"] if it.way(name)]
    if len(names) < 2:
        return []
    rows = []
    for name in names:
        known = [row for row in it.rows if row[name] is not None]
        if not it.varies(name):
            rows.append([it.label(name), say("the same at all points", "各点相同") if known else "–", "", it.mean(known[0], name) if known else "–", ""])
            continue
        best = min(known, key=lambda row: (-it.way(name) * row[name], row["point"]))
        near = "–" if it.half(best, name) is None else str(len(_near(it, best, known, name)))
        rows.append([it.label(name), it.point(best), str(best["point"]), it.mean(best, name), near])
    header = [say(*words) for words in (("figure", "指标"), ("best at", "最优取值"), ("point", "点"), ("mean", "均值"), ("not told apart †", "不能区分 †"))]
    note = say("† how many other points have an interval that meets its own", "† 置信区间与其重叠的其他点数")
    return [Table(header, rows, left=2, wide=2, caption=say("Best by each figure alone", "按各指标单独的最优点")), Paragraph(note)]


def _chance(it: Findings) -> list[Block]:
    say, kind = it.say, say_kind(it)
    single = all(row["runs"] < 2 for row in it.rows)
    points = sum(bool(row["runs"]) for row in it.record["points"])
    words = say(
        "{kind}. {points:,} of {of:,} points have finished runs; {runs:,} runs in all.", "{kind}。{of:,} 个点中 {points:,} 个有已完成的仿真，共 {runs:,} 次。"
    ).format(kind=kind, points=points, of=it.record["of_points"], runs=it.record["runs_done"])
    if points > len(it.rows):
        words += say(" Some have the same values: {n:,} settings differ.", "部分点取值相同，不同取值 {n:,} 种。").format(n=len(it.rows))
    blocks: list[Block] = [Paragraph(words)]
    if single:
        blocks.append(
            Note(
                say(
                    "One run a point: chance is not told apart from what the factors do. All points meet the same chance; "
                    "replications in the study give intervals.",
                    "每点仅一次仿真：未区分随机波动与因素的影响。各点使用相同随机数；在研究文件中设 replications 可得置信区间。",
                )
            )
        )
    return blocks


def say_kind(it: Findings) -> str:
    """What kind of study it is, to begin a sentence with."""
    words = it.say(*KINDS[it.kind])
    return words[0].upper() + words[1:]
