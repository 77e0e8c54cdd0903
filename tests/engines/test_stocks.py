"""Reusable bags are a finite stock: a shortage stops bagging, and what comes back lets it go on."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine import simulate
from sim.results.bottleneck import find
from sim.results.run import Run
from sim.scenario import ScenarioError

BAGS = """
title: Bags
start: "00:00"
horizon_h: 2
elements:
  come: {kind: stream, interarrival: {law: deterministic, value_s: 6}, to: belt}
  belt: {kind: conveyor, length_m: 10, speed_m_s: 1, spacing_m: 1, to: pack}
  pack: {kind: bag, size: 10, stock: bags, to: out}
  out: {kind: sink}
stocks:
  bags: {size: SIZE, MORE}
"""


def run_of(folder: Path, text: str, size: int, more: str = "") -> Run:
    """Return the run; raise AssertionError if the engines differ."""
    file = folder / "bags.yaml"
    file.write_text(text.replace("SIZE", str(size)).replace(", MORE", f", {more}" if more else ""))
    fast, reference = (simulate(sim.load(file), engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    for name, column in fast.elements.items():
        np.testing.assert_array_equal(column, reference.elements[name])
    return fast


def column(run: Run, element: str, name: str) -> Any:
    """Return one figure of one element."""
    return run.elements[name][list(run.elements["name"]).index(element)]


def test_without_bags_nothing_is_bagged(tmp_path: Path) -> None:
    # One bag a minute for 20 min; then the belt fills.
    run = run_of(tmp_path, BAGS, 20)
    assert run.parcels["dispatched"] == 200
    assert column(run, "stock bags", "left") == 20 and column(run, "stock bags", "inside_end") == 0
    assert column(run, "belt", "blocked_s") > 90 * 60
    assert np.isnan(column(run, "stock bags", "stay_mean_s"))
    found = find(run)
    assert found.binds and found.name == "pack" and "waiting for an empty bag 83 %" in found.why


def test_a_chute_that_waits_for_bags_says_so(tmp_path: Path) -> None:
    sorter = "{kind: line_sorter, length_m: 10, speed_m_s: 1, gap_m: 0.1, outlets: [{chute: pack, at_m: 5}], to: over}"
    text = BAGS.replace("{kind: conveyor, length_m: 10, speed_m_s: 1, spacing_m: 1, to: pack}", sorter)
    text = text.replace(
        "{kind: bag, size: 10, stock: bags, to: out}", "{kind: chute, container: {size: 10, stock: bags}, capacity: 5, to: out}\n  over: {kind: sink}"
    )
    found = find(run_of(tmp_path, text, 20))
    assert found.binds and found.name == "pack" and "waiting for an attendant or an empty bag" in found.why


def test_bags_come_back(tmp_path: Path) -> None:
    # Half an hour after they have gone, and at the full and half hours only: 20 in the first 20 min, back at 01:00 (those of 00:01 to 00:20), used again
    # by 01:20, and the next time after 02:00. One in five is lost, so 16 of the 20 come back.
    returns = 'returns: {at: ["00:30", "01:00", "01:30"], after_h: 0.5}'
    assert run_of(tmp_path, BAGS, 20, returns).parcels["dispatched"] == 400
    assert run_of(tmp_path, BAGS, 20, returns.replace("0.5}", "0.5, lost: 0.2}")).parcels["dispatched"] == 360


def test_what_came_back_is_in_the_books(tmp_path: Path) -> None:
    run = run_of(tmp_path, BAGS, 20, 'returns: {at: ["01:00"], after_h: 0.5}')
    taken, came, here = (column(run, "stock bags", name) for name in ("left", "entered", "inside_end"))
    assert came - taken == here and came == 40
    assert column(run, "stock bags", "queue_max") == 1


def test_containers_of_chutes_take_turns(tmp_path: Path) -> None:
    # Two chutes, one bag: the first chute has it at the begin, the second only after it came back.
    text = BAGS.replace("to: pack}", "to: branch}").replace(
        "  pack: {kind: bag, size: 10, stock: bags, to: out}",
        "  branch: {kind: diverter, by: share, shares: {left: 0.5, right: 0.5}}\n"
        "  left: {kind: chute, container: {size: 10, stock: bags}, capacity: 100000, to: out}\n"
        "  right: {kind: chute, container: {size: 10, stock: bags}, capacity: 100000, to: out}",
    )
    run = run_of(tmp_path, text, 1)
    assert run.parcels["dispatched"] == 10
    assert column(run, "right", "left") == 0
    assert column(run, "right", "idle_s") == 7200
    run = run_of(tmp_path, text, 1, 'returns: {at: ["00:30", "01:00", "01:30"], after_h: 0}')
    assert run.parcels["dispatched"] == 40


def test_an_opened_bag_has_gone(tmp_path: Path) -> None:
    text = BAGS.replace("stock: bags, to: out}", "stock: bags, to: open}\n  open: {kind: unbag, to: out}")
    run = run_of(tmp_path, text, 5, 'returns: {at: ["00:30"], after_h: 0.1}')
    assert run.parcels["dispatched"] == 100


@pytest.mark.parametrize(
    ("change", "message"),
    [(("stock: bags,", "stock: bag,"), "unknown stock"), (("size: 20", "size: 0"), "size"), (('["01:00"]', "[]"), "at")],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(BAGS.replace("SIZE", "20").replace("MORE", 'returns: {at: ["01:00"], after_h: 0.5}').replace(*change))
    with pytest.raises(ScenarioError, match=message):
        sim.load(file)
