"""MSER-5 against the known answer and a plain loop; Welch's average against its definition; a run that is too short is told from one that is not."""

import numpy as np
import pytest

from sim.stats.warm_up import mser, welch

TIMES = np.arange(1000)
DECAY = 20 * 0.97**TIMES + (7919 * TIMES) % 101 / 101 - 0.5


def test_case_s03_of_the_known_answers():
    found = mser(DECAY)
    assert found.cut == 170 and not found.too_short
    assert found.error == pytest.approx(2.094110799e-05, rel=1e-8)
    assert found.mean == pytest.approx(-0.001506783832, rel=1e-8)


@pytest.mark.parametrize("batch", [1, 5, 7])
def test_the_cut_is_that_of_the_definition(batch):
    series = 1e4 + 5 * 0.95 ** np.arange(300) + np.random.default_rng(31).normal(0, 1, 300)
    means = np.array([series[k * batch : (k + 1) * batch].mean() for k in range(300 // batch)])
    z = [((means[d:] - means[d:].mean()) ** 2).sum() / (len(means) - d) ** 2 for d in range((len(means) + 1) // 2)]
    found = mser(series, batch)
    assert found.cut == batch * int(np.argmin(z))
    assert found.error == pytest.approx(min(z), rel=1e-6)
    assert found.mean == pytest.approx(series[found.cut :].mean())


def test_a_run_still_on_its_way_is_too_short():
    """Noise on a slope never settles; noise that has settled long ago is cut in the first half, in 19 of 20 runs at least."""
    chance = np.random.default_rng(32)
    noise = chance.normal(0, 1, (300, 500))
    assert all(mser(np.arange(500) / 10 + row).too_short for row in noise)
    assert np.mean([mser(30 * 0.97 ** np.arange(500) + row).too_short for row in noise]) <= 0.05
    cuts = [mser(30 * 0.97 ** np.arange(500) + row).cut for row in noise]
    assert 30 * 0.97 ** np.median(cuts) < 1  # what is left of the start is less than the noise


def test_the_mean_after_the_cut_is_nearer_the_truth():
    starts = 30 * 0.97 ** np.arange(500) + np.random.default_rng(33).normal(0, 1, (200, 500))
    assert abs(np.mean([mser(row).mean for row in starts])) < 0.05 < starts.mean()


def test_series_mser_cannot_take():
    with pytest.raises(ValueError, match="there are 49 observations"):
        mser(np.ones(49))
    with pytest.raises(ValueError, match="finite"):
        mser(np.full(50, np.nan))
    assert mser(np.ones(50)).cut == 0


def test_welchs_average_is_that_of_the_definition():
    """Window 2 over 9 times of 2 replications; times 0 and 1 have narrower windows, times 7 and 8 none."""
    replications = np.random.default_rng(34).normal(0, 1, (2, 9))
    y = replications.mean(axis=0)
    expected = [y[0], y[0:3].mean(), *(y[i - 2 : i + 3].mean() for i in range(2, 7))]
    assert welch(replications, 2) == pytest.approx(expected)
    assert welch(replications, 0) == pytest.approx(y)
    for window in (-1, 3):
        with pytest.raises(ValueError, match="a quarter"):
            welch(replications, window)
