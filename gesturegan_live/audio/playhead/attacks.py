"""Where in a clip a sound sets in suddenly: places that a stretched voice passes on time, and once.

Conventions
-----------
A clip is looked at in cells of `CELL` samples; an attack is the first sample of the cell before the one that is loud.
For each cell of a clip the map holds the last attack at or before its beginning (row 0; `NONE_BEFORE`) and the first
one after that (row 1; `NONE_AFTER`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import inlined, maximum, minimum, part, summing_part

CELL = 32
NONE_BEFORE, NONE_AFTER = -(1 << 30), 1 << 30
RISE = 16.0  # times the power before it, in what changes from sample to sample, that makes an attack
FLOOR = 1e-4  # of the clip's loudest cell, below which nothing is one
BEFORE_SECONDS = 0.020
APART_SECONDS = 0.030


@summing_part
def _change(clips: NDArray[np.float32], first: int) -> float:
    """Energy of what changes from sample to sample: an attack stands out there even from a loud bass."""
    total, here = np.float32(0.0), np.uint64(first)
    for k in range(np.uint64(CELL)):
        step = clips[here + k] - clips[here + k - np.uint64(1)]
        total += step * step
    return float(total)


@inlined
def next_attack(attacks: NDArray[np.int32], number: int, position: float, first: int) -> int:
    """Look up the attack after a position of one clip of many; those before `first` do not count."""
    attack = attacks[number, 1, minimum(maximum(int(position), 0) // CELL, attacks.shape[2] - 1)]
    return NONE_AFTER if attack < first else attack


@part
def find_attacks(
    clips: NDArray[np.float32], base: int, rate: float, cells: NDArray[np.float32], attacks: NDArray[np.int32]
) -> None:
    """Fill the map of the clip that begins at `base`.

    Parameters
    ----------
    clips : ndarray, float32
        Padded by a sample or more.
    rate : float
        Of the clip, Hz.
    cells : ndarray, shape (N,), float32
        Work space.
    attacks : ndarray, shape (2, N), int32
    """
    count = len(cells)
    loudest = np.float32(0.0)
    for c in range(count):
        cells[c] = _change(clips, base + c * CELL)
        loudest = maximum(loudest, cells[c])
        attacks[0, c] = NONE_BEFORE
    length = maximum(int(BEFORE_SECONDS * rate / CELL), 4)
    ready = 4  # cells that must have gone before
    before = 0.0
    for c in range(count):
        known = minimum(c, length)
        if c >= ready and cells[c] * known > RISE * before and cells[c] > FLOOR * loudest:
            attacks[0, c - 1] = (c - 1) * CELL
            ready = c + int(APART_SECONDS * rate / CELL)
        before += cells[c]
        if c >= length:
            before -= cells[c - length]
    latest = NONE_BEFORE
    for c in range(count):
        latest = maximum(latest, attacks[0, c])
        attacks[0, c] = latest
    following = NONE_AFTER
    for c in range(count - 1, -1, -1):
        attacks[1, c] = following
        if attacks[0, c] == c * CELL:
            following = c * CELL
