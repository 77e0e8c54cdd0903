"""What stops the hub, in order, and what to change."""

from sim.report.capacity import capacity_figure
from sim.report.style import svg_of
from sim.results import bottleneck
from sim.results.families import families, row, state_shares
from sim.results.hours import period
from sim.results.run import STATES

from ..blocks import Block, Chapter, Heading, Note, Paragraph, Picture, Points, Table
from ..dossier import Dossier
from ..numbers import number, share
from ..say import Say, kind

MOST = 25
RULES = {
    "backlog_growth_share": ("a backlog that grows", "积压增长"),
    "on_time_share": ("parcels late for their departure", "误班"),
    "turned_away_share": ("parcels turned away", "拒收"),
    "outside_vehicles": ("vehicles outside the yard", "场外排队车辆"),
    "door_wait_min": ("waiting for a door", "等待卸车口时间"),
    "without_door": ("departures without a door", "班次无装车口"),
}
STATE = {
    "busy": ("busy", "工作"),
    "idle": ("idle", "空闲"),
    "starved": ("starved", "待料"),
    "blocked": ("blocked", "阻塞"),
    "down": ("down", "故障"),
    "off": ("off", "未开"),
}


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return the limits of a verdict, and in any case what limits the run that is shown."""
    blocks: list[Block] = [*_verdict(it, say)] if it.verdict else []
    found = bottleneck.find(it.run)
    blocks.append(Heading(say("In the run shown", "所示仿真中")))
    if found.name and found.binds:
        words = say("{name} limits the hub in its peak, {when}; {share} of it was used there.", "{name} 在高峰时段（{when}）限制全场；其使用率为 {share}。")
        blocks.append(Paragraph(words.format(name=found.name, when=period(it.run, found.from_s, found.until_s), share=share(found.utilisation))))
    elif found.name:
        words = say(
            "Nothing limits the hub: its demand does. Nearest to its limit is {name}, {share} used.",
            "没有设备限制全场，限制来自需求；最接近上限的是 {name}，使用率 {share}。",
        )
        blocks.append(Paragraph(words.format(name=found.name, share=share(found.utilisation))))
    blocks.append(_used(it, say))
    return Chapter(say("What stops it", "限制因素"), blocks)


def _verdict(it: Dossier, say: Say) -> list[Block]:
    record = it.verdict or {}
    blocks: list[Block] = [Picture(svg_of(lambda look: capacity_figure(record, look), say.lang), say("The chance to carry a demand", "承载各需求的机会"))]
    n = len(record["thresholds_per_day"])
    if record["breaks_first"]:
        named = say("{rule} (in {count} of {n} replications)", "{rule}（{n} 次重复中 {count} 次）")
        listed = say(", ", "，").join(
            named.format(rule=say(*RULES.get(rule, (rule, rule))), count=count, n=n) for rule, count in record["breaks_first"].items()
        )
        blocks.append(Paragraph(say("What breaks first when the demand grows: {listed}.", "需求增长时首先打破的规则：{listed}。").format(listed=listed)))
    if record["limits"]:
        header = [
            say(*words)
            for words in (
                ("what binds", "限制因素"),
                ("one more", "每增加"),
                ("binds at", "起限于"),
                ("gain of one more", "增益"),
                ("once it is ample", "充足后"),
            )
        ]
        rows = [
            [limit["name"], limit["one_more"], number(limit["binds_at_per_day"]), number(limit["gain_of_one_more_per_day"]), number(limit["ample_per_day"])]
            for limit in record["limits"]
        ]
        blocks.append(Table(header, rows, left=2, caption=say("Limits, in order [parcels/day]", "限制因素（按先后）[件/日]")))
    elif record["limits_sought"]:
        blocks.append(Paragraph(say("No lever that was tried lifts the capacity.", "所试的各项增加均不能提高产能。")))
    carry = record["changes_carry"]
    if record["changes"]:
        heading = say("Changes that carry the target, in {n} of {of} replications", "达到目标的改动（{of} 次重复中 {n} 次达到）")
        blocks.append(Heading(heading.format(n=carry["carried"], of=carry["of"])))
        lines = []
        for change in record["changes"]:
            fields = [f"{path}: {ends['from']} → {ends['to']}" for path, ends in change["fields"].items()]
            lines.append(f"{change['name']}: +{change['more']} ({say(', ', '，').join(fields)})")
        blocks.append(Points(lines))
    elif carry and carry["broken"]:
        blocks.append(Note(say("No list of changes that was tried carries the target.", "所试改动均未达到目标。")))
    rules = [f"{say(*RULES[name])}{say(': ', '：')}{name} = {value}" for name, value in record["rules"].items() if name in RULES and value is not None]
    blocks += [Heading(say("When a demand counts as carried", "判定规则")), Points(rules)]
    return blocks


def _used(it: Dossier, say: Say) -> Table:
    """The families whose machines were busy or blocked most."""
    run = it.run
    rows = []
    for family in families(run):
        shares = state_shares(row(run, family))
        if shares["busy"] == shares["busy"] and family.kind not in ("source", "sink", "stream"):
            rows.append((shares["busy"] + shares["blocked"], family, shares))
    rows.sort(key=lambda entry: -entry[0])
    header = [say("element", "设备"), say("kind", "种类"), *(say(*STATE[state]) for state in STATES)]
    table = [[family.label, kind(family.kind, say.lang), *(share(shares[state], 0) for state in STATES)] for _, family, shares in rows[:MOST]]
    return Table(header, table, left=2, caption=say("Machine time, those most used first", "机时利用（按使用率排列）"))
