"""How kernels are compiled together: what Python calls is made machine code, in one go with all the kernels it is made of.

Numba by itself optimises each kernel together with all it calls and makes machine code of it, then does so again in each that calls it, and makes a kernel
anew for every constant it is given. All of that is thrown away when kernels become part of their callers: without it compiling takes 11 s instead of 29.
"""

from typing import Any

from numba import _dynfunc, types  # type: ignore[attr-defined]
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import NativeLowering


class OneVersion(CPUDispatcher):
    """A kernel is compiled once for all whole numbers: a constant is a number like another."""

    def get_call_template(self, args: Any, kws: Any) -> Any:
        return super().get_call_template(tuple(types.unliteral(kind) for kind in args), kws)


def _all_parts(library: Any) -> list[Any]:
    """Return what `library` is made of, each once."""
    found: dict[Any, None] = {}
    ahead = list(library._linking_libraries)
    while ahead:
        part = ahead.pop()
        if part not in found:
            found[part] = None
            ahead += getattr(part, "parts", [])
    return list(found)


@register_pass(mutates_CFG=True, analysis_only=False)
class LowerPart(NativeLowering):
    """Keep a kernel as it is, for what it will be part of: neither optimised nor made machine code."""

    _name = "lower_part"

    def run_pass(self, state: Any) -> bool:
        state.flags.no_compile = True
        super().run_pass(state)
        library, lowered = state.library, state["cr"]
        library.parts, library._linking_libraries = library._linking_libraries, []
        library._optimize_final_module = lambda: None
        library._finalize_final_module = lambda: setattr(library, "_finalized", True)
        # Numba knows a compiled function by this object. There is nothing to call in it.
        name = lowered.fndesc.qualname.rsplit(".", 1)[-1]
        nothing = _dynfunc.make_function(lowered.fndesc.lookup_module(), name, "part of other kernels", 0, lowered.env, (library,))
        state.targetctx.insert_user_function(nothing, lowered.fndesc, [library])
        state["cr"] = lowered._replace(cfunc=nothing)
        return True


@register_pass(mutates_CFG=True, analysis_only=False)
class LowerWhole(NativeLowering):
    """Gather all parts of what Python calls before it is optimised."""

    _name = "lower_whole"

    def run_pass(self, state: Any) -> bool:
        library = state.library = state.targetctx.codegen().create_library(state.func_id.func_qualname)
        library.enable_object_caching()
        finalize = library.finalize

        def gather() -> None:
            library._linking_libraries = _all_parts(library)
            finalize()

        library.finalize = gather
        return bool(super().run_pass(state))


def _with(lowering: type) -> type[CompilerBase]:
    class Compiler(CompilerBase):  # type: ignore[misc]
        def define_pipelines(self) -> list[Any]:
            pipeline = DefaultPassBuilder.define_nopython_pipeline(self.state)
            pipeline.passes = [(lowering if step is NativeLowering else step, text) for step, text in pipeline.passes]
            return [pipeline]

    return Compiler


PART = _with(LowerPart)
WHOLE = _with(LowerWhole)
