"""What can be wrong with a store, in plain words, and the errors of SQLite as these."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sim.results.folder import Refused

UNREADABLE = ("SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS", "SQLITE_IOERR_DATA")


class StoreError(Refused):
    """A store cannot be used as asked; the text says why and what to do. Nothing in it was changed."""


class DiskFull(StoreError):
    """There is no room. All that was acknowledged is in the store."""


class Contradiction(Exception):
    """The same run was found to end in two ways: a fault of the model or of a machine, never of the input. The store keeps the first."""

    def __init__(self, identity: str, kept: str, found: str, where: str):
        """Say which run it is, and both digests."""
        super().__init__(f"run {identity} has digest {kept} in {where} and {found} in a run of now; the same run must always end alike. Nothing was changed")
        self.identity, self.kept, self.found = identity, kept, found


@contextlib.contextmanager
def plain_words(place: Path) -> Iterator[None]:
    """Turn what SQLite and the system say about the store at `place` into StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        said = str(error)
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", *UNREADABLE)) or said.startswith(("no such ", "Could not decode")):
            raise damaged(place, said) from error
        if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
            raise full(place, said) from error
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
            raise StoreError(f"{place / 'ledger.sqlite'} cannot be written or opened ({error})") from error
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StoreError(f"{place / 'ledger.sqlite'} is held by another program ({error}); end that, or wait for it") from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO):
            raise full(place, error.strerror or str(error)) from error
        raise


def damaged(place: Path, what: str) -> StoreError:
    """The error of a ledger that is not as it was written."""
    ledger, how = place / "ledger.sqlite", "put a copy from before in its place, or take another folder, where the runs are done again"
    return StoreError(f"{ledger} is damaged ({' '.join(what.split())}): {how}")


def full(place: Path, said: str) -> DiskFull:
    """The error of a disk that takes nothing more."""
    return DiskFull(f"the store {place} cannot grow ({said}); all runs acknowledged are in it: make room and give the same command again")
