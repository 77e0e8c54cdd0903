"""Capacities that are known in closed form lie inside their intervals at the stated rate, and the interval says enough to be worth it."""

import numpy as np
import pytest
from doing import doors, runs, tandem, written, zones
from scipy.stats import binom

from sim.reaching.capacity import LOOKS, capacity, estimate
from sim.reaching.case import case

KNOWN = {"tandem": tandem, "doors": doors, "zones": zones}


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
    assert inside(tmp_path, name, range(1, 3)) == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_a_known_capacity_lies_inside_at_the_stated_rate(tmp_path, name):
    """Of 40 seeds at least as many as 95 % may give, at a thousandth of a chance to be wrong."""
    assert inside(tmp_path, name, range(1, 41)) >= binom.ppf(0.001, 40, 0.95)


def test_the_interval_covers_the_quantile_it_is_of():
    """Thresholds drawn from a normal law, bracketed: over 1,000 repetitions and all looks the interval holds, for the middle and for nine of ten."""
    from sim.reaching.capacity import Found  # only its two ends are read

    class Drawn(Found):
        low = property(lambda self: self.held)
        high = property(lambda self: self.broke)

    chance = np.random.default_rng(5)
    for share, z in ((0.5, 0.0), (0.9, -1.2815515655446004)):
        for n in LOOKS:
            covered = 0
            for _ in range(1000):
                values = chance.normal(100.0, 3.0, n)
                _, low, high = estimate([Drawn(r, value - 1e-9, value + 1e-9) for r, value in enumerate(values)], share, 0.95)
                covered += low <= 100.0 + 3.0 * z <= high
            assert 0.93 <= covered / 1000 <= 0.97


def test_the_search_costs_what_it_must(tmp_path):
    """Two searches of one case ask for the same runs: nothing is run twice."""
    parts, known = doors()
    it, once = case(written(tmp_path, **parts)), runs()
    first = capacity(once, it, target=known)
    before = once.done
    assert capacity(once, it, target=known).estimate == first.estimate
    assert once.done == 2 * before


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
