"""How a compiled kernel sees the world: `S.E` is where a table begins, `S.E[e]` where a row begins, `S.E[e].count` a number.

Numba's own arrays and records would do the same, and cost more: they let an index be negative (three instructions at each), take every store for one that may
have changed every other number, and make one kernel several times over, for int32 and for int64. Here whole numbers of any width are read as int64, and
the compiler is told that two columns never share a place (`tbaa`) and that tables stay where they are while kernels run (`invariant.load`).
"""

import operator
from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.imputils import lower_builtin, lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import NativeValue, models, register_model, typeof_impl, unbox

from .world import LINE, TABLES, World


class WorldType(types.Type):
    """The world: the address of the list of the tables' addresses."""


class TableType(types.Type):
    """A table: the address of its first row, or of the first integer of a table without columns."""

    def __init__(self, letter: str) -> None:
        super().__init__(name=f"Table{letter}")
        self.letter = letter
        self.dtype = TABLES[letter]
        self.item = RowType(self) if self.dtype.names else types.int64


class RowType(types.Type):
    """A row: its address."""

    def __init__(self, table: TableType) -> None:
        super().__init__(name=f"Row{table.letter}")
        self.table = table


WORLD = WorldType(name="World")
SEEN = {letter: TableType(letter) for letter in TABLES}


@register_model(WorldType)
@register_model(TableType)
@register_model(RowType)
class AddressModel(models.PrimitiveModel):
    """All three are one address."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, cgutils.voidptr_t)


@typeof_impl.register(World)
def _typeof(value: World, context: Any) -> WorldType:
    return WORLD


@unbox(WorldType)
def _unbox(kind: Any, value: Any, c: Any) -> Any:
    address = c.pyapi.object_getattr_string(value, "address")
    number = c.pyapi.long_as_longlong(address)
    c.pyapi.decref(address)
    return NativeValue(c.builder.inttoptr(number, cgutils.voidptr_t), is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


# -- what an expression is -------------------------------------------------------------------------------------------------


@infer_getattr
class WorldAttributes(AttributeTemplate):
    """S.E is a table."""

    key = WorldType

    def generic_resolve(self, world: Any, name: str) -> Any:  # type: ignore[override]
        return SEEN.get(name)


@infer_getattr
class RowAttributes(AttributeTemplate):
    """Whole numbers of any width are int64; but what is kept without sign in 64 bits stays so."""

    key = RowType

    def generic_resolve(self, row: Any, name: str) -> Any:  # type: ignore[override]
        if name not in (row.table.dtype.names or ()):
            return None
        dtype = row.table.dtype[name]
        return types.int64 if dtype.kind == "i" else from_dtype(dtype)


@infer_global(operator.getitem)
class Item(AbstractTemplate):
    """E[e] is a row, P[i] an integer."""

    def generic(self, args: Any, kws: Any) -> Any:
        if isinstance(args[0], TableType) and isinstance(args[1], types.Integer):
            return signature(args[0].item, args[0], types.int64)
        return None


@infer_global(operator.setitem)
class SetItem(AbstractTemplate):
    """P[i] = n."""

    def generic(self, args: Any, kws: Any) -> Any:
        if isinstance(args[0], TableType) and args[0].item == types.int64 and isinstance(args[1], types.Integer):
            return signature(types.none, args[0], types.int64, types.int64)
        return None


# -- what it compiles to ---------------------------------------------------------------------------------------------------


def _mark(builder: Any, instruction: Any, column: str) -> None:
    """Tell the compiler which column an instruction reads or writes."""
    module = builder.module
    root = module.add_metadata(["hubsim"])
    zero = ir.Constant(ir.IntType(64), 0)
    kind = module.add_metadata([column, root, zero])
    instruction.set_metadata("tbaa", module.add_metadata([kind, kind, zero]))


def _pointer(builder: Any, start: Any, offset: Any, kind: Any) -> Any:
    """Return start + offset [bytes] as a pointer to `kind`."""
    return builder.bitcast(builder.gep(start, [offset], inbounds=True), kind.as_pointer())


@lower_getattr_generic(WorldType)
def _table(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    place = ir.Constant(ir.IntType(64), 8 * list(TABLES).index(name))
    address = builder.load(_pointer(builder, value, place, cgutils.voidptr_t))
    address.set_metadata("invariant.load", builder.module.add_metadata([]))
    return address


def _item_pointer(builder: Any, table: TableType, start: Any, index: Any, kind: Any) -> Any:
    return _pointer(builder, start, builder.mul(index, ir.Constant(ir.IntType(64), table.dtype.itemsize), flags=["nsw"]), kind)


@lower_builtin(operator.getitem, TableType, types.int64)
def _get_item(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    table = sig.args[0]
    if table.item != types.int64:
        return _item_pointer(builder, table, args[0], args[1], ir.IntType(8))
    value = builder.load(_item_pointer(builder, table, args[0], args[1], ir.IntType(64)))
    _mark(builder, value, table.letter)
    return value


@lower_builtin(operator.setitem, TableType, types.int64, types.int64)
def _set_item(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    table = sig.args[0]
    store = builder.store(args[2], _item_pointer(builder, table, args[0], args[1], ir.IntType(64)))
    _mark(builder, store, table.letter)
    return context.get_dummy_value()


def _column(context: Any, builder: Any, row: RowType, start: Any, name: str) -> tuple[Any, np.dtype]:
    dtype, offset = (row.table.dtype.fields or {})[name][:2]
    kind = context.get_value_type(from_dtype(dtype))
    return _pointer(builder, start, ir.Constant(ir.IntType(64), offset), kind), dtype


@lower_getattr_generic(RowType)
def _get(context: Any, builder: Any, row: Any, value: Any, name: str) -> Any:
    pointer, dtype = _column(context, builder, row, value, name)
    number = builder.load(pointer)
    _mark(builder, number, f"{row.table.letter}.{name}")
    return builder.sext(number, ir.IntType(64)) if dtype.kind == "i" and dtype.itemsize < 8 else number


@lower_setattr_generic(RowType)
def _set(context: Any, builder: Any, sig: Any, args: Any, name: str) -> None:
    pointer, dtype = _column(context, builder, sig.args[0], args[0], name)
    number = builder.trunc(args[1], pointer.type.pointee) if dtype.kind == "i" and dtype.itemsize < 8 else args[1]
    _mark(builder, builder.store(number, pointer), f"{sig.args[0].table.letter}.{name}")


# -- looking ahead ---------------------------------------------------------------------------------------------------------


def prefetch(table: Any, row: int, line: int) -> None:
    """Say that line `line` of the cache of `row` of `table` will be read soon; -1 is no row. It changes nothing but the time it takes.

    A parcel that comes to the head of a long belt was last touched a minute ago and has gone out of every cache: to wait for it took a tenth of a microsecond.
    """


@infer_global(prefetch)
class Prefetch(AbstractTemplate):
    """prefetch(U, u, 0) gives nothing back."""

    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.none, args[0], types.int64, types.int64) if isinstance(args[0], TableType) else None


@lower_builtin(prefetch, TableType, types.int64, types.int64)
def _prefetch(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    short = ir.IntType(32)
    hint = cgutils.get_or_insert_function(builder.module, ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, short, short, short]), "llvm.prefetch.p0i8")
    row, line = (builder.mul(number, ir.Constant(ir.IntType(64), size)) for number, size in zip(args[1:], (sig.args[0].dtype.itemsize, LINE), strict=True))
    address = builder.gep(args[0], [builder.add(row, line)])
    builder.call(hint, [address, short(1), short(3), short(1)])
    return context.get_dummy_value()
