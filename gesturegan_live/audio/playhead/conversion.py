"""Conversion of what voices make to the output's rate, with little delay (`audio.playhead.resample`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.playhead.resample import dot
from gesturegan_live.kernel import kernel


@kernel
def convert(
    line: NDArray[np.float32],
    fresh: int,
    first: int,
    count: int,
    p: int,
    q: int,
    table: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Convert lines of samples to another rate, and keep their last samples for the next call.

    Parameters
    ----------
    line : ndarray, shape (voices, N), float32
        First as many samples as `table` has taps, kept from the last call, then `fresh` new ones.
    first, count, p, q : int
        Output sample i of `count` lies at position ``(first + i p) / q`` of the line.
    """
    phases, taps = len(table) - 1, table.shape[1]
    rows = table.reshape(-1)
    for v in range(len(line)):
        samples, target = line[v], out[v]
        for i in range(count):
            position = first + i * p
            whole = position // q
            place = (position - whole * q) / q * phases
            row = int(place)
            target[i] = dot(samples, whole - taps // 2 + 1, rows, row * taps, taps, place - row)
        for k in range(taps):
            samples[k] = samples[fresh + k]
