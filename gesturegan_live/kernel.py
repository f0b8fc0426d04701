"""The one way in which this package compiles its inner loops.

Conventions
-----------
A kernel runs without the GIL, is cached on disk (`gesturegan_live.processes.cache`), and sees arrays as it did in its
object's `warm_up`, contiguous and writable: one of another type or layout, or a read-only one, would be compiled anew,
in the middle of the callback.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from numba import config, njit

from gesturegan_live.processes import cache

F = TypeVar("F", bound=Callable[..., object])

config.CACHE_DIR = config.CACHE_DIR or cache.kernels()  # else beside the source, which may be anybody's


def kernel(function: F) -> F:
    """Compile a loop whose results must not depend on how it is split."""
    compiled: F = njit(nogil=True, cache=True)(function)
    return compiled


def relaxed_kernel(*flags: str) -> Callable[[F], F]:
    """Compile a loop in which the compiler may take liberties with arithmetic, by LLVM's names; all if none."""

    def decorate(function: F) -> F:
        compiled: F = njit(nogil=True, cache=True, fastmath=set(flags) or True)(function)
        return compiled

    return decorate


def summing_kernel(function: F) -> F:
    """Compile a short sum of products, whose order of addition the compiler may choose."""
    return relaxed_kernel("reassoc", "nsz", "contract")(function)


def inlined(function: F) -> F:
    """Compile a small piece of a kernel into each place that calls it: a call with arrays costs more than its work."""
    compiled: F = njit(inline="always")(function)
    return compiled
