"""How far the compiling of the sound kernels has come.

Conventions
-----------
Counted are kernels and their parts (`gesturegan_live.kernel`), each once: those of all modules that are imported by
now. A kernel that came from the cache counts with all its parts, which are compiled no more. Owned by whoever compiles;
while sound is being made nothing is compiled, and nothing told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gesturegan_live.kernel import KERNELS, PARTS, event


class Progress(event.Listener):  # type: ignore[misc]
    """Tells how many are compiled, and of how many, whenever another is.

    Parameters
    ----------
    tell : callable
        Takes the two numbers.
    """

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._compiled: set[Any] = set()
        event.register("numba:compile", self)

    def on_start(self, event: Any) -> None:
        """Wait for its end."""

    def on_end(self, event: Any) -> None:
        """Count what was compiled, if it is ours: the compiler also compiles things of its own."""
        unit = event.data["dispatcher"]
        units = {kernel: {kernel, *_called(kernel, set())} for kernel in KERNELS}
        everything = set().union(*units.values())
        if unit not in everything:
            return
        self._compiled.add(unit)
        there = [units[kernel] for kernel in KERNELS if kernel in self._compiled or kernel.signatures]
        self._tell(len(self._compiled.union(*there) & everything), len(everything))

    def end(self) -> None:
        """Count no more."""
        event.unregister("numba:compile", self)


def _called(function: Any, seen: set[Any]) -> Iterator[Any]:
    """Find the kernels and parts that a compiled function calls, at whatever depth and through whatever is inlined."""
    seen.add(function)
    for name in function.py_func.__code__.co_names:
        value = function.py_func.__globals__.get(name)
        if hasattr(value, "py_func") and value not in seen:
            if value in PARTS or value in KERNELS:
                yield value
            yield from _called(value, seen)
