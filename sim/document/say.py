"""The words of a report: a sentence in both languages stands where it is said, so that neither is changed without the other."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Say:
    """Says things in one language."""

    lang: str

    def __call__(self, en: str, zh: str) -> str:
        """Return the sentence in this language."""
        return zh if self.lang == "zh" else en


KINDS = {
    "bag": "集包台", "chute": "格口", "conveyor": "输送机", "container": "笼车位", "crew": "班组", "diverter": "分流点", "door": "卸车口",
    "induction": "上包台",
    "lane": "干线", "line_sorter": "直线分拣机", "loop_sorter": "环形分拣机", "merge": "合流点", "outbound_door": "装车口", "robot_field": "机器人分拣区",
    "sink": "出口", "source": "来车", "staging": "暂存区", "station": "工位", "stock": "空袋库", "stream": "来件", "yard": "停车场",
}  # fmt: skip
PARTS = {
    "footprint": ("building footprint", "建筑基底"), "courts": ("courts before the doors", "装卸场地"), "yard": ("yard places", "待卸车位"),
    "fire_lanes": ("fire lanes", "消防车道"), "parking": ("parking", "停车"), "charging": ("charging", "充电"), "green": ("green", "绿地"),
    "machines": ("machines", "设备"), "doors": ("doors", "卸车口"), "outbound_doors": ("outbound doors", "装车口"), "chutes": ("chutes", "格口"),
    "staging": ("staging", "暂存区"), "exceptions": ("exceptions and oversize", "异常件与超大件"), "support": ("offices and plant rooms", "办公与辅助用房"),
    "ramps": ("ramps", "坡道"), "building": ("building", "建筑"), "ground": ("ground works", "场地工程"), "land": ("land", "土地"),
    "panels": ("roof panels", "屋面光伏"),
    "people": ("people", "人工"), "electricity": ("electricity", "电费"), "upkeep": ("upkeep", "维护"), "coverage": ("coverage", "建筑系数"),
    "plot_ratio": ("plot ratio", "容积率"), "vehicles": ("vehicles", "车辆"), "fuel": ("fuel", "燃料"),
}  # fmt: skip
"""what the records of `sim.site` call things"""


def part(name: str, lang: str) -> str:
    """Return what a part of the land or of the money is called; what it is not known by stands as it is."""
    stem = name.removeprefix("capital_")
    words = PARTS.get(stem, (stem, stem))[lang == "zh"]
    return words if stem == name else f"{words}（资本年金）" if lang == "zh" else f"{words}, capital"


def kind(name: str, lang: str) -> str:
    """Return what a kind of element is called."""
    return KINDS.get(name, name) if lang == "zh" else name.replace("_", " ")
