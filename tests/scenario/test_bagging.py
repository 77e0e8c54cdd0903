"""A bag goes where its first parcel goes: who lets a sorter mix departures in one bag is told."""

import pytest

HUB = """
title: Bags
horizon_h: 1
destinations: {a: 0.4, b: 0.3, c: 0.3}
elements:
  come: {kind: stream, per_day: 2000, to: line}
  line: {kind: line_sorter, length_m: 20, speed_m_s: 1, gap_m: 0.3, outlets: OUTLETS, to: floor}
  bags: {kind: chute, count: 2, container: {size: 10}, to: floor}
  floor: {kind: staging, to: gates}
  gates: {kind: outbound_door, count: 3, rate_per_h: [900]}
departures:
  out: {destinations: EACH, doors: gates, cut_offs: ["00:50"], capacity: 1000}
"""
ROW = "[{chute: bags, from_m: 5, to_m: 15}]"


def said(desk, outlets: str, each: str = "each", more: tuple[str, str] = ("", "")) -> bool:
    """Tell whether mixed bags are warned of."""
    hub = desk.hub(HUB.replace("OUTLETS", outlets).replace("EACH", each).replace(*more))
    return any("hold parcels for different departures" in problem.message for problem in hub.warnings)


@pytest.mark.parametrize(
    ("outlets", "each", "is_mixed"),
    [
        (ROW, "each", True),
        (ROW, "[a, b, c]", False),
        ('[{chute: "bags[1]", at_m: 5, destinations: [a]}, {chute: "bags[2]", at_m: 9, destinations: [b]}]', "each", False),
        ('[{chute: "bags[1]", at_m: 5, destinations: [a, b]}, {chute: "bags[2]", at_m: 9, destinations: [c]}]', "each", True),
    ],
)
def test_mixed_bags_are_told(desk, outlets, each, is_mixed):
    assert said(desk, outlets, each) == is_mixed


def test_bags_that_are_opened_may_be_mixed(desk):
    assert not said(desk, ROW, more=("container: {size: 10}, to: floor}", "container: {size: 10}, to: open}\n  open: {kind: unbag, to: floor}"))
