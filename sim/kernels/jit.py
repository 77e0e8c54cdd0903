"""The one place that says how kernels are compiled."""

from collections.abc import Callable
from typing import Any

import numba

from . import cache

cache.prepare()


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` on its first call, and keep it on disk.

    Kernels allocate nothing, so reference counting is left out: with it each call of one kernel by another counted every array it passed.
    """
    return numba.njit(function, cache=True, _nrt=False, error_model="numpy")  # type: ignore[no-any-return]
