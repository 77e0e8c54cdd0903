"""Tables of runs: with a run they go into the ledger, and from there in batches to Parquet.

A file is written beside its place, made durable and renamed; then, in one transaction, the ledger learns of it and forgets its own copy. So a file that
the ledger does not know is what somebody left who was killed, and is removed; one that is not as long as the ledger says was torn from outside.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def pack(columns: Mapping[str, Any]) -> bytes:
    """A table as bytes: columns by name, numpy arrays or lists of equal length."""
    table = pa.table({name: pa.array(column) for name, column in columns.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def unpack(packed: bytes, identity: str) -> pa.Table:
    """The inverse of `pack`, with the run as first column."""
    with pa.ipc.open_stream(packed) as reader:
        table = reader.read_all()
    return table.add_column(0, "identity", pa.repeat(pa.scalar(identity), table.num_rows))


def joined(packed: list[tuple[str, bytes]]) -> pa.Table:
    """Tables of several runs (identity, bytes) as one; a column that one does not have is empty there."""
    return pa.concat_tables([unpack(each, identity) for identity, each in packed], promote_options="permissive")


def write(place: Path, table: pa.Table) -> int:
    """Write a table as the file `place`, whole or not at all, durable when it returns; return its length in bytes."""
    beside = place.with_suffix(".unfinished")
    with beside.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    os.replace(beside, place)
    if os.name != "nt":  # folders cannot be synced there
        handle = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return size
