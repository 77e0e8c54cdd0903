"""The question, the answer with its confidence, and the main figures."""

from sim.results.verdicts import lever, more

from ..blocks import Block, Chapter, Note, Paragraph, Statement, Table
from ..dossier import Dossier
from ..numbers import between, large, number, share, span
from ..say import Say

ANSWERS = {
    "reachable": ("Yes: {target} parcels a day are reached", "结论：能够达到日处理 {target}的目标"),
    "not reachable": ("No: {target} parcels a day are not reached", "结论：不能达到日处理 {target}的目标"),
    "undecided": ("Undecided: {target} parcels a day lie within the interval of the capacity", "结论：未定。日处理 {target}位于产能的置信区间之内"),
}
SITE = {
    "land_mu": ("site [mu] †", "用地 [亩] †"),
    "land_m2": ("site [m²] †", "用地 [m²] †"),
    "building_m2": ("building [m²] †", "建筑面积 [m²] †"),
    "hours_per_day": ("work a day [h] †", "日用工 [工时] †"),
    "kwh_per_1000": ("electricity for 1,000 parcels [kWh] †", "千件用电 [kWh] †"),
    "co2_kg_per_1000": ("CO2 for 1,000 parcels [kg] †", "千件二氧化碳 [kg] †"),
    "capital_cny": ("capital [CNY] †", "总投资 [元] †"),
    "cost_cny_per_parcel": ("cost of a parcel, capital included [CNY] †", "单件成本（含资本）[元] †"),
}


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return the first page."""
    blocks: list[Block] = [*_verdict(it, say)] if it.verdict else [*_run(it, say)]
    if it.origin["scale"] != 1:
        blocks.append(
            Note(
                say(
                    "This is the hub at scale {scale:g}. Capacity and target are of the hub "
                    "in full; the day, land, people and cost are of the small one, and what "
                    "does not shrink with it (doors, directions) makes land and cost a parcel too large.",
                    "本报告在比例 {scale:g} 下仿真。产能与目标为全规模值；一日过程、用地、人员与费用为缩小后的场地，"
                    "不随比例缩小的部分（车位、流向）使单件用地与费用偏大。",
                ).format(scale=it.origin["scale"])
            )
        )
    if it.site["hours"] < 24:
        note = say(
            "The {hours:.4g} h that were simulated are taken as the work of a day: in the others nothing comes and nobody works.",
            "所仿真的 {hours:.4g} 小时视为一日的全部作业，其余时间无到达、无人作业。",
        )
        blocks.append(Note(note.format(hours=it.site["hours"])))
    if it.verdict and it.verdict["verdict"] == "not reachable" and _offered(it) < it.verdict["target_per_day"]:
        note = say(
            "The run shown offers {n} parcels a day, which this configuration carries: "
            "the day, land, people, energy and cost are of that demand, not of the target.",
            "所示仿真的日到达量为 {n}，为本方案可承载的水平；一日过程、用地、人员、能耗与费用均对应该到达量，而非目标。",
        )
        blocks.append(Note(note.format(n=large(_offered(it), say.lang, "件"))))
    blocks.append(_figures(it, say))
    known = it.site["coefficients"]
    blocks.append(
        Note(
            say(
                "† rests on coefficients of which {bad} of {of} are not verified; its interval "
                "holds {share:.0f} % of {draws:,} draws from their ranges. They are inputs: "
                "listed with sources on the evidence pages, and replaced in the scenario by your own.",
                "† 所依据的 {of} 个系数中有 {bad} 个未经核实；区间为系数取值范围内 {draws:,} "
                "次抽样的 {share:.0f} % 区间。系数及来源见“证据”一章，可在场景文件中以实际数据替换。",
            ).format(bad=sum(each["status"] == "M" for each in known), of=len(known), share=100 * it.site["share"], draws=it.site["draws"])
        )
    )
    return Chapter(say("Question and answer", "问题与结论"), blocks)


def _verdict(it: Dossier, say: Say) -> list[Block]:
    found = it.verdict or {}
    capacity, sure = found["capacity_per_day"], found["confidence"]
    target = found["target_per_day"]
    blocks: list[Block] = []
    ends = say("{low} to {high}", "{low}～{high}").format(low=number(capacity["low"]), high=number(capacity["high"]) if capacity["high"] is not None else "∞")
    below = say(
        "Capacity {estimate} parcels a day, {sure:.0f} % confidence interval {ends}, from {n} replications and {runs} runs.",
        "产能 {estimate}/日，{sure:.0f} % 置信区间 {ends}；{n} 次重复，共 {runs} 次仿真。",
    ).format(estimate=large(capacity["estimate"], say.lang, "件"), sure=100 * sure, ends=ends, n=len(found["thresholds_per_day"]), runs=found["runs"])
    if target is None:
        blocks.append(
            Paragraph(say("How many parcels a day does this configuration carry: {title}?", "问题：{title}，日处理能力为多少？").format(title=found["title"]))
        )
        return [*blocks, Statement(say("Capacity: {n} parcels a day", "产能：{n}/日").format(n=large(capacity["estimate"], say.lang, "件")), below)]
    question = say("Does this configuration handle {target} parcels a day: {title}?", "问题：{title}，日处理能力能否达到 {target}？")
    blocks.append(Paragraph(question.format(target=large(target, say.lang, "件"), title=found["title"])))
    chance = found["chance_at_target"]
    below += say(" Chance to carry the target: {share} ({low} to {high}).", "达标概率：{share}（{low}～{high}）。").format(
        **{name: share(chance[name], 0) for name in ("share", "low", "high")}
    )
    words = say(*ANSWERS[found["verdict"]]).format(target=large(target, say.lang, "件"))
    blocks.append(Statement(words + say(" ({sure:.0f} % confidence).", "（置信度 {sure:.0f} %）。").format(sure=100 * sure), below))
    if found["limits"]:
        first = found["limits"][0]
        blocks.append(
            Paragraph(
                say("What binds first: {name}, at {at} parcels a day.", "首要瓶颈：{name}，日到达量超过 {at}时出现。").format(
                    name=lever(first["name"], say.lang), at=large(first["binds_at_per_day"], say.lang, "件")
                )
            )
        )
    if found["changes"]:
        each = say("{name}: {more}", "{name} {more}")
        listed = say(", ", "，").join(
            each.format(name=lever(change["name"], say.lang), more=more(change["more"], change["unit"], say.lang)) for change in found["changes"]
        )
        carry = found["changes_carry"]
        words = say(
            "The shortest list of changes found that carries the target ({n} of {of} replications): {listed}.",
            "达标所需的最少调整（{of} 次重复中 {n} 次达到）：{listed}。",
        )
        blocks.append(Paragraph(words.format(n=carry["carried"], of=carry["of"], listed=listed)))
    return blocks


def _run(it: Dossier, say: Say) -> list[Block]:
    run = it.run
    question = say("What does this hub do in the time simulated: {title}?", "问题：{title}，在所仿真的时段内表现如何？")
    hours = it.site["hours"]
    of_a_day = min(hours / 24, 1.0)
    if hours < 24:
        words = say("{n} parcels dispatched in {hours:.4g} h", "{hours:.4g} 小时处理 {n}").format(
            n=large(run.parcels["dispatched"], say.lang, "件"), hours=hours
        )
    else:
        words = say("{n} parcels a day dispatched", "日处理 {n}").format(n=large(run.throughput_per_day, say.lang, "件"))
    several = (it.several or {}).get("summary", {}).get("throughput_per_day")
    if several:
        below = say("Mean of {n} replications {mean}, ± {half} (95 % confidence).", "{n} 次重复的均值 {mean}，±{half}（95 % 置信区间）。").format(
            n=several["n"], mean=number(several["mean"] * of_a_day), half=number(several["half_width_95"] * of_a_day)
        )
    else:
        below = say(
            "One replication: what chance does to it is not known from it; a verdict or several replications tell.",
            "单次仿真，随机波动未知；请用 hubsim verdict 或多次重复评估。",
        )
    return [Paragraph(question.format(title=run.title)), Statement(words, below)]


def _offered(it: Dossier) -> float:
    """What the run of a verdict offers [parcels/day of the hub in full]."""
    return float(it.origin["demand"] * (it.verdict or {})["offered_per_day"])


def _figures(it: Dossier, say: Say) -> Table:
    run, lang = it.run, say.lang
    ways = say("coefficients", "系数"), say("confidence", "置信")
    rows = []
    if it.verdict:
        found = it.verdict["capacity_per_day"]
        rows.append([say("capacity [parcels/day]", "产能 [件/日]"), number(found["estimate"]), between(found, lang), ways[1]])
        rows.append(
            [
                say("demand in the run shown, of the hub in full [parcels/day]", "所示仿真的到达量（全规模）[件/日]"),
                number(_offered(it)),
                "",
                "",
            ]
        )
    rows.append([say("dispatched in the run shown [parcels/day]", "所示仿真的处理量 [件/日]"), number(it.site["parcels_per_day"]), "", ""])
    if run.promised:
        rows.append([say("on time for the promised departure", "赶上承诺班次的比例"), share(run.on_time_share, 2), "", ""])
    rows.append([say("time in the hub, 95 % below", "场内停留时间（95 % 分位）"), span(run.dwell_s["p95"], lang), "", ""])
    for name, words in SITE.items():
        ends = it.site["figures"][name]
        if ends is not None:
            rows.append([say(*words), number(ends["typical"]), between(ends, lang), ways[0]])
    header = [say("figure", "指标"), say("value", "数值"), say("interval", "区间"), say("of", "区间来源")]
    return Table(header, rows, caption=say("Main figures", "主要指标"))
