"""The land, from what the run needed."""

from sim.site.told import rule_name, ruled

from ..blocks import Block, Chapter, Heading, Note, Paragraph, Table
from ..dossier import Dossier
from ..numbers import between, number
from ..say import Say, part
from ..sources import source
from .matters import matters


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return places needed, parts of the site, planners' rules, storeys, what matters."""
    site, lang = it.site, say.lang
    figures = site["figures"]
    words = say(
        "{mu} mu ({ends}), that is {m2} m² of site and {building} m² of building on {storeys} storeys.",
        "用地 {mu} 亩（{ends}），即 {m2} m²；建筑面积 {building} m²，{storeys} 层。",
    ).format(
        mu=number(figures["land_mu"]["typical"]),
        ends=between(figures["land_mu"], lang),
        m2=number(figures["land_m2"]["typical"]),
        building=number(figures["building_m2"]["typical"]),
        storeys=site["storeys_wished"],
    )
    how = say(
        "Doors, yard places and staging are what {q:.0f} % of the sampled moments of the run "
        "needed; chutes are those that took a parcel; areas of machines are of the catalogue.",
        "车位、待卸车位与暂存按仿真采样时刻的 {q:.0f} % 分位需求计；格口按实际接收包裹者计；设备占地取自设备目录。",
    ).format(q=100 * it.origin["quantile"])
    blocks: list[Block] = [Paragraph(words + say(" ", "") + how)]
    if site["scale"] != 1:
        blocks.append(
            Note(
                say("Land of a hub at scale {s:g}: doors and directions do not shrink with it.", "以下为比例 {s:g} 下的用地：车位与流向不随比例缩小。").format(
                    s=site["scale"]
                )
            )
        )
    rows = [[part(name, lang), number(each["needed"]), number(each["has"])] for name, each in site["places"].items()]
    blocks.append(Table([say("places", "位置"), say("needed", "所需"), say("in the scenario", "场景已有")], rows))
    header = [say("part", "组成"), say("typical [m²]", "典型值 [m²]"), say("interval [m²]", "区间 [m²]")]
    for key, caption in (("site_parts_m2", say("The site †", "用地构成 †")), ("floor_parts_m2", say("The floor inside †", "室内面积构成 †"))):
        blocks.append(Table(header, [[part(name, lang), number(each["typical"]), between(each, lang)] for name, each in site[key].items()], caption=caption))
    rows = []
    for rule in site["rules"]:
        value, bounds = ruled(rule, lang)
        rows.append(
            [
                rule_name(rule, lang),
                source(rule["source"], lang),
                value,
                bounds,
                say("kept", "符合") if rule["kept"] else say("BROKEN", "不符合"),
            ]
        )
    header = [say(*words) for words in (("rule", "规划指标"), ("source", "来源"), ("value", "数值"), ("bounds", "限值"), ("kept", "是否符合"))]
    blocks.append(Table(header, rows, left=2, wide=2))
    rows = [[name, number(each["typical"]), between(each, lang)] for name, each in site["storeys"].items()]
    blocks.append(Table([say("storeys", "层数"), say("site [mu]", "用地 [亩]"), say("interval [mu]", "区间 [亩]")], rows))
    blocks += matters(it, say, "land_mu")
    if site["scorecard"]:
        blocks.append(Heading(say("Scorecard", "「三贡献一高一强」")))
        blocks.append(Paragraph(say("As the user has entered it; hubsim defines nothing for it.", "由用户填写，本软件不作定义。")))
        blocks.append(
            Table([say("aspect", "项目"), say("entered", "填写内容")], [[name, str(value)] for name, value in site["scorecard"].items()], left=2, wide=2)
        )
    return Chapter(say("Land", "用地"), blocks)
