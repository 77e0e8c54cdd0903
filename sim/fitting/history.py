"""An operator's history of vehicles as arrays: the table a manifest replays, over one or several days, with any names in it."""

import re
from array import array
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from ..scenario.cells import AGAIN, HOW, MAX_PARCELS, day_of, text_of, time_of, whole_of
from ..scenario.document import why_no_file
from ..scenario.headings import HEADINGS, Columns
from ..scenario.problems import Place, Problem, ScenarioError, error, short
from ..scenario.tables import rows
from .days import DAY_S

MAX_PROBLEMS = 50
MAX_LATE_S = DAY_S
"""a vehicle further from its plan than a day has a wrong date"""
MAX_GAP_DAYS = 60
MAX_CLASSES, MAX_DESTINATIONS = 100, 10_000
SEVERAL = -2
MANY = 10
"""vehicles from which on the same time for all is a mistake"""
_NO_NAME = re.compile(r"[\s.\[\]{}]+")

Moment = timedelta | datetime | float


@dataclass(frozen=True)
class History:
    """Vehicles in the order of their arrival, and the lots in them."""

    shown: str
    """the file, as the user named it"""
    first_day: date | None
    """None if the table has no dates: then all is one day, or days without a weekday"""
    arrival: np.ndarray
    """float64 (n): after midnight of the first day [s]"""
    planned: np.ndarray
    """float64 (n): the same; nan where it is not known [s]"""
    load: np.ndarray
    """int64 (n) [parcels]"""
    sender: np.ndarray
    """int64 (n): place in `names["sender"]`, -1 unknown, SEVERAL if the vehicle has parcels of several"""
    lots: np.ndarray
    """int64 (4, n_lots): vehicle, place of its destination, of its class (-1 unknown), parcels"""
    names: dict[str, tuple[str, ...]]
    """of destinations, classes and senders, in the order in which they first appear"""
    rows: np.ndarray
    """int64 (n): row in which the vehicle first stands"""
    renamed: int
    """names in which a letter was replaced that no name may have"""


def read_history(path: str | Path, shown: str | None = None) -> History:
    """Return the history in a CSV, XLSX or Parquet file. Raise ScenarioError that names rows and columns."""
    shown = shown or str(path)
    if fault := why_no_file(Path(path)):
        raise ScenarioError([error(Place(shown, 1, 1), f"the history {fault}", "give a CSV, XLSX or Parquet file")])
    return _Reading(Path(path), shown).read()


@dataclass(slots=True)
class _Vehicle:
    """One visit."""

    row: int
    arrival: Moment
    planned: Moment | None
    sender: int


