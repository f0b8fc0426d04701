"""The one way in which this package compiles its inner loops.

Conventions
-----------
A *kernel* is called from Python. A *part* is called by kernels and other parts, and has no way in from Python (calling
it there ends the process): that would take as long to compile as a small loop. Both run without the GIL, and see arrays
as they did in their object's `warm_up`, contiguous and writable: one of another type or layout, or a read-only one,
would be compiled anew, in the middle of the callback. Kernels are cached on disk
(`gesturegan_live.processes.cache`) with all their parts.

Nobody may divide by zero in one: nothing is raised. What is slow to compile is left out: loops fill arrays, not slices;
what is called once is inlined; a number that is read twice is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import config, njit

from gesturegan_live.processes import cache

F = TypeVar("F", bound=Callable[..., object])

config.CACHE_DIR = config.CACHE_DIR or cache.kernels()  # else beside the source, which may be anybody's

_COMMON: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
_SUMMING = {"reassoc", "nsz", "contract"}


def kernel(function: F) -> F:
    """Compile a loop whose results must not depend on how it is split."""
    compiled: F = njit(cache=True, no_cfunc_wrapper=True, **_COMMON)(function)
    return compiled


def relaxed_kernel(*flags: str) -> Callable[[F], F]:
    """Compile a loop in which the compiler may take liberties with arithmetic, by LLVM's names; all if none."""

    def decorate(function: F) -> F:
        compiled: F = njit(cache=True, fastmath=set(flags) or True, **_COMMON)(function)
        return compiled

    return decorate


def part(function: F) -> F:
    """Compile what kernels call."""
    compiled: F = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_COMMON)(function)
    return compiled


def relaxed_part(*flags: str) -> Callable[[F], F]:
    """Compile what kernels call as `relaxed_kernel` does."""

    def decorate(function: F) -> F:
        options = {"fastmath": set(flags) or True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        compiled: F = njit(**options, **_COMMON)(function)
        return compiled

    return decorate


def summing_part(function: F) -> F:
    """Compile a short sum of products, whose order of addition the compiler may choose."""
    return relaxed_part(*_SUMMING)(function)


def inlined(function: F) -> F:
    """Compile a small piece of a kernel into each place that calls it: a call with arrays costs more than its work."""
    compiled: F = njit(inline="always")(function)
    return compiled
