"""An operator's own list of vehicles and what they bring, as arrays.

Columns: arrival (needed), vehicle, destination, class, parcels; Chinese headings are known too. Rows of one vehicle are one load; a row
without a vehicle is a vehicle of its own. Arrival: "HH:MM", a date and time, or seconds after the start of the scenario.
"""

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .problems import Place, Problem, ScenarioError, did_you_mean, error, short
from .tables import rows

if TYPE_CHECKING:
    import numpy as np

HEADINGS = {
    "vehicle": ("vehicle", "vehicle_id", "truck", "车辆", "车牌号", "车牌", "车次"),
    "arrival": ("arrival", "arrival_s", "arrival_time", "到达时间", "到车时间", "到站时间"),
    "destination": ("destination", "目的地", "流向"),
    "class": ("class", "类别", "品类"),
    "parcels": ("parcels", "count", "件数", "票数"),
}
MAX_PROBLEMS = 50
MAX_PARCELS = 1_000_000_000
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2}))?")
STAMP = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})(?:T|\s+)" + CLOCK.pattern)
NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
"""what Python takes besides, as 1_000, is no number to other programs"""
SERIAL = (36_526, 73_051)
"""days since 1900 of the years 2000 to 2099: how a spreadsheet keeps a date; as seconds, 10 to 20 hours after the start"""


@dataclass(frozen=True)
class Manifest:
    """Vehicles in order of arrival, and the lots in each."""

    arrival: "np.ndarray"
    """float64 (n_vehicles): after the start of the scenario [s]; never negative"""
    offsets: "np.ndarray"
    """int64 (n_vehicles + 1): the lots of vehicle v are offsets[v] .. offsets[v + 1]"""
    destination: "np.ndarray"
    """int32 (n_lots): place in Hub.destinations; -1 to be drawn"""
    parcel_class: "np.ndarray"
    """int32 (n_lots): place in Hub.classes; -1 to be drawn"""
    parcels: "np.ndarray"
    """int64 (n_lots): parcels in the lot [1]"""
    names: tuple[str, ...]
    """name of each vehicle as the operator wrote it, or row N"""


def read_manifest(
    path: str | Path, start: str = "00:00", destinations: Sequence[str] = (), classes: Sequence[str] = (), shown: str | None = None, scale: float = 1.0
) -> Manifest:
    """Return the vehicles of a CSV, XLSX or Parquet file.

    `start` is the time of day at which the scenario begins: an "HH:MM" before it is of the next day, and the date of the first vehicle fixes that of the
    start. `scale` multiplies the loads, keeping their running total. Raise ScenarioError that names row and column.
    """
    return _Reading(Path(path), shown or str(path), start, destinations, classes).read(scale)


