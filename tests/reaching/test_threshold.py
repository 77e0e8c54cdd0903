"""The search of one replication: it ends where it must, after no more runs than it says, wherever the threshold lies."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.reaching.threshold import FIRST_STEP, LEAST, MOST, Threshold


def searched(threshold: float, start: float, resolution: float, step: float = FIRST_STEP) -> tuple[Threshold, int]:
    search, runs = Threshold(start, resolution, step), 0
    while (demand := search.next()) is not None:
        search.tell(demand, demand <= threshold)
        runs += 1
        assert runs < 100
    return search, runs


@given(st.floats(LEAST * 1.01, MOST / 1.01), st.floats(LEAST, MOST), st.floats(0.0005, 0.1))
def test_the_bracket_holds_the_threshold_and_is_as_narrow_as_asked(threshold, start, resolution):
    search, runs = searched(threshold, start, resolution)
    assert search.low is not None and search.high is not None
    assert search.low <= threshold < search.high <= search.low * (1 + resolution) * (1 + 1e-12)
    steps = math.log2(math.log(MOST / LEAST) / math.log(FIRST_STEP)) + 1
    assert runs <= 1 + steps + 1 + math.log2(math.log(MOST / LEAST) / math.log(1 + resolution)) + 1


@pytest.mark.parametrize(("threshold", "low", "high"), [(1e9, MOST, None), (0.0, None, LEAST)])
def test_a_threshold_beyond_what_is_tried_leaves_one_end_open(threshold, low, high):
    search, _ = searched(threshold, 1.0, 0.01)
    assert (search.low, search.high) == (low, high)
    assert not search.is_bounded


def test_a_good_start_takes_few_runs():
    """Near the threshold, with a step of twice the resolution: one run on either side, and one between."""
    _, runs = searched(1.0, 1.003, 0.005, 1.01)
    assert runs <= 4