@dataclass
class _Reading:
    """One pass over a table, collecting vehicles, lots and problems."""

    path: Path
    shown: str
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    latest: dict[str, int] = field(default_factory=dict)
    """name of a vehicle -> its latest visit"""
    vehicles: list[_Vehicle] = field(default_factory=list)
    lots: array = field(default_factory=lambda: array("q"))  # type: ignore[type-arg]
    names: dict[str, dict[str, int]] = field(default_factory=lambda: {"destination": {}, "class": {}, "sender": {}})
    renamed: set[str] = field(default_factory=set)
    total: int = 0

    def read(self) -> History:
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
                pick = itemgetter(*(self.columns.get(each, -1) for each in HEADINGS))
            elif isinstance(row := headings.below(number, cells), Problem):
                self.problems.append(row)
            else:
                self._row(number, *pick(row))
            if len(self.problems) >= MAX_PROBLEMS:
                break
        if not self.problems and not self.vehicles:
            self._stop(1, "", "the history has no rows", "below the headings, give a row for each vehicle, or for each lot in it")
        if self.problems:
            raise ScenarioError(self.problems)
        return self._arrays()

    def _refuse(self, row: int, column: str, message: str, hint: str = "") -> None:
        words = f"row {row}, column {column}: {message}" if column else message
        self.problems.append(error(Place(self.shown, row, self.columns.get(column, 0) + 1), words, hint))

    def _stop(self, row: int, column: str, message: str, hint: str = "") -> None:
        self._refuse(row, column, message, hint)
        raise ScenarioError(self.problems)

    def _row(self, number: int, vehicle: Any, day: Any, when: Any, plan: Any, destination: Any, kind: Any, parcels: Any, sender: Any) -> None:
        lot = (self._name("destination", destination), self._name("class", kind), self._parcels(number, parcels))
        who = self._name("sender", sender)
        name = text_of(vehicle) if vehicle not in (None, "") else ""
        place = self.latest.get(name) if name else None
        if place is None or when not in (None, ""):
            arrival = self._moment(number, "arrival", when, day)
            if arrival is None:
                return
            planned = self._moment(number, "planned", plan, day) if plan not in (None, "") else None
            if place is None or self._comes_again(number, name, arrival, self.vehicles[place]):
                place = len(self.vehicles)
                self.latest[name] = place
                self.vehicles.append(_Vehicle(number, arrival, planned, who))
        if self.vehicles[place].sender != who:
            self.vehicles[place].sender = SEVERAL
        self.lots.extend((place, *lot))

    def _comes_again(self, row: int, name: str, arrival: Moment, before: _Vehicle) -> bool:
        if arrival == before.arrival:
            return False
        if isinstance(arrival, datetime) and isinstance(before.arrival, datetime) and abs(arrival - before.arrival) >= AGAIN:
            return True
        words = f"vehicle {short(name)} arrives at another time than in row {before.row}"
        self._refuse(row, "arrival", words, "one vehicle is one load: give another name, or the date if it is another day")
        return False

    def _name(self, column: str, value: Any) -> int:
        if value in (None, ""):
            return -1
        text = text_of(value)
        name = _NO_NAME.sub("_", text)[:64]
        if name != text:
            self.renamed.add(text)
        known = self.names[column]
        return known.setdefault(name, len(known))

    def _parcels(self, row: int, value: Any) -> int:
        if value in (None, ""):
            return 0 if "parcels" in self.columns else 1
        try:
            number = whole_of(value)
        except (TypeError, ValueError, OverflowError):
            self._refuse(row, "parcels", f"{short(text_of(value))} is not a number of parcels", "give a whole number, 0 or more")
            return 0
        self.total += number
        if self.total > MAX_PARCELS:
            self._stop(row, "parcels", f"more than {MAX_PARCELS} parcels in all")
        return number

    def _moment(self, row: int, column: str, value: Any, day: Any) -> Moment | None:
        try:
            moment = time_of(value)
        except ValueError:
            what = "nothing" if value in (None, "") else short(text_of(value))
            self._refuse(row, column, f"{what} is not a time", HOW)
            return None
        if isinstance(moment, timedelta) and day not in (None, ""):
            try:
                return day_of(day) + moment
            except ValueError:
                self._refuse(row, "date", f"{short(text_of(day))} is not a date", "write YYYY-MM-DD")
                return None
        return moment

    def _arrays(self) -> History:
        first_day = self._first_day()
        midnight = datetime(first_day.year, first_day.month, first_day.day) if first_day is not None else None
        arrival = np.array([_seconds(each.arrival, midnight) for each in self.vehicles])
        planned = np.array([np.nan if each.planned is None else _seconds(each.planned, midnight) for each in self.vehicles])
        if isinstance(self.vehicles[0].arrival, timedelta):
            self._one_day(arrival)
            # the plan of one night may lie on the other side of midnight
            planned = arrival - ((arrival - planned + DAY_S / 2) % DAY_S - DAY_S / 2)
        self._check_plans(arrival, planned)
        self._check_times(arrival)
        self._check_counts()
        order = np.argsort(arrival, kind="stable")
        turn = np.empty_like(order)
        turn[order] = np.arange(len(order))
        lots = np.array(self.lots, dtype=np.int64).reshape(-1, 4).T.copy()
        lots[0] = turn[lots[0]]
        load = np.bincount(lots[0], lots[3], len(order)).astype(np.int64)
        sender = np.array([each.sender for each in self.vehicles], dtype=np.int64)[order]
        first_rows = np.array([each.row for each in self.vehicles], dtype=np.int64)[order]
        names = {column: tuple(known) for column, known in self.names.items()}
        return History(self.shown, first_day, arrival[order], planned[order], load, sender, lots, names, first_rows, len(self.renamed))

    def _first_day(self) -> date | None:
        """Return the first date; refuse a table in which some times have a date, or are seconds, and others not."""
        kind = type(self.vehicles[0].arrival)
        for each in self.vehicles:
            if type(each.arrival) is not kind or (each.planned is not None and type(each.planned) is not kind):
                column = "arrival" if type(each.arrival) is not kind else "planned"
                words = {datetime: "a date and time", timedelta: "a time without a date", float: "a number"}
                moment = each.arrival if column == "arrival" else each.planned
                self._stop(each.row, column, f"{words[type(moment)]}, but row {self.vehicles[0].row} has {words[kind]} as arrival", "write all alike")
        return min(each.arrival for each in self.vehicles).date() if kind is datetime else None  # type: ignore[union-attr, type-var]

    def _one_day(self, arrival: np.ndarray) -> None:
        """Refuse times without a date that go back twice: they are of several days, and nobody knows which."""
        back = np.flatnonzero(np.diff(arrival) < 0)
        if len(back) > 1:
            row = self.vehicles[int(back[1]) + 1].row
            hint = "if they are of several days, write the date too; if of one, sort the rows by time"
            self._stop(row, "arrival", "the times go back for the second time, and have no date", hint)

    def _check_plans(self, arrival: np.ndarray, planned: np.ndarray) -> None:
        for place in np.flatnonzero(np.abs(arrival - planned) > MAX_LATE_S)[:MAX_PROBLEMS]:
            hours = (arrival[place] - planned[place]) / 3600
            words = f"{abs(hours):.1f} h {'after' if hours > 0 else 'before'} it was planned"
            self._refuse(self.vehicles[place].row, "arrival", words, "look at the dates")
        if self.problems:
            raise ScenarioError(self.problems)

    def _check_times(self, arrival: np.ndarray) -> None:
        if len(arrival) >= MANY and len(np.unique(arrival % DAY_S)) == 1:
            clock = f"{int(arrival[0] % DAY_S) // 3600:02d}:{int(arrival[0] % 3600) // 60:02d}"
            self._stop(
                self.vehicles[0].row, "arrival", f"all {len(arrival):,} vehicles arrive at {clock}", "does the column hold dates only? give the time too"
            )
        order = np.argsort(arrival, kind="stable")
        gaps = np.diff(arrival[order]) / DAY_S
        if len(gaps) and gaps.max() > MAX_GAP_DAYS:
            row = self.vehicles[int(order[int(gaps.argmax()) + 1])].row
            self._stop(row, "arrival", f"no vehicle in the {gaps.max():.0f} days before", "is the date right? if it is, fit both parts on their own")

    def _check_counts(self) -> None:
        if "parcels" not in self.columns and len(self.lots) // 4 == len(self.vehicles):
            self._stop(1, "", "the column 'parcels' is missing, and no vehicle has more than one row", "how many parcels did each bring? add parcels, or 件数")
        if self.total == 0 and "parcels" in self.columns:
            self._stop(self.vehicles[0].row, "parcels", "no vehicle brings a parcel", "give the number of parcels in each")
        for column, most in (("class", MAX_CLASSES), ("destination", MAX_DESTINATIONS)):
            if len(self.names[column]) > most:
                self._stop(1, column, f"{len(self.names[column]):,} different names, more than {most:,}", "is it the right column?")


def _seconds(moment: Moment, midnight: datetime | None) -> float:
    if isinstance(moment, datetime):
        return (moment - midnight).total_seconds() if midnight is not None else 0.0
    return moment.total_seconds() if isinstance(moment, timedelta) else moment
