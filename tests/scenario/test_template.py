"""The first scenario, the schema for editors, and what importing costs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import sim.scenario
from sim.scenario import json_schema, load_catalogue, read, template
from sim.scenario.laws import SHAPES, CountLaw, TimeLaw
from sim.scenario.moments import mean, stretched


def test_the_template_is_sound(desk):
    hub = desk.hub(template())
    assert hub.warnings == []
    kinds = {element.spec.kind for element in hub.elements}
    assert {"source", "door", "conveyor", "loop_sorter", "chute", "staging", "outbound_door"} <= kinds
    assert len(hub.departures) == 20


def test_the_schema_knows_what_the_reader_resolves():
    schema = json_schema()
    json.dumps(schema)
    assert "extends" in schema["properties"]
    assert "preset" in schema["$defs"]["Conveyor"]["properties"]
    assert "preset" in schema["$defs"]["Crew"]["properties"]
    assert "preset" not in schema["$defs"]["Profile"]["properties"]


def test_public_names_exist():
    assert all(hasattr(sim.scenario, name) for name in sim.scenario.__all__)
    assert load_catalogue()


def test_importing_is_light():
    heavy = ["numpy", "pyarrow", "python_calamine", "numba", "simpy", "matplotlib"]
    code = f"import sys, sim.scenario; print([name for name in {heavy} if name in sys.modules])"
    root = Path(sim.scenario.__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("path", sorted(Path(sim.scenario.__file__).parents[2].glob("scenarios/*.yaml")), ids=lambda path: path.stem)
def test_scenarios_that_come_with_it(path):
    assert read(path).elements
    assert read(path, 0.1).elements


FIGURES = {"value": 3.0, "mean": 4.0, "low": 1.0, "mode": 2.0, "high": 6.0, "cv": 0.5, "scale": 2.0, "shape": 1.0, "step": 2.0, "p": 0.25}
MEANS = {"deterministic": 3, "exponential": 4, "uniform": 3.5, "triangular": 3, "gamma": 4, "lognormal": 4, "weibull": 2, "geometric": 8}


@pytest.mark.parametrize("family", [TimeLaw, CountLaw], ids=["time", "count"])
def test_means(family):
    for model in family.__args__[0].__args__:
        shape = model.model_fields["law"].annotation.__args__[0]
        names = [name for name in model.model_fields if name not in ("law", "weights")]
        figures = {name: [1.0, 4.0] if name.startswith("values") else FIGURES[name.removesuffix("_s")] for name in names}
        law = model(law=shape, **figures, **({"weights": [2.0, 1.0]} if shape == "empirical" else {}))
        assert mean(law) == pytest.approx(MEANS.get(shape, 2.0))
        assert mean(stretched(law, 3.0)) == pytest.approx(3 * mean(law))
    assert set(SHAPES) == set(MEANS)
