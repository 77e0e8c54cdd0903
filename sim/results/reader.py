"""The files of one run back to a `Run`: what figures and reports are made of, long after it was simulated."""

import csv
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .folder import Refused
from .recovery import EVENT_COLUMNS
from .run import CLASS_COLUMNS, DEPARTURE_COLUMNS, ELEMENT_COLUMNS, Run
from .writer import AT_HAND, CHECKSUMS, IN_USE, cell

FILES = ("run.json", "flows.csv", "dwell.csv", "day.csv", "series.parquet")
ORIGIN = "origin.json"
TOTALS = ("offered", "dispatched", "unloaded", "rejected", "docked")
DOCKS = ("doors", "outbound_doors", "yard")


def read_run(folder: Path) -> Run:
    """Return the run that `write_run` has written into `folder`, all of it as it was.

    Raises Refused, with the file and what to do, if that is not such a folder, or if a file of it was changed, torn or taken away.
    """
    try:
        check(folder, FILES)
        return _run(folder, json.loads((folder / "run.json").read_text(encoding="utf-8")))
    except FileNotFoundError as fault:
        raise Refused(f"{fault.filename} is not there; name a folder that `hubsim run --out FOLDER` has written, as it was written") from None
    except OSError as fault:
        raise Refused(f"cannot read {fault.filename or folder}: {fault.strerror or fault}") from None
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, csv.Error, pa.ArrowException) as fault:
        what = f"{type(fault).__name__}: {fault}"
        raise Refused(f"the files in {folder} are not those of one run of this version of hubsim ({what}); run it again into a new folder") from None


def read_origin(folder: Path, version: str) -> dict[str, Any]:
    """Return the record origin.json of a run's folder: where it comes from.

    Raises FileNotFoundError if there is none; Refused if it was changed, or if another version of the model than `version` (see
    `sim.experiment.identity.model_version`) has written the folder: figures of two versions are not to be taken for those of one.
    """
    check(folder, [ORIGIN])
    try:
        origin: dict[str, Any] = json.loads((folder / ORIGIN).read_text(encoding="utf-8"))
        model, command = origin["model"], origin["command"]
    except (ValueError, KeyError, TypeError) as fault:
        raise Refused(f"{folder / ORIGIN} does not say where a run comes from ({type(fault).__name__}: {fault}); run it again into a new folder") from None
    if model != version:
        raise Refused(f"version {model} of the model has written {folder}, and this is version {version}; run it again with `{command}`")
    return origin


def check(folder: Path, names: Iterable[str]) -> None:
    """Raise Refused if a file of these in `folder` is not what its checksum says, FileNotFoundError if it has none or is not there."""
    lines = [line.split("  ", 1) for line in (folder / CHECKSUMS).read_text(encoding="utf-8", errors="replace").splitlines()]
    known = {line[1]: line[0] for line in lines if len(line) == 2}
    for name in names:
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != known.get(name):
            raise Refused(f"{folder / name} is not as it was written ({CHECKSUMS} tells); run it again into a new folder")


def _run(folder: Path, facts: dict[str, Any]) -> Run:
    names = list(facts["elements"])
    elements = {"name": np.array(names)}
    elements |= {column: _column([each[column] for each in facts["elements"].values()]) for column in ELEMENT_COLUMNS if column != "name"}
    hours, minutes = facts["start_clock"].split(":")
    number_of = {str(cell(name)): number for number, name in enumerate(names)}
    flows, dwell, day = [_table(folder / f"{table}.csv") for table in ("flows", "dwell", "day")]
    times = _numbers(day["time_s"])
    series = pq.ParquetFile(folder / "series.parquet").read()
    shape = (len(times), len(names))
    crews = [column.removeprefix(f"{AT_HAND[0]} ") for column in day if column.startswith(f"{AT_HAND[0]} ")]

    moved: dict[str, Any] = {name: {each: _defined(values) for each, values in facts.get(name, {}).items()} for name in ("lanes", "roads", "fleets")}

    def kept(column: str) -> np.ndarray:
        return np.asarray(series[column].to_numpy()).reshape(shape)

    return Run(
        **{name: facts[name] for name in ("scenario", "title", "engine", "seed", "replication", "horizon_s", "warm_up_s", "parcels", "promised", "digest")},
        **{name: facts[name] for name in ("yards", "wall_s", "peak_memory_mb")},
        start_clock_s=int(hours) * 3600.0 + int(minutes) * 60,
        rejected=facts["rejected_by_reason"],
        dwell_s={name: _number(value) for name, value in facts["dwell_s"].items()},
        dwell_edges_s=np.append(_numbers(dwell["from_s"]), _numbers(dwell["until_s"])[-1:]),
        dwell_counts=_numbers(dwell["parcels"]),
        elements=elements,
        flows={end: np.array([number_of[name] for name in flows[end]], np.int64) for end in ("from", "to")} | {"units": _numbers(flows["units"])},
        sample_times_s=times,
        inside=kept("inside"),
        entered=kept("entered"),
        busy=kept("busy_s"),
        blocked=kept("blocked_s") if "blocked_s" in series.column_names else None,
        off=kept("off_s") if "off_s" in series.column_names else None,
        totals={name: _numbers(day[name]) for name in TOTALS if name in day},
        docks={name: _numbers(day[f"{name}{IN_USE}"]) for name in DOCKS},
        people={crew: {state: _numbers(day[f"{state} {crew}"]) for state in AT_HAND} for crew in crews},
        departures=_columns(facts["departures"], DEPARTURE_COLUMNS),
        classes=_columns(facts["classes"], CLASS_COLUMNS) if "classes" in facts else {},
        **moved,
        events=_columns(facts["events"], EVENT_COLUMNS) if "events" in facts else {},
        undisturbed=facts["undisturbed"]["parcels"] if "undisturbed" in facts else {},
    )


def _number(value: Any) -> Any:
    return float("nan") if value is None else value


def _defined(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _number(value) for name, value in values.items()}


def _column(values: list[Any]) -> np.ndarray:
    return np.array([_number(value) for value in values])


def _columns(rows: list[dict[str, Any]], names: dict[str, tuple[str, str]]) -> dict[str, np.ndarray]:
    return {name: _column([row[name] for row in rows]) for name in names}


def _table(path: Path) -> dict[str, list[str]]:
    """Columns of a CSV file, as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        header, *rows = lines
    return {name: [row[place] for row in rows] for place, name in enumerate(header)}


def _numbers(words: list[str]) -> np.ndarray:
    whole = all("." not in word and "e" not in word and "n" not in word for word in words)
    return np.array([int(word) if whole else float(word or "nan") for word in words], np.int64 if whole else np.float64)
