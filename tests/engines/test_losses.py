"""A failure may stop some servers of a station: the others go on, and time is closed; known answers in both engines."""

from pathlib import Path
from typing import Any

import pytest
from test_people import column, desk, run_of

EVERY = {"law": "deterministic", "value_s": 1000}
REPAIR = {"law": "deterministic", "value_s": 505}
STATES = ("busy", "idle", "starved", "blocked", "down", "off")


def lossy(mode: str, servers: int = 2, **every: Any) -> dict[str, Any]:
    """Return a failure of some servers."""
    return {**(every or {"every": EVERY}), "repair": REPAIR, "mode": mode, "servers": servers}


@pytest.mark.parametrize(("mode", "each"), [("resume", 99 + 1 + 49), ("repeat", 99 + 1 + 48)])
def test_half_of_the_servers_go_on(tmp_path: Path, mode: str, each: int) -> None:
    """Four desks of 10 s; at 1000 s two stop for 505 s, before the parcels in hand are done: with nothing left to do, or all of it anew."""
    run = run_of(tmp_path, desk(servers=4, failures=[lossy(mode)]), {"size": 4}, horizon_h=2000 / 3600)
    assert run.parcels["dispatched"] == 2 * 199 + 2 * each
    assert column(run, "desk", "down_s") == 2 * 505
    assert sum(column(run, "desk", f"{state}_s") for state in STATES) == pytest.approx(4 * 2000)


@pytest.mark.parametrize(("mode", "end"), [("resume", 1505 + 4), ("repeat", 1505 + 7)])
def test_what_is_in_hand_is_put_off_or_begins_anew(tmp_path: Path, mode: str, end: int) -> None:
    """Two services of 7 s begin at 994 s; three seconds of the second are done when its server stops for 508 s."""
    seven = {"law": "deterministic", "value_s": 7}
    failure = {**lossy(mode, 1), "every": {"law": "deterministic", "value_s": 997}, "repair": {"law": "deterministic", "value_s": 508}}
    elements = desk(servers=2, service=seven, failures=[failure])
    pair = {"interarrival": {"law": "deterministic", "value_s": 994}, "batch": {"law": "deterministic", "value": 2}, "limit": 1}
    elements["come"] = {"kind": "stream", **pair, "to": "desk"}
    for last, left in ((end, 1), (end + 1, 2)):
        assert column(run_of(tmp_path, elements, {"size": 2}, horizon_h=last / 3600), "desk", "left") == left


def test_a_lost_server_is_down_and_not_off(tmp_path: Path) -> None:
    """Three people at four servers: one is off. While two are lost, the other two are manned, and nobody is off."""
    run = run_of(tmp_path, desk(servers=4, failures=[lossy("resume")]), {"size": 3}, horizon_h=2000 / 3600)
    assert (column(run, "desk", "down_s"), column(run, "desk", "off_s")) == (2 * 505, 2000 - 505)
    assert column(run, "desk", "busy_s") == pytest.approx(3 * (2000 - 505) + 2 * 505, abs=10)


def test_losses_add_up_to_all_servers_and_to_a_failure_of_the_whole(tmp_path: Path) -> None:
    """Two failures of two of three servers: at 1000 s two are lost, at 1200 s all, until the repairs at 1505 s and 1705 s; the whole is down 1600-1800 s."""
    later = {**lossy("resume"), "every": {"law": "deterministic", "value_s": 1200}}
    whole = {"every": {"law": "deterministic", "value_s": 1600}, "repair": {"law": "deterministic", "value_s": 200}}
    run = run_of(tmp_path, desk(servers=3, failures=[lossy("resume"), later]), {"size": 3}, horizon_h=2000 / 3600)
    assert column(run, "desk", "down_s") == 2 * 200 + 3 * 305 + 2 * 200
    run = run_of(tmp_path, desk(servers=3, failures=[lossy("resume"), later, whole]), {"size": 3}, horizon_h=2000 / 3600)
    assert column(run, "desk", "down_s") == 2 * 200 + 3 * 305 + 2 * 95 + 3 * 200


def test_a_jam_of_one_server_counts_the_parcels_of_all(tmp_path: Path) -> None:
    """The fiftieth parcel comes at 240 s: from then on one server goes on alone."""
    failure = lossy("resume", 1, every_parcels={"law": "deterministic", "value": 50})
    run = run_of(tmp_path, desk(servers=2, failures=[failure]), {"size": 2}, horizon_h=700 / 3600)
    assert column(run, "desk", "down_s") == 700 - 240
    assert run.parcels["dispatched"] == 2 * 24 + 45
