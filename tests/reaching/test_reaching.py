"""Each rule of REACHING.md breaks where it says, and only there."""

import math
from pathlib import Path

import pytest

import sim.reaching
from sim.reaching.case import GRAIN, MOST_DAYS
from sim.reaching.rules import excess, judge, worst
from sim.scenario import Reaching

FIGURES = {
    "offered_per_day": 100_000.0,
    "offered": 200_000.0,
    "vehicles": 60.0,
    "backlog_growth_per_day": 0.0,
    "turned_away": 0.0,
    "outside_max": 0.0,
    "without_door": 0.0,
    "departures": 40.0,
    "door_wait_mean_s": 600.0,
    "on_time_share": 0.97,
    "on_time_share.express": 0.99,
}


def judged(asked: dict[str, object] | None = None, **figures: float):
    return judge(FIGURES | figures, Reaching(**(asked or {})))


def test_a_hub_that_keeps_all_rules_holds():
    assert excess(judged()) == 0


@pytest.mark.parametrize(
    ("rule", "kept", "broken", "asked"),
    [
        ("backlog_growth_share", {"backlog_growth_per_day": 100}, {"backlog_growth_per_day": 101}, {}),
        ("turned_away_share", {"turned_away": 200}, {"turned_away": 201}, {}),
        ("outside_vehicles", {"outside_max": 2}, {"outside_max": 3}, {"outside_vehicles": 2}),
        ("without_door", {"without_door": 0}, {"without_door": 1}, {}),
        ("door_wait_min", {"door_wait_mean_s": 600}, {"door_wait_mean_s": 601}, {"door_wait_min": 10}),
        ("on_time_share", {"on_time_share": 0.95}, {"on_time_share": 0.949}, {}),
        ("on_time_share.express", {"on_time_share.express": 0.99}, {"on_time_share.express": 0.98}, {"on_time_share": {"express": 0.99}}),
    ],
)
def test_a_rule_breaks_just_beyond_its_limit(rule, kept, broken, asked):
    assert excess(judged(asked, **kept)) == 0
    found = judged(asked, **broken)
    assert excess(found) > 0
    assert worst(found).rule == rule


def test_what_a_run_does_not_define_is_not_judged():
    assert "on_time_share" not in {each.rule for each in judged(on_time_share=math.nan)}
    assert "on_time_share" not in {each.rule for each in judged({"on_time_share": 0})}
    assert "door_wait_min" not in {each.rule for each in judged()}


def test_every_rule_is_written_down():
    """The page beside the code has a row for each field, with its default."""
    page = Path(sim.reaching.__file__).with_name("REACHING.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `"): line.split("|")[3].strip() for line in page.splitlines() if line.startswith("| `")}
    for name, field in Reaching.model_fields.items():
        if name not in ("warm_up_days", "days"):
            assert rows[name] == ("not judged" if field.default is None else f"{field.default:g}"), name
    assert (
        f"`warm_up_days` ({Reaching().warm_up_days})" in page
        and Reaching().days is None
        and f"({MOST_DAYS} at most)" in page
        and f"{GRAIN:.0%}".replace("%", " %") in page
    )
