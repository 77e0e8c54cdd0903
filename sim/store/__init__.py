"""Where many runs are kept, so that a run that is there is not done again, and what is acknowledged is not lost.

A store is a folder: ledger.sqlite, one row a run and all that belongs to studies, written by one process at a time; parts/*.parquet, tables of
runs where a study keeps them; README.txt, which says so to people.

store         a store, opened: open_store to write, read_store to look, merge_stores to make one of several; what can be asked of it
record        what is kept of a run, and a point of a study
ledger        the tables of SQLite, and every sentence to them
lock          one writer: who holds a store
parts         tables of runs: from the ledger to Parquet in batches
frames        the same as DataFrames, and SQL over them (DuckDB)
export        a frame as CSV, XLSX or Parquet
merge         another store taken in, and what keeps stores apart
faults        what can be wrong with a store, in plain words

It knows nothing of how runs are done; nothing heavy is imported before a table is asked for.
"""

from .faults import Contradiction, DiskFull, StoreError
from .record import Point, Record
from .store import Store, merge_stores, open_store, read_store

__all__ = ["Contradiction", "DiskFull", "Point", "Record", "Store", "StoreError", "merge_stores", "open_store", "read_store"]
