"""Where compiled kernels are kept, and what happens when that is damaged, full, or not ours.

One file a kernel: a seal over what follows, then the code. A file that does not fit its seal is as good as none: the kernel is compiled anew, and the file
replaced as a whole, so that processes side by side cannot trip over each other. Numba's own files have no seal, and an index that several write.
"""

import contextlib
import hashlib
import os
import pickle
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

SEAL_BYTES = 32


def folder() -> Path | None:
    """Return the folder of this state of the sources, made if it was not there; a temporary one if that cannot be; None if neither can.

    A new folder for each state: an edit in a kernel changes all kernels that it is part of.
    """
    digest = hashlib.sha256()
    for source in [*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parent.parent / "layout.py"]:
        digest.update(source.read_bytes())
    for version in (sys.version, numba.__version__, llvmlite.__version__, np.__version__):
        digest.update(version.encode())
    home = Path(os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")) / "hubsim"
    temporary = Path(tempfile.gettempdir()) / f"hubsim-{os.getuid() if hasattr(os, 'getuid') else 0}"
    for root in (home, temporary):
        place = root / digest.hexdigest()[:16]
        with contextlib.suppress(OSError):
            root.parent.mkdir(parents=True, exist_ok=True)
            if _private(root) and _private(place):
                return place
    return None


def _private(place: Path) -> bool:
    """Tell whether a folder, made if it was not there, is ours and nobody else can write into it: what lies in it is run."""
    place.mkdir(mode=0o700, exist_ok=True)
    found = place.lstat()
    ours = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
    return stat.S_ISDIR(found.st_mode) and ours and os.access(place, os.W_OK)


PLACE = folder()


def is_cold() -> bool:
    """Tell whether nothing is kept yet."""
    return PLACE is None or next(PLACE.glob("*.code"), None) is None


class Kept(NullCache):  # type: ignore[misc]
    """What numba asks for the code of one kernel, and gives it to when it had to compile it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.name = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the kept code for a signature, or None: whatever is the matter with it, it can be compiled."""
        path = self._path(sig, target_context)
        if path is None:
            return None
        try:
            code = unsealed(path)
            target_context.refresh()
            return None if code is None else CompileResult._rebuild(target_context, *pickle.loads(code))
        except Exception:
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep compiled code. A disk that is full is no reason to fail."""
        path = self._path(sig, data.target_context)
        if path is not None and not data.library.has_dynamic_globals:
            with contextlib.suppress(OSError):
                seal(path, dumps(data._reduce()))

    def _path(self, sig: Any, target_context: Any) -> Path | None:
        if PLACE is None:
            return None
        key = repr((sig, target_context.codegen().magic_tuple()))  # arguments and processor
        return PLACE / f"{self.name}-{hashlib.sha256(key.encode()).hexdigest()[:16]}.code"


def _seal(path: Path, code: bytes) -> bytes:
    return hashlib.blake2b(path.name.encode() + code, digest_size=SEAL_BYTES).digest()


def unsealed(path: Path) -> bytes | None:
    """Return what is kept at `path`; None if there is nothing, or not what was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    code = content[SEAL_BYTES:]
    return code if content[:SEAL_BYTES] == _seal(path, code) else None


def seal(path: Path, code: bytes) -> None:
    """Write code with its seal, whole or not at all. Raises OSError if the disk is full."""
    handle, draft = tempfile.mkstemp(prefix=path.name, suffix=".draft", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_seal(path, code) + code)
        if path.is_dir():
            shutil.rmtree(path)
        os.replace(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise
