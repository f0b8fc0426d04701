"""Reading between samples: a windowed sinc from a table, for varispeed and for rate conversion.

Conventions
-----------
A table holds one row of ``taps`` coefficients for each of ``phases + 1`` fractional positions; between two rows it is
interpolated linearly. Row 0 is exactly one sample, so that reading at whole positions copies. A table of level ``l``
passes ``2 ** (-l / 2)`` of the band, for playheads that move faster than one sample a sample.

References
----------
J. O. Smith, "Digital Audio Resampling Home Page", CCRMA: the table of a windowed sinc with linear interpolation.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import inlined, minimum, part, summing_part

PHASES = 512
TAPS = 16
KAISER_BETA = 7.0
MAX_LEVEL = 8  # a sixteenth of the band


def sinc_table(taps: int, phases: int, cutoff: float = 1.0) -> NDArray[np.float32]:
    """Coefficients of a Kaiser-windowed sinc.

    Parameters
    ----------
    taps : int
        Even; half of them before the position read.
    phases : int
    cutoff : float
        Of the band, (0, 1].

    Returns
    -------
    ndarray, shape (phases + 1, taps), float32; each row sums to 1
    """
    fraction = np.arange(phases + 1)[:, None] / phases
    distance = np.arange(taps)[None, :] - (taps // 2 - 1) - fraction
    window = np.i0(KAISER_BETA * np.sqrt(np.maximum(1.0 - (distance / (taps / 2)) ** 2, 0.0))) / np.i0(KAISER_BETA)
    table = cutoff * np.sinc(cutoff * distance) * window
    table /= table.sum(axis=1, keepdims=True)
    table[np.abs(table) < 1e-12] = 0.0
    return table.astype(np.float32)


class SincBank:
    """Tables for every speed up to ``fastest`` samples a sample, laid end to end for a kernel.

    Attributes
    ----------
    coefficients : ndarray, float32
        All tables, flattened.
    levels : ndarray, shape (L, 3), int64
        Offset, taps and phases of each level's table.
    reach : int
        Samples that any read may touch on either side of its position.
    """

    def __init__(self, fastest: float) -> None:
        count = 1 if fastest <= 1.0 else min(math.ceil(2.0 * math.log2(fastest)), MAX_LEVEL) + 1
        tables, rows, offset = [], [], 0
        for level in range(count):
            stretch = 2.0 ** (level / 2.0)
            taps = 2 * math.ceil(TAPS * stretch / 2.0)
            phases = max(64, int(PHASES / stretch))
            tables.append(sinc_table(taps, phases, 1.0 / stretch).ravel())
            rows.append((offset, taps, phases))
            offset += len(tables[-1])
        self.coefficients = np.concatenate(tables)
        self.levels = np.array(rows, np.int64)
        self.reach = int(self.levels[-1, 1]) // 2 + 1


@summing_part
def dot(
    data: NDArray[np.float32], start: int, coefficients: NDArray[np.float32], row: int, taps: int, mix: float
) -> float:
    """Multiply `taps` samples from `start` on with the table's row that begins at `row`, mixed with the next."""
    # Unsigned indices: with signed ones each access is checked for counting from the end, and nothing is vectorised.
    low, high = np.float32(0.0), np.float32(0.0)
    first, here, there = np.uint64(start), np.uint64(row), np.uint64(row + taps)
    for k in range(np.uint64(taps)):
        low += data[first + k] * coefficients[here + k]
        high += data[first + k] * coefficients[there + k]
    return float(low + np.float32(mix) * (high - low))


@inlined
def _read_level(
    data: NDArray[np.float32],
    at: int,
    fraction: float,
    coefficients: NDArray[np.float32],
    levels: NDArray[np.int64],
    level: int,
) -> float:
    offset, taps, phases = levels[level, 0], levels[level, 1], levels[level, 2]
    place = fraction * phases
    row = int(place)
    return dot(data, at - taps // 2 + 1, coefficients, offset + row * taps, taps, place - row)


@inlined
def read(
    data: NDArray[np.float32],
    base: int,
    position: float,
    level: float,
    coefficients: NDArray[np.float32],
    levels: NDArray[np.int64],
) -> float:
    """Read `data` at `base` plus a fractional position, through the table of a (fractional) level; reach is padded."""
    whole = int(position)
    fraction = position - whole
    if level == 0.0:
        if fraction == 0.0:
            sample: float = data[base + whole]
            return sample
        return _read_level(data, base + whole, fraction, coefficients, levels, 0)
    lower = int(level)
    low = _read_level(data, base + whole, fraction, coefficients, levels, lower)
    if level == lower:
        return low
    high = _read_level(data, base + whole, fraction, coefficients, levels, lower + 1)
    mixed: float = low + (level - lower) * (high - low)
    return mixed


@part
def level_of(speed: float, levels: NDArray[np.int64]) -> float:
    """Return the level of table that suits a playhead of that speed, samples a sample."""
    if abs(speed) <= 1.0:
        return 0.0
    return float(minimum(2.0 * math.log2(abs(speed)), float(len(levels) - 1)))
