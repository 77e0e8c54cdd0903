"""Both engines give the same journey of every parcel, on plants at random; and what must hold of every run holds."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_plants import random_scenario

import sim
from sim.engine import prepare, simulate
from sim.layout import STOCK
from sim.plant import PlantError
from sim.scenario import Hub, ScenarioError

PLANTS = 200
STATES = ("busy_s", "idle_s", "starved_s", "blocked_s", "down_s", "off_s")
a_plant = st.integers(0, 2**32)
at_random = settings(max_examples=PLANTS, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
fewer = settings(at_random, max_examples=40)


def load(folder: Path, scenario: dict[str, Any]) -> Hub:
    """Return the hub of a scenario as JSON, which is YAML."""
    path = folder / "plant.yaml"
    path.write_text(json.dumps(scenario))
    return sim.load(path)


def hub_of(folder: Path, number: int) -> Hub | None:
    """Return the hub of a plant at random; None if no engine can run it, which a few are made to be."""
    try:
        hub = load(folder, random_scenario(number))
        prepare(hub)
    except (ScenarioError, PlantError):
        return None
    return hub


def tables_differ(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> list[str]:
    """Return the names of the columns that are not equal to the last bit."""
    return [name for name in a if not np.array_equal(a[name], b[name], equal_nan=a[name].dtype.kind == "f")]


@at_random
@given(number=a_plant)
def test_both_engines_tell_the_same(tmp_path: Path, number: int) -> None:
    hub = hub_of(tmp_path, number)
    if hub is None:
        return
    fast, reference = simulate(hub), simulate(hub, engine="reference")
    assert fast.digest == reference.digest
    assert fast.parcels == reference.parcels and fast.promised == reference.promised
    assert not tables_differ(fast.elements, reference.elements)
    assert not tables_differ(fast.departures, reference.departures)
    assert not tables_differ(fast.classes, reference.classes)
    assert not tables_differ(fast.flows, reference.flows)
    assert np.array_equal(fast.dwell_counts, reference.dwell_counts)
    assert repr((fast.yards, fast.lanes, fast.roads, fast.fleets)) == repr((reference.yards, reference.lanes, reference.roads, reference.fleets))


@fewer
@given(number=a_plant)
def test_parcels_are_conserved_and_machine_time_is_closed(tmp_path: Path, number: int) -> None:
    hub = hub_of(tmp_path, number)
    if hub is None:
        return
    run = simulate(hub)
    p = run.parcels
    assert p["offered"] == p["dispatched"] + p["held"] + p["rejected"] + p["inside"]
    assert sum(run.rejected.values()) == p["rejected"]
    total = sum(run.elements[state] for state in STATES)
    counted = (run.elements["kind"] != "crew") | (total > 0)
    assert total[counted] == pytest.approx((run.elements["machines"] * run.horizon_s)[counted], abs=1e-5)
    assert (run.elements["entered"] - run.elements["left"] == run.elements["inside_end"])[run.elements["kind"] != "crew"].all()


@fewer
@given(number=a_plant)
def test_littles_law_is_exact(tmp_path: Path, number: int) -> None:
    """The integral of the number inside is the sum of all stays, in whole ticks, for each element but a stock, whose bags nobody tells apart."""
    hub = hub_of(tmp_path, number)
    if hub is None:
        return
    env, movers, control = prepare(hub)
    env.run(until=control.plant.horizon)
    movers.settle(control.plant.horizon)
    ledger = movers.ledger()
    still_there = ledger["count"] * control.plant.horizon - movers.entered_sum()
    is_told = control.plant.elements["kind"] != STOCK
    assert (ledger["inside_area"] == ledger["stay"] + still_there)[is_told].all()


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Return `value` with all names of elements and crews replaced, in keys and references."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    if isinstance(value, str):
        head, dot, tail = value.partition(".")
        return names.get(head, head) + dot + tail
    return value


@fewer
@given(number=a_plant)
def test_names_mean_nothing(tmp_path: Path, number: int) -> None:
    scenario = random_scenario(number)
    names = {name: f"z{9999 - i}" for i, name in enumerate([*scenario["elements"], *scenario["crews"]])}
    hub = hub_of(tmp_path, number)
    if hub is None:
        return
    other = {
        **scenario,
        "elements": renamed(scenario["elements"], names),
        "crews": renamed(scenario["crews"], names),
        "pools": renamed(scenario["pools"], names),
        "departures": renamed(scenario["departures"], names),
        "events": renamed(scenario["events"], names),
    }
    assert simulate(load(tmp_path, other)).digest == simulate(hub).digest


@fewer
@given(number=a_plant)
def test_what_nobody_uses_changes_nothing(tmp_path: Path, number: int) -> None:
    """A second hub beside the first, and a crew nobody asks for, leave every journey of the first as it was."""
    scenario = random_scenario(number)
    hub = hub_of(tmp_path, number)
    if hub is None:
        return
    extra = {
        "lone_stream": {"kind": "stream", "interarrival": {"law": "exponential", "mean_s": 5}, "limit": 1, "first_s": 1e6, "to": "lone_sink"},
        "lone_sink": {"kind": "sink"},
    }
    other = {**scenario, "elements": {**scenario["elements"], **extra}, "crews": {**scenario["crews"], "lone_crew": {"size": 3}}}
    assert simulate(load(tmp_path, other)).digest == simulate(hub).digest


@fewer
@given(number=a_plant)
def test_seeds_and_replications_are_streams_of_their_own(tmp_path: Path, number: int) -> None:
    hub = hub_of(tmp_path, number)
    if hub is None:
        return
    first = simulate(hub, seed=7, replication=3)
    assert simulate(hub, seed=7, replication=3).digest == first.digest
