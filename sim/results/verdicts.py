"""What a verdict calls its rules and what there can be more of: the same words in its text and in its report."""

import re

BROKEN: dict[str, tuple[str, str]] = {
    "backlog_growth_share": ("a backlog that grows", "积压增长"),
    "on_time_share": ("parcels late for their departure", "误班"),
    "turned_away_share": ("parcels turned away", "拒收"),
    "outside_vehicles": ("vehicles outside the yard", "场外排队车辆"),
    "door_wait_min": ("waiting for a door", "等待卸车口"),
    "without_door": ("departures without a door", "班次未分到装车口"),
}
"""rule -> what happens when it is broken"""
KEPT: dict[str, tuple[str, str]] = {
    "warm_up_days": ("days left out at the start of each run: {n}", "每次仿真预热：{n} 天"),
    "days": ("days looked at in each run: {n}", "每次仿真统计：{n} 天"),
    "backlog_growth_share": ("a day's growth of the backlog: at most {share} of the day's parcels", "日积压增量：不超过日到达量的 {share}"),
    "on_time_share": ("on time for the promised departure{of}: at least {share}", "准时率{of}：不低于 {share}"),
    "turned_away_share": ("parcels turned away: at most {share} of those offered", "拒收率：不超过到达量的 {share}"),
    "outside_vehicles": ("vehicles outside the yard: at most {n}", "场外排队车辆：不超过 {n} 辆"),
    "door_wait_min": ("mean wait for a door: at most {n} min", "等待卸车口的平均时间：不超过 {n} 分钟"),
    "without_door": ("departures without a door: at most {n}", "未分到装车口的班次：不超过 {n} 班"),
    "chance": ("the capacity is what is carried with a chance of {share}", "产能所对应的达标概率：{share}"),
    "confidence": ("confidence: {share}", "置信度：{share}"),
    "resolution": ("thresholds are searched to {share}", "产能搜索精度：{share}"),
}
"""rule -> what keeps it"""
UNITS = {
    "door": "个", "person": "人", "person a shift": "人/班", "server": "台", "machine": "台", "robot": "台", "deck": "层", "place": "个",
    "vehicle": "辆", "vehicle a cut-off": "辆/班次", "100 bags": "100 个袋", "of it": "组", "0.1 m/s": "0.1 m/s",
}  # fmt: skip
"""what one more of a lever is -> the same in Chinese"""
LEVERS = {"crew": "班组", "departure": "班次", "fleet": "车队", "stock": "空袋库", "group": "分组"}


def percent(share: float) -> str:
    """Return a share [1] in per cent with the digits it has."""
    return f"{100 * share:.4g} %"


def broken(rule: str, lang: str) -> str:
    """Return what happens when a rule is broken, its field in brackets after; `on_time_share.express` is that of a class of parcels."""
    name, _, of = rule.partition(".")
    words = BROKEN.get(name, (name, name))[lang == "zh"]
    return f"{words}（{rule}）" if lang == "zh" else f"{words}{', ' + of if of else ''} ({rule})"


def kept(rules: dict[str, object], lang: str) -> list[str]:
    """Return a sentence for each rule of a verdict that is set, its field in brackets after."""
    flat = [(name, key, each) for name, value in rules.items() for key, each in (value.items() if isinstance(value, dict) else [("", value)])]
    return [_kept(name, key, each, lang) for name, key, each in flat if each is not None]


def _kept(name: str, of: str, value: object, lang: str) -> str:
    field = f"{name}.{of}" if of else name
    if name not in KEPT or not isinstance(value, int | float):
        return f"{field}: {value}"
    given = {"n": f"{value:,g}", "share": percent(float(value)), "of": f"（{of}）" if of and lang == "zh" else f", {of}" if of else ""}
    words = KEPT[name][lang == "zh"].format(**given)
    return f"{words}（{field}）" if lang == "zh" else f"{words} ({field})"


def one_more(unit: str, lang: str) -> str:
    """Return what one more of a limit is, which may be several things at once."""
    return unit if lang != "zh" else "＋".join(UNITS.get(each, each) for each in unit.split(" with "))


def lever(name: str, lang: str) -> str:
    """Return what there can be more of: names of elements stand as they are, the words around them in the language."""
    if lang != "zh":
        return name
    return "＋".join(_lever(each) for each in name.split(" with "))


def _lever(name: str) -> str:
    alike = re.fullmatch(r"(\S+) and (\d+) alike", name)
    if alike:
        return f"{alike[1]} 等 {int(alike[2]) + 1} 处同类"
    kind, _, rest = name.partition(" ")
    return f"{LEVERS[kind]} {rest}" if rest and kind in LEVERS else name


def more(number: int, unit: str, lang: str) -> str:
    """Return by how much there is more of a lever, with its unit."""
    if lang != "zh":
        return f"{number} more ({unit})"
    words = one_more(unit, lang)
    return f"增加 {number} × {words}" if words[0].isdigit() else f"增加 {number} {words}"
