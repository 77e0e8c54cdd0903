"""Two stores made one: what was run on another machine."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .faults import Contradiction, StoreError
from .ledger import Ledger
from .record import Record

if TYPE_CHECKING:
    from .store import Store

BATCH = 500
"""runs that are taken over in one transaction"""


def merge(store: Store, other: Ledger) -> int:
    """Take all of `other` into a store; return how many runs were new. Errors as of `Store.merge`."""
    if other.model_version() != store.model_version:
        raise StoreError(f"{other.place} is of model version {other.model_version()}, {store.place} of {store.model_version}; they stay apart")
    mine = store.states()
    _check(store, other)
    for name, spec in other.studies().items():
        store.add_study(name, spec)
        store.add_points(name, other.points(name))
        store.add_members(name, other.members(name))
    records = other.records()
    while batch := list(itertools.islice(records, BATCH)):
        store.put_many(batch)
    if other.ask("select 1 from kept limit 1"):
        for record in _with_tables(other):
            store.put(record)
    return len(store.states().keys() - mine.keys())


def _check(store: Store, other: Ledger) -> None:
    """Raise what stands against it before anything is written."""
    mine = store.digests()
    for identity, digest in other.digests(None):
        if mine.get(identity, digest) != digest:
            raise Contradiction(identity, mine[identity], digest, str(store.place), str(other.place))
    studies = store.studies()
    for name, spec in other.studies().items():
        if studies.get(name, spec) != spec:
            raise StoreError(f"{other.place} and {store.place} each have a study named {name!r}, and they differ; nothing was changed")


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
