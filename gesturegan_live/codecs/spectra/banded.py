"""The product of rows with a matrix that is kept without its zeros (`filter_bank`), compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import kernel


@kernel
def multiply(
    rows: NDArray[np.float32],
    first: NDArray[np.int64],
    offset: NDArray[np.int64],
    weights: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Fill `out` (B, outputs) with the products of `rows` (B, inputs); the rest as in `FilterBank`."""
    for r in range(len(rows)):
        for k in range(len(first)):
            total = 0.0
            start = first[k] - offset[k]
            for i in range(offset[k], offset[k + 1]):
                total += np.float64(rows[r, start + i]) * np.float64(weights[i])
            out[r, k] = total
