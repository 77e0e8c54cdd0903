"""Five figures of real hubs that the simulator must be able to give, by arithmetic and by simulation; scenarios/README.md says which and whose.

The fourth, a stop that is made good in 30 minutes, is in tests/results/test_recovery.py.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from loops import alike, chutes, ring
from system import System, replicate, stream

import sim

FOLDER = Path(__file__).parents[2] / "scenarios" / "calibration"
CARRIERS_PER_H = 15_000.0
"""3600 x 2.5 / 0.6: past a point of one deck"""
LAPS = 3


def run_of(name: str, **overrides: Any) -> tuple[Any, float]:
    """Return a run of a scenario, and the hours it was measured."""
    run = sim.run(sim.load(FOLDER / f"{name}.yaml", 1.0, overrides), seed=1)
    return run, (run.horizon_s - run.warm_up_s) / 3600


def of(run: Any, element: str, column: str) -> float:
    """Return one entry of the table of elements."""
    return float(run.elements[column][np.flatnonzero(run.elements["name"] == element)[0]])


# -- codes that cannot be read ---------------------------------------------------------------------------------------------


def full_if_bad(n: float) -> float:
    """Share of carriers that come full to the only induction, if the share n of parcels makes all laps [1]."""
    again = (LAPS - 1) * n
    return again / (1 + again)


def full_if_unlucky(q: float) -> float:
    """The same, if every pass fails with q, at the reject chute too, to which a parcel goes after LAPS failed passes [1]."""
    again = sum(q**lap for lap in range(1, LAPS)) + q ** (LAPS + 1) / (1 - q)
    return again / (1 + again)


def test_the_shares_that_make_17_in_100() -> None:
    assert full_if_bad(0.1024) == pytest.approx(0.17, abs=5e-5)
    assert full_if_unlucky(0.1736) == pytest.approx(0.17, abs=5e-4)


@pytest.mark.parametrize("n", [0.01, 0.03, 0.1024])
def test_bad_codes_take_carriers(n: float) -> None:
    run, hours = run_of("no_reads", **{"elements.bad.no_read": n, "horizon_h": 21})
    full = 1 - of(run, "bad.in", "entered") / hours / CARRIERS_PER_H
    assert full == pytest.approx(full_if_bad(n), abs=0.003)
    unread = n * (1 - full) * CARRIERS_PER_H * hours
    assert of(run, "bad_rejected", "lost") == pytest.approx(unread, abs=3.29 * unread**0.5)


@pytest.mark.parametrize("q", [0.03, 0.1736])
def test_laps_for_another_try_take_carriers(q: float) -> None:
    run, hours = run_of("no_reads", **{"elements.unlucky.divert_fail": q, "horizon_h": 21})
    full = 1 - of(run, "unlucky.in", "entered") / hours / CARRIERS_PER_H
    assert full == pytest.approx(full_if_unlucky(q), abs=0.003)


# -- a starved desk --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("coders", "published"), [(6, 25_000), (4, 18_000)])
def test_a_starved_desk_starves_the_sorter(coders: int, published: float) -> None:
    """What the desk can code, over the share that needs it, is all that can pass; if that is more than comes, what comes passes."""
    run, hours = run_of("starved_desk", **{"crews.coders.size": coders})
    passed = run.parcels["dispatched"] / hours
    assert passed == pytest.approx(min(25_000, coders * 90 / 0.02), rel=0.03)
    assert passed == pytest.approx(published, rel=0.05)


# -- zones -----------------------------------------------------------------------------------------------------------------


def test_two_zones_gain_a_third_or_double() -> None:
    run, hours = run_of("local_zones")
    for loop, factor in (("single", 1.0), ("double", 4 / 3), ("local", 2.0)):
        assert of(run, loop, "left") / hours == pytest.approx(factor * CARRIERS_PER_H, rel=0.01)


@pytest.mark.parametrize("zones", [2, 3, 4, 6])
def test_zones_gain_what_the_formula_says(zones: int, tmp_path: Path) -> None:
    """K zones, a chute before each: 2K/(K+1) with random destinations, K if all leave at the next chute."""
    for is_local, factor in ((False, 2 * zones / (zones + 1)), (True, zones)):
        elements: dict[str, Any] = {f"heap_{i}": stream(f"loop.in_{i}", mix={"destinations": {f"d{i + 1}": 1.0}} if is_local else {}) for i in range(zones)}
        places = {f"bank_{i}": (6 * i + 5, [f"d{i + 1}"]) for i in range(zones)}
        elements["loop"] = ring(6 * zones, {f"in_{i}": 6 * i for i in range(zones)}, places)
        system = System(elements | chutes(*places), lambda v: {"factor": v.get("loop", "left") / v.time}, 1000, {"destinations": alike(zones)}, unit_s=0.5)
        assert replicate(system, tmp_path, 1, 50_000, "fast", 1)["factor"][0] == pytest.approx(factor, rel=0.01)


# -- time in the house -----------------------------------------------------------------------------------------------------


def test_a_parcel_is_in_the_house_as_long_as_published() -> None:
    """Between the means of two houses, 13 and 28 min; and longer than in the hub without the ways, by what the ways take: 5 to 7 min."""
    run, _ = run_of("in_house")
    without = sim.run(FOLDER.parent / "brand_hub.yaml", seed=1)
    mean = run.dwell_s["mean"] / 60
    assert 13 < mean < 28
    assert 5 < mean - without.dwell_s["mean"] / 60 < 7
