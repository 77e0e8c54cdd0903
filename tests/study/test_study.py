"""What a study file says, and what is said to one that is wrong: file:line:column, and what to do."""

import pytest

from sim.scenario import ScenarioError
from sim.study import Factor, at, check_factors, check_figures, levels, read_study

GRID = "factors:\n  elements.doors.count: {values: [2, 3]}\n  elements.belt.speed_m_s: {low: 1, high: 2, levels: 3}\ndesign: {kind: grid}\n"


def faults(place, figures=("throughput_per_day",)):
    """What is wrong with a study, without its folder."""
    try:
        file = read_study(place)
        check_figures(file, figures)
        check_factors(file)
    except ScenarioError as error:
        return [str(problem).replace(f"{place.parent}/", "") for problem in error.problems]
    return []


def test_a_study_reads(write):
    file = read_study(write(GRID))
    assert [levels(factor) for factor in file.study.factors.values()] == [[2, 3], [1.0, 1.5, 2.0]]
    assert file.base.scale == 0.1 and faults(file.path) == []


def test_a_point_changes_its_fields_demand_and_scale(write):
    words = "factors: {doors: {paths: [elements.doors.count, crews.unloaders.size]}, demand: {}, scale: {}}\n"
    file = read_study(write(words + "design: {kind: points, rows: [{doors: 3, demand: 2.0, scale: 10}]}\n"))
    hub = file.hub(file.rows[0])
    trucks = hub.scenario.elements["trucks"]
    assert (hub.scenario.elements["doors"].count, hub.scenario.crews["unloaders"].size, hub.scale) == (3, 3, 1.0)
    assert (trucks.load.low, trucks.load.high, len(trucks.schedule)) == (1300, 1700, 20)


@pytest.mark.parametrize(
    ("factor", "shares", "values"),
    [
        (Factor(values=["a", "b", "c"]), [0, 0.3, 0.34, 0.99, 1], ["a", "a", "b", "c", "c"]),
        (Factor(low=1, high=3, whole=True), [0, 0.33, 0.34, 0.67, 1], [1, 1, 2, 3, 3]),
        (Factor(low=1, high=3), [0, 0.5, 1], [1, 2, 3]),
        (Factor(low=0, high=1, levels=2), [0.49, 0.5], [0, 1]),
    ],
)
def test_each_value_has_an_equal_part_of_the_way(factor, shares, values):
    assert [at(factor, share) for share in shares] == values


