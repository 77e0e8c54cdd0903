"""What a store holds as DataFrames, and SQL over them.

Views: `runs`, one row a run and point of a study it belongs to, with the point's parameters and the run's figures as columns; `points`; `uses`, one row
a run and family of elements; and `elements`, `departures`, `classes`, one row each of a run, where they are kept.
"""

import json
import re
from typing import Any

import duckdb
import pandas as pd

from .faults import StoreError
from .ledger import Ledger
from .parts import joined
from .record import figures_from_text

TABLES = ("elements", "departures", "classes")
VIEWS = ("runs", "points", "uses", *TABLES)
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
    """Return the answer of DuckDB to a question about VIEWS. Raises StoreError if it is none."""
    with duckdb.connect(":memory:") as connection:
        for name in VIEWS:
            if re.search(rf"\b{name}\b", sql, re.IGNORECASE):
                connection.register(name, joined(ledger, name) if name in TABLES else plain(frame(ledger, name)))
        try:
            answer = connection.sql(sql)
            if answer is not None:
                return answer.df()
        except duckdb.Error as error:
            raise StoreError(f"DuckDB says: {error}; the views are {', '.join(VIEWS)}") from error
    raise StoreError(f"this asks nothing; write as: select count(*) from runs; the views are {', '.join(VIEWS)}")


def _runs(ledger: Ledger) -> pd.DataFrame:
    question = (
        "select r.identity, coalesce(m.study, ''), m.point, r.seed, r.replication, r.engine, r.state, r.digest, r.wall_s, r.reason, r.replay, r.attempts,"
        " r.finished, r.hub, r.figures, p.parameters"
        " from runs r left join members m on m.identity = r.identity left join points p on p.study = m.study and p.number = m.point"
        " order by m.study, m.point, r.hub, r.seed, r.replication, r.engine"
    )
    rows = ledger.ask(question)
    more = [{**({} if row[-1] is None else json.loads(row[-1])), **figures_from_text(row[-2])} for row in rows]
    found = _with_columns([row[:-2] for row in rows], RUNS, more)
    found["finished"] = pd.to_datetime(found["finished"], unit="s")
    return found.astype({"point": "Int64"})


def _uses(ledger: Ledger) -> pd.DataFrame:
    rows = [(identity, json.loads(text)) for identity, text in ledger.ask("select identity, uses from runs where state = 'done' order by identity")]
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
