"""What a cell of an operator's table says: a text, a number of parcels, a time."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

MAX_PARCELS = 1_000_000_000
AGAIN = timedelta(hours=1)
"""a vehicle does not come again within this time: its other time is a slip of the pen"""
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.0*)?)?")
DAY = re.compile(r"([0-9]{4})(?P<sep>[-/.])([0-9]{1,2})(?P=sep)([0-9]{1,2})|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
STAMP = re.compile(rf"({DAY.pattern})(?:T|\s+|(?<=日))({CLOCK.pattern})")
NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
"""what Python takes besides, as 1_000, is no number to other programs"""
SERIAL = (36_526, 73_051)
"""days since 1900 of the years 2000 to 2099: how a spreadsheet keeps a date; as seconds, 10 to 20 hours after the start"""
HOW = 'write "HH:MM", "YYYY-MM-DD HH:MM", or seconds after the start'


def text_of(value: Any) -> str:
    """Return a cell as text; a whole number that a spreadsheet made 510.0 is "510"."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def time_of(value: Any) -> timedelta | datetime | float:
    """Return a time of day (as the time since midnight), a date and time, or a number of seconds; raise ValueError if the cell is none of them."""
    cell = _written(value) if isinstance(value, str) else value
    if isinstance(cell, datetime):
        if not 1970 <= cell.year <= 2200:
            raise ValueError
        return cell.replace(tzinfo=None)
    if isinstance(cell, timedelta):
        return cell
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell <= 1e9:
        return float(cell)
    raise ValueError


def day_of(value: Any) -> datetime:
    """Return midnight of the date that a cell is; raise ValueError if it is none."""
    if isinstance(value, datetime | date) and 1970 <= value.year <= 2200:
        return datetime(value.year, value.month, value.day)
    if isinstance(value, str) and (found := DAY.fullmatch(value.strip())):
        return _day(found.group(1, 3, 4) if found[1] else found.group(5, 6, 7))
    raise ValueError


@lru_cache(maxsize=100_000, typed=True)
def whole_of(value: Any) -> int:
    """Return the number of parcels that a cell is; raise ValueError, TypeError or OverflowError."""
    if isinstance(value, bool | date | time | timedelta):
        raise ValueError
    number = _number(value) if isinstance(value, str) else float(value)
    if not (0 <= number <= MAX_PARCELS and number.is_integer()):
        raise ValueError
    return int(number)


@lru_cache(maxsize=100_000)
def _written(text: str) -> timedelta | datetime | float:
    """Return a time of day, a date and time, or seconds; raise ValueError. Lots of one vehicle repeat its time, hence the cache."""
    if found := CLOCK.fullmatch(text):
        return _clock(*found.groups(default="0"))
    if found := STAMP.fullmatch(text):
        day = found.group(2, 4, 5) if found[2] else found.group(6, 7, 8)
        return _day(day) + _clock(*(part or "0" for part in found.groups()[-3:]))
    return _number(text)


def _clock(hour: str, minute: str, second: str) -> timedelta:
    clock = time(int(hour), int(minute), int(second))
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _day(parts: tuple[str | Any, ...]) -> datetime:
    year, month, day = (int(part) for part in parts)
    if not 1970 <= year <= 2200:
        raise ValueError
    return datetime(year, month, day)


def _number(text: str) -> float:
    """Return the number that a cell of text is; raise ValueError."""
    if not NUMBER.fullmatch(text):
        raise ValueError
    return float(text)
