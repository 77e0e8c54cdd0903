"""Journeys of parcels to Parquet, in pieces, so that a long run costs no more memory than a short one."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .folder import whole_file

# column -> meaning; one row an event of one unit
TRACE_COLUMNS = {
    "source": "number of the source element",
    "vehicle": "number of the vehicle at that source, or of the arrival of a stream",
    "place": "place in the load",
    "element": "number of the element",
    "time_s": "after the start of the run [s]",
    "event": "what happened",
}
ROWS_A_GROUP = 1_000_000


class Trace:
    """Collects chunks of columns and writes a row group whenever a million rows have come."""

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self._file = path.open("wb")  # by Python: pyarrow takes only names that are text
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0
        self._writer: pq.ParquetWriter | None = None

    def write(self, columns: dict[str, np.ndarray]) -> None:
        """Take one chunk; all columns of one length, the same columns every time. Raises OSError if the disk is full."""
        chunk = pa.table({name: pa.array(values) for name, values in columns.items()})
        self._waiting.append(chunk)
        self._waiting_rows += chunk.num_rows
        self.rows += chunk.num_rows
        if self._waiting_rows >= ROWS_A_GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        table = pa.concat_tables(self._waiting, promote_options="default")
        self._waiting, self._waiting_rows = [], 0
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._file, table.schema, compression="zstd")
        self._writer.write_table(table, row_group_size=ROWS_A_GROUP)

    def close(self) -> None:
        """Write what waits and the end of the file; a run without events gives a file without rows."""
        if self._writer is None and not self._waiting:
            self.write({name: np.zeros(0, dtype=np.float64 if name == "time_s" else np.int64) for name in TRACE_COLUMNS})
        self._flush()
        if self._writer is not None:
            self._writer.close()
        self._file.close()

    def abandon(self) -> None:
        """Close the file without caring whether it is whole."""
        for part in (self._writer, self._file):
            with contextlib.suppress(OSError, pa.ArrowException):
                if part is not None:
                    part.close()


@contextlib.contextmanager
def trace_to(place: Path) -> Iterator[Trace]:
    """A trace that becomes the file `place` at the end of the block, and leaves nothing on any failure. Raises Refused as `whole_file` does."""
    with whole_file(place) as hidden:
        trace = Trace(hidden)
        try:
            yield trace
            trace.close()
        except BaseException:
            trace.abandon()
            raise
