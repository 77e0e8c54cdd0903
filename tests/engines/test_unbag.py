"""Bags are opened, and their parcels are what they were: same order, same destination, same class."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import sim
from sim.engine import simulate

TWO_STAGES = """
title: Bags by hall, then by street
horizon_h: 1
destinations: {d1: 0.25, d2: 0.25, d3: 0.25, d4: 0.25}
classes: {light: {share: 0.5, length_m: [0.1, 0.4]}, heavy: {share: 0.5, length_m: [0.4, 0.9]}}
elements:
  come: {kind: stream, interarrival: {law: deterministic, value_s: 2}, limit: 1000, to: first}
  first: {kind: diverter, by: destination, routes: {d1: west, d2: west}, otherwise: east}
  west: {kind: bag, size: 10, max_wait_s: 600, to: belt}
  east: {kind: bag, size: 10, max_wait_s: 600, to: belt}
  belt: {kind: conveyor, length_m: 20, speed_m_s: 1, spacing_m: 0.5, to: desk}
  desk: {kind: station, service: {law: deterministic, value_s: 5}, to: opened}
  opened: {kind: unbag, to: counter}
  counter: {kind: station, service: {law: deterministic, value_s: 1}, to: second}
  second: {kind: diverter, by: destination, routes: {d1: s1, d2: s2, d3: s3, d4: s4}}
  s1: {kind: sink}
  s2: {kind: sink}
  s3: {kind: sink}
  s4: {kind: sink}
"""


class Journeys:
    """Keeps every line of every journey."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, int, str, float]] = []

    def write(self, columns: dict[str, Any]) -> None:
        """Take one chunk."""
        kept = zip(*(columns[name].tolist() for name in ("vehicle", "element", "event", "time_s")), strict=True)
        self.lines += kept


def test_two_stages(tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    file.write_text(TWO_STAGES)
    hub, journeys = sim.load(file), Journeys()
    fast, reference = simulate(hub, trace=journeys), simulate(hub, engine="reference")
    assert fast.digest == reference.digest
    assert fast.parcels["dispatched"] == 1000
    units = dict(zip(fast.elements["name"].tolist(), fast.elements["entered"].tolist(), strict=True))
    bags = units["belt"]
    assert 100 <= bags <= 104  # full ones, and the last of each side
    assert units["desk"] == bags
    assert (units["opened"], units["counter"]) == (1000, 1000)
    assert units["s1"] + units["s2"] == units["west"]
    opened = [(time, vehicle) for vehicle, _, event, time in journeys.lines if event == "unbagged"]
    assert len(opened) == 1000
    # one after the other at the counter, each bag in the order in which it was filled
    bag_of = {vehicle: time for time, vehicle in opened}
    counter = hub.index("counter")
    order = [vehicle for vehicle, element, event, _ in sorted(journeys.lines, key=lambda line: line[3]) if (element, event) == (counter, "entered")]
    assert all(one < after for one, after in pairwise(order) if bag_of[one] == bag_of[after])


def test_a_bag_larger_than_all_else(tmp_path: Path) -> None:
    """As many places as the bag holds parcels are taken in one act."""
    text = TWO_STAGES.replace("size: 10", "size: 9000").replace("max_wait_s: 600", "max_wait_s: 3000").replace("limit: 1000", "limit: 900")
    file = tmp_path / "large.yaml"
    file.write_text(text)
    run = simulate(sim.load(file))
    assert run.parcels["inside"] + run.parcels["dispatched"] == 900
    assert run.elements["inside_max"][run.elements["kind"] == "unbag"].max() > 400