class _Reading:
    """One pass over a manifest, collecting lots and problems."""

    def __init__(self, path: Path, shown: str, start: str, destinations: Sequence[str], classes: Sequence[str]):
        self.path, self.shown = path, shown
        self.start = int(start[:2]) * 3600 + int(start[3:]) * 60
        self.names = {"destination": {name: number for number, name in enumerate(destinations)}, "class": {name: number for number, name in enumerate(classes)}}
        self.problems: list[Problem] = []
        self.columns: dict[str, int] = {}
        self.width = 0
        """columns up to the last heading"""
        self.pick: Callable[[list[Any]], tuple[Any, ...]] = tuple
        """takes the cells of the fields of HEADINGS out of a row, at whose end is a None for what is not there"""
        self.vehicles: dict[str, int] = {}
        self.arrivals: list[float | datetime] = []
        self.lots = array("q")
        """of each lot, in the order of the file: its vehicle, destination, class, parcels, and so on"""
        self.first_rows: list[int] = []
        self.total = 0

    def read(self, scale: float) -> Manifest:
        for number, cells in rows(self.path, self.shown):
            if not any(cells) and all(cell in ("", None) for cell in cells):
                continue
            if not self.columns:
                self._header(number, cells)
            else:
                self._row(number, cells)
            if len(self.problems) >= MAX_PROBLEMS:
                break
        if not self.problems and not self.arrivals:
            self.problems.append(error(Place(self.shown, 1, 1), "the manifest has no rows", "below the headings, give a row for each lot"))
        seconds = self._seconds() if not self.problems else []
        if self.problems:
            raise ScenarioError(self.problems)
        return self._arrays(seconds, scale)

    def _refuse(self, row: int, field: str, message: str, hint: str = "") -> None:
        self.problems.append(error(Place(self.shown, row, self.columns.get(field, 0) + 1), f"row {row}, column {field}: {message}", hint))

    def _header(self, number: int, cells: list[Any]) -> None:
        known = {heading: field for field, headings in HEADINGS.items() for heading in headings}
        for column, cell in enumerate(cells):
            text = str(cell if cell is not None else "").strip().lower()
            field = known.get(text)
            place = Place(self.shown, number, column + 1)
            if field is None and text:
                self.problems.append(error(place, f"unknown column {short(text)}", did_you_mean(text, HEADINGS)))
            elif field in self.columns:
                self.problems.append(error(place, f"the column '{field}' is there twice", "keep one"))
            elif field is not None:
                self.columns[field] = column
                self.width = column + 1
        if "arrival" not in self.columns:
            self.problems.append(
                error(
                    Place(self.shown, number, 1),
                    "the column 'arrival' is missing",
                    "the first row names the columns: vehicle, arrival, destination, class, parcels",
                )
            )
        if self.problems:
            raise ScenarioError(self.problems)
        self.pick = itemgetter(*(self.columns.get(field, -1) for field in HEADINGS))

    def _row(self, number: int, cells: list[Any]) -> None:
        if len(cells) > self.width and any(cell not in ("", None) for cell in cells[self.width :]):
            hint = "write numbers without a comma between the thousands, and text with commas in quotes"
            self.problems.append(error(Place(self.shown, number, self.width + 1), f"row {number} has {len(cells)} cells, the headings are {self.width}", hint))
            return
        row = [cell.strip() if isinstance(cell, str) else cell for cell in cells[: self.width]]
        row += [None] * (self.width + 1 - len(row))
        vehicle, when, destination, kind, parcels = self.pick(row)
        lot = (self._name(number, "destination", destination), self._name(number, "class", kind), self._parcels(number, parcels))
        name = _text(vehicle) if vehicle not in (None, "") else f"row {number}"
        if name in self.vehicles:
            place = self.vehicles[name]
            self.lots.extend((place, *lot))
            if when in (None, ""):
                return
            arrival = self._arrival(number, when)
            if arrival is not None and arrival != self.arrivals[place]:
                self._refuse(
                    number,
                    "arrival",
                    f"vehicle {short(name)} arrives at another time than in row {self.first_rows[place]}",
                    "one vehicle is one load: give another name",
                )
            return
        arrival = self._arrival(number, when)
        if arrival is not None:
            self.vehicles[name] = len(self.arrivals)
            self.arrivals.append(arrival)
            self.lots.extend((len(self.first_rows), *lot))
            self.first_rows.append(number)

    def _name(self, row: int, field: str, value: Any) -> int:
        if value in (None, ""):
            return -1
        name = _text(value)
        if name not in self.names[field]:
            self._refuse(row, field, f"unknown {field} {short(name)}", did_you_mean(name, self.names[field]))
            return -1
        return self.names[field][name]

    def _parcels(self, row: int, value: Any) -> int:
        if value in (None, ""):
            return 1
        try:
            number = _whole(value)
        except (TypeError, ValueError, OverflowError):
            self._refuse(row, "parcels", f"{short(_text(value))} is not a number of parcels", "give a whole number, 0 or more")
            return 0
        self.total += number
        if self.total > MAX_PARCELS:
            self._refuse(row, "parcels", f"more than {MAX_PARCELS} parcels in all")
        return number

    def _arrival(self, row: int, value: Any) -> float | datetime | None:
        """Return seconds after the start, or a date and time; None (and a problem) if the cell is neither."""
        try:
            cell = _written(value) if isinstance(value, str) else value
            if isinstance(cell, datetime):
                return _plain(cell)
            if isinstance(cell, timedelta):
                return self._of_day(cell.total_seconds())
            if isinstance(cell, time):
                return self._of_day(cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6)
            if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell <= 1e9:
                return float(cell)
        except ValueError:
            pass
        what = "nothing" if value in (None, "") else short(_text(value))
        self._refuse(row, "arrival", f"{what} is not a time", 'write "HH:MM", "YYYY-MM-DD HH:MM", or seconds after the start')
        return None

    def _of_day(self, seconds: float) -> float:
        return (seconds - self.start) % 86_400

    def _seconds(self) -> list[float]:
        """Return all arrivals in seconds; the start is the last start time at or before the earliest date and time."""
        stamps = [arrival for arrival in self.arrivals if isinstance(arrival, datetime)]
        if not stamps:
            numbers = [arrival for arrival in self.arrivals if not isinstance(arrival, datetime)]
            is_broken = any(number % 1 for number in numbers)
            if is_broken and all(SERIAL[0] <= number < SERIAL[1] for number in numbers):
                self._refuse(self.first_rows[0], "arrival", f"{numbers[0]:g} looks like a date of a spreadsheet", "format the column as date and time")
            if is_broken and all(number < 1 for number in numbers):
                self._refuse(self.first_rows[0], "arrival", f"{numbers[0]:g} looks like a time of day of a spreadsheet", "format the column as time")
            return numbers
        if len(stamps) < len(self.arrivals):
            odd = next(row for row, arrival in zip(self.first_rows, self.arrivals, strict=True) if not isinstance(arrival, datetime))
            self._refuse(odd, "arrival", "a time without a date, while other rows have dates", "write all alike")
            return []
        first = min(stamps)
        origin = datetime(first.year, first.month, first.day) + timedelta(seconds=self.start)
        if origin > first:
            origin -= timedelta(days=1)
        seconds = [(stamp - origin).total_seconds() for stamp in stamps]
        if max(seconds) > 1e9:
            self._refuse(self.first_rows[seconds.index(max(seconds))], "arrival", "more than 30 years after the first vehicle")
        return seconds

    def _arrays(self, seconds: list[float], scale: float) -> Manifest:
        import numpy as np

        arrival = np.array(seconds, dtype=np.float64)
        order = np.argsort(arrival, kind="stable")
        names = list(self.vehicles)
        vehicle, destination, kind, parcels = np.array(self.lots, dtype=np.int64).reshape(-1, 4).T
        offsets = np.concatenate([[0], np.cumsum(np.bincount(vehicle)[order])]).astype(np.int64)
        turn = np.empty_like(order)
        turn[order] = np.arange(len(order))
        by_turn = np.argsort(turn[vehicle], kind="stable")
        parcels = parcels[by_turn]
        if scale != 1.0:
            parcels = np.diff(np.floor(np.concatenate([[0], np.cumsum(parcels)]) * scale + 0.5)).astype(np.int64)
        of_lot = (destination[by_turn].astype(np.int32), kind[by_turn].astype(np.int32), parcels)
        return Manifest(arrival[order], offsets, *of_lot, tuple(names[place] for place in order))


