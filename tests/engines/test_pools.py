"""People of a pool move as a policy says: known answers on small hubs, in both engines."""

from pathlib import Path
from typing import Any

import pytest
from test_people import OUT, TEN_S, column, run_of

from sim.policies import SHIPPED, PolicyError
from sim.policies.views import Crew

STAY, BY_BACKLOG = SHIPPED["move"]["stay"], SHIPPED["move"]["by_backlog"]


def two_desks(policy: str, moves: float = 1.0, **pool: Any) -> dict[str, Any]:
    """Return what makes two desks of one pool: at the left one 600 parcels wait at midnight, at the right one 600 at 01:00; people 2 and 2."""
    batch = {"law": "deterministic", "value": 600}
    hour = {"law": "deterministic", "value_s": 3600}
    desk = {"kind": "station", "servers": 4, "service": TEN_S, "to": "out"}
    elements = {
        "early": {"kind": "stream", "interarrival": {"law": "deterministic", "value_s": 1}, "batch": batch, "limit": 1, "to": "left"},
        "late": {"kind": "stream", "interarrival": hour, "batch": batch, "limit": 1, "to": "right"},
        "left": {**desk, "crew": "men"},
        "right": {**desk, "crew": "women"},
        "out": OUT,
    }
    crews = {"men": {"size": 2}, "women": {"size": 2, "moves": moves}}
    pools = {"hands": {"crews": ["men", "women"], "every_min": 10, "policy": policy, **pool}}
    return {"elements": elements, "crew": crews["men"], "crews": crews, "pools": pools, "horizon_h": 2}


def left_of(tmp_path: Path, policy: str, horizon_h: float, **pool: Any) -> tuple[int, int]:
    """Return how many each desk has served by then."""
    run = run_of(tmp_path, **{**two_desks(policy, **pool), "horizon_h": horizon_h})
    return column(run, "left", "left"), column(run, "right", "left")


def test_people_go_where_the_work_is_and_come_back(tmp_path: Path) -> None:
    """Nobody has work at midnight; at 00:10 all four go to the left, at 01:10 all to the right."""
    # two serve from 1 s to 600 s, four from then on until all 600 are done at 1800 s
    assert left_of(tmp_path, "by_backlog", 602 / 3600) == (120, 0)
    assert left_of(tmp_path, "by_backlog", 1202 / 3600)[0] == pytest.approx(120 + 240, abs=4)
    assert left_of(tmp_path, "by_backlog", 1812 / 3600)[0] == 600
    assert left_of(tmp_path, "stay", 1812 / 3600) == (2 * 181, 0)
    # the late ones come at 3600 s, when policies have just been asked: all four from 4200 s on
    assert left_of(tmp_path, "by_backlog", 4202 / 3600) == (600, 2 * 60)
    assert left_of(tmp_path, "by_backlog", 4802 / 3600)[1] == pytest.approx(2 * 60 + 4 * 60, abs=4)


def test_who_has_no_skill_stays(tmp_path: Path) -> None:
    """One of the two women can do the other work: three at the left from 00:10 on."""
    assert left_of(tmp_path, "by_backlog", 1202 / 3600, moves=0.5)[0] == pytest.approx(120 + 180, abs=4)


def test_people_who_come_bring_the_pace_of_their_crew(tmp_path: Path) -> None:
    """Women at half the pace: two at full and two at half are three quarters, 13.3 s a parcel."""
    hub = two_desks("by_backlog")
    hub["crews"]["women"]["night"] = {"start": "00:00", "until": "12:00", "pace": 0.5}
    run = run_of(tmp_path, **{**hub, "horizon_h": 1202 / 3600})
    assert column(run, "left", "left") == pytest.approx(120 + 4 * 600 / (10 / 0.75), abs=5)


def test_a_shift_that_ends_takes_its_people_along(tmp_path: Path) -> None:
    """The women's shift ends at 00:20, while they help at the left: two remain there."""
    hub = two_desks("by_backlog")
    hub["crews"]["women"] = {"shifts": [{"start": "22:00", "until": "00:20", "size": 2}]}
    run = run_of(tmp_path, **{**hub, "horizon_h": 1502 / 3600})
    assert column(run, "left", "left") == pytest.approx(120 + 4 * 60 + 2 * 30, abs=5)
    assert column(run, "right", "off_s") == pytest.approx(2 * 600 + 4 * 902, abs=1)


