"""A sound scenario with something changed at random: read, or refused in plain words; never anything else."""

from functools import cache

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import ScenarioError, read, template

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 30),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from(
        ["each", "sorter", "sorter.in", "bagging[2]", "loading", "d1", "baggers", "unloaders", "small", "", "22:00", "kind", "merge", "cross_belt_small"]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.integers(0, 3), max_size=2),
    st.dictionaries(st.sampled_from(["kind", "law", "preset", "to", "count"]), st.sampled_from([1, "sink", "exponential", "floor"]), max_size=2),
)


@cache
def paths() -> list[tuple]:
    found: list[tuple] = []

    def walk(value, path):
        found.append(path)
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in inside:
            walk(item, (*path, key))

    walk(yaml.load(template(), yaml.BaseLoader), ())
    return found[1:]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), scale=st.sampled_from([1.0, 0.3, 2.5]))
def test_a_changed_scenario_is_read_or_refused(desk, data, scale):
    path = desk.write(template())
    changes = {}
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(paths()))
        changes[".".join(str(step) for step in place)] = data.draw(ODD)
    try:
        assert read(path, scale, changes).elements is not None
    except ScenarioError as fault:
        assert fault.problems
        assert "pydantic" not in str(fault)
        assert "Traceback" not in str(fault)
