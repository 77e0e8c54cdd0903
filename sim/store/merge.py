"""Two stores made one: what was run on another machine."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .faults import StoreError
from .ledger import Ledger
from .record import Point, Record

BATCH = 500
"""runs that are taken over in one transaction"""
APART = "leave one of the two out. Nothing was changed"


def merge(mine: Ledger, other: Ledger, put: Callable[[list[Record]], None]) -> int:
    """Take all of `other` into `mine`, runs by `put`; return how many of these were new. Errors as of `Store.merge`."""
    check_whole(other)
    check([mine, other])
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


def check(ledgers: Sequence[Ledger]) -> None:
    """Raise StoreError for whatever keeps these from being one store; nothing is written."""
    first = ledgers[0]
    digests = dict[str, tuple[str, Path]]()
    studies = dict[str, tuple[Any, Path]]()
    points = dict[tuple[str, int], Point]()
    for ledger in ledgers:
        versions = ledger.model_version(), first.model_version()
        if versions[0] != versions[1]:
            raise StoreError(f"{ledger.place} is of model version {versions[0]}, {first.place} of {versions[1]}: {APART}")
        for identity, digest in ledger.digests(None):
            kept, where = digests.setdefault(identity, (digest, ledger.place))
            if kept != digest:
                two = f"run {identity} has digest {kept} in {where} and {digest} in {ledger.place}"
                raise StoreError(f"{two}; the same run must always end alike, so one of them is wrong: do it again to see which, and {APART}")
        for name, spec in ledger.studies().items():
            have, where = studies.setdefault(name, (spec, ledger.place))
            mine = {(name, point.number): point for point in ledger.points(name)}
            if have != spec or any(points.setdefault(key, point) != point for key, point in mine.items()):
                raise StoreError(f"{where} and {ledger.place} each have a study named {name!r}, and they differ: {APART}")


def check_whole(ledger: Ledger) -> None:
    """Raise StoreError if a run that is to be taken is damaged: half of a store is not to be taken for the whole."""
    for _ in ledger.records():
        pass
    if ledger.ask("select 1 from parts limit 1"):
        from .parts import check_parts  # pyarrow: only where there are tables

        check_parts(ledger)


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
