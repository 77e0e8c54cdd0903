"""Figures that stand alone: all are drawn, of a run in which nothing happened too, the same every time, and show what is in the data."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from made_run import make_run, replace
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle, StepPatch

from sim.report import FIGURES, PLOTS, SITE_PLOTS
from sim.report.doors import MOST_DOORS
from sim.report.frontier import best, frontier
from sim.report.heat import MOST_ROWS, rows
from sim.report.people import MOST_CREWS
from sim.report.site import AIMS, tornado
from sim.report.streams import in_series, laid_out, streams
from sim.report.style import look_for, save
from sim.results.run import Run

OWN = sorted(set(PLOTS) - set(FIGURES))


def drawn(draw, *given, lang: str = "en") -> Figure:
    """One figure, with the settings it is drawn with."""
    look = look_for(lang)
    with look.settings():
        return draw(*given[:1], look, *given[1:])


def written(draw, data, stem: Path, lang: str) -> bytes:
    """Both files of a figure."""
    look = look_for(lang)
    with look.settings():
        save(draw(data, look), stem)
    return stem.with_suffix(".svg").read_bytes() + stem.with_suffix(".png").read_bytes()


def words(figure: Figure) -> set[str]:
    """Every text of a figure."""
    return {text.get_text() for text in figure.findobj(lambda part: hasattr(part, "get_text"))}


def still() -> Run:
    """A run in which nothing happened."""
    run = make_run()
    table = run.elements | {"queue_max": np.zeros_like(run.elements["queue_max"])}
    none = {name: values[:0] for name, values in run.departures.items()}
    return replace(
        run,
        elements=table,
        departures=none,
        flows={name: values[:0] for name, values in run.flows.items()},
        inside=np.zeros_like(run.inside),
        docks={name: np.zeros_like(values) for name, values in run.docks.items()},
        people={},
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", OWN)
def test_the_same_run_gives_the_same_bytes(kind, lang, tmp_path):
    first, second = (written(PLOTS[kind], make_run(), tmp_path / name, lang) for name in "ab")
    assert first == second and b"<dc:date>" not in first


@pytest.mark.parametrize("kind", OWN)
def test_a_run_in_which_nothing_happened_is_drawn(kind, tmp_path):
    assert written(PLOTS[kind], still(), tmp_path / kind, "en")
    assert "nothing to show" in words(drawn(PLOTS[kind], still()))


@pytest.mark.parametrize("kind", ["heat", "doors", "docks", "people"])
def test_axes_say_what_they_measure(kind):
    figure = drawn(PLOTS[kind], make_run())
    assert any(axes.get_xlabel().endswith("]") for axes in figure.axes)
    assert kind in ("heat", "doors") or figure.get_supylabel().endswith("]")


def test_a_row_of_the_heat_map_is_a_family_in_which_something_waited():
    run = make_run()
    queue = run.elements["queue_max"].copy()
    queue[run.elements["name"] == "belt"] = 0
    kinds = np.where(run.elements["name"] == "merge", "stock", run.elements["kind"])
    found = rows(replace(run, elements=run.elements | {"queue_max": queue, "kind": kinds}))
    names = [family.name for family, _ in found]
    assert not {"belt", "merge"} & set(names) and names.index("door[*]") < names.index("singulator[*]") < names.index("chute[*]")
    inside = dict(zip(names, (series for _, series in found), strict=True))["singulator[*]"]
    members = np.flatnonzero([name.startswith("singulator") for name in run.elements["name"]])
    assert (inside == run.inside[:, members].sum(axis=1)).all()
    figure = drawn(PLOTS["heat"], run)
    assert f"{inside.max():,.0f}" in words(figure)
    shades = figure.axes[0].images[0].get_array()
    assert len(shades) == len(found) + 2 and np.allclose(shades.max(axis=1), 100)


def test_a_heat_map_of_many_families_keeps_the_largest_and_says_so():
    run = make_run()
    pick = np.concatenate((np.arange(30), np.full(60, 20)))
    table = {name: values[pick] for name, values in run.elements.items()}
    table["name"] = np.array([*run.elements["name"], *(f"exit_of_{'abcdefghij'[k // 10]}{'abcdefghij'[k % 10]}" for k in range(60))])
    figure = drawn(PLOTS["heat"], replace(run, elements=table, inside=run.inside[:, pick]))
    assert len(figure.axes[0].images[0].get_array()) == MOST_ROWS
    assert any(f"the {MOST_ROWS} largest" in text for text in words(figure))
    assert any(text.startswith("singulator") for text in words(figure))


def test_a_long_run_is_taken_together_but_its_maximum_stays():
    run = make_run(horizon_s=30 * 86_400.0)
    times = np.arange(0.0, run.horizon_s + 1, 600.0)
    inside = np.zeros((len(times), run.inside.shape[1]))
    inside[1234] = 77
    shades = drawn(PLOTS["heat"], replace(run, sample_times_s=times, inside=inside)).axes[0].images[0].get_array()
    assert shades.shape[1] <= 300 and np.allclose(shades.max(axis=1), 100)


def bars(figure: Figure) -> list[Rectangle]:
    """The bars of a figure's first axes."""
    return [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]


