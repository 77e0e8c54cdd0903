"""Tables as a workbook of Excel, one sheet a table: units in the header, text stays text, the same tables give the same bytes."""

import datetime
import io
import re
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from .folder import Refused
from .printable import printable
from .summary import width

SHEET_ROWS = 1_048_576
"""rows of a sheet of Excel, header included"""
SHEET_COLUMNS = 16_384
CELL = 32_767
"""letters a cell takes, counted in UTF-16"""
NAME = 31
"""letters the name of a sheet takes"""
EXACT = 2**53
"""integers beyond it are not exact in Excel"""
LARGEST = 9.99999999999999e307
"""numbers beyond it Excel does not read"""
WIDEST = 48
"""of a column, in letters"""
LOOKED_AT = 200
"""rows by which the width of a column is chosen"""
MADE = datetime.datetime(2000, 1, 1)
"""when the document says it was made: never the clock, or the same tables would give other bytes"""

_NO_SHEET = re.compile("[\\[\\]:*?/\\\\\ufffe\uffff]")


class Values(Protocol):
    """The cells of a column: a list, an array, or what makes them one by one."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...


Sheet = Mapping[str, tuple[str, Values]]
"""column -> (unit, values); the unit is empty if there is none"""


def in_columns(heads: Mapping[str, str], rows: Iterable[Iterable[Any]]) -> Sheet:
    """Rows as a sheet; `heads` are its columns with their units."""
    lines = [list(row) for row in rows]
    return {name: (unit, [line[column] for line in lines]) for column, (name, unit) in enumerate(heads.items())}


class TooLarge(Refused):
    """A table has more rows or columns than a sheet takes; the text says what to do."""


def write_workbook(path: Path, sheets: Mapping[str, Sheet]) -> None:
    """Write tables by name as sheets of the workbook `path`, which is replaced; use it inside `folder.whole_file` or `whole_folder`.

    Headers are `name [unit]`, bold, frozen and with a filter. Numbers and truth values are such, nan and None empty cells; text is never a formula, link
    or number, and is cut at CELL letters; integers beyond EXACT are text. Names of sheets are made what Excel takes, and different from each other. The
    columns of a sheet must be of one length. Raises TooLarge before anything is written, OSError if the disk is full.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    for name, columns in sheets.items():
        check_size(name, max((len(values) for _, values in columns.values()), default=0), len(columns))
    whole = io.BytesIO()  # packed, so small; a file that cannot grow would make the library's own clearing up complain on standard error
    with tempfile.TemporaryDirectory(prefix="hubsim-", ignore_cleanup_errors=True) as scratch:
        # rows go to disk one by one, so memory stays flat for a million of them
        book = xlsxwriter.Workbook(whole, {"constant_memory": True, "tmpdir": scratch})
        book.set_properties({"created": MADE})
        bold, usual = book.add_format({"bold": True}), book.add_format()
        for name, columns in zip(sheet_names(sheets), sheets.values(), strict=True):
            _fill(book.add_worksheet(name), columns, bold, usual)
        try:
            book.close()
        except FileCreateError as error:
            said = error.args[0]  # what the system said, which the library hides
            traceback.clear_frames(said.__traceback__)  # in them is an open archive that would complain later
            raise said from None
    path.write_bytes(whole.getbuffer())


def check_size(name: str, rows: int, columns: int) -> None:
    """Raise TooLarge if a table of so many rows, header not counted, and columns is more than a sheet takes."""
    if rows >= SHEET_ROWS or columns > SHEET_COLUMNS:
        raise TooLarge(
            f"{printable(name)}: {rows:,} rows and {columns:,} columns are too many for a sheet of Excel, which takes {SHEET_ROWS:,} rows with the header and"
            f" {SHEET_COLUMNS:,} columns; write fewer, or to .csv or .parquet"
        )


def sheet_names(names: Iterable[str]) -> list[str]:
    """Names as near to these as Excel takes, in their order: at most NAME letters, none of []:*?/\\, no two alike but for capitals."""
    taken, found = {"history"}, []  # Excel keeps that one for itself
    for name in names:
        base = _clip(_NO_SHEET.sub("_", " ".join(printable(name).split())), NAME).strip("' ") or "table"
        free, n = base, 1
        while free.casefold() in taken:
            n += 1
            mark = f" ({n})"
            free = _clip(base, NAME - len(mark)) + mark
        taken.add(free.casefold())
        found.append(free)
    return found


def _fill(sheet: Any, columns: Sheet, bold: Any, usual: Any) -> None:
    """Write one table; `usual` is the format of cells that have none."""
    heads = [f"{name} [{unit}]" if unit else name for name, (unit, _) in columns.items()]
    values = [column.tolist() if isinstance(column, np.ndarray) else column for _, column in columns.values()]
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        _write_text(sheet, 0, column, head, bold)
        looked_at = max((_width(value) for value in islice(values[column], LOOKED_AT)), default=0)
        sheet.set_column(column, column, min(WIDEST, max(width(head) + 4, looked_at + 1)))  # the sign of the filter takes some letters
    if heads:
        sheet.autofilter(0, 0, max((len(column) for column in values), default=0), len(heads) - 1)
    for row, line in enumerate(zip(*values, strict=True), start=1):
        for column, value in enumerate(line):
            _write(sheet, row, column, value, usual)


def _write(sheet: Any, row: int, column: int, value: Any, usual: Any) -> None:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif (isinstance(value, int) and abs(value) <= EXACT) or (isinstance(value, float) and abs(value) <= LARGEST):
        sheet.write_number(row, column, value)
    elif value is not None and value == value:
        _write_text(sheet, row, column, str(value), usual)


def _write_text(sheet: Any, row: int, column: int, words: str, form: Any) -> None:
    words = _clip(printable(words), CELL)
    if words.startswith("<r>") and words.endswith("</r>"):
        sheet.write_rich_string(row, column, form, words[0], form, words[1:])  # written as text, it would be taken for markup and break the file
    else:
        sheet.write_string(row, column, words, form)


def _width(value: Any) -> int:
    """Letters that a value takes in a cell; of a number no more than are worth reading."""
    if value is None or value != value:
        return 0
    return min(len(str(value)), 12) if isinstance(value, int | float) else width(str(value)[: 2 * WIDEST])


def _clip(words: str, most: int) -> str:
    """The begin of a text, at most so many letters of UTF-16, of which an emoji takes two; none is cut in two."""
    if 2 * len(words) <= most:
        return words
    return words.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