def test_loaders_help_unloaders_once_their_vehicle_is_gone(tmp_path: Path) -> None:
    """Two trucks at 00:01, doors for both, one unloader; the loader has nothing to do before 02:00 and helps."""
    elements = {
        "road": {"kind": "source", "schedule": ["00:01", "00:02"], "load": {"law": "deterministic", "value": 300}, "to": "doors"},
        "doors": {"kind": "door", "count": 2, "changeover": TEN_S, "rate_per_h": [600], "crew": "men", "to": "floor"},
        "floor": {"kind": "staging", "to": "gate"},
        "gate": {"kind": "outbound_door", "rate_per_h": [1800], "crew": "women"},
    }
    rest = {
        "destinations": {"north": 1},
        "crews": {"men": {"size": 1}, "women": {"size": 1}},
        "departures": {"north": {"destinations": ["north"], "doors": "gate", "cut_offs": ["03:00"], "loading_min": 60, "capacity": 1000}},
        "horizon_h": 4,
    }
    unloaded = {}
    for policy in ("stay", "by_backlog"):
        pools = {"hands": {"crews": ["men", "women"], "every_min": 5, "policy": policy}}
        run = run_of(tmp_path, elements, {}, **{**rest, "pools": pools})
        unloaded[policy] = column(run, "doors[2]", "stay_mean_s"), column(run, "doors[2]", "idle_s"), run.parcels["dispatched"]
    assert unloaded["stay"][2] == unloaded["by_backlog"][2] == 600
    # the second truck waits 10 s for the changeover, and then for the first, half an hour; or until 00:05
    assert unloaded["stay"][1] == pytest.approx(1750, abs=15)
    assert unloaded["by_backlog"][1] == pytest.approx(180, abs=1)


def crew(name: str, roster: int, at_least: int = 0, at_work: int = 0, wanted: int = 0) -> Crew:
    """Return a view of a crew."""
    return Crew(name, roster, roster, at_least, at_work, wanted, wanted, wanted)


def test_by_backlog_divides_everybody() -> None:
    """Who is at work stays, the free go where most are wanted, the rest go home."""
    assert BY_BACKLOG([crew("a", 4), crew("b", 4)], 0.0) == STAY([crew("a", 4), crew("b", 4)], 0.0) == [4, 4]
    assert BY_BACKLOG([crew("a", 4, at_least=3, at_work=3), crew("b", 4, wanted=9)], 0.0) == [3, 5]
    assert BY_BACKLOG([crew("a", 4, wanted=2), crew("b", 4, wanted=6), crew("c", 1)], 0.0) == [3, 6, 0]
    assert BY_BACKLOG([crew("a", 4, at_least=2, wanted=1), crew("b", 2)], 0.0) == [4, 2]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return [3, 2]", "gives 5 people to the crews together, and 4 are present"),
        ("return [4]", "answered [4]: it must give 2 whole numbers, one a crew"),
        ("return [2.0, 2.0]", "answered [2.0, 2.0]: it must give 2 whole numbers"),
        ("return [4, 0]", "gives 0 people to 'women', where 1 cannot go"),
        ("return 1 / 0", "failed: ZeroDivisionError"),
        ("raise SystemExit(3)", "failed: SystemExit: 3"),
        ("crews.clear(); return []", "answered []: it must give 2 whole numbers, one a crew"),
    ],
)
def test_nonsense_stops_the_run(tmp_path: Path, body: str, said: str) -> None:
    name = f"moves_{abs(hash(body))}"
    (tmp_path / f"{name}.py").write_text(f"def bad(crews, now_s):\n    {body}\n")
    with pytest.raises(PolicyError) as fault:
        run_of(tmp_path, **two_desks(f"{name}:bad", moves=0.5))
    assert said in str(fault.value)


def test_numbers_of_numpy_are_numbers(tmp_path: Path) -> None:
    (tmp_path / "moves_numpy.py").write_text("import numpy as np\ndef same(crews, now_s):\n    return np.array([crew.roster for crew in crews])\n")
    assert left_of(tmp_path, "moves_numpy:same", 602 / 3600) == left_of(tmp_path, "stay", 602 / 3600)


def test_your_own_may_leave_people_without_work(tmp_path: Path) -> None:
    (tmp_path / "moves_mine.py").write_text("def one(crews, now_s):\n    return [max(1, crew.at_least) for crew in crews]\n")
    assert left_of(tmp_path, "moves_mine:one", 602 / 3600) == (60, 0)