def test_each_vehicle_is_a_bar_at_its_door_and_those_that_left_parcels_are_hatched():
    run = make_run()
    figure = drawn(PLOTS["doors"], run)
    columns = run.departures
    assert len(bars(figure)) == len(columns["name"])
    short = [bar for bar in bars(figure) if bar.get_hatch()]
    assert len(short) == (columns["on_time"] < columns["promised"]).sum() > 0
    assert sorted(bar.get_x() for bar in bars(figure)) == pytest.approx(sorted(columns["docked_s"] / 3600))
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["gate[1]", "gate[2]"]


def test_departures_without_a_door_and_vehicles_still_there_are_told():
    columns = {name: values.copy() for name, values in make_run().departures.items()}
    columns["door"][:3], columns["docked_s"][:3] = "", np.nan
    columns["left_s"][-1] = np.nan
    figure = drawn(PLOTS["doors"], make_run(departures=columns))
    assert "3 departures got no door and are not drawn" in words(figure) and "still at its door at the end" in words(figure)
    assert max(bar.get_x() + bar.get_width() for bar in bars(figure)) == pytest.approx(24)


def test_of_many_doors_those_with_the_most_parcels_are_shown():
    n = 100
    columns = {name: np.resize(values, n) for name, values in make_run().departures.items()}
    columns["door"], columns["parcels"] = np.array([f"dock[{k + 1}]" for k in range(n)]), np.arange(n)
    figure = drawn(PLOTS["doors"], make_run(departures=columns))
    assert f"Outbound doors and their vehicles: the {MOST_DOORS} of {n} doors with the most parcels" in words(figure)
    assert {label.get_text() for label in figure.axes[0].get_yticklabels()} == {f"dock[{k + 1}]" for k in range(n - MOST_DOORS, n)}


def test_only_places_that_were_taken_have_a_panel():
    run = make_run()
    docks = run.docks | {"yard": np.zeros_like(run.docks["yard"])}
    titles = [axes.get_title(loc="left") for axes in drawn(PLOTS["docks"], replace(run, docks=docks)).axes]
    assert titles == ["inbound doors", "outbound doors"]


def test_of_many_crews_the_smallest_are_summed():
    run = make_run()
    n = len(run.sample_times_s)
    crews = {f"crew_{k}": {"present": np.full(n, k + 1), "at_work": np.full(n, k)} for k in range(MOST_CREWS + 3)}
    figure = drawn(PLOTS["people"], replace(run, people=crews))
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == [f"crew_{k}" for k in range(3, MOST_CREWS + 3)] + ["3 smaller crews together"]
    assert figure.axes[-1].lines[0].get_ydata().max() == 1 + 2 + 3


def recirculating() -> Run:
    """The made run in which a third of what left the loop came to it again through the merge, and some chutes' parcels passed the floor by."""
    run = make_run()
    place = {str(name): number for number, name in enumerate(run.elements["name"])}
    more = [(place["loop"], place["merge"], 40_000), (place["chute[1]"], place["out"], 5_000), (place["floor"], place["floor"], 700)]
    flows = {name: np.concatenate((run.flows[name], [one[number] for one in more])) for number, name in enumerate(("from", "to", "units"))}
    return replace(run, flows=flows)


def test_bands_are_as_wide_as_their_units_and_fill_their_nodes():
    found = streams(recirculating(), 40)
    layout = laid_out(found, scale=1e-5, gap=0.4, narrow=0.1)
    for node in range(len(found.nodes)):
        for side, at in ((0, layout.starts), (1, layout.ends)):
            bands = sorted(((at[arrow], units * 1e-5) for arrow, units in found.units.items() if arrow[side] == node), reverse=True)
            assert sum(width for _, width in bands) == pytest.approx(1e-5 * (found.into(node) if side else found.out_of(node)))
            assert sum(width for _, width in bands) <= layout.high[node] + 1e-9
            assert all(above - width == pytest.approx(below) for (above, width), (below, _) in pairwise(bands))
            assert not bands or bands[0][0] == pytest.approx(layout.top[node])
    assert {found.nodes[start].name for start, _ in layout.layers.back} == {"loop", "floor"}