def test_whole_levels_are_each_once():
    assert levels(Factor(low=1, high=3, whole=True, levels=9)) == [1, 2, 3]
    assert levels(Factor(low=-2, high=1, whole=True)) == [-2, -1, 0, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "factors:\n  elements.door.count: {values: [2]}\ndesign: {kind: grid}",
            "study.yaml:4:34: elements.door.count: there is no 'door'; did you mean 'doors'?",
        ),
        (
            "factors:\n  calendar.week: {values: [2]}\ndesign: {kind: grid}",
            "study.yaml:4:28: calendar.week: there is no 'calendar'; the scenario does not have this section",
        ),
        ("factors:\n  elements.doors.cuont: {values: [2]}\ndesign: {kind: grid}", "unknown key 'cuont'; did you mean 'count'?"),
        (
            "factors:\n  elements.doors.count: {values: [2, many]}\ndesign: {kind: grid}",
            "study.yaml:4:38: elements.doors.count: 'count' must be a whole number, not 'many'",
        ),
        (
            "factors:\n  elements.belt.speed_m_s: {low: -1, high: 2}\ndesign: {kind: sobol, points: 4}",
            "study.yaml:4:3: elements.belt.speed_m_s: 'speed_m_s' must be",
        ),
        ("factors:\n  elements.belt.to: {values: [nowhere]}\ndesign: {kind: grid}", "study.yaml:4:31: "),
        ("factors:\n  elements.doors.count: {values: []}\ndesign: {kind: grid}", "study.yaml:4:34: 'values' must have at least 1 entry, not 0"),
        ("factors: {}\ndesign: {kind: grid}", "study.yaml:3:10: 'factors' must have at least 1 entry, not 0"),
        (
            "factors:\n  elements.belt.speed_m_s: {low: 1, high: 2}\ndesign: {kind: grid}",
            "study.yaml:4:3: the factor 'elements.belt.speed_m_s' is a range without levels",
        ),
        ("factors:\n  demand: {}\ndesign: {kind: grid}", "study.yaml:4:3: the factor 'demand' has no values; give values: [...]"),
        ("factors:\n  demand: {values: [lots]}\ndesign: {kind: grid}", "study.yaml:4:3: 'demand' multiplies, but 'lots' is not a number"),
        ("factors:\n  demand: {values: [200]}\ndesign: {kind: grid}", "with demand = 200: the demand must be more than 0 and at most 100, not 200"),
        ("factors:\n  seed: {values: [1, 2]}\ndesign: {kind: grid}", "study.yaml:4:3: the seed is no factor"),
        ("factors:\n  demand: {low: 2, high: 1}\ndesign: {kind: grid}", "study.yaml:4:3: 'demand': low must be less than high, not 2 and 1"),
        ("factors:\n  demand: {values: [1], levles: 3}\ndesign: {kind: grid}", "study.yaml:4:25: unknown key 'levles'; did you mean 'levels'?"),
        ("factors:\n  demand: {values: [1]}\ndesign: {kind: gird}", "study.yaml:5:16: unknown kind 'gird'; did you mean 'grid'?"),
        ("factors:\n  demand: {values: [1]}\ndesign: {}", "study.yaml:5:1: 'design' does not say its kind"),
        (
            "factors:\n  demand: {low: 1, high: 2}\ndesign: {kind: sobol, points: 100}",
            "study.yaml:5:31: points of a Sobol sequence must be a power of two, not 100; take 64 or 128",
        ),
        (
            "factors:\n  demand: {low: 1, high: 2}\ndesign: {kind: morris, trajectories: 4, levels: 5}",
            "study.yaml:5:49: levels of Morris must be even, not 5; take 6",
        ),
        ("factors:\n  demand: {low: 1, high: 2}\ndesign: {kind: optimise, points: 20}", "study.yaml:5:1: nothing is aimed at; add aims"),
        (GRID + "replications: 2\nprecision: {figure: throughput_per_day, relative: 0.1}", "give replications or precision, not both"),
        (GRID + "figures: [throughput_per_dya]", "study.yaml:7:11: there is no figure 'throughput_per_dya'; did you mean 'throughput_per_day'?"),
        (GRID + "costs: {money: {unit: yuan, of: {elements.door.count: 5}}}", "study.yaml:7:34: 'elements.door.count' is not a factor of the study"),
        (GRID + "limits: {on_time: {}}", "study.yaml:7:10: 'on_time': give at_least, at_most or both"),
        (GRID + "limits: {throughput_per_day: {at_least: 1, confidence: 0.9}}", "study.yaml:7:10: a limit with a confidence needs two replications or more"),
        (
            "factors: {a: {paths: [elements.doors.count], values: [2]}, elements.doors.count: {values: [3]}}\ndesign: {kind: grid}",
            "'elements.doors.count' is changed by 'a' too",
        ),
        (
            "factors: {demand: {}}\ndesign: {kind: points, rows: [{demnad: 2}]}",
            "study.yaml:4:32: 'demnad' is not a factor of the study; did you mean 'demand'?",
        ),
        ("factors: {demand: {}}\ndesign: {kind: points, file: none.csv}", "study.yaml:4:30: the table 'none.csv' does not exist"),
        (
            "factors: {demand: {values: [1, 2]}, scale: {values: [1, 2]}}\ndesign: {kind: fractional, generators: {scale: [demand, demand]}}",
            "study.yaml:4:41: 'scale' needs the product of two factors or more, each once",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(write, words, said):
    place = write(words + "\n")
    assert any(said in fault for fault in faults(place)), faults(place)


def test_a_missing_scenario_is_the_fault_of_its_line(tmp_path):
    place = tmp_path / "study.yaml"
    place.write_text("scenario: none.yaml\nfactors: {demand: {values: [1]}}\ndesign: {kind: grid}\n", encoding="utf-8")
    assert faults(place) == ["study.yaml:1:11: the scenario 'none.yaml' does not exist; the path is relative to this file"]


def test_points_come_from_a_table(write):
    place = write("factors: {elements.doors.count: {}, demand: {}}\ndesign: {kind: points, file: points.csv}\n")
    table = place.with_name("points.csv")
    table.write_text("demand,elements.doors.count\n1.5,2\n\n2,3\n", encoding="utf-8")
    assert read_study(place).rows == ({"demand": 1.5, "elements.doors.count": 2}, {"demand": 2, "elements.doors.count": 3})
    for words, said in [
        ("demand\n1\n", "points.csv:1:1: no column 'elements.doors.count'"),
        ("demand,elements.doors.cuont\n1,2\n", "points.csv:1:2: 'elements.doors.cuont' is not a factor of the study; did you mean 'elements.doors.count'?"),
        ("demand,elements.doors.count\n1,2,3\n", "points.csv:2:1: 3 cells, but 2 columns"),
        ("demand,elements.doors.count\n1,\n", "points.csv:2:2: no value for 'elements.doors.count'"),
        ("demand,elements.doors.count\n", "points.csv:1:1: the file lists no point"),
        ("", "points.csv:1:1: the file is empty"),
    ]:
        table.write_text(words, encoding="utf-8")
        assert any(said in fault for fault in faults(place)), faults(place)
