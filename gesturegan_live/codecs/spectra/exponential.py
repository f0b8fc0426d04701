"""Exponentials and logarithms of many numbers at once, in loops that vectorise: the library's go one by one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import maximum, relaxed_part

Line = NDArray[np.float32]


@relaxed_part("nsz", "arcp", "contract")
def exponential(values: Line, out: Line) -> None:
    """Exponentials of values up to 88, within 4e-6 of themselves; below -87 as of -87 (1e-38). It vectorises.

    The whole powers of two are written as the exponent bits of `out`, the rest is the series of 2 ** x about 0.
    """
    bits = out.view(np.int32)
    for k in range(len(values)):
        power = np.float32(1.4426950408889634) * maximum(values[k], np.float32(-87.0))
        bits[k] = (np.int32(np.floor(power + np.float32(0.5))) + np.int32(127)) << np.int32(23)
    for k in range(len(values)):
        power = np.float32(1.4426950408889634) * maximum(values[k], np.float32(-87.0))
        rest = power - np.floor(power + np.float32(0.5))  # [-1 / 2, 1 / 2)
        series = np.float32(0.00015403530)
        series = series * rest + np.float32(0.0013333558)
        series = series * rest + np.float32(0.0096181291)
        series = series * rest + np.float32(0.055504109)
        series = series * rest + np.float32(0.24022651)
        series = series * rest + np.float32(0.69314718)
        out[k] *= series * rest + np.float32(1.0)


@relaxed_part("nsz", "arcp", "contract")
def logarithm(values: Line, out: Line) -> None:
    """Natural logarithms of values above 1e-37, within 3e-6 of themselves; they may be written over the values."""
    bits, kept = values.view(np.int32), out.view(np.int32)
    for k in range(len(values)):
        bits_k = bits[k]
        # the mantissa as a number from 1 / sqrt(2) to sqrt(2), and the power of two that goes with it
        shifted = bits_k - np.int32(0x3F3504F3)
        whole = np.float32(shifted >> np.int32(23))
        kept[k] = (shifted & np.int32(0x7FFFFF)) + np.int32(0x3F3504F3)
        rest = out[k] - np.float32(1.0)
        ratio = rest / (rest + np.float32(2.0))  # the series of the inverse hyperbolic tangent
        square = ratio * ratio
        series = np.float32(2.0 / 7.0) * square + np.float32(2.0 / 5.0)
        series = (series * square + np.float32(2.0 / 3.0)) * square + np.float32(2.0)
        out[k] = whole * np.float32(0.6931471805599453) + ratio * series
