"""The numbers on the page are those of the run, and they add up."""

import json
import re

import numpy as np
import pytest
from made_run import make_run, replace

from sim.experiment.replications import indicators
from sim.results.families import families, flows_between, row, state_shares
from sim.results.hours import busiest, clock, per_hour, period
from sim.results.record import dumps, plain, record
from sim.results.run import ELEMENT_COLUMNS, STATES
from sim.results.summary import pad, span, summary, table, width
from sim.results.texts import TEXTS, text


def test_parcels_add_up_and_are_printed():
    run = make_run()
    words = summary(run)
    shown = {name: int(re.search(rf"^  {name}\S*.*?  +([\d,]+)", words, re.M)[1].replace(",", "")) for name in ("offered", "dispatched", "held", "rejected")}
    inside = int(re.search(r"still inside +([\d,]+)", words)[1].replace(",", ""))
    assert shown == {name: run.parcels[name] for name in shown} and inside == run.parcels["inside"]
    assert shown["dispatched"] + shown["held"] + shown["rejected"] + inside == shown["offered"]
    assert re.search(r"no_read +500 ", words) and re.search(r"damaged +200 ", words)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_block_is_there(lang):
    words = summary(make_run(), lang)
    for key in ("parcels", "flow", "elements", "recirculation", "departures", "yard", "bottleneck"):
        assert f"\n{text(lang, key)}\n" in words
    assert words.count("night[") == 5 and "0123456789abcdef" in words


