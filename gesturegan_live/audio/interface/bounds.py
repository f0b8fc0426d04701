"""What a part of the engine may hold when its state comes from a file, perhaps a stranger's.

Conventions
-----------
The ``bounds`` of a part name whatever changes in it while it plays: a number or an array by its field, a record's
values by ``field.column``. Each has a lowest and a highest value, both included, or None where any will do: what is
written before it is read, or looked at where it is read. What has no bounds is as it was built.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Range = tuple[float, float]
Bounds = Mapping[str, Range | None]

FINITE = (-sys.float_info.max, sys.float_info.max)
COUNT = (0, 1 << 53)  # as far as float64 counts by ones
FLAG = (0, 1)
_ROUNDING = 1e-6  # tables may differ by so much from those of another processor


def check(name: str, values: ArrayLike, bounds: Range) -> None:
    """Refuse (ValueError) values that are not from the lowest to the highest."""
    low, high = bounds
    found = np.asarray(values, np.float64)
    wrong = found[~((found >= low) & (found <= high))]
    if wrong.size:
        raise ValueError(f"{name} is {wrong.flat[0]:.9g}, wanted {low:.9g} to {high:.9g}")


def changes(name: str, field: str, values: NDArray[Any], built: NDArray[Any], bounds: Bounds) -> bool:
    """Tell whether a field changes while its part plays.

    Parameters
    ----------
    name, field : str
        In the engine, and in its part.
    values, built : ndarray
        What it is to hold, and what it holds as it was built.
    bounds : Bounds
        Of the part.

    Raises
    ------
    ValueError
        One line: the values are out of bounds, or not as they are built.
    """
    if field in bounds:
        allowed = bounds[field]
        if allowed is not None:
            check(name, values, allowed)
        return True
    columns = values.dtype.names or ()
    if columns:
        each = [changes(f"{name}.{one}", f"{field}.{one}", values[one], built[one], bounds) for one in columns]
        return any(each)
    wrong = np.flatnonzero(~np.isclose(values, built, rtol=_ROUNDING, atol=_ROUNDING))
    if wrong.size:
        raise ValueError(f"{name} is {values.flat[wrong[0]]:.9g}, wanted {built.flat[wrong[0]]:.9g}")
    return False
