"""Replications end when the mean is known as well as was asked for, and not before."""

import numpy as np
import pytest
from here import Here
from test_compare import made, served

from sim.experiment.desk import Desk
from sim.experiment.known import InMemory
from sim.experiment.precision import precise
from sim.stats.intervals import relative, share_at_least


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """Any hub; what its runs find is made up."""
    return served(tmp_path_factory.mktemp("precise"), "hub")


def of(hub, wanted, seed=1, mean=10.0, at_most=1000):
    """Mean and deviation 1."""
    return precise(hub, Desk(Here(work=made([mean], {"hub": hub})), InMemory()), "dwell_mean_s", wanted, seed=seed, at_most=at_most)


def test_it_ends_as_soon_as_it_is_known(hub):
    found = of(hub, 0.02)
    values = np.array([figures["dwell_mean_s"] for figures in found.figures])
    assert found.enough
    assert relative(values) == found.reached <= 0.02
    # t s / (0.02 x 10) squared is some 100
    assert 60 < len(values) < 150


def test_what_it_says_is_true_as_often_as_it_says(hub):
    right = 0
    for seed in range(200):
        values = np.array([figures["dwell_mean_s"] for figures in of(hub, 0.03, seed).figures])
        right += abs(values.mean() - 10.0) <= 0.03 * values.mean()
    assert share_at_least(right, 200, 0.99).high >= 0.95


def test_a_mean_near_zero_ends_at_the_bound_and_says_so(hub):
    found = of(hub, 0.01, mean=0.0, at_most=50)
    assert len(found.figures) == 50
    assert not found.enough