def test_flow_per_hour_adds_up_to_the_totals():
    run = make_run()
    hours = per_hour(run)
    assert len(hours["start_s"]) == 24
    for name in ("offered", "unloaded", "dispatched"):
        assert hours[name].sum() == run.totals[name][-1]
    loop = run.elements["kind"] == "loop_sorter"
    assert hours["sorted"].sum() == pytest.approx((run.entered - run.inside)[-1, loop].sum() - (run.entered - run.inside)[0, loop].sum())
    start, flow = busiest(run, "unloaded")
    assert flow == hours["unloaded"].max() and hours["unloaded"][int(start // 3600)] == flow


def test_an_hour_that_is_cut_short_is_not_the_busiest():
    run = replace(make_run(), horizon_s=75_600.0 + 1800)
    start, _ = busiest(run, "unloaded")
    assert start + 3600 <= run.horizon_s


def test_families_lose_no_unit_and_no_machine_second():
    run = make_run()
    together = families(run)
    assert sorted(np.concatenate([family.members for family in together])) == list(range(30))
    assert sum(row(run, family)["entered"] for family in together) == run.elements["entered"].sum()
    for state in STATES:
        assert sum(row(run, family)[f"{state}_s"] for family in together) == pytest.approx(run.elements[f"{state}_s"].sum())
    for family in together:
        assert sum(state_shares(row(run, family)).values()) == pytest.approx(1)
    assert sum(flows_between(run, together).values()) == run.flows["units"].sum()


def test_copies_in_groups_share_a_family():
    run = make_run()
    names = run.elements["name"].astype(object)
    names[2:10] = [f"side[{n // 4 + 1}].door[{n % 4 + 1}]" for n in range(8)]
    found = {family.name: family for family in families(replace(run, elements=run.elements | {"name": names}))}
    assert len(found["side[*].door[*]"].members) == 8 and found["side[*].door[*]"].label == "side.door ×8"


def test_many_elements_are_shown_together(monkeypatch):
    monkeypatch.setattr("sim.results.summary.MOST_ROWS", 29)
    words = summary(make_run())
    assert re.search(r"door\[\*\] +8 +120,000", words) and "door[3]" not in words.split("Bottleneck")[0]


def test_clock_and_spans():
    run = replace(make_run(), start_clock_s=72_000.0)
    assert [clock(run, time) for time in (0.0, 3600.0 * 3.5, 3600.0 * 4)] == ["20:00", "23:30", "2d 00:00"]
    assert clock(run, 3600.0 * 4, ends=True) == "24:00" and clock(replace(run, start_clock_s=0.0), 0.0, ends=True) == "00:00"
    spans = [(2, 3), (3, 4), (3.5, 4.5), (26, 27), (27, 28)]
    expected = ["22:00-23:00", "23:00-24:00", "23:30-2d 00:30", "2d 22:00-23:00", "2d 23:00-24:00"]
    assert [period(run, 3600.0 * a, 3600.0 * b) for a, b in spans] == expected
    assert [span(value) for value in (12.0, 600.0, 9000.0, float("nan"))] == ["12 s", "10.0 min", "2.50 h", "-"]


def test_chinese_takes_two_columns():
    assert width("包裹 ab") == 7 and pad("包裹", 6) == "包裹  " and pad("包", 4, right=True) == "  包"
    lines = table(["设备", "n"], [["a", "1"], ["长名字", "22"]])
    assert len({width(line) for line in lines}) == 1


def test_texts_have_the_same_figures_in_both_languages():
    for key, (english, chinese) in TEXTS.items():
        assert set(re.findall(r"{(\w+)", english)) == set(re.findall(r"{(\w+)", chinese)), key


def test_json_is_strict_and_complete():
    run = make_run()
    run.elements["wait_mean_s"][3] = np.nan
    facts = json.loads(dumps(record(run)), parse_constant=lambda word: pytest.fail(word))
    assert facts["parcels"] == run.parcels and facts["digest"] == run.digest
    assert facts["throughput_per_day"] == 117_000 and facts["on_time_share"] == 1 - 2_700 / 96_000
    assert list(facts["elements"]) == run.elements["name"].tolist()
    assert facts["elements"]["door[2]"]["wait_mean_s"] is None
    assert set(facts["elements"]["belt"]) == set(ELEMENT_COLUMNS) - {"name"}
    assert facts["bottleneck"]["name"] == "singulator[*]" and facts["bottleneck"]["binds"] is True
    assert len(facts["departures"]) == 24 and set(facts["wall_s"]) == {"setup", "simulate", "total"}


def test_plain_values():
    assert plain({"a": np.float64("nan"), "b": (np.int32(2), np.array([1.5, np.inf])), 3: np.bool_(True)}) == {"a": None, "b": [2, [1.5, None]], "3": True}
    with pytest.raises(ValueError):
        dumps(float("nan"))


def test_a_run_in_which_nothing_happened():
    run = make_run()
    nothing = {name: np.zeros_like(values) if values.dtype.kind in "if" else values for name, values in run.elements.items()}
    zero = dict.fromkeys(run.parcels, 0)
    none = {name: values[:0] for name, values in run.departures.items()}
    dwell = dict.fromkeys(run.dwell_s, float("nan"))
    still = {"elements": nothing, "parcels": zero, "rejected": {}, "promised": 0, "departures": none, "dwell_s": dwell, "yards": {}}
    still |= {name: np.zeros_like(getattr(run, name)) for name in ("busy", "entered", "inside", "dwell_counts")}
    words = summary(replace(run, **still))
    assert "nothing was dispatched" in words and "no departure with promised parcels has left" in words and "nothing worked" in words
    json.loads(dumps(record(replace(run, **still))))


def test_why_parcels_were_rejected_is_said_in_the_language():
    run = make_run(rejected={"no room at x-ray[2]": 5, "unreadable": 2})
    assert "no room at x-ray[2]" in summary(run) and "unreadable" in summary(run, "zh")
    assert "x-ray[2] 无空位" in summary(run, "zh") and "no room" not in summary(run, "zh")


def test_the_indicators_over_replications_close_the_sum_too():
    found = indicators(make_run())
    assert found["held"] > 0
    assert found["offered"] == sum(found[name] for name in ("dispatched", "held", "rejected", "inside"))
