"""What stops the hub, in order, and what to change."""

from sim.report.capacity import capacity_figure
from sim.report.style import svg_of
from sim.results import bottleneck
from sim.results.families import families, row, singles, state_shares
from sim.results.hours import period
from sim.results.run import STATES
from sim.results.texts import text
from sim.results.verdicts import BROKEN, broken, kept, lever, more, one_more

from ..blocks import Block, Chapter, Heading, Note, Paragraph, Picture, Points, Table
from ..dossier import Dossier
from ..numbers import number, share
from ..say import Say, kind

MOST = 25


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return the limits of a verdict, and in any case what limits the run that is shown."""
    blocks: list[Block] = [*_verdict(it, say)] if it.verdict else []
    found = bottleneck.find(it.run)
    blocks.append(Heading(say("In the run shown", "所示仿真中")))
    if found.name and found.binds:
        words = say("{name} limits the hub in its peak, {when}; {share} of it was used there.", "{name} 在高峰时段（{when}）限制全场；其使用率为 {share}。")
        blocks.append(
            Paragraph(
                words.format(name=found.name.replace("[*]", ""), when=period(it.run, found.from_s, found.until_s, say.lang), share=share(found.utilisation))
            )
        )
    elif found.name:
        words = say(
            "Nothing limits the hub: its demand does. Nearest to its limit is {name}, {share} used.",
            "没有设备限制全场，限制来自需求；最接近上限的是 {name}，使用率 {share}。",
        )
        blocks.append(Paragraph(words.format(name=found.name.replace("[*]", ""), share=share(found.utilisation))))
    blocks.append(_used(it, say, found.name))
    return Chapter(say("What stops it", "限制因素"), blocks)


def _verdict(it: Dossier, say: Say) -> list[Block]:
    record = it.verdict or {}
    blocks: list[Block] = [Picture(svg_of(lambda look: capacity_figure(record, look), say.lang), say("The chance to carry a demand", "各到达量下的达标概率"))]
    n = len(record["thresholds_per_day"])
    if record["breaks_first"]:
        named = say("{rule}, in {count} of {n} replications", "{rule}，{n} 次重复中 {count} 次")
        listed = say("; ", "；").join(named.format(rule=broken(rule, say.lang), count=count, n=n) for rule, count in record["breaks_first"].items())
        blocks.append(Paragraph(say("What breaks first when the demand grows: {listed}.", "到达量增长时首先突破的规则：{listed}。").format(listed=listed)))
    if record["limits"]:
        header = [
            say(*words)
            for words in (
                ("what binds", "限制因素"),
                ("one more", "增加单位"),
                ("binds at", "出现瓶颈的日到达量"),
                ("gain of one more", "每增一单位的提升"),
                ("once it is ample", "消除该瓶颈后的能力"),
            )
        ]
        rows = [
            [
                lever(limit["name"], say.lang),
                one_more(limit["one_more"], say.lang),
                number(limit["binds_at_per_day"]),
                number(limit["gain_of_one_more_per_day"]),
                number(limit["ample_per_day"]),
            ]
            for limit in record["limits"]
        ]
        blocks.append(Table(header, rows, left=2, caption=say("Limits, in order [parcels/day]", "限制因素（按先后）[件/日]")))
    elif record["limits_sought"]:
        blocks.append(Paragraph(say("No lever that was tried lifts the capacity.", "所试的各项增加均不能提高产能。")))
    carry = record["changes_carry"]
    if record["changes"]:
        heading = say("Changes that carry the target, in {n} of {of} replications", "达标所需的最少调整（{of} 次重复中 {n} 次达到）")
        blocks.append(Heading(heading.format(n=carry["carried"], of=carry["of"])))
        lines = []
        for change in record["changes"]:
            fields = [f"{path}: {ends['from']} → {ends['to']}" for path, ends in change["fields"].items()]
            line = lever(change["name"], say.lang), more(change["more"], change["unit"], say.lang), say("; ", "；").join(fields)
            lines.append(say("{}: {}: {}", "{}：{}（{}）").format(*line))
        blocks.append(Points(lines))
    elif carry and carry["broken"]:
        blocks.append(Note(say("No list of changes that was tried carries the target.", "所试调整均未达标。")))
    rules = kept({name: value for name, value in record["rules"].items() if name in BROKEN}, say.lang)
    blocks += [Heading(say("When a demand counts as carried", "判定规则")), Points(rules)]
    return blocks


def _used(it: Dossier, say: Say, limit: str) -> Table:
    """What limits or nearly does, and the families whose machines were busy or blocked most."""
    run = it.run
    together = families(run)
    named = [family for family in [*together, *singles(run)] if family.name == limit][:1]
    rows = []
    for family in [*named, *(family for family in together if family.name != limit)]:
        shares = state_shares(row(run, family))
        if shares["busy"] == shares["busy"] and family.kind not in ("source", "sink", "stream"):
            rows.append((family.name != limit, -shares["busy"] - shares["blocked"], family, shares))
    rows.sort(key=lambda entry: entry[:2])
    header = [say("element", "设备"), say("kind", "种类"), *(text(say.lang, state) for state in STATES)]
    table = [[family.label, kind(family.kind, say.lang), *(share(shares[state], 0) for state in STATES)] for *_, family, shares in rows[:MOST]]
    return Table(
        header,
        table,
        left=2,
        caption=say("Machine time: what is named above, then those most busy or blocked", "机时利用（首行为上述设备，其余按作业与下游阻塞之和排列）"),
    )
