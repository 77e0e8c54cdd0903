"""The whole verdict on hubs whose answer is known: too small, just right, too large; what binds, and the shortest way."""

import json

import pytest
from doing import OUT, desk, doors, exponential, tandem, written

import sim
from sim.reaching.tables import tables
from sim.reaching.told import told
from sim.reaching.verdict import NOT_REACHABLE, REACHABLE, UNDECIDED, as_record, verdict
from sim.results.record import dumps, plain
from sim.scenario import ScenarioError, read

PARTS, KNOWN = doors(changeover_s=400.0, rate_per_h=225.0)  # few vehicles: they are what a run costs
DESK = {"kind": "station", "servers": 1, "service": exponential(60), "buffer": 5, "to": "out"}


@pytest.fixture
def hub(tmp_path):
    return written(tmp_path, **PARTS)


@pytest.mark.parametrize(("share", "said"), [(0.9, REACHABLE), (1.0, UNDECIDED), (1.1, NOT_REACHABLE)])
def test_too_large_just_right_too_small(tmp_path, share, said):
    parts, known = tandem()
    found = verdict(written(tmp_path, **parts), share * known, desk(), and_limits=False)
    assert found.verdict == said
    assert found.capacity.low <= known <= found.capacity.high


def test_what_binds_and_what_to_change(hub):
    """A bank of four doors: doors bind, one more gains a quarter; a target two doors away takes two."""
    found = verdict(hub, 1.4 * KNOWN, desk())
    assert found.verdict == NOT_REACHABLE
    first = found.limits[0]
    assert [lever.name for lever in first.levers] == ["door"] and first.rule == "backlog_growth_share"
    assert first.gains == pytest.approx([KNOWN / 4] * len(first.gains), rel=0.1)
    assert [(change.lever.name, change.more) for change in found.changes.list] == [("door", 2)]
    assert found.changes.carried == found.changes.of
    changed = {path: then for change in found.changes.list for path, (_, then) in change.fields.items()}
    assert verdict(hub, 1.4 * KNOWN, desk(), overrides=changed, and_limits=False).verdict == REACHABLE


def test_two_things_that_only_help_together(tmp_path):
    """Doors and the people at them: more of one alone carries nothing more."""
    parts, known = doors(changeover_s=0.0, rate_per_h=225.0)
    parts["elements"]["door"] |= {"crew": "people", "workers": 1}
    hub = written(tmp_path, crews={"people": {"size": 4}}, **parts)
    found = verdict(hub, 1.2 * known, desk())
    assert {lever.name for lever in found.limits[0].levers} == {"door", "crew people"}
    assert sorted((change.lever.name, change.more) for change in found.changes.list) == [("crew people", 1), ("door", 1)]


def test_the_order_of_limits(tmp_path):
    """Two stations in a row, of 100 and 130 parcels an hour: first the one, then the other."""
    elements = {
        "parcels": {"kind": "stream", "interarrival": exponential(45), "to": "slow"},
        "slow": {"kind": "station", "servers": 1, "service": {"law": "deterministic", "value_s": 36}, "buffer": 50, "to": "quick"},
        "quick": {"kind": "station", "servers": 1, "service": {"law": "deterministic", "value_s": 27.7}, "buffer": 50, "to": "out"},
        "out": OUT,
    }
    found = verdict(written(tmp_path, elements=elements, reaching={"backlog_growth_share": 0.01}), None, desk())
    assert [limit.levers[0].name for limit in found.limits][:2] == ["slow", "quick"]
    assert found.limits[0].per_day < found.limits[1].per_day
    assert found.limits[0].per_day == pytest.approx(2400, rel=0.05)
    assert found.limits[1].per_day == pytest.approx(86_400 / 27.7, rel=0.05)


