"""Capacities that are known in closed form lie inside their intervals at the stated rate, and the interval says enough to be worth it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest
from doing import Here, doors, runs, tandem, timetable, written, zones
from scipy.stats import binom

from sim.experiment.desk import Desk
from sim.experiment.known import InMemory
from sim.reaching.capacity import LOOKS, Capacity, Found, capacity, estimate
from sim.reaching.case import case
from sim.reaching.runs import Runs
from sim.stats.intervals import bonferroni

KNOWN = {"tandem": tandem, "doors": doors, "zones": zones, "timetable": timetable}


def inside(folder, name: str, seeds: range) -> int:
    """Count the seeds whose 95 % interval holds the known capacity; every one must be within 2 % on either side."""
    parts, known = KNOWN[name]()
    it = case(written(folder, **parts))
    count = 0
    for seed in seeds:
        found = capacity(runs(seed), it, target=known)
        assert found.high - found.low <= 0.04 * known
        assert found.breaks_first == {"backlog_growth_share": len(found.found)}
        count += found.low <= known <= found.high
    return count


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_capacity_lies_inside(tmp_path, name):
    assert inside(tmp_path, name, range(1, 2)) == 1


def test_a_capacity_does_not_depend_on_where_the_search_begins(tmp_path):
    """A hub whose trucks bring a third of its demand each: far from its target the same capacity, as sharply."""
    parts, known = timetable()
    it = case(written(tmp_path, **parts))
    found = capacity(runs(), it, start=3 * known / it.per_day)
    assert found.low <= known <= found.high <= 1.04 * found.low


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_a_known_capacity_lies_inside_at_the_stated_rate(tmp_path, name):
    """Of 40 seeds at least as many as 95 % may give, at a thousandth of a chance to be wrong."""
    assert inside(tmp_path, name, range(1, 41)) >= binom.ppf(0.001, 40, 0.95)


@pytest.mark.parametrize("deviation", [0.2, 1.0, 3.0])
def test_the_intervals_of_all_looks_hold_together(deviation):
    """Thresholds drawn from a normal law and known to half a percent, as a search leaves them, all on one grid: however that lies, in 95 % of 400
    repetitions all three intervals hold at once, for the middle and for nine of ten; and they are no wider than they need be."""
    chance = np.random.default_rng(5)
    for share, z in ((0.5, 0.0), (0.9, -1.2815515655446004)):
        for offset in (0.0, 0.25):
            covered = np.zeros((400, len(LOOKS)), bool)
            for each in covered:
                values = chance.normal(100.0, deviation, max(LOOKS))
                low = 0.5 * (np.floor(values / 0.5 - offset) + offset)
                found = [Drawn(number, *ends) for number, ends in enumerate(zip(low, low + 0.5, strict=True))]
                for look, n in enumerate(LOOKS):
                    _, least, most = estimate(found[:n], share, bonferroni(0.95, len(LOOKS)))
                    each[look] = least <= 100.0 + deviation * z <= most
            assert covered.all(axis=1).mean() >= 0.917  # three deviations of so many repetitions below
            if deviation == 3.0:
                assert covered[:, 0].mean() <= 0.995


@dataclass(frozen=True)
class Drawn(Found):
    """A threshold of which only the two ends are known."""

    low = property(lambda self: self.held)
    high = property(lambda self: float("inf") if self.broke is None else self.broke)
    middle = property(lambda self: self.low if self.broke is None else (self.low + self.broke) / 2)


def test_what_was_run_is_not_run_again(tmp_path):
    """Two searches of one case ask for the same runs."""
    parts, known = doors(changeover_s=400.0, rate_per_h=225.0)
    it, workers = case(written(tmp_path, **parts)), Here()
    once = Runs(Desk(workers, InMemory()), 1, "fast")
    first = capacity(once, it, target=known)
    before = workers.count
    assert capacity(once, it, target=known).estimate == first.estimate
    assert workers.count == before > 0 and once.done == 2 * before


def test_a_far_target_is_decided_at_the_first_look(tmp_path):
    parts, known = tandem()
    it = case(written(tmp_path, **parts))
    for target in (0.5 * known, 2 * known):
        found = capacity(runs(), it, target=target)
        assert len(found.found) == LOOKS[0]
        assert (found.low > target) == (target < known)
        assert found.chance(target)[0] == (target < known)


def test_a_hub_that_nothing_limits_says_so(tmp_path):
    elements = {"parcels": {"kind": "stream", "interarrival": {"law": "exponential", "mean_s": 60}, "to": "out"}, "out": {"kind": "sink"}}
    found = capacity(runs(), case(written(tmp_path, elements=elements)))
    assert found.high == float("inf") and not found.breaks_first
    assert 0 < found.low <= found.estimate


def test_where_only_some_replications_break_the_lower_end_rests_on_all_that_held():
    found = [Drawn(number, *ends) for number, ends in enumerate([(99.0, 100.0), (101.0, 102.0), (100.0, 101.0), (102.0, None)])]
    value, low, high = estimate(found, 0.5, 0.95)
    assert low < 99.0 < value and high == float("inf")


def test_a_hub_that_breaks_at_every_demand_is_not_said_to_carry_any():
    """Where the smallest demand that was tried broke, nothing is known below it: neither the interval nor the chance says that it is carried."""

    class Tried(NamedTuple):
        per_day: float

    found = [Found(r, Tried(100.0) if r < 2 else None, Tried(102.0)) for r in range(8)]
    middle, low, high = estimate(found, 0.5, 0.95)
    assert low == 0.0 and Capacity(middle, low, high, 0.95, found).chance(20.0)[0] == 2 / 8
