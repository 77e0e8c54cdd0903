"""The demand alone grows: by how much is known before a run, and shows in it; and a backlog grows by what is too much, and not otherwise."""

import math
from pathlib import Path

import pytest
from doing import doors, tandem, timetable, written

from sim.engine import simulate
from sim.experiment.identity import fingerprint
from sim.experiment.outcome import figures
from sim.reaching.case import case
from sim.scenario import ScenarioError, expected_per_day, read

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("name", ["first_hub", "jieyang_campus", "tiers", "industries", "years/2024"])
@pytest.mark.parametrize("scale", [1.0, 0.1])
def test_demand_multiplies_what_is_expected(name, scale):
    path = SCENARIOS / f"{name}.yaml"
    once = expected_per_day(read(path, scale))
    assert expected_per_day(read(path, scale, demand=1.7)) == pytest.approx(1.7 * once)
    assert fingerprint(read(path, scale)) != fingerprint(read(path, scale, demand=1.7))


def test_the_plant_stays(tmp_path):
    plain, more = (read(SCENARIOS / "first_hub.yaml", demand=demand).scenario for demand in (1.0, 2.0))
    assert plain.crews == more.crews
    assert {name: spec for name, spec in plain.elements.items() if spec.kind != "source"} == {n: s for n, s in more.elements.items() if s.kind != "source"}


@pytest.mark.parametrize("demand", [0.0, -1.0, 101.0, float("nan")])
def test_a_demand_that_is_none(demand):
    with pytest.raises(ScenarioError, match="the demand must be more than 0"):
        read(SCENARIOS / "first_hub.yaml", demand=demand)


@pytest.mark.parametrize(("parts", "known"), [tandem(), doors()], ids=["tandem", "doors"])
def test_a_backlog_grows_by_what_is_too_much(tmp_path, parts, known):
    it = case(written(tmp_path, **parts))
    for share in (0.8, 1.3):
        found = figures(simulate(it.hub(share * known / it.per_day)))
        too_much = max(0.0, found["offered_per_day"] - known)
        assert found["backlog_growth_per_day"] == pytest.approx(too_much, abs=0.02 * known)
        assert found["offered_per_day"] == pytest.approx(share * known, rel=0.02)


def test_more_demand_is_more_vehicles_of_a_timetable_and_no_fuller_ones():
    """They come at its hours; less demand is vehicles less full."""
    plain = read(SCENARIOS / "first_hub.yaml").scenario.elements["trucks"]
    for demand in (0.4, 1.0, 1.01, 2.0, 4.55, 60.0):
        trucks = read(SCENARIOS / "first_hub.yaml", demand=demand).scenario.elements["trucks"]
        assert len(trucks.schedule) == max(10, math.ceil(10 * demand - 1e-9))
        assert trucks.load.high <= plain.load.high and len(trucks.schedule) * trucks.load.high == pytest.approx(10 * demand * plain.load.high)
        assert min(trucks.schedule) >= "18:05" and max(trucks.schedule) <= "21:30" and trucks.schedule == sorted(trucks.schedule)
    assert read(SCENARIOS / "first_hub.yaml", demand=1.0).scenario.elements["trucks"] == plain


def test_a_timetable_over_midnight_stays_within_its_night(tmp_path):
    parts, _ = timetable()
    parts["elements"]["trucks"]["schedule"] = ["23:40", "05:00", "00:30"]
    found = read(written(tmp_path, **parts), demand=3.0).scenario.elements["trucks"].schedule
    assert len(found) == 9 and all(clock >= "23:40" or clock <= "05:00" for clock in found)
    parts["elements"]["trucks"]["schedule"] = ["06:00"]
    assert read(written(tmp_path, **parts), demand=3.0).scenario.elements["trucks"].schedule == ["06:00"] * 3


@pytest.mark.parametrize("days", [2, 5, 11, 31])
def test_what_is_offered_a_day_is_told_right_however_long_the_run(tmp_path, days):
    """Though fewer times a day are looked at: the days begin with a look."""
    parts, _ = timetable()
    parts["elements"]["trucks"]["load"] = {"law": "deterministic", "value": 50}
    found = figures(simulate(read(written(tmp_path, **parts | {"horizon_h": 24 * days, "warm_up_h": 24}))))
    assert found["offered_per_day"] == found["throughput_per_day"] == 150