def test_the_record_and_the_words(hub):
    found = verdict(hub, 1.1 * KNOWN, desk())
    record = plain(as_record(found))
    assert json.loads(dumps(record)) == record
    for name in ("verdict", "confidence", "capacity_per_day", "limits", "changes", "runs"):
        assert name in record
    assert set(record["capacity_per_day"]) == {"estimate", "low", "high"}
    for lang in ("en", "zh"):
        words = told(record, lang)
        assert f"{record['capacity_per_day']['estimate']:,.0f}" in words and f"{1.1 * KNOWN:,.0f}" in words
        assert "elements.door.count" in words
        sheets = list(tables(record, lang).values())
        (_, names), (_, values) = sheets[0].values()
        assert dict(zip(names, values, strict=True))["capacity_per_day.low"] == record["capacity_per_day"]["low"]
        assert [len(next(iter(sheet.values()))[1]) for sheet in sheets[1:4]] == [len(record[name]) for name in ("thresholds_per_day", "chance", "limits")]
        assert "elements.door.count" in list(sheets[4].values())[3][1] and len(next(iter(sheets[5].values()))[1]) == len(record["rules"])
        none_needed = {**record, "changes": [], "changes_carry": {"carried": 4, "of": 4, "broken": None}}
        assert "None" not in told(none_needed, lang) and len(told(none_needed, lang)) < len(words)


@pytest.mark.parametrize(
    ("elements", "why"),
    [
        ({"parcels": {"kind": "stream", "saturated": True, "to": "desk"}, "desk": DESK, "out": OUT}, "is saturated"),
        ({"parcels": {"kind": "stream", "interarrival": exponential(60), "limit": 5, "to": "out"}, "out": OUT}, "ends after its limit"),
    ],
)
def test_a_demand_that_cannot_grow_is_refused(tmp_path, elements, why):
    with pytest.raises(ScenarioError, match=why):
        verdict(written(tmp_path, elements=elements), 1000, desk())


def test_a_class_that_is_none_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="there is no class"):
        read(written(tmp_path, reaching={"on_time_share": {"expres": 0.9}}, **PARTS))


def test_from_python_with_tables(hub, tmp_path):
    found = sim.verdict(hub, 0.9 * KNOWN, store=tmp_path / "store", workers=1, limits=False)
    frames = found.frames()
    assert len(frames["thresholds"]) == len(found.capacity.found)
    again = sim.verdict(hub, 0.9 * KNOWN, store=tmp_path / "store", workers=1, limits=False)
    assert again.capacity.estimate == found.capacity.estimate


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_target_far_beyond_the_scenario_is_answered(tmp_path, lang):
    """A thousand times what is offered is more than any demand that is tried; the hub breaks long before."""
    parts, known = doors()
    parts["elements"]["trucks"]["vehicles_per_day"] = 20
    found = verdict(written(tmp_path, **parts), 1000 * known, desk(), and_limits=False)
    assert found.verdict == NOT_REACHABLE and found.capacity.high < 1.1 * known and found.changes is None
    words = told(plain(as_record(found)), lang)
    assert {"en": "No changes were sought", "zh": "未求改动"}[lang] in words


@pytest.mark.parametrize("n", [13, 14])
def test_a_rounded_plant_is_told_and_its_gains_are_of_the_hub_in_full(tmp_path, n):
    """Thirteen or fourteen doors at a tenth are one; the gain of one more is that of a door all the same."""
    parts, known = doors(n)
    found = verdict(written(tmp_path, **parts), None, desk(), scale=0.1)
    assert found.capacity.estimate == pytest.approx(10 * known / n, rel=0.02)
    assert [(each.name, each.times) for each in found.rounded] == [("door", pytest.approx(10 / n))]
    assert found.limits[0].gains == pytest.approx([known / n] * len(found.limits[0].gains), rel=0.05)
    record = plain(as_record(found))
    assert "door 0.7" in told(record) and "door 为应有数量的 0.7" in told(record, "zh") and "Ask again at a larger scale" in told(record)


def test_a_plant_in_proportion_is_not_warned_of(tmp_path):
    parts, _ = doors(20)
    assert verdict(written(tmp_path, **parts), None, desk(), scale=0.1, and_limits=False).rounded == []
