"""Rows of an operator's table, whatever the file: CSV, XLSX or Parquet, each with limits against hostile files."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .problems import Place, Problem, ScenarioError, error

MAX_ROWS = 5_000_000
MAX_UNPACKED = 500_000_000
MAX_CELLS = 20_000_000
"""cells of the rectangle a sheet spans, empty ones too: they are all made when it is read"""
CHUNK = 65_536


class TableFault(Exception):
    """A table that cannot be read; says why in plain words, and in which row."""

    def __init__(self, message: str, hint: str = "", row: int = 1):
        super().__init__(message)
        self.message, self.hint, self.row = message, hint, row


def rows(path: Path, shown: str) -> Iterator[tuple[int, list[Any]]]:
    """Yield (row number from 1, cells) of a table, the header first. Raise ScenarioError if the file is damaged or too large."""
    readers = {".csv": _csv, ".txt": _csv, ".tsv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ScenarioError([_problem(shown, TableFault(f"a file ending in '{path.suffix}' is not a manifest", "give CSV, XLSX or Parquet"))])
    try:
        for number, cells in enumerate(reader(path), 1):
            if number > MAX_ROWS + 1:
                raise TableFault(*_too_many())
            yield number, cells
    except TableFault as fault:
        raise ScenarioError([_problem(shown, fault)]) from None
    except OSError as fault:
        raise ScenarioError([_problem(shown, TableFault(f"the file cannot be read: {fault.strerror or fault}"))]) from None


def _too_many() -> tuple[str, str]:
    """Return what is said of a table of too many rows, and what to do."""
    return f"more than {MAX_ROWS:,} rows", "split the file, or give several parcels to a row"


def _problem(shown: str, fault: TableFault) -> Problem:
    return error(Place(shown, fault.row, 1), fault.message, fault.hint)


def _csv(path: Path) -> Iterator[list[Any]]:
    if path.stat().st_size > MAX_UNPACKED:
        raise TableFault(f"the file is larger than {MAX_UNPACKED // 1_000_000} MB", "split it, or use Parquet")
    encoding = _encoding(path)
    with open(path, encoding=encoding, newline="") as file:
        head = file.readline(CHUNK)
        delimiter = max(",;\t", key=head.count)
        file.seek(0)
        number = 0
        try:
            for line in csv.reader(file, delimiter=delimiter, strict=True):
                number += 1
                yield line
        except csv.Error as fault:
            raise TableFault(f"this is not CSV: {fault}", "", number + 1) from None
        except UnicodeDecodeError:
            raise TableFault("the text is neither UTF-8 nor GB 18030", "save it as UTF-8", number + 1) from None


def _encoding(path: Path) -> str:
    """Return the first of UTF-8 and GB 18030 that the whole file obeys. Raise TableFault if none does, or for a NUL or too many lines."""
    for encoding in ("utf-8-sig", "gb18030"):
        lines = 0
        try:
            with open(path, encoding=encoding, newline="") as file:
                while text := file.read(1 << 20):
                    if (nul := text.find("\0")) >= 0:
                        raise TableFault("a NUL byte", "this is not a text file", lines + text.count("\n", 0, nul) + 1)
                    lines += text.count("\n")
                    if lines > MAX_ROWS + 1:
                        raise TableFault(*_too_many())
        except UnicodeDecodeError:
            continue
        return encoding
    raise TableFault("the text is neither UTF-8 nor GB 18030", "save it as UTF-8")


def _xlsx(path: Path) -> Iterator[list[Any]]:
    from python_calamine import CalamineWorkbook

    raw = _checked_zip(path)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheet = workbook.get_sheet_by_index(0)
        # calamine leaves out empty columns on the left (but not empty rows at the top); places must be those the user sees
        blank = [""] * (sheet.start[1] if sheet.start else 0)
        yield from (blank + list(row) for row in sheet.iter_rows())
    except (TableFault, GeneratorExit):
        raise
    except BaseException as fault:  # calamine panics (a BaseException) on some damaged files
        if isinstance(fault, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise TableFault("the workbook is damaged", "open it and save it again") from None


def _checked_zip(path: Path) -> bytes:
    """Return the bytes of a workbook whose parts, unpacked, stay within the limit. Raise TableFault."""
    if path.stat().st_size > MAX_UNPACKED // 5:
        raise TableFault(f"the workbook is larger than {MAX_UNPACKED // 5_000_000} MB", "use CSV or Parquet")
    raw = path.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            # the sizes in the directory may lie, so what is unpacked is counted
            left = MAX_UNPACKED
            for entry in archive.infolist():
                rows = columns = 0
                tail = b""
                with archive.open(entry) as part:
                    while block := part.read(1 << 20):
                        left -= len(block)
                        if left < 0:
                            raise TableFault(f"unpacked, the workbook is larger than {MAX_UNPACKED // 1_000_000} MB", "use CSV or Parquet")
                        # one cell far away makes the reader ask for more memory than there is, and that ends the program
                        for letters, number in CELL.findall(tail + block):
                            rows, columns = max(rows, _row(number)), max(columns, _column(letters))
                        tail = block[-TAIL:]
                if rows * columns > MAX_CELLS:
                    raise TableFault(f"the sheet spans {rows:,} rows and {columns:,} columns", "delete what stands far from the list, or use CSV")
    except TableFault:
        raise
    except Exception:
        raise TableFault("this is not an XLSX workbook, or it is cut short", "open it and save it again") from None
    return raw


CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]{0,200}?\br=["']([A-Za-z]+)([0-9]+)["']""")
TAIL = 300
"""bytes in which the place of a cell stands"""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""of any sheet: XFD1048576"""


def _row(digits: bytes) -> int:
    """Return the number of a row. Raise TableFault if no sheet has it."""
    if len(digits) > 7 or not 1 <= int(digits) <= LAST_ROW:
        raise TableFault(f"a cell lies in row {digits[:20].decode()}, which no sheet has", "open the workbook and save it again")
    return int(digits)


def _column(letters: bytes) -> int:
    """Return the number of a column from 1: A is 1, AA is 27. Raise TableFault if no sheet has it."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    if number > LAST_COLUMN:
        raise TableFault(f"a cell lies in column {letters[:20].decode()}, which no sheet has", "open the workbook and save it again")
    return number


def _parquet(path: Path) -> Iterator[list[Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            if file.metadata.num_rows > MAX_ROWS:
                raise TableFault(*_too_many())
            unpacked = sum(file.metadata.row_group(group).total_byte_size for group in range(file.metadata.num_row_groups))
            if unpacked > MAX_UNPACKED:
                raise TableFault(f"unpacked, the file is larger than {MAX_UNPACKED // 1_000_000} MB", "split it")
            yield list(file.schema_arrow.names)
            for batch in file.iter_batches(CHUNK):
                columns = [column.to_pylist() for column in batch.columns]
                yield from (list(row) for row in zip(*columns, strict=True))
    except OverflowError:
        raise TableFault("a date or time lies outside the years 1 to 9999", "write it again") from None
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError):
        raise TableFault("this is not a Parquet file, or it is cut short", "write it again") from None
