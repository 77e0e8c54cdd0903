"""A folder, or a file, that is either whole or not there: written under a hidden name beside its place, then renamed.

A rename within one folder is atomic on every file system Python runs on; fsync before it makes sure that after a power cut the name does not
stand for empty files.
"""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


class Refused(Exception):
    """The place asked for cannot take the output; the text says why."""


def default_place(scenario: str, parent: Path = Path("results")) -> Path:
    """results/<scenario>-<yyyymmdd-hhmmss>, local time, with -2, -3 ... if that is taken."""
    stem = f"{scenario}-{time.strftime('%Y%m%d-%H%M%S')}"
    names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, 1_000_000))
    return next(place for name in names if not os.path.lexists(place := parent / name))


def durable(path: Path) -> None:
    """Make what was written at `path` durable; folders cannot be synced on Windows, where renames are journalled anyway."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Make all files and folders under `folder` durable."""
    for root, _, files in os.walk(folder):
        for name in files:
            durable(Path(root) / name)
        durable(Path(root))


def _check_folder(place: Path) -> None:
    """Raise Refused unless `place` is free or an empty folder, by a name of its own: a rename needs one."""
    if place.name in ("", ".."):
        raise Refused(f"{place} is no name of a new folder; name one, as in {place / 'night'}")
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise Refused(f"{place} is there already and is not a folder")
    if place.is_dir() and any(place.iterdir()):
        raise Refused(f"{place} is there already and is not empty; name another folder")


@contextlib.contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """Give a hidden folder to write into; at the end of the block it becomes `place`, on any failure it is removed.

    Raises Refused before the block if `place` has content, is no folder, or its parent cannot be written.
    """
    try:
        _check_folder(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        hidden = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".unfinished", dir=place.parent))
    except OSError as error:
        raise Refused(f"cannot write {place}: {error.strerror or error}") from error
    try:
        yield hidden
        hidden.chmod(0o777 & ~_umask())  # mkdtemp makes it private
        sync_tree(hidden)
        _check_folder(place)  # somebody may have taken the name meanwhile
        if os.name == "nt" and place.is_dir():
            place.rmdir()  # only there does a rename not replace an empty folder
        hidden.rename(place)
        durable(place.parent)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise


def _umask() -> int:
    """The process's umask; reading it means setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def whole_file(place: Path) -> Iterator[Path]:
    """Give a hidden name to write a file under; at the end of the block it becomes `place`, on any failure it is removed.

    Raises Refused before the block if `place` is there already or its folder cannot be written.
    """
    if os.path.lexists(place):
        raise Refused(f"{place} is there already; name another file")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".unfinished", dir=place.parent)
        os.close(handle)
    except OSError as error:
        raise Refused(f"cannot write {place}: {error.strerror or error}") from error
    hidden = Path(name)
    try:
        yield hidden
        hidden.chmod(0o666 & ~_umask())
        durable(hidden)
        _name(hidden, place)
        durable(place.parent)
    except BaseException:
        hidden.unlink(missing_ok=True)
        raise


def _name(hidden: Path, place: Path) -> None:
    """Give a file its name. Raises Refused if somebody has taken that meanwhile: unlike a rename, a link replaces nothing."""
    taken = Refused(f"{place} was made by somebody else meanwhile; name another file")
    try:
        os.link(hidden, place)
    except FileExistsError:
        raise taken from None
    except OSError:  # a file system without links
        if os.path.lexists(place):
            raise taken from None
        hidden.rename(place)
    else:
        hidden.unlink()
