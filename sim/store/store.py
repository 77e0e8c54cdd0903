"""A store, opened: what can be put into it and asked of it."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .faults import StoreError, damaged, plain_words
from .ledger import UNFINISHED, Ledger, make
from .lock import only_writer
from .record import Point, Record

if TYPE_CHECKING:
    import pandas

README = """A store of hubsim: many runs, each done once.

ledger.sqlite   one row a run: what determines it, its digest and its figures; the studies it belongs to. With it go ledger.sqlite-wal and -shm.
parts/          tables of runs (elements, departures, classes) in Parquet, where a study keeps them; the ledger knows the files
writer.lock     which process writes, while one does

Copy the whole folder, and only while no process writes it. To look inside: hubsim query, hubsim export.
"""
OWN = {
    "ledger.sqlite",
    "ledger.sqlite-wal",
    "ledger.sqlite-shm",
    "ledger.sqlite-journal",
    "writer.lock",
    "README.txt",
    "parts",
    UNFINISHED,
    f"{UNFINISHED}-journal",
}
MOVED = 8_000_000
"""bytes of tables that are moved together"""


class Store:
    """Runs by identity, and studies. What a method has written is durable when it returns."""

    def __init__(self, place: Path, ledger: Ledger):
        self.place = place
        self._ledger = ledger
        self._pending = int(ledger.ask("select coalesce(sum(length(packed)), 0) from pending")[0][0])  # bytes

    @property
    def remarks(self) -> list[str]:
        """What a user should know of this store, each as a plain line."""
        return self._ledger.remarks

    @property
    def model_version(self) -> str:
        """The version of the model that all its runs are of."""
        return self._ledger.model_version()

    # -- runs --------------------------------------------------------------------------------------------------------------

    def get(self, identity: str) -> Record | None:
        """What is known of a run; None if nothing."""
        return self._ledger.get(identity)

    def put(self, record: Record) -> None:
        """Keep a run; of a run that is done nothing changes. Raises Contradiction if it is there with another digest, DiskFull."""
        self.put_many([record])

    def put_many(self, records: Iterable[Record]) -> None:
        """Keep runs together, all or none; errors as of `put`."""
        records = list(records)
        self._ledger.put_many(records)
        self._pending += sum(len(packed) for record in records for packed in record.tables.values())
        if self._pending > MOVED:
            self.flush()

    def flush(self) -> None:
        """Move tables that still are in the ledger to Parquet; done from time to time, and at the end, without being asked."""
        if self._pending:
            from .parts import flush  # pyarrow: only where there are tables

            flush(self._ledger)
            self._pending = 0

    def states(self) -> dict[str, str]:
        """State of all runs by identity: done, failed or aside. A second for half a million."""
        return self._ledger.states()

    def kept(self) -> dict[str, set[str]]:
        """Identity to names of the tables that are kept, of runs that have some."""
        return self._ledger.kept()

    def killed(self, identity: str) -> int:
        """Note that a run has killed its process; return how often in all, over all who ever tried it."""
        return self._ledger.killed(identity)

    def digest(self, study: str | None = None) -> str:
        """Thirty-two hexadecimal digits over identity and digest of all runs that are done, or of those of one study, in whatever order they were done."""
        return hashlib.sha256(json.dumps(self._ledger.digests(study)).encode()).hexdigest()[:32]

    def retry_failed(self, study: str | None = None) -> int:
        """Forget what failed or was set aside, and tables whose file is torn, so that they are done again when ordered; return how many runs."""
        from .parts import forget_torn  # pyarrow: only where there may be tables

        return self._ledger.forget_failed(study) + forget_torn(self._ledger)

    # -- studies -----------------------------------------------------------------------------------------------------------

    def add_study(self, name: str, spec: dict[str, Any]) -> None:
        """Keep what a study is, as plain values. Raises StoreError if there is another of that name."""
        self._ledger.add_study(name, spec)

    def studies(self) -> dict[str, dict[str, Any]]:
        """What each study is, by name."""
        return self._ledger.studies()

    def add_points(self, study: str, points: Iterable[Point]) -> None:
        """Keep points of a study; those already there stay. Raises StoreError if one of them is another."""
        self._ledger.add_points(study, points)

    def points(self, study: str) -> list[Point]:
        """The points of a study, by number: a resume need not read the hubs again to know their fingerprints."""
        return self._ledger.points(study)

    def add_members(self, study: str, members: Iterable[tuple[int, int, int, str, str]]) -> None:
        """Say which runs belong to a study: number of the point, seed, replication, engine, identity; also before they are done."""
        self._ledger.add_members(study, members)

    def members(self, study: str) -> list[tuple[int, int, int, str, str]]:
        """The runs of a study, as `add_members` takes them, by point, seed, replication and engine."""
        return self._ledger.members(study)

    # -- together, and out -------------------------------------------------------------------------------------------------

    def merge(self, other: str | Path) -> int:
        """Take in all runs and studies of another store; return how many runs were new.

        Raises StoreError, before anything is changed, if it is damaged or of another model version, has another study of the same name, or if a run
        has another digest there.
        """
        from .merge import merge

        with read_store(other) as store:
            new = merge(self._ledger, store._ledger, self.put_many)
        self.flush()
        return new

    def frame(self, name: str) -> pandas.DataFrame:
        """A view as DataFrame: runs (with parameters of their points, and figures), points, uses; elements, departures, classes where they are kept.

        Raises StoreError if there is no view of that name, or a file of it is torn.
        """
        from .frames import frame

        with self._ledger.snapshot():
            return frame(self._ledger, name)

    def query(self, sql: str) -> pandas.DataFrame:
        """The answer of DuckDB to a question over the same views: query("select point, avg(dwell_p95_s) from runs group by all").

        Raises StoreError if it is none or does more than to read, MemoryError if it or its answer is too large.
        """
        from .frames import query

        with self._ledger.snapshot():
            return query(self._ledger, sql)

    def export(self, path: str | Path, what: str = "runs") -> int:
        """Write a view, or the answer to SQL, to a new file: .csv, .xlsx or .parquet; return its rows. Raises StoreError, and Refused if it is there."""
        from .export import export
        from .frames import VIEWS

        return export(self.frame(what) if what in VIEWS else self.query(what), Path(path))


@contextlib.contextmanager
def open_store(path: str | Path, model_version: str, create: bool = True) -> Iterator[Store]:
    """Give the store in the folder `path` to write; it is made if there is none and `create`.

    Raises StoreError if another process writes it, if it is of another model version, if the folder holds something else, or if there is none.
    """
    place = Path(path)
    file = place / "ledger.sqlite"
    if not file.exists():
        if not create:
            raise StoreError(f"{place} is no store: it has no ledger.sqlite")
        _make(place)
    with contextlib.ExitStack() as stack:
        stack.enter_context(only_writer(place))
        if not file.exists():
            make(place, model_version)
        ledger = Ledger(place, write=True)
        stack.callback(ledger.close)
        ledger.check_model(model_version)
        (place / "parts").mkdir(exist_ok=True)
        if any((place / "parts").iterdir()):
            from .parts import sweep  # pyarrow: only where there are tables

            sweep(ledger)
        store = Store(place, ledger)
        yield store
        store.flush()


def _make(place: Path) -> None:
    """Make the folder, or go on where somebody was killed while making it."""
    with plain_words(place):
        try:
            if place.exists() and {entry.name for entry in place.iterdir()} - OWN:
                raise StoreError(f"{place} is there already and is not a store; name another folder")
            if any((place / "parts").glob("*.parquet")):
                raise damaged(place, "it is gone, and tables of its runs are there")
            (place / "parts").mkdir(parents=True, exist_ok=True)
            (place / "README.txt").write_text(README, encoding="utf-8")
        except (NotADirectoryError, FileExistsError, PermissionError) as error:
            raise StoreError(f"cannot make a store at {place}: {error.strerror}") from error


@contextlib.contextmanager
def read_store(path: str | Path) -> Iterator[Store]:
    """Give the store in the folder `path` to look at, of whatever model version, also while another process writes it. Raises StoreError."""
    place = Path(path)
    if not (place / "ledger.sqlite").exists():
        raise StoreError(f"{place} is no store: it has no ledger.sqlite")
    ledger = Ledger(place, write=False)
    try:
        ledger.check_format()
        yield Store(place, ledger)
    finally:
        ledger.close()


def merge_stores(places: Sequence[Path], into: Path) -> list[int]:
    """Take the runs and studies of several stores into the one at `into`, which is made if it is not there; return how many runs of each were new.

    Raises StoreError, before anything is written, for whatever keeps all these from being one store (see `Store.merge`).
    """
    from .merge import check, check_whole

    for place in places:
        if place.resolve() in into.resolve().parents:
            raise StoreError(f"{into} lies inside {place}, from which runs are to be taken; name a folder elsewhere")
    with contextlib.ExitStack() as stack:
        sources = [stack.enter_context(read_store(place)) for place in places]
        for source in sources:
            check_whole(source._ledger)
        check([source._ledger for source in sources])
        mine = stack.enter_context(open_store(into, sources[0].model_version))
        check([mine._ledger, *(source._ledger for source in sources)])
        return [mine.merge(place) for place in places]
