"""Figures: all are made, the same every time, without warnings (pytest turns those into errors), and show what they should."""

from pathlib import Path

import numpy as np
import pytest
from made_run import make_run, replace
from matplotlib import font_manager
from matplotlib.figure import Figure

import sim
from sim.report import FIGURES, draw_all
from sim.report.drawing import MOST_IN_A_LAYER, _two_lines
from sim.report.layers import layered
from sim.report.style import FONTS, look_for


def words(figure: Figure) -> set[str]:
    """Every text of a figure."""
    return {text.get_text() for text in figure.findobj(lambda part: hasattr(part, "get_text"))}


def draw(name: str, run) -> Figure:
    """One figure in English."""
    look = look_for("en")
    with look.settings():
        return FIGURES[name](run, look)


def test_the_same_run_gives_the_same_bytes(tmp_path):
    for part in ("a", "b"):
        (tmp_path / part).mkdir()
        draw_all(make_run(), tmp_path / part)
    names = {f"{name}.{ending}" for name in FIGURES for ending in ("svg", "png")}
    assert {path.name for path in (tmp_path / "a").iterdir()} == names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    assert b"<dc:date>" not in (tmp_path / "a" / "flow.svg").read_bytes()


def test_chinese_is_chinese_and_what_no_font_has_is_a_question_mark():
    look = look_for("zh")
    assert look.text("busy") == "作业" and look.name("城市") == "城市"
    assert look.name("ab \U0001faa8$x$") == "ab ?$x$"


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_has_every_letter_of_our_words(weight):
    drawn = font_manager.get_font(str(FONTS / f"NotoSansSC-{weight}.otf")).get_charmap()
    words = {letter for kind in ("*.py", "*.yaml") for path in Path(sim.__file__).parent.rglob(kind) for letter in path.read_text(encoding="utf-8")}
    assert {letter for letter in words if letter.isprintable() and ord(letter) not in drawn} <= set("\u2060")


@pytest.mark.parametrize("name", ["flow", "queues", "states", "dwell", "departures"])
def test_axes_say_what_they_measure(name):
    axes = draw(name, make_run()).axes[0]
    assert axes.get_xlabel().endswith("]") and (axes.get_ylabel().endswith("]") or name == "states")


def test_midnight_ends_a_day_unless_days_are_counted():
    def ticks(**changes):
        return [label.get_text() for label in draw("flow", make_run(**changes)).axes[0].get_xticklabels()]

    assert ticks(start_clock_s=0.0)[0] == "00:00" and ticks(start_clock_s=0.0)[-1] == "24:00"
    assert ticks(start_clock_s=72_000.0)[:4] == ["20:00", "22:00", "24:00", "02:00\n2d"]
    days = ticks(start_clock_s=0.0, horizon_s=10 * 86_400.0)
    assert days[:2] == ["00:00", "00:00\n2d"]


def test_a_run_in_which_nothing_happened_is_drawn(tmp_path):
    run = make_run()
    none = {name: values[:0] for name, values in run.departures.items()}
    flows = {name: values[:0] for name, values in run.flows.items()}
    still = {name: np.zeros_like(getattr(run, name)) for name in ("busy", "entered", "inside", "dwell_counts")}
    run = replace(run, departures=none, flows=flows, totals={name: values * 0 for name, values in run.totals.items()}, **still)
    draw_all(run, tmp_path)
    assert not {"departures.png", "dwell.svg"} & {path.name for path in tmp_path.iterdir()}
    assert "nothing to show" in words(draw("hub", run)) and "nothing to show" in words(draw("dwell", run))


def test_the_hub_shows_families_and_frames_the_bottleneck():
    figure = draw("hub", make_run())
    assert any(text.startswith("singulator ×3\n9") for text in words(figure))
    frames = [patch for patch in figure.axes[0].patches if patch.get_linewidth() > 2 and patch.get_zorder() == 3]
    assert len(frames) == 1


def test_a_hub_of_two_thousand_elements_stays_readable():
    run = make_run()
    n = 2_000
    pick = np.concatenate((np.arange(30), np.full(n - 30, 20)))  # many more chutes, each with a name of its own
    table = {name: values[pick] for name, values in run.elements.items()}
    table["name"] = np.array([*run.elements["name"], *(f"exit_{k}" for k in range(n - 30))])
    floor, loop, new = run.elements["name"].tolist().index("floor"), run.elements["name"].tolist().index("loop"), np.arange(30, n)
    flows = {"from": np.full(n - 30, loop), "to": new, "units": np.arange(n - 30) + 1}
    onward = {"from": new, "to": np.full(n - 30, floor), "units": np.arange(n - 30) + 1}
    flows = {name: np.concatenate((run.flows[name], flows[name], onward[name])) for name in flows}
    series = {name: getattr(run, name)[:, pick] for name in ("inside", "entered", "busy")}
    figure = draw("hub", replace(run, elements=table, flows=flows, **series))
    boxes = [patch for patch in figure.axes[0].patches if patch.get_zorder() == 3]
    assert len(boxes) <= 12 + MOST_IN_A_LAYER and any("more" in text for text in words(figure))
    assert max(figure.get_size_inches()) < 40


def test_layers_put_every_arrow_forward_but_those_back():
    arrows = [(0, 1), (1, 2), (2, 3), (0, 3), (3, 1), (4, 2)]
    layers = layered(5, arrows)
    place = {node: x for x, layer in enumerate(layers.order) for node in layer}
    assert layers.back == [(3, 1)]
    assert all(place[end] > place[start] for start, end in layers.ways)
    assert all([place[node] for node in way] == list(range(place[way[0]], place[way[-1]] + 1)) for way in layers.ways.values())
    assert place[4] == place[2] - 1  # a second source stands next to what it feeds


def test_layers_uncross_what_can_be_uncrossed():
    order = layered(6, [(0, 5), (1, 4), (2, 3)]).order
    assert [order[1].index(node) for node in (5, 4, 3)] == [order[0].index(node) for node in (0, 1, 2)]


def test_labels_break_where_words_end():
    assert _two_lines("loop.induction_north ×4") == ["loop.induction_", "north ×4"]
    assert _two_lines("out") == ["out"]
    assert all(len(line) <= 19 for line in _two_lines("a_very_long_name_of_an_element_with_many_words ×12"))
