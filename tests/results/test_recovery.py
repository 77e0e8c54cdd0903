"""What an event cost, and how long it took to make it good."""

from pathlib import Path

import pytest

import sim
from sim.engine import simulate
from sim.results.record import record
from sim.results.run import Run
from sim.results.summary import summary

LINE = """
title: Line
horizon_h: 4
elements:
  come: {kind: stream, interarrival: {law: deterministic, value_s: 0.36}, to: sorter}
  sorter: {kind: station, service: {law: deterministic, value_s: 0.24}, to: out}
  out: {kind: sink}
events:
"""


def run_of(tmp_path: Path, events: str) -> Run:
    """Return a run of the line, with a stop at two thirds of its capacity."""
    file = tmp_path / "line.yaml"
    file.write_text(LINE + events)
    return simulate(sim.load(file))


def test_a_quarter_of_an_hour_is_made_good_in_half_an_hour(tmp_path: Path) -> None:
    """Stop D at arrival rate a and capacity c: made good D a / (c - a) after it; 15 min, 10,000/h and 15,000/h give 30 min.

    A minute of flow, 167 parcels, is the least that counts as behind: that is 2 min less.
    """
    run = run_of(tmp_path, '  stop: {kind: stop, at: "01:00", lasts_min: 15, what: [sorter]}\n')
    look_s = run.sample_times_s[1]
    assert 1800 - 120 - 1 <= run.events["recovery_s"][0] <= 1800 - 120 + look_s + 1
    assert run.events["behind_max"][0] == pytest.approx(2500, abs=2)
    assert run.undisturbed["dispatched"] == pytest.approx(40_000, abs=2)
    assert "stop: 01:00 to 01:15, made good 28.3 min" in summary(run)
    assert record(run)["events"][0]["kind"] == "stop"


def test_what_is_not_made_good_says_so(tmp_path: Path) -> None:
    run = run_of(tmp_path, '  late: {kind: stop, at: "03:30", lasts_min: 29, what: [sorter]}\n')
    assert record(run)["events"][0]["recovery_s"] is None
    assert "not made good in this run" in summary(run)
    assert "本次运行内未追平" in summary(run, "zh")


def test_without_events_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "line.yaml").write_text(LINE.replace("events:\n", ""))
    run = simulate(sim.load(tmp_path / "line.yaml"))
    assert run.events == {}
    assert "events" not in record(run)
    assert "Events" not in summary(run)
