"""Filter banks whose filters each touch a few neighbouring bins, applied without the zeros between.

Conventions
-----------
A bank stands for a matrix (inputs, outputs), multiplied from the right of float32 rows (..., inputs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class FilterBank:
    """The part of each column of a matrix from its first to its last non-zero entry.

    Attributes
    ----------
    first : ndarray, shape (outputs,), int64
        Row of the first weight of each column.
    offset : ndarray, shape (outputs + 1,), int64
        Where in `weights` the columns begin and end.
    weights : ndarray, float32
        All columns, one after the other.
    """

    first: NDArray[np.int64]
    offset: NDArray[np.int64]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, matrix: NDArray[np.floating]) -> Self:
        """Keep what is not zero of a matrix (inputs, outputs)."""
        held = matrix != 0.0
        first = np.where(held.any(axis=0), held.argmax(axis=0), 0)
        end = np.where(held.any(axis=0), len(matrix) - held[::-1].argmax(axis=0), 0)
        columns = [matrix[a:b, k] for k, (a, b) in enumerate(zip(first, end, strict=True))]
        offset = np.concatenate([[0], np.cumsum(end - first)])
        return cls(first.astype(np.int64), offset.astype(np.int64), np.concatenate(columns).astype(np.float32))

    def __call__(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Multiply rows (..., inputs) to (..., outputs); sums run in float64."""
        from gesturegan_live.codecs.spectra.banded import multiply

        flat = np.ascontiguousarray(rows, np.float32).reshape(-1, rows.shape[-1])
        out = np.empty((len(flat), len(self.first)), np.float32)
        multiply(flat, self.first, self.offset, self.weights, out)
        return out.reshape(*rows.shape[:-1], -1)
