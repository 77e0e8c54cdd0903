"""An operator's own list of vehicles and what they bring, as arrays.

Columns: arrival (needed), date, vehicle, destination, class, parcels, as in headings.py, in English or Chinese. Rows of one vehicle are one load,
unless it comes again on another date; a row without a vehicle is a vehicle of its own. Arrival: "HH:MM", a date and time, or seconds after the start
of the scenario. Who sent what, and when it was planned, are passed over here (`hubsim fit` takes them).
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .cells import AGAIN, HOW, MAX_PARCELS, SERIAL, day_of, text_of, time_of, whole_of
from .headings import Columns
from .problems import Place, Problem, ScenarioError, did_you_mean, error, short
from .tables import rows

if TYPE_CHECKING:
    import numpy as np

FIELDS = ("vehicle", "date", "arrival", "destination", "class", "parcels")
MAX_PROBLEMS = 50


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
        self.vehicles: dict[str, int] = {}
        """of each name, its latest load"""
        self.arrivals: list[float | datetime] = []
        self.lots = array("q")
        """of each lot, in the order of the file: its vehicle, destination, class, parcels, and so on"""
        self.first_rows: list[int] = []
        self.shown_names: list[str] = []
        self.total = 0

    def read(self, scale: float) -> Manifest:
        headings: Columns | None = None
        pick: Any = None
        for number, cells in rows(self.path, self.shown):
            if not any(cells) and all(cell in ("", None) for cell in cells):
                continue
            if headings is None:
                headings = Columns(cells, self.shown, number)
                if headings.problems:
                    raise ScenarioError(headings.problems)
                self.columns = headings.of
                pick = itemgetter(*(self.columns.get(field, -1) for field in FIELDS))
            elif isinstance(row := headings.below(number, cells), Problem):
                self.problems.append(row)
            else:
                self._row(number, *pick(row))
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

    def _row(self, number: int, vehicle: Any, day: Any, when: Any, destination: Any, kind: Any, parcels: Any) -> None:
        lot = (self._name(number, "destination", destination), self._name(number, "class", kind), self._parcels(number, parcels))
        name = text_of(vehicle) if vehicle not in (None, "") else f"row {number}"
        place = self.vehicles.get(name)
        if place is not None and when in (None, ""):
            self.lots.extend((place, *lot))
            return
        arrival = self._arrival(number, when, day)
        if arrival is None:
            return
        if place is not None and not self._comes_again(arrival, self.arrivals[place]):
            if arrival != self.arrivals[place]:
                words = f"vehicle {short(name)} arrives at another time than in row {self.first_rows[place]}"
                self._refuse(number, "arrival", words, "one vehicle is one load: give another name")
            self.lots.extend((place, *lot))
            return
        self.vehicles[name] = len(self.arrivals)
        self.arrivals.append(arrival)
        self.lots.extend((len(self.first_rows), *lot))
        self.first_rows.append(number)
        self.shown_names.append(name)

    @staticmethod
    def _comes_again(arrival: float | datetime, before: float | datetime) -> bool:
        return isinstance(arrival, datetime) and isinstance(before, datetime) and abs(arrival - before) >= AGAIN

    def _name(self, row: int, field: str, value: Any) -> int:
        if value in (None, ""):
            return -1
        name = text_of(value)
        if name not in self.names[field]:
            self._refuse(row, field, f"unknown {field} {short(name)}", did_you_mean(name, self.names[field]))
            return -1
        return self.names[field][name]

    def _parcels(self, row: int, value: Any) -> int:
        if value in (None, ""):
            return 1
        try:
            number = whole_of(value)
        except (TypeError, ValueError, OverflowError):
            self._refuse(row, "parcels", f"{short(text_of(value))} is not a number of parcels", "give a whole number, 0 or more")
            return 0
        self.total += number
        if self.total > MAX_PARCELS:
            self._refuse(row, "parcels", f"more than {MAX_PARCELS} parcels in all")
        return number

    def _arrival(self, row: int, value: Any, day: Any) -> float | datetime | None:
        """Return seconds after the start, or a date and time; None (and a problem) if the cell is neither."""
        try:
            moment = time_of(value)
        except ValueError:
            what = "nothing" if value in (None, "") else short(text_of(value))
            self._refuse(row, "arrival", f"{what} is not a time", HOW)
            return None
        if isinstance(moment, timedelta) and day not in (None, ""):
            try:
                return day_of(day) + moment
            except ValueError:
                self._refuse(row, "date", f"{short(text_of(day))} is not a date", "write YYYY-MM-DD")
                return None
        return (moment.total_seconds() - self.start) % 86_400 if isinstance(moment, timedelta) else moment

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
        vehicle, destination, kind, parcels = np.array(self.lots, dtype=np.int64).reshape(-1, 4).T
        offsets = np.concatenate([[0], np.cumsum(np.bincount(vehicle)[order])]).astype(np.int64)
        turn = np.empty_like(order)
        turn[order] = np.arange(len(order))
        by_turn = np.argsort(turn[vehicle], kind="stable")
        parcels = parcels[by_turn]
        if scale != 1.0:
            parcels = np.diff(np.floor(np.concatenate([[0], np.cumsum(parcels)]) * scale + 0.5)).astype(np.int64)
        of_lot = (destination[by_turn].astype(np.int32), kind[by_turn].astype(np.int32), parcels)
        return Manifest(arrival[order], offsets, *of_lot, tuple(self.shown_names[place] for place in order))
