"""Log magnitude and phase to a complex spectrum, in loops that the compiler vectorises.

Conventions
-----------
float32; relative error below 1e-6. The library's exp, sin and cos are called once a bin and would be a third of a
spectral voice's work.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.polynomial import chebyshev, polynomial
from numpy.typing import NDArray

from gesturegan_live.kernel import part

_HALF_PI = math.pi / 2.0


def _fit(values: object, low: float, high: float, degree: int) -> list[np.float32]:
    """Coefficients, lowest first, of the polynomial through Chebyshev points of ``[low, high]``."""
    points = (chebyshev.chebpts1(64) + 1.0) / 2.0 * (high - low) + low
    coefficients = polynomial.polyfit(points, values(points), degree)  # type: ignore[operator]
    return [np.float32(value) for value in coefficients]


# sin(x) / x as a polynomial of x squared on [-pi / 2, pi / 2], and 2 ** x on [0, 1]
_S0, _S1, _S2, _S3, _S4 = _fit(lambda square: np.sinc(np.sqrt(square) / np.pi), 0.0, _HALF_PI**2, 4)
_E0, _E1, _E2, _E3, _E4, _E5 = _fit(np.exp2, 0.0, 1.0, 5)
_LOG2_E = np.float32(1.0 / math.log(2.0))
_QUARTER = np.float32(_HALF_PI)


@part
def write_polar(
    log_magnitude: NDArray[np.float32],
    phase: NDArray[np.float32],
    scale: NDArray[np.float32],
    scale_bits: NDArray[np.int32],
    real: NDArray[np.float32],
    imag: NDArray[np.float32],
) -> None:
    """Fill a spectrum.

    Parameters
    ----------
    log_magnitude : ndarray, shape (bins,), float32
        Natural; between -80 and 80.
    phase : ndarray, shape (bins,), float32
        Radians in [-pi, pi].
    scale, scale_bits : ndarray, shape (bins,), float32 and int32
        Scratch: the same memory seen twice.
    real, imag : ndarray, shape (bins,), float32
        Out.
    """
    bins = len(log_magnitude)
    for k in range(bins):
        whole = np.int32(np.floor(log_magnitude[k] * _LOG2_E))
        scale_bits[k] = (whole + np.int32(127)) << np.int32(23)
    for k in range(bins):
        power = log_magnitude[k] * _LOG2_E
        x = power - np.floor(power)
        magnitude = scale[k] * (_E0 + x * (_E1 + x * (_E2 + x * (_E3 + x * (_E4 + x * _E5)))))
        turned = abs(phase[k])
        x = _QUARTER - turned
        y = x * x
        cosine = x * (_S0 + y * (_S1 + y * (_S2 + y * (_S3 + y * _S4))))
        x = _QUARTER - abs(x)
        y = x * x
        sine = x * (_S0 + y * (_S1 + y * (_S2 + y * (_S3 + y * _S4))))
        real[k] = magnitude * cosine
        imag[k] = magnitude * (sine if phase[k] >= np.float32(0.0) else -sine)
