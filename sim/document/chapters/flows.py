"""Where parcels went."""

from sim.report import PLOTS
from sim.report.style import svg_of

from ..blocks import Block, Chapter, Paragraph, Picture, Table
from ..dossier import Dossier
from ..numbers import share
from ..say import Say

WORDS = {
    "offered": ("offered", "到达"),
    "dispatched": ("dispatched", "发出"),
    "held": ("missed their departure and still inside", "误班且仍在场内"),
    "rejected": ("rejected", "剔除或拒收"),
    "inside": ("still inside", "仍在场内"),
}


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return the balance of parcels, and why some were rejected."""
    run = it.run
    offered = run.parcels["offered"]
    rows = [[say(*words), f"{run.parcels[name]:,}", share(run.parcels[name] / offered, 2) if offered else ""] for name, words in WORDS.items()]
    blocks: list[Block] = [
        Paragraph(
            say(
                "Every parcel that was offered is accounted for: what was dispatched, held, rejected and is still inside sums to what came.",
                "到达的每一件均有去向：发出、误班、剔除与仍在场内之和等于到达量。",
            )
        ),
        Table([say("parcels", "包裹"), say("number", "件数"), say("of those offered", "占到达量")], rows),
    ]
    blocks.append(
        Picture(
            svg_of(lambda look: PLOTS["sankey"](run, look), say.lang),
            say("Units from element to element; dashed: what comes back", "各设备间的流量；虚线为回流"),
        )
    )
    if run.promised:
        late = say(
            "{late:,} of {promised:,} parcels whose promised departure has left were not aboard it.", "承诺班次已发车的 {promised:,} 件中，{late:,} 件未赶上。"
        )
        blocks.append(Paragraph(late.format(late=run.parcels["late"], promised=run.promised)))
    if run.rejected:
        blocks.append(Table([say("why rejected", "拒收原因"), say("parcels", "件数")], [[reason, f"{count:,}"] for reason, count in run.rejected.items()]))
    if run.classes:
        columns = ("unloaded", "dispatched", "rejected", "promised", "on_time")
        header = [
            say("class", "类别"),
            *(say(*words) for words in (("unloaded", "卸车"), ("dispatched", "发出"), ("rejected", "剔除"), ("promised", "承诺"), ("on time", "准时"))),
        ]
        table = [[str(name), *(f"{int(run.classes[column][row]):,}" for column in columns)] for row, name in enumerate(run.classes["name"])]
        blocks.append(Table(header, table))
    return Chapter(say("Flows", "流量与流向"), blocks)
