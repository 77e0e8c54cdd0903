"""Draws and delays at the edge of what a scenario may say: both engines agree, and what cannot end does not."""

from pathlib import Path

import pytest

import sim
from sim.engine import simulate

DESK = """
title: Edge
horizon_h: 1
elements:
  come: {{kind: stream, interarrival: {{law: exponential, mean_s: 10}}, to: desk}}
  desk: {{kind: station, service: {law}, to: out}}
  out: {{kind: sink}}
"""
LOOP = """
title: Edge
horizon_h: 1
elements:
  come: {kind: stream, interarrival: {law: exponential, mean_s: 10}, to: loop.a}
  loop:
    kind: loop_sorter
    speed_m_s: 2.0
    pitch_m: 0.5
    carriers: 40
    inductions: {a: {at_m: 0}}
    outlets: [{chute: one, at_m: 5}, {chute: other, at_m: 8, destinations: []}]
    reject: other
    no_read: 1
    coding: {delay: {law: deterministic, value_s: DELAY}, solved: 1}
  one: {kind: chute, to: out}
  other: {kind: chute, to: out}
  out: {kind: sink}
"""


def both(tmp_path: Path, text: str) -> list[int]:
    """Return how many parcels are dispatched; raise AssertionError if the engines differ."""
    file = tmp_path / "edge.yaml"
    file.write_text(text)
    runs = [simulate(sim.load(file), engine=engine) for engine in ("fast", "reference")]
    assert runs[0].digest == runs[1].digest
    return [run.parcels["dispatched"] for run in runs]


@pytest.mark.parametrize("law", ["{law: geometric, step_s: 1e9, p: 1e-9}", "{law: weibull, scale_s: 1e9, shape: 0.1}", "{law: lognormal, mean_s: 1e9, cv: 1}"])
def test_a_service_without_end(tmp_path: Path, law: str) -> None:
    """At most the few that a heavy tail lets through at once."""
    assert max(both(tmp_path, DESK.format(law=law))) <= 60


@pytest.mark.parametrize(("delay", "fewest"), [("30", 200), ("1e9", 0)])
def test_a_code_that_takes_long(tmp_path: Path, delay: str, fewest: int) -> None:
    """A parcel rides until its code is known, were it for ever."""
    fast, _ = both(tmp_path, LOOP.replace("DELAY", delay))
    assert (fast > fewest) if fewest else fast == 0


LOSING = """
title: Edge
horizon_h: 0.5
destinations: {d1: 0.6, d2: 0.4}
elements:
  come: {kind: stream, interarrival: {law: exponential, mean_s: 0.6}, to: loop.a}
  also: {kind: stream, interarrival: {law: exponential, mean_s: 0.6}, to: loop.b}
  loop:
    kind: loop_sorter
    speed_m_s: 1.0
    pitch_m: 0.5
    carriers: 8
    decks: 2
    inductions: {a: {at_m: 0, deck: 1}, b: {at_m: 0, deck: 2}}
    outlets: [{chute: one, at_m: 1, destinations: [d1]}, {chute: other, at_m: 2, destinations: [d2]}]
  one: {kind: chute, capacity: 9, to: desk}
  other: {kind: chute, capacity: 9, to: desk}
  desk: {kind: station, service: {law: exponential, mean_s: 2}, buffer: 0, full: lose, to: out}
  out: {kind: sink}
"""


def test_what_becomes_ready_while_others_are_lost(tmp_path: Path) -> None:
    """Two decks fill one chute at one tick, a second chute fills too: the first lost makes room for one that comes before the next in the list."""
    fast, reference = both(tmp_path, LOSING)
    assert fast == reference > 100
