"""Rules and limits of a verdict are told in the field's words, with the figure's meaning and the name of the field."""

import pytest

from sim.results.verdicts import BROKEN, KEPT, broken, kept, lever, more, one_more
from sim.scenario import Reaching

RULES = Reaching().model_dump()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_rule_has_words_and_its_field(lang):
    assert set(BROKEN) <= set(KEPT) and set(RULES) <= set(KEPT) and set(BROKEN) <= set(RULES)
    given = RULES | {"door_wait_min": 20.0, "days": 2}
    said = kept({name: given[name] for name in KEPT}, lang)
    assert len(said) == len(KEPT)
    assert all(words.endswith((f"({name})", f"（{name}）")) for name, words in zip(KEPT, said, strict=True))
    assert all(rule in broken(rule, lang) for rule in BROKEN)


def test_a_share_is_told_as_what_it_bounds():
    rules = {"on_time_share": {"express": 0.95}, "backlog_growth_share": 0.001, "door_wait_min": None}
    assert kept(rules, "zh") == ["准时率（express）：不低于 95 %（on_time_share.express）", "日积压增量：不超过日到达量的 0.1 %（backlog_growth_share）"]
    assert kept(rules, "en")[0] == "on time for the promised departure, express: at least 95 % (on_time_share.express)"


def test_units_and_names_around_elements_are_told_in_chinese():
    assert [one_more(unit, "zh") for unit in ("door", "person", "server with door", "odd")] == ["个", "人", "台＋个", "odd"]
    assert lever("crew unloaders with doors", "zh") == "班组 unloaders＋doors" and lever("xray and 3 alike", "zh") == "xray 等 4 处同类"
    assert more(2, "door", "zh") == "增加 2 个" and more(2, "0.1 m/s", "zh") == "增加 2 × 0.1 m/s" and more(2, "door", "en") == "2 more (door)"
