"""The one way in which this package compiles its inner loops, and the only module that imports numba.

Conventions
-----------
A *kernel* is called from Python. A *part* is called by kernels and other parts, and has no way in from Python (calling
it there ends the process): that would take as long to compile as a small loop. It is optimised and made into machine
code with each kernel that calls it, and never by itself. Neither makes an array or returns one
(only the *allocating* ones, which are not live, do): none counts who holds an array, on which clips would spend three
quarters of their time. Both run without the GIL, and see arrays
as they did in their object's `warm_up`, contiguous and writable: one of another type or layout, or a read-only one,
would be compiled anew, in the middle of the callback. Kernels are cached on disk
(`gesturegan_live.processes.cache`) with all their parts.

Nobody may divide by zero in one: nothing is raised. What is slow to compile is left out: loops fill arrays, not slices;
what is called once is inlined; a number that is read twice is kept; a constant that is given to a part has the type of
what others give it (``np.int64(0)``), as a plain one has a type of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import operator
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from gesturegan_live.processes import cache


@contextlib.contextmanager
def _missing(*modules: str) -> Iterator[None]:
    """Let modules that nobody has imported so far seem not to be installed."""
    hidden = [module for module in modules if module not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for module in hidden:
            del sys.modules[module]


# Where they are installed, numba imports SciPy for linear algebra, and cffi to call C: no kernel does either, and both
# take as long as all that one needs.
with _missing("scipy", "cffi"):
    importlib.import_module("numba.np.arraymath")
    importlib.import_module("numba.core.typing.cffi_utils")
    from numba import _dynfunc, config, njit, types
    from numba.core import codegen, compiler, compiler_machinery, event, typed_passes
    from numba.extending import intrinsic

__all__ = ["KERNELS", "PARTS", "allocating_kernel", "allocating_part", "event", "inlined", "intrinsic", "kernel"]
__all__ += ["maximum", "minimum", "njit", "part", "relaxed_kernel", "relaxed_part", "summing_part", "types"]

F = TypeVar("F", bound=Callable[..., object])


def _sources() -> str:
    """Tell one version of all kernels from another, with their parts and constants: numba looks at their own files."""
    package, digest = Path(__file__).parent, hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(path for folder in ("audio", "codecs", "show") for path in (package / folder).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


# Else beside the source, which may be anybody's. What libraries compile is theirs, and lies elsewhere: it stays.
FOLDER = str(Path(config.CACHE_DIR or cache.kernels()) / _sources())
# Kernels are as quick as at level 3, and their parts are inlined anyway; it takes a twentieth less to compile them.
config.OPT = type(config.OPT)(1)


@contextlib.contextmanager
def _kept_in(folder: str) -> Iterator[None]:
    """Have numba look there for what it has compiled already: it asks where when it is told what to compile."""
    given, config.CACHE_DIR = config.CACHE_DIR, folder
    try:
        yield
    finally:
        config.CACHE_DIR = given


KERNELS: list[Any] = []  # of the modules imported so far
PARTS: list[Any] = []

# Passes that look for what no kernel has: closures, comprehensions, literal containers, sums of whole arrays. They take
# a twentieth of the time. The last one is replaced.
_NEEDLESS = {
    "annotate_types",
    "find_literally",
    "inline_closure_likes",
    "inline_overloads",
    "literal_unroll",
    "LiteralPropagation",
    "make_function_op_code_to_jit_function",
    "nopython_rewrites",
    "with_lifting",
    "native_lowering",
}


class _Whole(codegen.JITCodeLibrary):  # type: ignore[misc]
    """The machine code of a kernel, with all parts that it calls: optimised once, when they are together."""

    def _optimize_functions(self, module: Any) -> None:
        """Leave each function by itself as it is."""
        module.data_layout = self._codegen._data_layout


class _Piece(_Whole):
    """A part, as it waits for kernels to take it in: by itself it is not made into machine code."""

    def _optimize_final_module(self) -> None:
        """Leave that to the kernels."""

    def _finalize_final_module(self) -> None:
        """Stop here."""
        self._finalized = True


@compiler_machinery.register_pass(mutates_CFG=True, analysis_only=False)
class _Lowering(typed_passes.NativeLowering):  # type: ignore[misc]
    """Numba's own step from types to machine code, which for parts stops half-way."""

    _name = "kernel_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower one function."""
        is_part = state.flags.no_cpython_wrapper
        state.library = (_Piece if is_part else _Whole)(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        state.flags.no_compile = is_part
        super().run_pass(state)
        if is_part:
            lowered = state["cr"]
            about, library = lowered.fndesc, state.library
            # what stands for it where others call it, and has no address
            name = about.lookup_module(), about.qualname, about.qualname
            function = _dynfunc.make_function(*name, 0, lowered.env, (library,))
            state.targetctx.insert_user_function(function, about, [library])
            state["cr"] = lowered._replace(cfunc=function)
        return True


class _Compiler(compiler.CompilerBase):  # type: ignore[misc]
    """Numba's own steps, those left out that a kernel does not need."""

    def define_pipelines(self) -> list[Any]:
        """Give the one way in which kernels and parts are compiled."""
        steps = compiler.DefaultPassBuilder.define_nopython_pipeline(self.state, "kernel")
        steps.add_pass_after(_Lowering, typed_passes.NativeLowering)
        steps.passes = [(step, purpose) for step, purpose in steps.passes if step.name() not in _NEEDLESS]
        steps.finalize()
        return [steps]


_KERNEL: dict[str, Any] = {
    "pipeline_class": _Compiler,
    "nogil": True,
    "error_model": "numpy",
    "cache": True,
    "no_cfunc_wrapper": True,
    "_nrt": False,  # numba's counting of who holds an array
}
_PART: dict[str, Any] = {**_KERNEL, "cache": False, "no_cpython_wrapper": True}
_SUMMING = {"reassoc", "nsz", "contract"}


def _choice(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def choose(context: Any, one: Any, other: Any) -> Any:
        kind = context.unify_types(types.unliteral(one), types.unliteral(other))

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            values = zip(arguments, signature.args, strict=True)
            first, second = (context.cast(builder, value, type_, kind) for value, type_ in values)
            is_better = context.get_function(compare, types.boolean(kind, kind))
            return builder.select(is_better(builder, (second, first)), second, first)

        return kind(types.unliteral(one), types.unliteral(other)), generate

    chosen: Callable[[Any, Any], Any] = intrinsic(choose)
    return chosen


# For kernels, where the builtins of two numbers would be compiled like a function, anew for each pair of types.
minimum, maximum = _choice(operator.lt), _choice(operator.gt)


def kernel(function: F) -> F:
    """Compile a loop whose results must not depend on how it is split."""
    return _compiled(function, KERNELS, _KERNEL)


def relaxed_kernel(*flags: str) -> Callable[[F], F]:
    """Compile a loop in which the compiler may take liberties with arithmetic, by LLVM's names; all if none."""
    return lambda function: _compiled(function, KERNELS, {**_KERNEL, "fastmath": set(flags) or True})


def part(function: F) -> F:
    """Compile what kernels call."""
    return _compiled(function, PARTS, _PART)


def relaxed_part(*flags: str) -> Callable[[F], F]:
    """Compile what kernels call as `relaxed_kernel` does."""
    return lambda function: _compiled(function, PARTS, {**_PART, "fastmath": set(flags) or True})


def allocating_kernel(function: F) -> F:
    """Compile a loop that makes arrays: for whole clips, never for the audio callback."""
    return _compiled(function, KERNELS, {**_KERNEL, "_nrt": True})


def allocating_part(function: F) -> F:
    """Compile what allocating kernels call, and makes arrays itself."""
    return _compiled(function, PARTS, {**_PART, "_nrt": True})


def summing_part(function: F) -> F:
    """Compile a short sum of products, whose order of addition the compiler may choose."""
    return relaxed_part(*_SUMMING)(function)


def inlined(function: F) -> F:
    """Compile a small piece of a kernel into each place that calls it: a call with arrays costs more than its work."""
    compiled: F = njit(inline="always")(function)
    return compiled


def _compiled(function: F, kind: list[Any], options: dict[str, Any]) -> F:
    with _kept_in(FOLDER):
        compiled: F = njit(**options)(function)
    kind.append(compiled)
    return compiled
