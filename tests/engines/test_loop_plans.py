"""Carriers are taken and full chutes are passed over as the plans of a loop say: known answers, in both engines."""

import json
from pathlib import Path
from typing import Any

import pytest
from test_people import column

import sim
from sim.engine import simulate
from sim.policies import PolicyError
from sim.results.run import Run

SECOND = {"law": "deterministic", "value_s": 1}


def run_of(folder: Path, loop: dict[str, Any], elements: dict[str, Any], **more: Any) -> Run:
    """Return the run of a loop of 40 carriers, two a second; raise AssertionError if the engines differ."""
    path = folder / "loop.yaml"
    sorter = {"kind": "loop_sorter", "speed_m_s": 1.0, "pitch_m": 0.5, "carriers": 40, **loop}
    path.write_text(json.dumps({"title": "loop", "horizon_h": 0.5, "elements": {"loop": sorter, **elements}, **more}))
    hub = sim.load(path)
    fast, reference = (simulate(hub, engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    assert (fast.elements["entered"] == reference.elements["entered"]).all()
    return fast


def two_feeds(**loop: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a loop on which the second induction sees only what the first left, and two desks that always have one more."""
    loop = {"inductions": {"a": {"at_m": 0}, "b": {"at_m": 3}}, "outlets": [{"chute": "chute", "at_m": 10}], **loop}
    feeds = {name: {"kind": "stream", "saturated": True, "to": f"loop.{name}"} for name in "ab"}
    return loop, {"a": feeds["a"], "b": feeds["b"], "chute": {"kind": "chute", "to": "out"}, "out": {"kind": "sink"}}


def test_reserved_carriers_are_shared_evenly(tmp_path: Path) -> None:
    """3,600 carriers pass in half an hour: the first induction takes all but the six that were past it, or each takes half."""
    run = run_of(tmp_path, *two_feeds())
    assert (column(run, "loop.a", "entered"), column(run, "loop.b", "entered")) == (3600, 6)
    run = run_of(tmp_path, *two_feeds(carrier_plan="evenly"))
    assert (column(run, "loop.a", "entered"), column(run, "loop.b", "entered")) == (1800, 1800)


def test_reserved_carriers_are_left_empty(tmp_path: Path) -> None:
    """Nobody comes to the second induction: the first still takes only its own, half of what it could."""
    loop, elements = two_feeds(carrier_plan="evenly")
    run = run_of(tmp_path, loop, {**elements, "b": {**elements["b"], "limit": 1}})
    assert (column(run, "loop.a", "entered"), column(run, "loop.b", "entered")) == (1800, 1)


def test_what_needs_two_carriers_finds_two_of_its_own(tmp_path: Path) -> None:
    """Carriers are reserved in pairs: every parcel takes one."""
    run = run_of(tmp_path, *two_feeds(carrier_plan="evenly"), classes={"large": {"share": 1, "two_carriers": 1}})
    assert (column(run, "loop.a", "entered"), column(run, "loop.b", "entered")) == pytest.approx((900, 900), abs=1)


def overflowing(**loop: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a loop with one small chute behind which a desk takes 5 s a parcel, an overflow chute, and a way back from it; one parcel every 2.5 s."""
    loop = {
        "inductions": {"in": {"at_m": 0}, "again": {"at_m": 15}},
        "outlets": [{"chute": "chute", "at_m": 5}, {"chute": "spare", "at_m": 10}],
        "overflow": "spare",
        **loop,
    }
    elements = {
        "come": {"kind": "stream", "interarrival": {"law": "deterministic", "value_s": 2.5}, "to": "loop.in"},
        "chute": {"kind": "chute", "capacity": 1, "to": "desk"},
        "desk": {"kind": "station", "service": {"law": "deterministic", "value_s": 5}, "buffer": 0, "to": "out"},
        "spare": {"kind": "chute", "to": "away"},
        "away": {"kind": "sink"},
        "out": {"kind": "sink"},
    }
    return loop, elements


def test_what_finds_its_chute_full_goes_to_the_overflow_chute(tmp_path: Path) -> None:
    """Half of what comes fits; the other half finds the chute full once, and falls into the overflow chute five metres on."""
    run = run_of(tmp_path, *overflowing())
    come = column(run, "loop.in", "entered")
    assert come == 720 - 1
    assert column(run, "chute", "entered") == pytest.approx(come / 2, abs=2)
    assert column(run, "spare", "entered") == pytest.approx(column(run, "loop", "recirculated"), abs=2)
    assert column(run, "loop", "stay_mean_s") == pytest.approx(7.5, abs=0.1)


def test_without_an_overflow_it_goes_round(tmp_path: Path) -> None:
    """By name or by plan: nothing falls into the spare chute, and all carriers are full but the three emptied since the induction."""
    others: tuple[dict[str, Any], ...] = (
        {"overflow_plan": "round_again"},
        {"overflow": None, "outlets": [{"chute": "chute", "at_m": 5}, {"chute": "spare", "at_m": 10, "destinations": []}]},
    )
    for other in others:
        run = run_of(tmp_path, *overflowing(**other))
        assert column(run, "spare", "entered") == 0
        assert column(run, "loop", "inside_end") == 37


def test_a_full_overflow_chute_sends_it_back_to_its_own(tmp_path: Path) -> None:
    """The overflow chute takes one parcel and keeps it: all others come by their own chute again."""
    loop, elements = overflowing()
    elements["spare"] = {"kind": "chute", "capacity": 1, "to": "stuck"}
    elements["stuck"] = {"kind": "station", "service": {"law": "deterministic", "value_s": 9000}, "buffer": 0, "to": "away"}
    run = run_of(tmp_path, loop, elements)
    assert column(run, "spare", "entered") == 2
    assert column(run, "chute", "entered") == pytest.approx(360, abs=4)
    assert column(run, "loop", "inside_end") == 37


def test_what_was_sorted_again_arrives(tmp_path: Path) -> None:
    """From the overflow chute back to the loop: all are sorted in the end, when no more come."""
    loop, elements = overflowing()
    elements["come"]["limit"] = 300
    elements["spare"] = {"kind": "chute", "to": "loop.again"}
    del elements["away"]
    run = run_of(tmp_path, loop, elements)
    assert (run.parcels["dispatched"], column(run, "out", "entered")) == (300, 300)
    assert column(run, "spare", "entered") > 100


def test_after_the_lap_limit_it_is_rejected(tmp_path: Path) -> None:
    """Own chute, full overflow chute, own chute: the third failed pass sends it to the reject chute."""
    loop, elements = overflowing(lap_limit=3, reject="reject")
    loop["outlets"].append({"chute": "reject", "at_m": 18})
    elements |= {"spare": {"kind": "chute", "capacity": 1, "to": "stuck"}, "reject": {"kind": "chute", "to": "away"}}
    elements["stuck"] = {"kind": "station", "service": {"law": "deterministic", "value_s": 9000}, "buffer": 0, "to": "away"}
    run = run_of(tmp_path, loop, elements)
    assert column(run, "reject", "entered") > 200
    assert column(run, "loop", "inside_end") < 20


@pytest.mark.parametrize(
    ("field", "body", "said"),
    [
        ("carrier_plan", "return [0] * carriers", "leaves no carrier to induction 1 (from 0)"),
        ("carrier_plan", "return [2] * carriers", "must give 40 numbers from -1 to 1, one a carrier"),
        ("carrier_plan", "return [carrier % 2 for carrier in range(carriers)]", "leaves no two carriers in a row, which some parcels need, to induction 0"),
        ("overflow_plan", "return [5, 0]", "must give 2 numbers from 0 to 1, one a chute"),
        ("overflow_plan", "return 1 / 0", "failed: ZeroDivisionError"),
        ("overflow_plan", "return (n for n in iter(int, 1))", "must give 2 numbers from 0 to 1, one a chute"),
        ("overflow_plan", "return None", "failed: TypeError"),
    ],
)
def test_nonsense_is_told_before_anything_moves(tmp_path: Path, field: str, body: str, said: str) -> None:
    name = f"plan_{abs(hash(body))}"
    facts = "carriers, inductions_m, length_m" if field == "carrier_plan" else "chutes, overflow, length_m"
    (tmp_path / f"{name}.py").write_text(f"def bad({facts}):\n    {body}\n")
    classes = {"large": {"share": 1, "two_carriers": 0.5 if "in a row" in said else 0}}
    with pytest.raises(PolicyError) as fault:
        run_of(tmp_path, *overflowing(**{field: f"{name}:bad"}), classes=classes)
    assert said in str(fault.value)