def test_no_node_or_band_touches_the_label_of_another():
    found = streams(recirculating(), 40)
    layout = laid_out(found, scale=1e-5, gap=0.4, narrow=0.1)
    for layer in layout.layers.order:
        for upper, lower in pairwise(layer):
            assert layout.top[upper] - layout.high[upper] - layout.top[lower] >= (0.4 if lower < len(found.nodes) else 0.1) - 1e-6


def test_what_came_back_is_drawn_apart_and_counts_stand_at_the_nodes():
    figure = drawn(PLOTS["sankey"], recirculating())
    back = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert len(back) == 2
    assert {"loop\n120,000 → 160,000", "gate ×2\n120,000"} <= words(figure)
    assert any(text.startswith("back:") for text in words(figure))


def chain_of(names: list[str], units: list[tuple[int, int, int]]) -> Run:
    """A run of conveyors with these names and flows."""
    run = make_run()
    pick = np.full(len(names), run.elements["name"].tolist().index("belt"))
    table = {name: values[pick] for name, values in run.elements.items()} | {"name": np.array(names)}
    return replace(run, elements=table, flows=dict(zip(("from", "to", "units"), np.array(units).T, strict=True)))


def test_of_many_families_alike_ones_and_then_the_small_are_one_node():
    exits = [f"r{number}_line" for number in range(30)] + [f"way_{chr(97 + k // 9)}{chr(97 + k % 9)}_x" for k in range(60)]
    run = chain_of(["door", "belt", *exits, "out"], [(0, 1, 9_000)] + [(1, 2 + k, k + 1) for k in range(90)] + [(2 + k, 92, k + 1) for k in range(90)])
    found = streams(run, 40)
    names = [node.name for node in found.nodes]
    assert len(names) <= 40 and "r*_line" in names and names.count("") == 1
    together = found.nodes[names.index("")]
    assert together.families + len(names) - 1 == 1 + 1 + 1 + 60 + 1
    assert sum(units for (start, _), units in found.units.items() if start == names.index("belt")) == sum(range(1, 91))
    assert found.into(names.index("out")) == sum(range(1, 91))
    few = streams(make_run(), 40)
    assert [node.members for node in few.nodes if node.name == "chute"] == [8]


def test_rows_that_only_pass_on_are_one_node_in_a_deep_hub():
    words_of = ["in", *(f"stage_{chr(97 + k) * 2}" for k in range(20)), "left_half", "right_half", "out"]
    units = [(k, k + 1, 600) for k in range(20)] + [(20, 21, 400), (20, 22, 200), (21, 23, 400), (22, 23, 200)]
    found = in_series(streams(chain_of(words_of, units), 40))
    row = next(node for node in found.nodes if node.until)
    assert (row.name, row.until, row.families) == ("stage_aa", "stage_tt", 20)
    assert sorted(found.units.values()) == [200, 200, 400, 400, 600]
    assert "stage_aa\n… stage_tt\n600" in words(drawn(PLOTS["sankey"], chain_of(words_of, units)))


def ends(typical: float, low: float, high: float) -> dict[str, float]:
    """A figure of a record."""
    return {"typical": typical, "low": low, "high": high}


def record(**changes) -> dict:
    """As much of a record of `site` as figures read."""
    coefficients = [
        {"name": name, "unit": unit, "low": low, "high": high, "en": english, "zh": chinese}
        for name, unit, low, high, english, chinese in (
            ("wage", "CNY/h", 24, 38, "an hour of work all in", "综合用工成本"),
            ("lead", "1", 0.05, 0.15, "leaders and offices", "管理人员工时占比"),
            ("mean_day", "1", 0.65, 1.0, "parcels of a mean day", "日均量与仿真日之比"),
            ("days", "d/y", 350, 365, "days of work a year", "年运行天数"),
        )
    ]
    bars = [("lead", 7.9, 8.4), ("wage", 7.0, 11.0), ("days", 8.1, 8.1), ("mean_day", 9.5, 8.0)]
    matters = [{"name": name, "at_low": low, "at_high": high} for name, low, high in bars]
    whole = {
        "share": 0.9,
        "draws": 4000,
        "figures": {aim: ends(8.1, 7.5, 9.9) for aim in AIMS.values()},
        "matters": dict.fromkeys(AIMS.values(), matters),
        "coefficients": coefficients,
        "kwh_by_hour": [10.0 + hour for hour in range(24)],
        "pv_kwh_by_hour": [12.0 * (6 <= hour < 18) for hour in range(24)],
        "yearly_cny": {"people": ends(3e6, 2e6, 5e6), "electricity": ends(1e6, 0.8e6, 1.4e6), "capital_land": ends(2e6, 1.5e6, 2.4e6)},
    }
    return whole | changes