def _text(value: Any) -> str:
    """Return a cell as text; a whole number that a spreadsheet made 510.0 is "510"."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


@lru_cache(maxsize=100_000)
def _written(text: str) -> timedelta | datetime | float:
    """Return a time of day, a date and time, or seconds after the start; raise ValueError. Lots of one vehicle repeat its time, hence the cache."""
    if found := CLOCK.fullmatch(text):
        hour, minute, second = found.groups(default="0")
        clock = time(int(hour), int(minute), int(second))
        return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    if found := STAMP.fullmatch(text):
        year, _, month, day, hour, minute, second = found.groups(default="0")
        return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))
    return _number(text)


def _number(text: str) -> float:
    """Return the number that a cell of text is; raise ValueError."""
    if not NUMBER.fullmatch(text):
        raise ValueError
    return float(text)


@lru_cache(maxsize=100_000, typed=True)
def _whole(value: Any) -> int:
    """Return the number of parcels that a cell is; raise ValueError or TypeError."""
    if isinstance(value, bool | date | time | timedelta):
        raise ValueError
    number = _number(value) if isinstance(value, str) else float(value)
    if not (0 <= number <= MAX_PARCELS and number.is_integer()):
        raise ValueError
    return int(number)


def _plain(stamp: datetime) -> datetime:
    """Return a date and time without its zone; raise ValueError if the year is one no list of vehicles has."""
    if not 1970 <= stamp.year <= 2200:
        raise ValueError
    return stamp.replace(tzinfo=None)
