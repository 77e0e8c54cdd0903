"""The figure of the warm-up shows what was found, in both languages, the same every time."""

import numpy as np
import pytest

from sim.report.style import look_for
from sim.report.welch import draw_welch, warm_up
from sim.stats.warm_up import mser, welch

TIMES = np.arange(288) / 12
SERIES = 800 * (1 - 0.95 ** np.arange(288)) + np.random.default_rng(81).normal(0, 40, (8, 288))


def figure(series: np.ndarray):
    """In English."""
    look = look_for("en")
    with look.settings():
        return warm_up(TIMES, series, mser(series.mean(axis=0)), look)


def test_it_shows_the_cut_the_mean_and_welchs_average():
    found = mser(SERIES.mean(axis=0))
    axes = figure(SERIES).axes[0]
    assert f"first {TIMES[found.cut]:.1f} h" in axes.get_title(loc="left")
    lines = {line.get_label(): line for line in axes.lines}
    moving = next(line for label, line in lines.items() if "Welch" in label)
    assert moving.get_ydata() == pytest.approx(welch(SERIES, 7))
    assert moving.get_label() == "moving average over 1.2 h (Welch)"
    rest = next(line for label, line in lines.items() if label.startswith("mean of the rest"))
    assert rest.get_xdata()[0] == TIMES[found.cut] and rest.get_ydata()[0] == found.mean
    assert axes.get_xlabel().endswith("[h]") and axes.get_ylabel().endswith("[units]")


def test_a_run_too_short_is_called_so_and_gets_no_mean():
    axes = figure(np.arange(288.0) + SERIES).axes[0]
    assert "too short" in axes.get_title(loc="left")
    assert not [line for line in axes.lines if str(line.get_label()).startswith("mean")]


def test_the_same_series_give_the_same_files_of_one_replication_too(tmp_path):
    for name in ("a", "b"):
        for lang in ("en", "zh"):
            draw_welch(TIMES, SERIES[:1], mser(SERIES[0]), tmp_path / f"{name}_{lang}", lang, "queue [parcels]")
    for lang in ("en", "zh"):
        for ending in ("svg", "png"):
            assert (tmp_path / f"a_{lang}.{ending}").read_bytes() == (tmp_path / f"b_{lang}.{ending}").read_bytes()
