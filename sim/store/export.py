"""A table as a file for others: CSV, XLSX or Parquet by its ending."""

import math
from pathlib import Path
from typing import Any

import pandas as pd

from sim.results.folder import whole_file
from sim.results.writer import write_csv

from .faults import StoreError
from .frames import plain

SHEET_ROWS = 1_048_576
"""rows of a sheet of Excel, header included"""
SHEET_COLUMNS = 16_384
CELL = 32_767
"""letters a cell takes"""
EXACT = 2**53
"""integers beyond it are not exact in Excel"""
UNITS = {
    "per_day": "1/day", "per_h": "1/h", "m_s": "m/s", "m_s2": "m/s2", "s": "s", "min": "min", "h": "h", "days": "days",
    "share": "1", "mb": "MB", "kwh": "kWh", "kw": "kW", "km": "km", "m": "m", "t": "t", "kg": "kg",
}  # fmt: skip
"""endings of names and what they stand for, the longer before the shorter"""


def export(frame: pd.DataFrame, place: Path) -> int:
    """Write a frame as a new file; return its rows. Raises StoreError for an ending or size that cannot be, Refused if the file is there."""
    writers = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
    if place.suffix.lower() not in writers:
        raise StoreError(f"{place} must end in .csv, .xlsx or .parquet")
    if place.suffix.lower() == ".xlsx" and (len(frame) >= SHEET_ROWS or len(frame.columns) > SHEET_COLUMNS):
        raise StoreError(
            f"{len(frame):,} rows and {len(frame.columns):,} columns are too many for a sheet of Excel, which takes {SHEET_ROWS:,} rows with the header and"
            f" {SHEET_COLUMNS:,} columns; export fewer, by SQL, or to .csv or .parquet"
        )
    with whole_file(place) as hidden:
        writers[place.suffix.lower()](plain(frame), hidden)
    return len(frame)


def header(name: str) -> str:
    """The name of a column for people, with its unit: dwell_p95_s -> dwell_p95 [s]; as it is if the name has none."""
    for ending, unit in UNITS.items():
        stem, dot, rest = name.partition(".") if "." in name and name.partition(".")[0].endswith(f"_{ending}") else (name, "", "")
        if stem.endswith(f"_{ending}"):
            return f"{stem if unit == '1' else stem[: -len(ending) - 1]}{dot}{rest} [{unit}]"
    return name


def _csv(frame: pd.DataFrame, place: Path) -> None:
    write_csv(place, {name: [_cell(value) for value in frame[name]] for name in frame.columns})


def _parquet(frame: pd.DataFrame, place: Path) -> None:
    with place.open("wb") as file:
        frame.to_parquet(file, index=False, compression="zstd")


def _xlsx(frame: pd.DataFrame, place: Path) -> None:
    import xlsxwriter

    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
    with place.open("wb") as file, xlsxwriter.Workbook(file, never) as book:
        sheet = book.add_worksheet("hubsim")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(frame.columns):
            sheet.write_string(0, column, header(str(name)), bold)
        for row, line in enumerate(zip(*(frame[name] for name in frame.columns), strict=True), start=1):
            for column, value in enumerate(map(_cell, line)):
                if isinstance(value, bool):
                    sheet.write_boolean(row, column, value)
                elif isinstance(value, int | float) and math.isfinite(value) and abs(value) <= EXACT:
                    sheet.write_number(row, column, value)
                elif value is not None and value == value:
                    sheet.write_string(row, column, str(value)[:CELL])


def _cell(value: Any) -> Any:
    """A value of a frame as plain Python; None for all that stands for nothing."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.item() if hasattr(value, "item") else value
