"""What is said of wrong keys and values, and that it is said where they stand."""

import pytest

from sim.scenario import ScenarioError, read


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind: station", "kind: sation"), "hub.yaml:5:16: unknown kind 'sation'; did you mean 'station'? known: source, stream"),
        (("kind: station, ", ""), "hub.yaml:5:3: 'desk' does not say its kind; known: source"),
        (("law: exponential, mean_s: 40", "law: expnential, mean_s: 40"), "hub.yaml:5:40: unknown law 'expnential'; did you mean 'exponential'?"),
        (("mean_s: 40", "mean: 40"), "hub.yaml:5:53: unknown key 'mean'; did you mean 'mean_s'? the unit expected is seconds"),
        (("mean_s: 40", "mean_min: 40"), "did you mean 'mean_s'? the unit expected is seconds"),
        (("mean_s: 40", "mean_s: -1"), "hub.yaml:5:61: 'mean_s' must be more than 0, not -1"),
        (("mean_s: 40", "mean_s: fast"), "hub.yaml:5:61: 'mean_s' must be a number, not 'fast'; write a number, without its unit"),
        (("mean_s: 40", 'mean_s: "40"'), "'mean_s' must be a number, not '40'; write it without quotes"),
        (("mean_s: 40", "mean_s: true"), "'mean_s' must be a number, not true"),
        (("mean_s: 40", "mean_s: .nan"), "'mean_s' must be a finite number"),
        (("mean_s: 40", "mean_s: .inf"), "'mean_s' must be"),
        (("to: desk}", "to: dekk}"), "hub.yaml:4:74: there is no element 'dekk'; did you mean 'desk'?"),
        (("to: out}", "to: out, serverz: 2}"), "hub.yaml:5:75: unknown key 'serverz'; did you mean 'servers'?"),
        (("to: out}", "to: out, servers: 1.5}"), "'servers' must be a whole number, not 1.5"),
        (("to: out}", "full: maybe, to: out}"), "'full' must be 'block' or 'lose', not 'maybe'"),
        (("to: out}", "rate_per_h: 5, to: out}"), "hub.yaml:5:3: 'desk': give exactly one of service, rate_per_h, not service and rate_per_h"),
        (("horizon_h: 24\n", ""), "hub.yaml:1:1: 'horizon_h' is missing; time simulated [h]"),
        (("horizon_h: 24", "horizon_h: 24\nstart: 24:00"), "hub.yaml:3:8: 'start' must be a time of day \"HH:MM\", not '24:00'"),
        (("title: a queue", "title: 5"), "hub.yaml:1:8: 'title' must be text, not 5; put it in quotes: \"5\""),
        (("out: {kind: sink}", "out: 5"), "hub.yaml:6:8: 'out' must be a mapping"),
        (("  out: {", "  o.ut: {"), "'o.ut' is not a name"),
    ],
)
def test_said_where_it_stands(desk, queue, change, said):
    old, new = change
    assert old in queue
    assert said in desk.faults(queue.replace(old, new))


def test_all_faults_come_at_once(desk, queue):
    said = desk.faults(queue.replace("mean_s: 40", "mean_s: 0").replace("mean_s: 50", "maen_s: 50").replace("kind: sink", "kind: sinc"))
    assert len(said.splitlines()) == 4
    assert "pydantic" not in said
    assert "http" not in said


def test_at_most_fifty_are_shown(desk, queue):
    said = desk.faults(queue + "".join(f"  e{number}: {{kind: sink, x: 1}}\n" for number in range(2000))).splitlines()
    assert len(said) == 51
    assert said[-1] == "and 950 more"


def test_numbers_are_written_in_full_where_they_matter(desk, queue):
    assert "'seed' must be less than 9,223,372,036,854,775,808, not 9223372036854775808" in desk.faults(queue + "seed: 9223372036854775808\n")
    assert desk.hub(queue + "seed: 1e18\n").scenario.seed == 10**18


def test_the_unit_is_named(desk):
    said = desk.faults(desk.elements("belt: {kind: conveyor, length_m: 5, speed_km_h: 5, spacing_m: 1, to: belt}"))
    assert "hub.yaml:4:39: unknown key 'speed_km_h'; did you mean 'speed_m_s'? the unit expected is m/s" in said
    assert "hub.yaml:4:3: 'speed_m_s' is missing; belt speed [m/s]" in said


def test_only_the_union_member_that_was_meant(desk):
    said = desk.faults(
        desk.elements("l: {kind: loop_sorter, speed_m_s: 1, pitch_m: 1, carriers: 9, inductions: {a: {at_m: 0}}, outlets: [{chute: c, from_m: 1}, {chute: c}]}")
    )
    assert [line.split(": ", 1)[1].split(";")[0] for line in said.splitlines()] == ["'to_m' is missing", "'at_m' is missing"]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("reaching: {on_time_share: {parcel: 2}}", "'parcel' must be at most 1, not 2"),
        ("reaching: {on_time_share: {float: x}}", "'float' must be a number, not 'x'; write a number"),
        ("reaching: {on_time_share: {a b: 0.2}}", "'a b' is not a name"),
        ("reaching: {on_time_share: 2}", "'on_time_share' must be at most 1, not 2; least share of promised parcels"),
        ("reaching: {on_time_share: [0.9]}", "'on_time_share' must be a number or a mapping of names to values, not a list; least share"),
        ("reaching: {on_time_share: true}", "'on_time_share' must be a number or a mapping of names to values, not true"),
        ('reaching: {on_time_share: "0.9"}', "'on_time_share' must be a number or a mapping of names to values, not '0.9'; write it without quotes"),
        ("site: {scorecard: {a: 2}}", "'a' must be at most 1, not 2"),
        ("site: {scorecard: {str: [1]}}", "'str' must be a number or text, not a list"),
        ("site: {coefficients: {wage: {typical: x, source: s, status: X}}}", "'typical' must be a number, not 'x'"),
        ("reaching: {days: 2024-01-01}", "'days' must be a whole number, not '2024-01-01'; this is a date: write a number"),
        ('reaching: {days: "1e1"}', "'days' must be a whole number, not '1e1'; write it without quotes"),
        ("reaching: {days: 1e}", "'days' must be a whole number, not '1e'; write a number, without its unit"),
    ],
)
def test_one_line_for_one_mistake(desk, queue, section, said):
    (line,) = desk.faults(f"{queue}{section}\n").splitlines()
    assert said in line and "constrained" not in line


def test_problems_carry_their_place(desk, queue):
    with pytest.raises(ScenarioError) as caught:
        read(desk.write(queue.replace("mean_s: 40", "mean_s: 0")))
    problem = caught.value.problems[0]
    assert (problem.line, problem.column, problem.severity) == (5, 61, "error")
    assert problem.file.endswith("hub.yaml")


def test_whole_floats_may_stand_for_whole_numbers(desk, queue):
    assert desk.hub(queue.replace("to: out}", "to: out, buffer: 1e3}")).elements[1].spec.buffer == 1000
