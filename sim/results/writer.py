"""The files of one run: for people (text, CSV that Excel opens, figures) and for programs (JSON, Parquet)."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .hours import clock, per_hour
from .printable import printable
from .readme import readme
from .record import dumps, record
from .run import CLASS_COLUMNS, DEPARTURE_COLUMNS, ELEMENT_COLUMNS, Run
from .summary import summary
from .tables import write_tables
from .workbook import Values

CHECKSUMS = "checksums.txt"
IN_USE = "_in_use"
"""ending of the columns of day.csv that count places"""
AT_HAND = ("present", "at_work")
"""what is known of a crew; the begin of its columns in day.csv"""
# a spreadsheet takes these at the begin of a cell for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> object:
    """A value as it stands in a CSV file."""
    if isinstance(value, float):
        return "" if value != value else repr(value)
    if not isinstance(value, str):
        return value
    return printable("'" + value if value.startswith(_FORMULA) else value)


def write_csv(path: Path, columns: Mapping[str, Iterable[object]]) -> None:
    """A table as CSV in UTF-8 with the mark by which Excel knows it; nan becomes empty, text that looks like a formula gets a leading quote."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(map(cell, columns))
        values = [column.tolist() if isinstance(column, np.ndarray) else column for column in columns.values()]
        out.writerows([cell(value) for value in line] for line in zip(*values, strict=True))


def write_series(path: Path, run: Run) -> None:
    """The series in long form, one row group for some hundred sample times, so that memory stays small for 2,000 elements."""
    names = run.elements["name"].tolist()
    n = len(names)
    step = max(1, 1_000_000 // max(1, n))
    series: dict[str, tuple[np.ndarray, pa.DataType]] = {"inside": (run.inside, pa.int64()), "entered": (run.entered, pa.int64())}
    series |= {name: (each, pa.float64()) for name, each in (("busy_s", run.busy), ("blocked_s", run.blocked), ("off_s", run.off)) if each is not None}
    schema = pa.schema([("time_s", pa.float64()), ("element", pa.string()), *((name, kind) for name, (_, kind) in series.items())])
    # Python opens the file: pyarrow takes only names that are text
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for first in range(0, len(run.sample_times_s), step):
            part = slice(first, first + step)
            times = run.sample_times_s[part]
            columns = [np.repeat(times.astype(np.float64), n), names * len(times)]
            columns += [each[part].astype(kind.to_pandas_dtype()).ravel() for each, kind in series.values()]
            writer.write_table(pa.table([pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)], schema=schema))


def day(run: Run) -> dict[str, Values]:
    """What is counted over the whole hub, one row a sample time: parcels so far, places in use, people."""
    times = run.sample_times_s
    columns: dict[str, Values] = {"clock": [clock(run, time) for time in times.tolist()], "time_s": times}
    columns |= run.totals | {f"{name}{IN_USE}": each for name, each in run.docks.items()}
    return columns | {f"{state} {crew}": each[state] for crew, each in run.people.items() for state in AT_HAND}


def tables(run: Run) -> dict[str, dict[str, Values]]:
    """The files that are tables, by their names without .csv."""
    hours, names = per_hour(run), run.elements["name"]
    return {
        "elements": {name: run.elements[name] for name in ELEMENT_COLUMNS},
        "departures": {name: run.departures[name] for name in DEPARTURE_COLUMNS},
        **({"classes": {name: run.classes[name] for name in CLASS_COLUMNS}} if run.classes else {}),
        "flow_per_hour": {"clock": [clock(run, start) for start in hours["start_s"].tolist()], **hours},
        "flows": {"from": names[run.flows["from"]], "to": names[run.flows["to"]], "units": run.flows["units"]},
        "dwell": {"from_s": run.dwell_edges_s[:-1], "until_s": run.dwell_edges_s[1:], "parcels": run.dwell_counts},
        "day": day(run),
    }


def write_checksums(folder: Path, below: Iterable[str] = ()) -> None:
    """SHA-256 of every file in `folder`, and of those `below` it, named from there as `run/origin.json`, as `sha256sum --check` takes it."""
    names = [*(path.name for path in sorted(folder.iterdir()) if path.is_file()), *below]
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def write_run(
    run: Run, folder: Path, *, lang: str = "en", draw: Callable[[Path], object] | None = None, beside: Mapping[str, dict[str, Any]] | None = None
) -> None:
    """Write all files of `run` into the existing `folder`; `draw` gets the folder for figures, none are made if it is None.

    `beside` are more records, written as name.json.

    Raises OSError if the disk is full. Use it inside `folder.whole_folder`, or a half-written folder may remain.
    """
    (folder / "summary.txt").write_text(summary(run, lang), encoding="utf-8")
    (folder / "run.json").write_text(dumps(record(run), indent=1) + "\n", encoding="utf-8")
    (folder / "README.txt").write_text(readme(lang), encoding="utf-8")
    found = tables(run)
    for name, columns in found.items():
        write_csv(folder / f"{name}.csv", columns)
    write_tables(folder / "tables.xlsx", run, found, lang)
    write_series(folder / "series.parquet", run)
    for name, facts in (beside or {}).items():
        (folder / f"{name}.json").write_text(dumps(facts, indent=1) + "\n", encoding="utf-8")
    write_checksums(folder)
    if draw is not None:
        figures = folder / "figures"
        figures.mkdir()
        draw(figures)
