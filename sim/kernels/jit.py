"""The one place that says how kernels are compiled."""

from collections.abc import Callable
from typing import Any

import numba

from . import cache, sight

cache.prepare()
WORLD = sight.WORLD
"""what every kernel is given first; its import taught Numba how to see it"""


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` on its first call, for other kernels only: it becomes part of each that calls it.

    Left to itself the compiler makes a call of nearly all of them, and a move of a dozen calls: that took 1.6 times as long.
    Kernels allocate nothing, so reference counting is left out: with it each call of one kernel by another counted every array it passed.
    """
    return numba.njit(function, cache=True, _nrt=False, error_model="numpy", forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)  # type: ignore[no-any-return]


def apart(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` on its first call, for other kernels only, and leave it a call: it is long, called from several places, or seldom."""
    return numba.njit(function, cache=True, _nrt=False, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)  # type: ignore[no-any-return]


def entry(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` on its first call, from Python or from a kernel, and keep it on disk."""
    return numba.njit(function, cache=True, _nrt=False, error_model="numpy", no_cfunc_wrapper=True)  # type: ignore[no-any-return]
