"""What the study was made of, and how to do it again."""

from ..blocks import Chapter, Commands, Heading, Paragraph, Table
from .findings import Findings


def chapter(it: Findings) -> Chapter:
    """Return the last page."""
    say, record = it.say, it.record
    rows = [
        [say("version of the model", "模型版本"), record["model"]],
        [say("engine", "引擎"), record["engine"]],
        [say("seed of the runs", "仿真种子"), str(record["seed"])],
        [say("study, as the store calls it", "结果库中的研究名"), record["study"]],
        [say("store", "结果库"), record["store"]],
        [say("digest of all its runs", "全部仿真的摘要"), record["digest"]],
        *([f"{each['name']} (SHA-256)", each["sha256"]] for each in record["files"]),
    ]
    return Chapter(
        say("Evidence", "证据"),
        [
            Heading(say("How to find every number again", "如何复现全部数字")),
            Paragraph(
                say(
                    "In the folder where this report was made, with the version named below. The first does what is not in the store, the "
                    "second prints the figures of this report, the third writes them as a table.",
                    "在生成本报告的文件夹、以下列版本运行：第一条补做结果库中没有的仿真，第二条输出本报告的数字，第三条写成表格。",
                )
            ),
            Commands(record["commands"]),
            Heading(say("What it was made of", "数据来源")),
            Table(["", ""], rows, left=2),
        ],
    )
