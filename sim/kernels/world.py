"""The world of a run: all its tables behind one pointer.

Kernels call each other with the world and a few integers. Passing a dozen arrays instead costs about a hundred words a call,
which was half of the running time. In Python a `World` is an object with the tables as attributes; how a kernel sees it stands in `sight`.
"""

from typing import Any

import numpy as np

from ..layout import ELEMENT, GLOBAL, JOURNAL, KLASS, LAW, LOT, MEMBER, MIX, ROUTER, UNIT, VEHICLE, WAY

TABLES: dict[str, Any] = {
    "E": ELEMENT,
    "U": UNIT,
    "H": np.dtype(np.int64),
    "W": WAY,
    "L": LAW,
    "R": ROUTER,
    "V": VEHICLE,
    "T": LOT,
    "M": MIX,
    "K": KLASS,
    "B": MEMBER,
    "J": JOURNAL,
    "P": np.dtype(np.int64),
    "G": GLOBAL,
}
"""Elements, units, the calendar (a tree of keys), ways, laws, routers, vehicles, lots, mixes, classes, members of bags, journal, the integer pool, globals."""


LINE = 64
"""Bytes of a line of the cache."""


def empty_table(n: int, dtype: Any) -> Any:
    """Return a table of `n` rows of zeros that begins with a line of the cache, as its rows are made to."""
    dtype = np.dtype(dtype)
    # Not np.zeros: NumPy asks for large pages for arrays that are not zero to begin with, and they save a sixth.
    bytes_ = np.empty(n * dtype.itemsize + LINE, np.uint8)
    bytes_[:] = 0
    first = -bytes_.ctypes.data % LINE
    return bytes_[first : first + n * dtype.itemsize].view(dtype)


class World:
    """The tables of one run. A table is replaced by assigning the attribute."""

    E: Any
    U: Any
    H: Any
    W: Any
    L: Any
    R: Any
    V: Any
    T: Any
    M: Any
    K: Any
    B: Any
    J: Any
    P: Any
    G: Any

    def __init__(self, **tables: Any) -> None:
        addresses = np.zeros(len(TABLES), np.int64)
        super().__setattr__("addresses", addresses)
        super().__setattr__("address", int(addresses.ctypes.data))
        for name, dtype in TABLES.items():
            setattr(self, name, tables[name] if name in tables else np.zeros(1, dtype))

    def __setattr__(self, name: str, table: Any) -> None:
        if table.dtype != TABLES[name] or not table.flags.c_contiguous:
            raise TypeError(f"table {name} must be a contiguous array of {TABLES[name]}")
        view = table.view(np.recarray) if table.dtype.names else table
        super().__setattr__(name, view)
        self.addresses[list(TABLES).index(name)] = table.ctypes.data

    addresses: np.ndarray
    address: int
    """where the list of addresses lies"""
