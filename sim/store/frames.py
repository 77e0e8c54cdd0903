"""What a store holds as DataFrames, and SQL over them, which can read these and nothing else.

Views: `runs`, one row a run and point of a study it belongs to, with the point's parameters and the run's figures as columns; `points`; `uses`, one row
a run and family of elements; and `elements`, `departures`, `classes`, one row each of a run, where they are kept.
"""

import itertools
import json
import re
from typing import Any

import duckdb
import pandas as pd

from .faults import StoreError, damaged
from .ledger import Ledger
from .parts import joined

TABLES = ("elements", "departures", "classes")
VIEWS = ("runs", "points", "uses", *TABLES)
QUESTIONS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.MULTI)
"""what only reads; a pivot is several statements to DuckDB"""
EXAMPLE = f"write as: select count(*) from runs; the views are {', '.join(VIEWS)}"
BYTES = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40, "PiB": 2**50}
CHUNK = 50
"""of DuckDB's vectors, 2048 rows each, that are taken at once"""
CELL = 200
"""what a cell takes besides, where it is printed or written as text [bytes]"""
RUNS = "identity study point seed replication engine state digest wall_s reason replay attempts finished hub".split()


def frame(ledger: Ledger, name: str) -> pd.DataFrame:
    """Return one of VIEWS. Raises StoreError if there is none of that name, or if a file of it is torn."""
    if name == "runs":
        return _runs(ledger)
    if name == "points":
        rows = [(study, point.number, point.hub, point.parameters) for study in ledger.studies() for point in ledger.points(study)]
        return _with_columns([row[:3] for row in rows], ["study", "point", "hub"], [row[3] for row in rows])
    if name == "uses":
        return _uses(ledger)
    if name in TABLES:
        return joined(ledger, name).to_pandas()
    raise StoreError(f"a store has no {name!r}; it has {', '.join(VIEWS)}")


def query(ledger: Ledger, sql: str) -> pd.DataFrame:
    """Return the answer of DuckDB to one question about VIEWS. Raises StoreError if it is none, MemoryError if it or its answer is too large."""
    with duckdb.connect(":memory:") as connection:
        try:
            asked = connection.extract_statements(sql)
            if not asked:
                raise StoreError(f"this asks nothing; {EXAMPLE}")
            if len(asked) > 1:
                raise StoreError(f"these are {len(asked)} questions; ask them one by one")
            if asked[0].type not in QUESTIONS:
                raise StoreError(f"a question only reads, and {asked[0].type.name.lower().replace('_', ' ')} is none; {EXAMPLE}")
            for name in VIEWS:
                if re.search(rf"\b{name}\b", sql, re.IGNORECASE):
                    connection.register(name, joined(ledger, name) if name in TABLES else plain(frame(ledger, name)))
            memory_bytes = _locked(connection)
            return _fetched(connection.execute(sql), memory_bytes // 2)
        except duckdb.OutOfMemoryException as error:
            raise MemoryError("the question needs more than half of it; ask for less at once, as with: where, limit") from error
        except duckdb.PermissionException as error:
            raise StoreError("a question only reads what the store holds: no files, no other databases, no extensions") from error
        except duckdb.Error as error:
            said = " ".join(str(error).split("\n\n")[0].split())  # the rest repeats the question
            raise StoreError(f"DuckDB says: {said}; the views are {', '.join(VIEWS)}") from error


def _locked(connection: duckdb.DuckDBPyConnection) -> int:
    """Take from a question all but what is registered, and what would undo this; return the memory it may take [bytes]."""
    (most,) = connection.execute("select current_setting('memory_limit')").fetchall()[0]  # four fifths of the machine, or of what the container has
    number, unit = str(most).split()
    memory_bytes = int(float(number) * BYTES[unit]) // 2
    for setting in (
        f"memory_limit = '{memory_bytes} bytes'",
        "temp_directory = ''",
        "python_enable_replacements = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"set {setting}")
    return memory_bytes


def _fetched(answer: duckdb.DuckDBPyConnection, most_bytes: int) -> pd.DataFrame:
    """The whole answer, taken bit by bit: DuckDB bounds its own memory, not that of what it hands over. Columns of one name are numbered."""
    pieces: list[pd.DataFrame] = []
    taken_bytes = rows = 0
    while not pieces or len(pieces[-1]):
        piece = answer.fetch_df_chunk(CHUNK)
        pieces.append(piece)
        rows += len(piece)
        taken_bytes += int(piece.memory_usage(deep=True).sum()) + piece.size * CELL
        if taken_bytes > most_bytes:
            raise MemoryError(f"the answer has more than {rows:,} rows; ask for fewer, as with: limit 1000")
    found = pd.concat(pieces[:-1], ignore_index=True) if len(pieces) > 1 else pieces[0]
    names: list[str] = []
    for name in map(str, found.columns):
        names.append(next(free for n in itertools.count() if (free := name if n == 0 else f"{name}_{n}") not in names))
    found.columns = pd.Index(names)
    return found


def _runs(ledger: Ledger) -> pd.DataFrame:
    question = (
        "select r.identity, coalesce(m.study, ''), m.point, r.seed, r.replication, r.engine, r.state, r.digest, r.wall_s, r.reason, r.replay, r.attempts,"
        " r.finished, r.hub, r.figures, p.parameters"
        " from runs r left join members m on m.identity = r.identity left join points p on p.study = m.study and p.number = m.point"
        " order by m.study, m.point, r.hub, r.seed, r.replication, r.engine"
    )
    rows = ledger.ask(question)
    more = [{**ledger.parsed(row[-1] or "{}", dict, f"point {row[2]}"), **ledger.figures(row[-2], row[0], row[6])} for row in rows]
    found = _with_columns([row[:-2] for row in rows], RUNS, more)
    try:
        found["finished"] = pd.to_datetime(found["finished"], unit="s")
        return found.astype({"point": "Int64"})
    except (ValueError, TypeError) as error:
        raise damaged(ledger.place, str(error)) from error


def _uses(ledger: Ledger) -> pd.DataFrame:
    rows = [(identity, ledger.uses(text, identity)) for identity, text in ledger.ask("select identity, uses from runs where state = 'done' order by identity")]
    return _with_columns([(identity,) for identity, uses in rows for _ in uses], ["identity"], [use for _, uses in rows for use in uses])


def _with_columns(rows: list[Any], names: list[str], more: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows of plain columns, and further columns by name; one named as a plain column gets a mark."""
    columns: dict[str, list[Any]] = (
        {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)} if rows else {n: [] for n in names}
    )
    for name in dict.fromkeys(name for each in more for name in each):
        columns[f"{name} (given)" if name in names else name] = [each.get(name) for each in more]
    return pd.DataFrame(columns)


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with columns that hold values of several kinds, or lists, as JSON text: tables of other programs take one kind."""
    for name in [name for name in frame.columns if pd.api.types.is_object_dtype(frame[name])]:
        kinds = {type(value) for value in frame[name] if value is not None and value == value}
        if len(kinds - {str}) and (len(kinds) > 1 or kinds & {list, dict}) and kinds != {int, float}:
            frame[name] = [value if value is None or isinstance(value, str) else json.dumps(value) for value in frame[name]]
    return frame
