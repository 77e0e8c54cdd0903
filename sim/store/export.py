"""Tables as a file for others: CSV, XLSX or Parquet by its ending."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.results.folder import whole_file
from sim.results.workbook import Sheet, TooLarge, check_size, write_workbook
from sim.results.writer import write_csv

from .faults import StoreError
from .frames import plain

UNITS = {
    "per_day": "1/day", "per_h": "1/h", "m_s": "m/s", "m_s2": "m/s2", "s": "s", "min": "min", "h": "h", "days": "days",
    "share": "1", "mb": "MB", "kwh": "kWh", "kw": "kW", "km": "km", "m": "m", "t": "t", "kg": "kg",
}  # fmt: skip
"""endings of names and what they stand for, the longer before the shorter"""
HEADED = {
    "land_mu": "land [mu]", "building_m2": "building [m2]", "hours_per_day": "work [h/day]", "kwh_per_1000": "energy_per_1000 [kWh]",
    "co2_kg_per_1000": "co2_per_1000 [kg]", "cost_cny_per_parcel": "cost_per_parcel [CNY]",
}  # fmt: skip
"""names that do not end in their unit"""


def export(tables: pd.DataFrame | Mapping[str, pd.DataFrame], place: Path) -> int:
    """Write a frame, or for .xlsx several by the names of their sheets, as a new file; return the rows of the first.

    Raises StoreError for an ending or size that cannot be, Refused if the file is there.
    """
    frames = {"hubsim": tables} if isinstance(tables, pd.DataFrame) else dict(tables)
    writers = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
    if place.suffix.lower() not in writers:
        raise StoreError(f"{place} must end in .csv, .xlsx or .parquet")
    if place.suffix.lower() == ".xlsx":
        try:
            for name, frame in frames.items():
                check_size(name, len(frame), len(frame.columns))
        except TooLarge as error:
            raise StoreError(str(error)) from error
    with whole_file(place) as hidden:
        writers[place.suffix.lower()](frames, hidden)
    return len(next(iter(frames.values())))


def header(name: str) -> str:
    """The name of a column for people, with its unit: dwell_p95_s -> dwell_p95 [s]; as it is if the name has none."""
    if name in HEADED:
        return HEADED[name]
    for ending, unit in UNITS.items():
        stem, dot, rest = name.partition(".") if "." in name and name.partition(".")[0].endswith(f"_{ending}") else (name, "", "")
        if stem.endswith(f"_{ending}"):
            return f"{stem if unit == '1' else stem[: -len(ending) - 1]}{dot}{rest} [{unit}]"
    return name


def _csv(frames: dict[str, pd.DataFrame], place: Path) -> None:
    (frame,) = map(plain, frames.values())
    write_csv(place, {name: [_cell(value) for value in frame[name]] for name in frame.columns})


def _parquet(frames: dict[str, pd.DataFrame], place: Path) -> None:
    (frame,) = map(plain, frames.values())
    with place.open("wb") as file:
        frame.to_parquet(file, index=False, compression="zstd")


def _xlsx(frames: dict[str, pd.DataFrame], place: Path) -> None:
    write_workbook(place, {name: _sheet(plain(frame)) for name, frame in frames.items()})


class _Cells:
    """A column as plain values, made one by one: those of a million rows would not fit beside the frame."""

    def __init__(self, column: pd.Series) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def __iter__(self) -> Iterator[Any]:
        return map(_cell, self._column)


def _sheet(frame: pd.DataFrame) -> Sheet:
    """A frame as a sheet; the unit is put into the name, unless two columns differ by nothing else."""
    sheet: dict[str, tuple[str, _Cells]] = {}
    for name in frame.columns:
        shown = header(str(name))
        sheet[str(name) if shown in sheet else shown] = ("", _Cells(frame[name]))
    return sheet


def _cell(value: Any) -> Any:
    """A value of a frame as plain Python; None for all that stands for nothing."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.item() if hasattr(value, "item") else value
