"""A way into parts of kernels, which have none from Python, for tests that look at them by themselves."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from numba import njit


@functools.cache
def called(part: Any) -> Callable[..., Any]:
    """Compile a part as something that Python can call."""
    return njit(part.py_func, nogil=True)
