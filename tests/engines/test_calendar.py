"""Demand follows the calendar, in both engines."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine import simulate
from sim.results.run import Run
from sim.scenario import ScenarioError

HUB = """
title: Days
horizon_h: HOURS
start: "06:00"
calendar: {CALENDAR}
elements:
  road: {kind: source, vehicles_per_day: 40, load: {law: deterministic, value: 10}, to: door}
  door: {kind: door, count: 20, changeover: {law: deterministic, value_s: 1}, rate_per_h: [36000], to: out}
  town: {kind: stream, per_day: 4000, to: out}
  out: {kind: sink}
"""


def hub_of(tmp_path: Path, calendar: str, hours: int = 72) -> Any:
    """Return the hub with this calendar."""
    file = tmp_path / "days.yaml"
    file.write_text(HUB.replace("HOURS", str(hours)).replace("CALENDAR", calendar))
    return sim.load(file)


def run_of(tmp_path: Path, calendar: str, hours: int = 72) -> Run:
    """Return its run; raise AssertionError if the engines differ."""
    fast, reference = (simulate(hub_of(tmp_path, calendar, hours), engine=engine) for engine in ("fast", "reference"))
    assert fast.digest == reference.digest
    return fast


def of_days(run: Run) -> list[float]:
    """Return the parcels that came on each day of the run."""
    offered = np.interp(np.arange(0, run.horizon_s + 1, 86_400), run.sample_times_s, run.totals["offered"])
    return np.diff(offered).tolist()


@pytest.mark.parametrize(
    ("calendar", "factors"),
    [
        ("first_day: 2025-03-03", [1, 1, 1]),
        ("first_day: 2025-03-08, weekdays: [1, 1, 1, 1, 1, 0.5, 2]", [0.5, 2, 1]),  # a Saturday
        ("first_day: 2025-03-31, months: [1, 1, 1.5, 0.5, 1, 1, 1, 1, 1, 1, 1, 1]", [1.5, 0.5, 0.5]),
        ('first_day: 2025-11-10, days: {"2025-11-11": 3}', [1, 3, 1]),
        ("first_day: 2025-01-01, yearly_growth: 0.21, holds_on: 2023-01-01", [1.21 * 1.21 * math.exp(math.log(1.21) * 0.5 / 365.25)] * 3),
    ],
)
def test_days_have_their_factors(tmp_path: Path, calendar: str, factors: list[float]) -> None:
    """400 parcels by road and 4,000 from the town on a mean day; five standard deviations of a Poisson count."""
    for found, factor in zip(of_days(run_of(tmp_path, calendar)), factors, strict=True):
        assert abs(found - 4400 * factor) <= 5 * math.sqrt(4000 * factor) + 15


def test_without_a_calendar_nothing_changes(tmp_path: Path) -> None:
    plain = tmp_path / "plain.yaml"
    plain.write_text(HUB.replace("HOURS", "30").replace("calendar: {CALENDAR}\n", ""))
    assert simulate(sim.load(plain)).digest == simulate(hub_of(tmp_path, "first_day: 2025-03-03", 30)).digest


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        ("first_day: 2025-02-30", "there is no day 2025-02-30"),
        ("first_day: 2025-13-01", 'must be a date "YYYY-MM-DD", not .2025-13-01'),
        ("first_day: 2025-01-01, yearly_growth: 0.1", "yearly_growth needs holds_on"),
        ("first_day: 2025-01-01, weekdays: [1, 1]", "weekdays"),
        ('first_day: 2025-01-01, days: {"2025-01-01": 0, "2025-01-02": 0, "2025-01-03": 0, "2025-01-04": 0, "2025-01-05": 0}', "leaves no demand"),
    ],
)
def test_what_is_no_calendar_is_told(tmp_path: Path, calendar: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        hub_of(tmp_path, calendar)
