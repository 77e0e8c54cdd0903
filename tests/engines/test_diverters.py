"""Diverters that have no way for what never comes to them."""

from pathlib import Path

import numpy as np
import pytest

import sim

HUB = """
title: Two towns of three
horizon_h: 1
destinations: {a: 0.5, b: 0.3, c: 0.2}
elements:
  come: {kind: stream, interarrival: {law: exponential, mean_s: 4}, mix: {destinations: {b: 0.5, c: 0.5}}, to: desk}
  desk: {kind: station, service: {law: deterministic, value_s: 1}, to: by_town}
  by_town: {kind: diverter, by: destination, routes: {c: to_c, b: to_b}}
  to_b: {kind: station, service: {law: deterministic, value_s: 2}, to: out}
  to_c: {kind: station, service: {law: deterministic, value_s: 3}, to: out}
  out: {kind: sink}
"""


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_routes_for_those_that_come_are_enough(tmp_path: Path, engine: str) -> None:
    file = tmp_path / "hub.yaml"
    file.write_text(HUB)
    run = sim.run(file, engine=engine)
    entered = {name: int(run.elements["entered"][np.flatnonzero(run.elements["name"] == name)[0]]) for name in ("desk", "to_b", "to_c")}
    assert entered["to_b"] > 300 and entered["to_c"] > 300
    assert entered["desk"] - 2 <= entered["to_b"] + entered["to_c"] <= entered["desk"]
    assert run.digest == sim.run(file, engine="fast").digest
