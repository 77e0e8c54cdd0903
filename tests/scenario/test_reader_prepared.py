"""A scenario read once gives its hub at any scale and demand, as if it were read anew."""

from pathlib import Path

import pytest

from sim.scenario import ScenarioError, prepare, read

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("name", ["first_hub", "bad_day", "people", "rural"])
def test_the_hub_is_that_of_a_file_read_anew(name: str) -> None:
    file = SCENARIOS / f"{name}.yaml"
    once = prepare(file, {"seed": 5})
    for scale, demand in ((1.0, 1.0), (0.5, 1.0), (1.0, 1.25), (2.0, 0.5), (1.0, 1.0)):
        assert once.hub(scale, demand) == read(file, scale, {"seed": 5}, demand=demand)


def test_faults_are_found_where_they_lie() -> None:
    with pytest.raises(ScenarioError, match="the demand must be more than 0"):
        prepare(SCENARIOS / "first_hub.yaml").hub(demand=0)
    with pytest.raises(ScenarioError, match=r"horizon_h. must be at least"):
        prepare(SCENARIOS / "first_hub.yaml", {"horizon_h": -1})