NOTHING = {
    "figures": dict.fromkeys(AIMS.values()),
    "matters": {aim: [] for aim in AIMS.values()},
    "kwh_by_hour": [0.0] * 24,
    "pv_kwh_by_hour": [0.0] * 24,
    "yearly_cny": {"people": ends(0, 0, 0)},
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", SITE_PLOTS)
def test_figures_of_a_site_are_the_same_every_time_and_say_what_they_measure(kind, lang, tmp_path):
    first, second = (written(SITE_PLOTS[kind], record(), tmp_path / name, lang) for name in "ab")
    assert first == second
    assert "]" in drawn(SITE_PLOTS[kind], record(), lang=lang).axes[0].get_xlabel()


@pytest.mark.parametrize("kind", SITE_PLOTS)
def test_a_site_of_which_nothing_is_known_is_drawn(kind):
    assert "nothing to show" in words(drawn(SITE_PLOTS[kind], record(**NOTHING)))


def test_a_tornado_has_the_widest_bar_at_the_top_and_each_end_where_it_belongs():
    figure = drawn(tornado, record(), "cost_cny_per_parcel")
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == ["an hour of work all in\n24 - 38 [CNY/h]", "parcels of a mean day\n0.65 - 1", "leaders and offices\n0.05 - 0.15"]
    reached = [{bar.get_x(), round(bar.get_x() + bar.get_width(), 9)} for bar in bars(figure)]
    assert reached == [{8.1, 7.0}, {8.1, 11.0}, {8.1, 9.5}, {8.1, 8.0}, {8.1, 7.9}, {8.1, 8.4}]
    assert [bool(bar.get_hatch()) for bar in bars(figure)] == [False, True] * 3
    assert {"7", "11", "9.5"} <= words(figure)
    assert "综合用工成本\n24～38 [元/时]" in words(drawn(tornado, record(), "cost_cny_per_parcel", lang="zh"))


def test_costs_are_sorted_with_their_range_and_capital_is_hatched():
    figure = drawn(SITE_PLOTS["cost"], record())
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["people", "land", "electricity"]
    assert [bar.get_width() for bar in bars(figure)] == pytest.approx([3, 2, 1])
    assert [bool(bar.get_hatch()) for bar in bars(figure)] == [False, True, False]
    assert {"3 (50 %)", "2 (33 %)", "1 (17 %)"} <= words(figure)
    assert [bar.get_width() for bar in bars(drawn(SITE_PLOTS["cost"], record(), lang="zh"))] == pytest.approx([300, 200, 100])


def test_electricity_has_a_bar_an_hour_and_panels_a_step():
    figure = drawn(SITE_PLOTS["energy"], record())
    assert {"used by machines and building"} <= words(figure)
    steps = [patch for patch in figure.axes[0].patches if isinstance(patch, StepPatch)]
    assert [bar.get_height() for bar in figure.axes[0].patches if isinstance(bar, Rectangle)] == record()["kwh_by_hour"]
    assert [step.get_data().values.tolist() for step in steps] == [record()["pv_kwh_by_hour"]]
    assert "panels on the roof: 144.0 kWh a day" in words(figure)
    assert not [patch for patch in drawn(SITE_PLOTS["energy"], record() | {"pv_kwh_by_hour": [0.0] * 24}).axes[0].patches if isinstance(patch, StepPatch)]


def point(name: str, mu: float, per_day: float, high: float | None = None) -> dict:
    """A configuration."""
    return {"name": name, "land_mu": ends(mu, 0.9 * mu, 1.1 * mu), "capacity": {"estimate": per_day, "low": 0.95 * per_day, "high": high}}


POINTS = [point("large", 110, 11e6), point("small", 40, 4e6, 4.4e6), point("wide", 120, 10e6), point("poor", 40, 3e6), point("两层", 70, 10e6)]


def test_the_frontier_is_a_staircase_of_those_that_none_beats(tmp_path):
    assert [POINTS[place]["name"] for place in best(POINTS)] == ["small", "两层", "large"]
    assert best([POINTS[0], POINTS[0]]) == [0, 1]
    figure = drawn(frontier, POINTS, 8e6)
    stairs = next(line for line in figure.axes[0].lines if line.get_drawstyle() == "steps-post")
    assert list(stairs.get_xdata())[:3] == [40, 70, 110] and list(stairs.get_ydata()) == [4e6, 10e6, 11e6, 11e6]
    assert {each["name"] for each in POINTS} <= words(figure) and "target: 8,000,000 parcels a day" in words(figure)
    assert figure.axes[0].get_xlabel() == "site [mu]" and figure.axes[0].get_ylabel() == "capacity [parcels/day]"
    assert "nothing to show" in words(drawn(frontier, []))
    first, second = (written(frontier, POINTS, tmp_path / name, "zh") for name in "ab")
    assert first == second
