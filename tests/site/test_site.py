"""Land, people, energy and money from what a run did."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.scenario import ScenarioError, parse_value
from sim.scenario.site import Rule, Site
from sim.site.coefficients import coefficients, drawn, typical
from sim.site.energy import energy
from sim.site.land import land
from sim.site.money import annuity, money
from sim.site.needs import Machine, Needs, needs
from sim.site.site import site, sites
from sim.site.tables import FLOOR, tables
from sim.site.told import WORDS, ruled, told, unit

FIRST = "scenarios/first_hub.yaml"


@pytest.fixture(scope="module")
def hub():
    return sim.load(FIRST)


@pytest.fixture(scope="module")
def run(hub):
    return sim.run(hub)


@pytest.fixture(scope="module")
def record(run, hub):
    return site(run, hub)


def a_need(**changes):
    """A hub that needs ten doors, four places in the yard, and one machine that works half of every hour."""
    half = np.full(24, 0.5)
    plain = {
        "days": 1.0,
        "parcels_per_day": 100_000.0,
        "peak_per_h": 9_000.0,
        "doors": {"doors": (4, 5), "outbound_doors": (6, 8), "yard": (4, 9)},
        "staged": 100.0,
        "chutes": (10, 12),
        "machines": [Machine("singulator", 1.0, 1.0, half, half)],
        "people": {"unloaders": {"present": np.full(24, 10.0), "at_work": np.full(24, 8.0)}},
        "paid_h": 240.0,
    }
    return Needs(**(plain | changes))


@pytest.fixture
def values(hub):
    return typical(coefficients(hub))


def test_land_by_hand(values):
    of = land(a_need(), values, Site(storeys=1))
    floor = 30 * 1.9 + 10 * 4.2 * 15 + 100 * 0.4
    building = floor * (1 + 0.065 + 0.10)
    hard = building + 10 * 4.2 * 38 + 4 * 170 + 4 * np.sqrt(building) * 7 + 10 * 0.15 * 30
    assert of.building[0] == pytest.approx(building)
    assert of.site[0] == pytest.approx(hard / 0.9)
    assert of.mu[0] == pytest.approx(hard / 0.9 * 3 / 2000)


def test_parts_sum_to_the_whole(record):
    for parts, whole in (("site_parts_m2", "land_m2"), ("floor_parts_m2", "building_m2")):
        assert sum(each["typical"] for each in record[parts].values()) == pytest.approx(record["figures"][whole]["typical"])


def test_a_storey_above_8_m_counts_double(values):
    low, high = (land(a_need(), values, Site(storey_height_m=height)).ratios["plot_ratio"][0] for height in (8.0, 8.1))
    assert high == pytest.approx(2 * low)


def test_a_rule_that_sets_a_most_asks_for_more_land(values):
    rules = Site().rules.model_copy(update={"coverage": Rule(most=0.1, source="a test")})
    of = land(a_need(), values, Site(rules=rules))
    assert of.ratios["coverage"][0] == pytest.approx(0.1)
    assert of.site[0] > land(a_need(), values, Site()).site[0]


def test_energy_by_hand(values):
    need = a_need()
    of = land(need, values, Site())
    used = energy(need, of, values)
    assert used.machines_kwh["singulator"][0] == pytest.approx(12 * 15 + 12 * 15 * 0.5)
    assert used.total_kwh[0] == pytest.approx(used.machines_kwh["singulator"][0] + of.building[0] * 40 / 365)
    assert 0 < used.pv_used_kwh[0] <= used.pv_kwh[0] * (1 + 1e-12)
    sun = used.pv_by_hour_kwh[:, 0]
    assert not sun[[*range(6), *range(18, 24)]].any() and sun.argmax() in (11, 12) and sun.sum() == pytest.approx(used.pv_kwh[0])
    assert used.co2_kg[0] == pytest.approx((used.total_kwh[0] - used.pv_used_kwh[0]) * 0.5306)


def test_stopped_machines_take_nothing(values):
    still = [Machine("singulator", 1.0, 1.0, np.zeros(24), np.zeros(24))]
    need = a_need(machines=still)
    assert energy(need, land(need, values, Site()), values).machines_kwh["singulator"][0] == 0


def test_vehicles_burn_diesel_or_take_electricity(values):
    need = a_need(fleets={"diesel": {"km": 100.0, "kwh": float("nan"), "chargers": 0.0}, "electric": {"km": 100.0, "kwh": 120.0, "chargers": 2.0}})
    used = energy(need, land(need, values, Site()), values)
    assert used.vehicles_co2_kg[0] == pytest.approx(100 * 0.30 * 2.68)
    assert used.bought_kwh[0] == pytest.approx(used.total_kwh[0] - used.pv_used_kwh[0])  # vehicles pay for themselves


def test_money_adds_up(values):
    need = a_need()
    of = land(need, values, Site())
    cost = money(need, of, energy(need, of, values), values)
    assert cost.per_parcel[0] == pytest.approx(sum(each[0] for each in cost.yearly.values()) / (100_000 * 360 * 0.85))
    assert cost.hours_per_day[0] == pytest.approx(240 * 1.10)
    repaid = sum(cost.yearly["capital_machines"][0] / 1.06**year for year in range(1, 11))
    assert repaid == pytest.approx(cost.capital["machines"][0])


def test_annuity_without_interest():
    assert annuity(np.array([1000.0]), np.array([0.0]), np.array([10.0]))[0] == 100.0


def test_draws_keep_to_their_ranges_and_their_mean(hub):
    known = coefficients(hub)
    values = drawn(known, 20_000)
    for name, each in known.items():
        column = values[name]
        assert column.min() >= each.low - 1e-9 and column.max() <= each.high + 1e-9
        assert column[0] == each.typical
        spread = np.sqrt((each.low**2 + each.typical**2 + each.high**2 - each.low * each.typical - each.low * each.high - each.typical * each.high) / 18)
        assert column.mean() == pytest.approx((each.low + each.typical + each.high) / 3, abs=5 * spread / np.sqrt(20_000) + 1e-9)


def test_draws_of_different_coefficients_do_not_go_together(hub):
    values = drawn(coefficients(hub), 5_000)
    names = [name for name, column in values.items() if column.std() > 0]
    together = np.corrcoef([values[name] for name in names]) - np.eye(len(names))
    assert abs(together).max() < 5 / np.sqrt(5_000)


def test_doors_are_those_that_were_used(hub, run):
    need = needs(run, hub)
    assert need.doors["doors"] == (int(run.docks["doors"].max()), int((run.elements["kind"] == "door").sum()))
    assert need.doors["yard"][0] > 0


def test_machine_time_is_that_of_the_run(hub, run):
    need = needs(run, hub)
    doors = next(each for each in need.machines if each.name == "unloading_door")
    busy = run.elements["busy_s"][run.elements["kind"] == "door"].sum() / 3600
    assert doors.busy_h.sum() * need.days == pytest.approx(busy, rel=1e-6)


def test_replications_have_a_noise_of_their_own(hub):
    record = sites([sim.run(hub, replication=each) for each in range(3)], hub)
    noise = record["noise"]["kwh_per_1000"]
    assert noise["low"] < noise["high"]
    assert record["replications"] == 3


def test_own_coefficients_take_the_place(run):
    own = sim.load(FIRST, overrides={"site": {"coefficients": {"wage": {"typical": 56, "source": "our payroll", "status": "A"}}}})
    plain = sim.load(FIRST)
    dear, cheap = site(run, own), site(run, plain)
    assert dear["yearly_cny"]["people"]["typical"] == pytest.approx(2 * cheap["yearly_cny"]["people"]["typical"])
    assert next(each for each in dear["coefficients"] if each["name"] == "wage")["status"] == "A"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"site": {"coefficients": {"wagee": {"typical": 1, "source": "x", "status": "A"}}}}, "did you mean"),
        ({"site": {"coefficients": {"wage": {"typical": 1, "low": 2, "source": "x", "status": "A"}}}}, "must rise"),
        ({"site": {"coefficients": {"wage": {"typical": 1, "status": "A"}}}}, "source"),
        (
            {"site": {"coefficients": {"wage": {"typical": 1, "source": "x", "status": "Z"}}}},
            "'status' must be one of the letters A, B, C, D, X, M, not 'Z'; A off",
        ),
        ({"site": {"rules": {"coverage": {"least": 0.6, "most": 0.5, "source": "x"}}}}, "above the most"),
        ({"site": {"rules": {"coverage": {"least": 0.8, "source": "x"}, "green": {"least": 0.3, "source": "x"}}}}, "more than the whole site"),
    ],
)
def test_bad_input_is_refused(own, words):
    with pytest.raises(ScenarioError, match=words):
        coefficients(sim.load(FIRST, overrides=own))


def test_a_figure_of_a_machine_is_replaced():
    own = parse_value("{narrow_belt.area_m2: {typical: 3, source: x, status: A}}")
    known = coefficients(sim.load(FIRST, overrides={"site.coefficients": own}))
    assert (known["narrow_belt.area_m2"].typical, known["narrow_belt.area_m2"].unit) == (3, "m2/m")


def test_what_there_is_none_of_is_refused_where_it_stands(tmp_path):
    """When the scenario is read, before anything runs; in the file that says it, also if another extends that."""
    said = "site:\n  coefficients:\n    wage: {typical: 30, source: x, status: A}\n    narow_belt.area_m2: {typical: 3, source: x, status: A}\n"
    (tmp_path / "base.yaml").write_text(Path(FIRST).read_text("utf-8") + said, "utf-8")
    (tmp_path / "hub.yaml").write_text("extends: base.yaml\nelements:\n  belt:\n    equipment: singulater\n", "utf-8")
    with pytest.raises(ScenarioError) as caught:
        sim.load(tmp_path / "hub.yaml")
    line = len(Path(FIRST).read_text("utf-8").splitlines()) + 4
    machine, figure = sorted(map(str, caught.value.problems), key=lambda words: "base.yaml" in words)
    assert f"base.yaml:{line}:5: " in figure and "did you mean 'narrow_belt.area_m2'" in figure
    assert "hub.yaml:4:16: 'belt'" in machine and "did you mean 'singulator'" in machine


OWN = {"source": "x", "status": "A"}
RULE = {"source": "x"}


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"coefficients": {"days": OWN | {"typical": 0}}}, "typical of 'days' must be at least 1, not 0"),
        ({"coefficients": {"mean_day": OWN | {"typical": 1, "low": 0}}}, "low of 'mean_day' must be at least 0.01"),
        ({"coefficients": {"life_pv": OWN | {"typical": 1e-300}}}, "typical of 'life_pv' must be at least 1"),
        ({"coefficients": {"pv_roof": OWN | {"typical": 1.2}}}, "typical of 'pv_roof' must be at most 1"),
        ({"coefficients": {"belt.idle": OWN | {"typical": 1, "high": 2}}}, "high of 'belt.idle' must be at most 1"),
        ({"rules": {"coverage": RULE | {"least": 0}, "green": RULE | {"least": 1}}}, "'least' must be at most 0.99, not 1"),
        ({"rules": {"coverage": RULE | {"least": 2}}}, "'least' must be at most 1"),
        ({"rules": {"coverage": RULE | {"most": 0}}}, "'most' must be at least 0.01, not 0"),
        ({"rules": {"plot_ratio": RULE | {"most": 1e-12}}}, "'most' must be at least 0.01"),
        ({"rules": {"coverage": RULE | {"most": 0.3}, "plot_ratio": RULE | {"least": 1.3}}}, "no building has a plot ratio of at least 1.3"),
        ({"rules": {"coverage": RULE | {"most": 0.3}, "plot_ratio": RULE | {"least": 0.7}}, "storey_height_m": 8}, "of at least 0.7: 2 storeys of 8 m on"),
        ({"rules": {"green": RULE | {"least": 0.4}, "plot_ratio": RULE | {"least": 2.5}}}, "on at most 0.6 of the site give 2.4"),
        ({"rules": {"coverage": RULE | {"least": 0.3}, "plot_ratio": RULE | {"most": 0.5}}}, "no building has a plot ratio of at most 0.5"),
    ],
)
def test_what_cannot_be_reckoned_with_or_kept_is_refused(own, words, tmp_path):
    """At its own line, too."""
    (tmp_path / "hub.yaml").write_text(f"extends: {Path(FIRST).resolve()}\nsite:\n" + indented(own), "utf-8")
    with pytest.raises(ScenarioError, match=words) as caught:
        sim.load(tmp_path / "hub.yaml")
    assert min(each.line for each in caught.value.problems) > 3


def indented(own, depth=1):
    """Plain values as YAML, a line for each."""
    lines = ""
    for key, value in own.items():
        lines += "  " * depth + f"{key}:" + ("\n" + indented(value, depth + 1) if isinstance(value, dict) else f" {value}\n")
    return lines


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "own",
    [
        {"rules": {"coverage": RULE | {"most": 0.3}, "plot_ratio": RULE | {"least": 1.2}}},
        {"rules": {"coverage": RULE | {"least": 0, "most": 0.01}, "green": RULE | {"least": 0.99}}},
        {"storeys": 1, "storey_height_m": 6},
        {"coefficients": {"interest": OWN | {"typical": 1e-300}, "life_pv": OWN | {"typical": 1, "high": 1e12}}},
    ],
)
def test_what_is_accepted_is_reckoned(own, hub, run):
    wished = sim.load(FIRST, overrides={"site": own})
    assert all(math.isfinite(each) for ends in site(run, wished)["figures"].values() for each in ends.values())


@pytest.mark.filterwarnings("error")
def test_a_hub_without_doors_and_machines_stands_on_nothing(tmp_path):
    words = "title: t\nhorizon_h: 1\nelements: {in: {kind: stream, per_day: 1000, to: out}, out: {kind: sink}}\n"
    (tmp_path / "hub.yaml").write_text(words, "utf-8")
    bare = sim.load(tmp_path / "hub.yaml")
    assert " 0 " in told(site(sim.run(bare), bare))


def test_words_in_both_languages(record):
    for lang in ("en", "zh"):
        assert WORDS["land_mu"][("en", "zh").index(lang)] in told(record, lang)
    entered = replace_scorecard(record)
    assert "=1+1" in told(entered, "zh")


def replace_scorecard(record):
    """The record with what a user entered."""
    return record | {"scorecard": {"亩均税收": "=1+1"}}


def test_nothing_is_reckoned_from_a_run_that_dispatched_nothing(hub, run):
    empty = replace(run, parcels=run.parcels | {"dispatched": 0})
    assert site(empty, hub)["figures"]["mu_per_10k"] is None


def test_all_of_it_is_in_the_sheets(record):
    """In both languages the same cells of numbers; the coefficients with their ranges, each row of a table with its words."""
    en, zh = (tables(record, lang) for lang in ("en", "zh"))
    assert list(en) == ["figures", "places", "parts", "rules", "coefficients", "storeys", "hours", "matters"] and len(zh) == len(en)
    assert all(list(map(len, a.values())) == list(map(len, b.values())) for a, b in zip(en.values(), zh.values(), strict=True))
    figures = dict(zip(en["figures"]["name"][1], en["figures"]["typical"][1], strict=True))
    assert figures == {name: ends and ends["typical"] for name, ends in record["figures"].items()}
    assert en["parts"]["typical"][0] == "m2" and en["storeys"]["low"][0] == "mu" and zh["按层数的用地"]["下限"][0] == "亩"
    assert en["figures"]["unit"][1][:2] == ["m2", "mu"] and zh["指标"]["单位"][1][:2] == ["m2", "亩"]
    assert en["coefficients"]["name"][1] == [each["name"] for each in record["coefficients"]]
    assert all(name in FLOOR for name in record["floor_parts_m2"])


def test_a_run_shorter_than_a_day_is_the_work_of_a_day():
    """The same evening in eight hours and in a whole day: as many parcels, as much work, as much electricity of machines, in the same hours."""
    evening, day = (sim.load(FIRST, overrides={"horizon_h": hours}) for hours in (8, 24))
    short, whole = (needs(sim.run(each), each) for each in (evening, day))
    assert short.parcels_per_day == pytest.approx(sim.run(evening).parcels["dispatched"]) == pytest.approx(whole.parcels_per_day)
    assert short.paid_h == pytest.approx(4 * 8, rel=0.02)
    outside = [hour for hour in range(24) if 2 <= hour < 18]
    for few, many in zip(short.machines, whole.machines, strict=True):
        assert few.busy_h.sum() == pytest.approx(many.busy_h.sum(), rel=0.01)
        assert not few.busy_h[outside].any() and not few.idle_h[outside].any()
        assert np.all(few.busy_h + few.idle_h <= few.powered * 1.02)


def test_rules_of_planners_are_told_in_the_unit_they_are_written_in():
    """Shares of the site in per cent, the plot ratio as a number."""
    green = {"name": "green", "value": {"typical": 0.1}, "least": 0.1, "most": 0.15}
    ratio = {"name": "plot_ratio", "value": {"typical": 0.55}, "least": 1.0, "most": None}
    assert ruled(green, "zh") == ("10 %", "10 %～15 %") and ruled(green) == ("10 %", "10 to 15 %")
    assert ruled(ratio) == ("0.55", "at least 1") and ruled(ratio, "zh") == ("0.55", "不低于 1")
    assert unit("CNY/h", "zh") == "元/时" and unit("CNY each", "zh") == "元/台" and unit("1") == "" and unit("CNY/mu") == "CNY/mu"
