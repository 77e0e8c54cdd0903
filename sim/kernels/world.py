"""The world of a run: all its tables behind one pointer.

Kernels call each other with the world and a few integers. Passing a dozen arrays instead costs about a hundred words a call,
which was half of the running time. In Python a `World` is an object with the tables as attributes; in a kernel it is the address of a list of
addresses, and `S.E` is an array made from one of them. So a kernel reads the same, and does the same, compiled or not.
"""

from typing import Any

import numpy as np
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import NativeValue, models, register_model, typeof_impl, unbox

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
    bytes_ = np.zeros(n * dtype.itemsize + LINE, np.uint8)
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
        super().__setattr__("addresses", np.zeros(len(TABLES), np.int64))
        for name, dtype in TABLES.items():
            setattr(self, name, tables[name] if name in tables else np.zeros(1, dtype))

    def __setattr__(self, name: str, table: Any) -> None:
        if table.dtype != TABLES[name] or not table.flags.c_contiguous:
            raise TypeError(f"table {name} must be a contiguous array of {TABLES[name]}")
        view = table.view(np.recarray) if table.dtype.names else table
        super().__setattr__(name, view)
        self.addresses[list(TABLES).index(name)] = table.ctypes.data

    @property
    def address(self) -> int:
        """Where the list of addresses lies."""
        return int(self.addresses.ctypes.data)

    addresses: np.ndarray


class WorldType(types.Type):
    """The type of a world in a kernel."""

    def __init__(self) -> None:
        super().__init__(name="World")


WORLD = WorldType()
ARRAYS = {name: types.Array(from_dtype(dtype) if dtype.names else types.int64, 1, "C") for name, dtype in TABLES.items()}


@typeof_impl.register(World)
def _typeof(value: World, context: Any) -> WorldType:
    return WORLD


@register_model(WorldType)
class WorldModel(models.PrimitiveModel):
    """A world is one address."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, cgutils.voidptr_t)


@unbox(WorldType)
def _unbox(kind: Any, value: Any, c: Any) -> Any:
    address = c.pyapi.object_getattr_string(value, "address")
    number = c.pyapi.long_as_longlong(address)
    c.pyapi.decref(address)
    return NativeValue(c.builder.inttoptr(number, cgutils.voidptr_t), is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_getattr
class WorldAttributes(AttributeTemplate):
    """S.E and so on are arrays."""

    key = WorldType

    def generic_resolve(self, world: Any, name: str) -> Any:
        return ARRAYS.get(name)


@lower_getattr_generic(WorldType)
def _table(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    array_type = ARRAYS[name]
    word = cgutils.intp_t
    list_of_addresses = builder.bitcast(value, word.as_pointer())
    address = builder.load(builder.gep(list_of_addresses, [word(list(TABLES).index(name))]))
    array = context.make_array(array_type)(context, builder)
    itemsize = word(TABLES[name].itemsize)
    data = builder.inttoptr(address, context.get_data_type(array_type.dtype).as_pointer())
    # Kernels know by their counters how long a table is: its array has no bounds.
    length = word(2**40)
    context.populate_array(array, data=data, shape=[length], strides=[itemsize], itemsize=itemsize, meminfo=None)
    return array._getvalue()
