"""What failed, with the command that does it again."""

from ..blocks import Block, Chapter, Commands, Paragraph, Table
from .findings import Findings

MOST = 20


def chapter(it: Findings) -> Chapter:
    """Return the chapter; nothing if nothing failed."""
    say, record = it.say, it.record
    title = say("What failed", "失败的仿真")
    if not record["failed"]:
        return Chapter(title, [])
    shown = record["failures"][:MOST]
    header = [say("why", "原因"), say("point", "点"), say("replication", "重复序号")]
    rows = [[each["reason"], str(each["point"]), "–" if each["replication"] is None else str(each["replication"])] for each in shown]
    told = {each["point"] for each in record["failures"] if each["replication"] is None}
    rows += [[say("not a hub: hubsim sweep run says why", "该点不成立：原因见 hubsim sweep run"), str(point), "–"]
             for point in record["points_failed"] if point not in told][: MOST - len(rows)]  # fmt: skip
    blocks: list[Block] = [Table(header, rows)]
    if record["failed"] > len(rows):
        blocks.append(Paragraph(say("and {n:,} more.", "另有 {n:,} 项。").format(n=record["failed"] - len(rows))))
    commands = [each["replay"] for each in shown if each["replay"]]
    if commands:
        blocks += [Paragraph(say("Each alone, before one's eyes:", "逐一单独重做：")), Commands(commands)]
    if record["runs_failed"]:
        blocks += [Paragraph(say("All of them once more, in the store:", "在结果库中全部重做：")), Commands([record["retry"]])]
    return Chapter(title, blocks)
