"""A sound scenario with something changed at random: read, or refused in plain words; never anything else."""

from functools import cache

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import ScenarioError, read, template

HAULAGE = """\
title: two hubs
horizon_h: 24
vehicle_classes: {lorry: {windows: [["07:00", "09:00"], ["20:00", "05:00"]]}}
roads: {ring: {vehicles_per_h: 60}}
fleets: {vans: {vehicles: 3, electric: {range_km: 200, kwh_per_km: 0.4, chargers: 1, charger_kw: 60}}}
elements:
  come: {kind: source, vehicle_class: lorry, road: ring, schedule: ["07:10"], load: {law: uniform, low: 5, high: 9}, to: yard}
  yard: {kind: yard, capacity: 3, gate: {lanes: 2, service: {law: exponential, mean_s: 60}}, to: door}
  door: {kind: door, changeover: {law: deterministic, value_s: 60}, rate_per_h: [900], to: floor}
  floor: {kind: staging, to: gate}
  gate: {kind: outbound_door, rate_per_h: [900]}
  lane:
    kind: lane
    mode: road
    distance_km: 40
    travel_by_hour: [{start: "06:00", travel: {law: deterministic, value_s: 900}}, {start: "10:00", travel: {law: deterministic, value_s: 600}}]
    load_unit: {kind: cage, size: 4, build: {law: exponential, mean_s: 60}, strip: {law: exponential, mean_s: 30}}
    handling_places: 2
    vehicle_class: lorry
    to: far
  far: {kind: door, changeover: {law: deterministic, value_s: 60}, rate_per_h: [900], to: out}
  out: {kind: sink}
departures:
  night: {destinations: each, doors: gate, cut_offs: ["09:00"], load_units: 3, loading_min: 60, lane: lane, fleet: vans, vehicle_class: lorry, road: ring}
"""
SCENARIOS = {"template": template(), "haulage": HAULAGE}

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 30),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from(
        [
            "each",
            "sorter",
            "sorter.in",
            "bagging[2]",
            "loading",
            "d1",
            "baggers",
            "unloaders",
            "small",
            "",
            "22:00",
            "kind",
            "merge",
            "cross_belt_small",
            "lorry",
            "ring",
            "vans",
            "air",
        ]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.integers(0, 3), max_size=2),
    st.dictionaries(st.sampled_from(["kind", "law", "preset", "to", "count"]), st.sampled_from([1, "sink", "exponential", "floor"]), max_size=2),
)


@cache
def paths(name: str) -> list[tuple]:
    found: list[tuple] = []

    def walk(value, path):
        found.append(path)
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in inside:
            walk(item, (*path, key))

    walk(yaml.load(SCENARIOS[name], yaml.BaseLoader), ())
    return found[1:]


@pytest.mark.parametrize("name", SCENARIOS)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), scale=st.sampled_from([1.0, 0.3, 2.5]))
def test_a_changed_scenario_is_read_or_refused(desk, data, scale, name):
    path = desk.write(SCENARIOS[name])
    changes = {}
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(paths(name)))
        changes[".".join(str(step) for step in place)] = data.draw(ODD)
    try:
        assert read(path, scale, changes).elements is not None
    except ScenarioError as fault:
        assert fault.problems
        assert "pydantic" not in str(fault)
        assert "Traceback" not in str(fault)
