"""What happens when something goes wrong: events of the scenario and how long they were felt."""

import numpy as np

from sim.results.hours import period

from ..blocks import Block, Chapter, Note, Paragraph, Table
from ..dossier import Dossier
from ..numbers import number, span
from ..say import Say


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return what events cost, beside the same day without them; and the worst of the day in any case."""
    run, lang = it.run, say.lang
    blocks: list[Block] = []
    if run.events:
        rows = []
        for place, name in enumerate(run.events["name"]):
            begin, end, behind, back = (float(run.events[column][place]) for column in ("begin_s", "end_s", "behind_max", "recovery_s"))
            rows.append(
                [str(name), period(run, begin, end, lang), number(behind), span(back, lang) if back == back else say("not in this run", "未在本次仿真内恢复")]
            )
        header = [
            say(*words) for words in (("event", "事件"), ("when", "时段"), ("behind at most [parcels]", "最大积压 [件]"), ("made good after", "恢复用时"))
        ]
        blocks.append(Table(header, rows, left=2))
        names = (
            ("dispatched", ("dispatched", "发出")),
            ("late", ("late", "误班")),
            ("held", ("missed and inside", "误班在场")),
            ("rejected", ("rejected", "剔除")),
        )
        rows = [[say(*words), number(run.parcels[name]), number(run.undisturbed.get(name))] for name, words in names]
        caption = say("The day, and the same day with the same chance but without the events", "该日与无事件的同一日（相同随机数）")
        blocks.append(Table([say("parcels", "包裹"), say("with events", "有事件"), say("without", "无事件")], rows, caption=caption))
    else:
        blocks.append(
            Note(
                say(
                    "Nothing goes wrong in this scenario but what its machines' own failures bring: "
                    "no stop, closure or surge was simulated, so nothing is said of a bad day. "
                    "Put events into the scenario and ask again.",
                    "除设备自身故障外，本场景未设任何事件：未仿真停机、封路或突增，因此不对“异常工况”下结论。请在场景中加入 events 后重新运行。",
                )
            )
        )
    if run.yards:
        rows = [
            [name, number(yard["inside_max"]), number(yard["outside_max"]), span(yard["wait_mean_s"], lang), span(yard["wait_max_s"], lang)]
            for name, yard in run.yards.items()
        ]
        header = [
            say(*words)
            for words in (
                ("yard", "停车场"),
                ("most inside", "场内最多"),
                ("most outside", "场外最多"),
                ("mean wait", "平均等待"),
                ("longest wait", "最长等待"),
            )
        ]
        blocks.append(Table(header, rows, caption=say("Vehicles at the worst moment of the run", "仿真中最差时刻的车辆")))
    carriers = run.elements["kind"] == "loop_sorter"  # its carriers stand together: it counts as one machine
    failed = float((run.elements["down_s"] / np.where(carriers, np.maximum(run.elements["machines"], 1), 1)).sum())
    if failed:
        blocks.append(
            Paragraph(
                say(
                    "Machines were failed or under repair for {h} machine hours in all, a loop with all its carriers counted as one machine.",
                    "设备故障与维修合计 {h} 机时（环线连同全部载具按一台计）。",
                ).format(h=number(failed / 3600))
            )
        )
    return Chapter(say("A bad day", "异常工况"), blocks)
