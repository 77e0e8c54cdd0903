"""Sources and status of what went in, checks, versions, digests, and how to do it all again."""

from typing import Any

import numpy as np

from sim.results.run import STATES
from sim.site.told import unit

from ..blocks import Block, Chapter, Commands, Heading, Note, Paragraph, Points, Table
from ..dossier import Dossier
from ..numbers import between, number
from ..say import Say
from ..sources import source

STATUS = {
    "A": ("official, audited or peer-reviewed", "官方、审计或同行评议"),
    "B": ("operator, maker or trade press", "运营方、厂商资料或行业媒体"),
    "C": ("repost, or one source of little weight", "转载或单一低可信度来源"),
    "D": ("a vendor's own statement", "供应商自述"),
    "X": ("derived", "推算"),
    "M": ("NOT VERIFIED: assumed, or from memory", "未核实：假设或凭记忆"),
}


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return the last pages."""
    made = it.origin
    commands = [it.asked["command"]] if it.asked else []
    commands += [made["command"], made["site_command"]]
    blocks: list[Block] = [
        Heading(say("How to find every number again", "如何复现全部数字")),
        Paragraph(
            say(
                "In the folder of the scenario file, with the version named below; each prints "
                "the figures of this report, the last one those of land, people, energy and money.",
                "在场景文件所在文件夹、以下列版本运行；各命令输出本报告的数字，末一条给出用地、人员、能耗与费用。",
            )
        ),
        Commands(commands),
        _made(it, say),
        Heading(say("Checks", "核查")),
        Points(checks(it, say)),
        Heading(say("What went in", "输入及其来源")),
        Paragraph(say("Status: ", "状态：") + say("; ", "；").join(f"{status} {say(*words)}" for status, words in STATUS.items())),
    ]
    if made["facts"]:
        rows = [_fact(name, fact, say) for name, fact in made["facts"].items()]
        header = [say(*words) for words in (("fact", "事实"), ("value", "数值"), ("source", "来源"), ("status", "状态"))]
        blocks.append(Table(header, rows, left=4, wide=3, caption=say("Facts of the scenario file", "场景文件所列事实")))
    else:
        blocks.append(
            Note(say("The scenario file names no sources: all its figures are unverified inputs.", "场景文件未注明来源：其全部数字均为未核实的输入。"))
        )
    if made["warnings"]:
        blocks += [Paragraph(say("Warnings when the scenario was read:", "读取场景时的提示：")), Points(made["warnings"])]
    rows = [
        [
            each[say.lang],
            source(each["source"], say.lang),
            say("{} ({}) {}", "{}（{}）{}").format(number(each["typical"]), between(each, say.lang), unit(each["unit"], say.lang)).strip(),
            _status(each["status"], say),
        ]
        for each in it.site["coefficients"]
    ]
    header = [say(*words) for words in (("coefficient", "系数"), ("source", "来源"), ("typical (range)", "典型值（范围）"), ("status", "状态"))]
    blocks.append(Table(header, rows, left=4, wide=2, caption=say("Coefficients of land, people, energy and money", "用地、人员、能耗与费用系数")))
    return Chapter(say("Evidence", "证据"), blocks)


def checks(it: Dossier, say: Say) -> list[str]:
    """Return what was checked on the figures of this report, and how it came out."""
    run, done, failed = it.run, say("passed", "通过"), say("FAILED", "未通过")
    books = run.parcels
    balance = books["offered"] == sum(books[name] for name in ("dispatched", "held", "rejected", "inside"))
    spent = sum(run.elements[f"{state}_s"] for state in STATES)
    span = run.elements["machines"] * (run.horizon_s - run.warm_up_s)
    timed = bool(np.all((spent == 0) | (np.abs(spent - span) <= 1e-6 * np.maximum(span, 1))))
    pairs = [
        (say("every parcel offered is dispatched, held, rejected or inside", "到达的包裹等于发出、误班、剔除与在场之和"), balance),
        (say("the states of each machine sum to the time simulated", "每台设备各状态时间之和等于仿真时长"), timed),
        (
            say("the land and cost are of the run shown (equal digests)", "用地与费用出自所示仿真（摘要一致）"),
            it.site["digest"] == run.digest == it.origin["digest"],
        ),
        (say("no file of the run was changed since it was written (SHA-256)", "结果文件自写入后未被改动（SHA-256）"), True),
    ]
    return [f"{words}{say(': ', '：')}{done if passed else failed}" for words, passed in pairs]


def _made(it: Dossier, say: Say) -> Table:
    made = it.origin
    rows = [
        [say("version of the model", "模型版本"), made["model"]],
        [say("engine", "引擎"), made["engine"]],
        [say("seed, replication", "种子、重复序号"), f"{made['seed']}, {made['replication']}"],
        [say("identity of the run", "运行标识"), made["identity"]],
        [say("digest of all journeys", "全部行程摘要"), made["digest"]],
        *([say("scenario file", "场景文件") + f" {each['name']} (SHA-256)", each["sha256"]] for each in made["files"]),
    ]
    return Table(["", ""], rows, left=2)


def _fact(name: str, fact: Any, say: Say) -> list[str]:
    fact = fact if isinstance(fact, dict) else {"value": fact}
    return [name, str(fact.get("value", "")), str(fact.get("source", "–")), _status(str(fact.get("status", "M")), say)]


def _status(status: str, say: Say) -> str:
    return f"M {say('NOT VERIFIED', '未核实')}" if status not in STATUS or status == "M" else status
