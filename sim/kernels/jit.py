"""The one place that says how kernels are compiled, and where the compiled code is kept."""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np


def cache_folder() -> Path:
    """Return the folder of the compile cache, named by a hash of all kernel sources and versions.

    Numba's own cache does not notice an edit in a function that is called from another file; a new folder for each state of the sources does.
    """
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")) + [Path(__file__).parent.parent / "layout.py"]:
        digest.update(source.read_bytes())
    for version in (sys.version, numba.__version__, llvmlite.__version__, np.__version__):
        digest.update(version.encode())
    root = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(root) / "hubsim" / digest.hexdigest()[:16]


numba.config.CACHE_DIR = str(cache_folder())


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` on its first call, and keep it on disk.

    Kernels allocate nothing, so reference counting is left out: with it each call of one kernel by another counted every array it passed.
    """
    return numba.njit(function, cache=True, _nrt=False, error_model="numpy")  # type: ignore[no-any-return]
