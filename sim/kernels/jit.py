"""The one place that says how kernels are compiled."""

from collections.abc import Callable
from typing import Any

import numba

from . import cache, parts, sight

WORLD = sight.WORLD
"""what every kernel is given first; its import taught Numba how to see it"""

OPTIONS: dict[str, Any] = {"nopython": True, "_nrt": False, "error_model": "numpy", "no_cfunc_wrapper": True}
"""Kernels allocate nothing, so reference counting is left out: with it each call of one kernel by another counted every array it passed."""


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make `function` part of each kernel that calls it; Python cannot call it.

    Left to itself the compiler makes a call of nearly all of them, and a move of a dozen calls: that took 1.6 times as long.
    """
    return _compiled(function, parts.PART, forceinline=True, no_cpython_wrapper=True)


def apart(function: Callable[..., Any]) -> Callable[..., Any]:
    """Leave `function` a call, for other kernels only: it is long and called from several places, or seldom."""
    return _compiled(function, parts.PART, no_cpython_wrapper=True)


def entry(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function`, which Python calls, on its first call, and keep it on disk."""
    return _kept(_compiled(function, parts.WHOLE))


def both(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make `function` part of each kernel that calls it, and let Python call it too, compiled and kept as above."""
    return _kept(_compiled(function, parts.WHOLE, forceinline=True))


def _kept(compiled: Any) -> Any:
    if not numba.config.DISABLE_JIT:  # type: ignore[attr-defined]
        compiled._cache = cache.Kept(compiled.py_func)
    return compiled


def _compiled(function: Callable[..., Any], pipeline: Any, **options: bool) -> Any:
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]
        return function
    return parts.OneVersion(function, targetoptions={**OPTIONS, **options}, pipeline_class=pipeline)
