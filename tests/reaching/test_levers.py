"""Every lever of every shipped scenario makes a hub that can be read, and more of it is more."""

from pathlib import Path

import pytest
from doing import written, zones

from sim.reaching.levers import levers
from sim.scenario import ScenarioError, read

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("name", ["first_hub", "jieyang_campus", "safety", "people", "reusable_bags", "electric", "configurations/robots", "city"])
def test_levers_can_be_pulled(name):
    path = SCENARIOS / f"{name}.yaml"
    found = levers(read(path).scenario)
    assert found and len({(lever.name, lever.unit) for lever in found}) == len(found)
    unreadable = []
    for lever in found:
        more = lever.by(0.5)
        assert more >= 1 and lever.by(1.0) >= more
        changes = lever.at(more)
        assert all(changes[field.path] > field.value for field in lever.fields if field.each * more >= 0.5 or not isinstance(field.value, int))
        try:
            read(path, overrides=changes)
        except ScenarioError as fault:
            unreadable.append((lever.name, str(fault)))
    assert len(unreadable) <= len(found) // 4, unreadable


def test_copies_in_a_row_grow_together():
    door = next(lever for lever in levers(read(SCENARIOS / "jieyang_campus.yaml").scenario) if lever.name == "hall.door")
    assert door.at(1) == {"groups.hall.elements.door.count": 29, "groups.hall.elements.xray.count": 29}


def test_sorters_bring_their_chutes():
    line = next(lever for lever in levers(read(SCENARIOS / "jieyang_campus.yaml").scenario) if lever.name.startswith("r1_line"))
    assert line.at(1)["elements.r1_line.count"] == 6 and line.at(1)["elements.r1_chute.count"] == 96


@pytest.mark.parametrize("speed_m_s", [2.8, 8.0, 9.9])
def test_no_lever_goes_beyond_what_the_language_allows(tmp_path, speed_m_s):
    """A loop may run at 10 m/s, and is never asked for more."""
    parts, _ = zones(speed_m_s=speed_m_s)
    path = written(tmp_path, **parts)
    faster = next(lever for lever in levers(read(path).scenario) if lever.name == "loop" and lever.unit == "0.1 m/s")
    changes = faster.at(faster.by(3.0))
    assert changes["elements.loop.speed_m_s"] == 10.0
    assert read(path, overrides=changes).scenario.elements["loop"].speed_m_s == 10.0
