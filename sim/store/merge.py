"""Two stores made one: what was run on another machine."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from .faults import Contradiction, StoreError
from .ledger import Ledger
from .record import Record

BATCH = 500
"""runs that are taken over in one transaction"""


def merge(mine: Ledger, other: Ledger, put: Callable[[list[Record]], None]) -> int:
    """Take all of `other` into `mine`, runs by `put`; return how many of these were new. Errors as of `Store.merge`."""
    _check(mine, other)
    before = mine.states().keys()
    for name, spec in other.studies().items():
        mine.add_study(name, spec)
        mine.add_points(name, other.points(name))
        mine.add_members(name, other.members(name))
    records = other.records()
    while batch := list(itertools.islice(records, BATCH)):
        put(batch)
    if other.ask("select 1 from kept limit 1"):
        for record in _with_tables(other):
            put([record])
    return len(mine.states().keys() - before)


def _check(mine: Ledger, other: Ledger) -> None:
    """Raise what stands against it before anything is written."""
    versions = other.model_version(), mine.model_version()
    if versions[0] != versions[1]:
        raise StoreError(f"{other.place} is of model version {versions[0]}, {mine.place} of {versions[1]}; they stay apart")
    digests = dict(mine.digests(None))
    for identity, digest in other.digests(None):
        if digests.get(identity, digest) != digest:
            raise Contradiction(identity, digests[identity], digest, str(mine.place), str(other.place))
    studies = mine.studies()
    for name, spec in other.studies().items():
        points = {point.number: point for point in mine.points(name)}
        if studies.get(name, spec) != spec or any(points.get(point.number, point) != point for point in other.points(name)):
            raise StoreError(f"{other.place} and {mine.place} each have a study named {name!r}, and they differ; nothing was changed")


def _with_tables(other: Ledger) -> Iterator[Record]:
    """The runs of which `other` keeps tables, with these, a table at a time."""
    from .parts import pack, tables  # pyarrow: only where there are tables

    for (name,) in other.ask("select distinct name from kept"):
        for table in tables(other, name):
            for identity in table["identity"].unique().to_pylist():
                record = other.get(identity)
                assert record is not None
                yield replace(record, tables={name: pack(_of_run(table, identity))})


def _of_run(table: Any, identity: str) -> dict[str, Any]:
    """The columns of one run in a table of many."""
    import pyarrow.compute as pc

    own = table.filter(pc.equal(table["identity"], identity)).drop_columns(["identity"])
    return {column: own[column] for column in own.column_names}
