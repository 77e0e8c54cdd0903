"""Where compiled kernels are kept, and what happens when that is damaged.

A list of checksums lies beside the compiled code. A file that does not fit its checksum, or an index that cannot be read, is removed, and compiled anew.
Only that file: another process may be at work in the same folder, and numba takes a missing file for one it has yet to make.
"""

import atexit
import contextlib
import hashlib
import json
import os
import pickle
import shutil
import sys
import tempfile
from pathlib import Path

import llvmlite
import numba
import numpy as np

LIST = "checksums.json"


def folder() -> Path:
    """Return the folder of this state of the sources, made if it was not there; a temporary one if the home folder cannot be written.

    Numba's own cache does not notice an edit in a function that is called from another file; a new folder for each state of the sources does.
    """
    digest = hashlib.sha256()
    for source in [*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parent.parent / "layout.py"]:
        digest.update(source.read_bytes())
    for version in (sys.version, numba.__version__, llvmlite.__version__, np.__version__):
        digest.update(version.encode())
    root = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    place = Path(root) / "hubsim" / digest.hexdigest()[:16]
    try:
        place.mkdir(parents=True, exist_ok=True)
        if os.access(place, os.W_OK):
            return place
    except OSError:
        pass
    return Path(tempfile.gettempdir()) / f"hubsim-{os.getuid() if hasattr(os, 'getuid') else 0}" / place.name


def checksums(place: Path) -> dict[str, str]:
    """Return the checksum of each file of compiled code; indices change as code is added, and have none."""
    return {str(path.relative_to(place)): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest() for path in sorted(place.rglob("*.nbc"))}


def mend(place: Path) -> None:
    """Remove what is damaged; all code, if the list cannot be read."""
    with contextlib.suppress(OSError):
        for path in place.rglob("*.nbi"):
            if not _is_index(path):
                path.unlink(missing_ok=True)
        if not (place / LIST).exists():
            return
        found = checksums(place)
        try:
            listed = dict(json.loads((place / LIST).read_text()))
        except (ValueError, TypeError):
            listed = dict.fromkeys(found, "")
            (place / LIST).unlink(missing_ok=True)
        for name in listed.keys() & found.keys():
            if found[name] != listed[name]:
                (place / name).unlink(missing_ok=True)


def _is_index(path: Path) -> bool:
    """Tell whether numba could read its index: a version, then a pickle within a pickle's bytes."""
    try:
        with path.open("rb") as file:
            pickle.load(file)
            pickle.loads(file.read())
    except Exception:  # a damaged pickle may raise anything
        return False
    return True


def wipe(place: Path) -> None:
    """Remove all compiled code of this state of the sources."""
    shutil.rmtree(place, ignore_errors=True)
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)


def note(place: Path) -> None:
    """Write the list of checksums, whole or not at all, if there is compiled code it does not know. A disk that is full is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        found = checksums(place)
        listed = json.loads((place / LIST).read_text()) if (place / LIST).exists() else {}
        if found and found != listed:
            draft = place / f"{LIST}.{os.getpid()}"
            draft.write_text(json.dumps(found))
            draft.replace(place / LIST)


PLACE = folder()


def prepare() -> None:
    """Mend the folder, let numba use it, and write its list when the program ends."""
    mend(PLACE)
    numba.config.CACHE_DIR = str(PLACE)  # type: ignore[attr-defined]
    atexit.register(note, PLACE)
