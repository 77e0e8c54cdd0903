"""Tables of runs: with a run they go into the ledger, and from there in batches to Parquet.

A file is written beside its place, made durable and renamed; then, in one transaction, the ledger learns of it and forgets its own copy. So a file that
the ledger does not know is what somebody left who was killed, and is removed; one that is not as long as the ledger says was torn from outside.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.results.folder import durable

from .faults import StoreError, damaged, plain_words
from .ledger import Ledger


def pack(columns: Mapping[str, Any]) -> bytes:
    """A table as bytes: columns by name, numpy arrays or lists of equal length."""
    table = pa.table({name: pa.array(column) for name, column in columns.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def tables(ledger: Ledger, name: str) -> Iterator[pa.Table]:
    """The tables of that name of all runs, in pieces of many runs each. Raises StoreError if a file is torn."""
    for number, size in ledger.ask("select number, size from parts where name = ? order by number", name):
        here = _within(ledger, number, name)
        file = place_of(ledger, number, name)
        if not _is_whole(file, size):
            raise _torn(file, here)
        try:
            table = pq.read_table(file)
        except (pa.ArrowException, OSError) as error:
            raise _torn(file, here) from error
        yield table.filter(pc.is_in(table["identity"], pa.array(here, pa.string())))
    pending = ledger.ask("select identity, packed from pending where name = ? order by identity", name)
    if pending:
        yield _joined(ledger, pending)


def joined(ledger: Ledger, name: str) -> pa.Table:
    """All of `tables` as one; a column that one of them does not have is empty there."""
    found = list(tables(ledger, name))
    return pa.concat_tables(found, promote_options="permissive") if found else pa.table({"identity": pa.array([], pa.string())})


def place_of(ledger: Ledger, number: int, name: str) -> Path:
    """Where a part is."""
    return ledger.place / "parts" / f"{number:06d}-{name}.parquet"


def torn_files(ledger: Ledger) -> list[tuple[int, str]]:
    """Number and name of the parts that are gone, not as long as they were written, or without the end that Parquet files have."""
    known = ledger.ask("select number, name, size from parts order by number, name")
    return [(number, name) for number, name, size in known if not _is_whole(place_of(ledger, number, name), size)]


def check_parts(ledger: Ledger) -> None:
    """Raise StoreError if a part is torn, as far as its length and its end tell."""
    for number, name in torn_files(ledger):
        raise _torn(place_of(ledger, number, name), _within(ledger, number, name))


def _within(ledger: Ledger, number: int, name: str) -> list[str]:
    """The runs whose tables are in a part."""
    return [identity for (identity,) in ledger.ask("select identity from kept where part = ? and name = ?", number, name)]


def forget_torn(ledger: Ledger) -> int:
    """Forget the tables of torn parts, so that they are made again when they are asked for; return of how many runs."""
    gone = set()
    for number, name in torn_files(ledger):
        gone.update(ledger.ask("select identity from kept where part = ? and name = ?", number, name))
        with ledger.transaction() as sql:
            sql.execute("delete from kept where part = ? and name = ?", (number, name))
            sql.execute("delete from parts where number = ? and name = ?", (number, name))
        place_of(ledger, number, name).unlink(missing_ok=True)
    return len(gone)


def flush(ledger: Ledger) -> None:
    """Move all tables that still are in the ledger to new parts."""
    number = ledger.ask("select coalesce(max(number), 0) + 1 from parts")[0][0]
    for (name,) in ledger.ask("select distinct name from pending"):
        with plain_words(ledger.place):
            size = _write(
                place_of(ledger, number, name), _joined(ledger, ledger.ask("select identity, packed from pending where name = ? order by identity", name))
            )
        with ledger.transaction() as sql:
            sql.execute("insert into parts values (?, ?, ?)", (number, name, size))
            sql.execute("update kept set part = ? where part is null and name = ?", (number, name))
            sql.execute("delete from pending where name = ?", (name,))


def sweep(ledger: Ledger) -> None:
    """Remove what somebody has left who was killed while writing a part."""
    known = {place_of(ledger, number, name) for number, name in ledger.ask("select number, name from parts")}
    for file in (ledger.place / "parts").glob("[0-9]*-*"):
        if file.suffix in (".parquet", ".unfinished") and file not in known:
            file.unlink()


def _is_whole(file: Path, size: int) -> bool:
    try:
        return file.stat().st_size == size and bool(pq.read_metadata(file))
    except (pa.ArrowException, OSError):
        return False


def _torn(file: Path, lost: list[str]) -> StoreError:
    some = ", ".join(lost[:3]) + (" ..." if len(lost) > 3 else "")
    words = f"{file} is torn or gone: this table of {len(lost)} runs is lost (their figures are not), of {some}"
    return StoreError(f"{words}; do them again with: hubsim sweep retry-failed STUDY --store {file.parent.parent}")


def _joined(ledger: Ledger, packed: list[tuple[str, bytes]]) -> pa.Table:
    try:
        return pa.concat_tables([_unpack(each, identity) for identity, each in packed], promote_options="permissive")
    except (pa.ArrowException, OSError, TypeError) as error:
        raise damaged(ledger.place, f"tables of runs: {error}") from error


def _unpack(packed: bytes, identity: str) -> pa.Table:
    """The inverse of `pack`, with the run as first column."""
    with pa.ipc.open_stream(packed) as reader:
        table = reader.read_all()
    return table.add_column(0, "identity", pa.repeat(pa.scalar(identity), table.num_rows))


def _write(place: Path, table: pa.Table) -> int:
    """Write a table as the file `place`, whole or not at all, durable when it returns; return its length in bytes."""
    beside = place.with_suffix(".unfinished")
    with beside.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    os.replace(beside, place)
    durable(place.parent)
    return size
