"""A run is read back as it was written."""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_run import make_run

from sim.engine import simulate
from sim.results.folder import Refused
from sim.results.reader import read_run
from sim.results.writer import write_run
from sim.scenario import read

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return (
            one.shape == other.shape and bool(np.all((one == other) | ((one != one) & (other != other))))
            if one.dtype.kind == "f"
            else np.array_equal(one, other)
        )
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return bool(one == other or (one != one and other != other))


@pytest.mark.parametrize(("name", "scale"), [("first_hub", 1.0), ("everything", 0.01), ("bad_day", 1.0)])
def test_what_was_written_is_read(name, scale, tmp_path):
    run = simulate(read(SCENARIOS / f"{name}.yaml", scale))
    write_run(run, tmp_path)
    found = read_run(tmp_path)
    for field in dataclasses.fields(run):
        assert same(getattr(run, field.name), getattr(found, field.name)), field.name


def test_names_that_a_table_cannot_hold_as_they_are(tmp_path):
    run = make_run()
    names = run.elements["name"].astype(object)
    names[2] = "=1+1"
    run = dataclasses.replace(run, elements=run.elements | {"name": names.astype(str)})
    write_run(run, tmp_path)
    found = read_run(tmp_path)
    assert same(run.flows, found.flows) and found.elements["name"][2] == "=1+1"


@pytest.mark.parametrize("file", ["run.json", "flows.csv", "dwell.csv", "day.csv", "series.parquet"])
@pytest.mark.parametrize("how", ["gone", "empty", "torn", "noise"])
def test_a_folder_that_is_not_whole_is_refused(file, how, tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    write_run(make_run(), folder)
    path = folder / file
    content = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "torn": content[: len(content) // 2], "noise": b"\xff\x00\xfe" * 99}[how])
    with pytest.raises(Refused, match=r"run"):
        read_run(folder)


def test_what_is_no_folder_is_refused(tmp_path):
    with pytest.raises(Refused, match="is not there"):
        read_run(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused):
        read_run(tmp_path / "file")
