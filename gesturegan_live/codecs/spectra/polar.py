"""From log magnitude and phase to a complex spectrum.

Conventions
-----------
Natural log magnitudes float32, phases in radians; spectra as `transform.stft` has them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.spectra.transform import Spectrum
from gesturegan_live.kernel import relaxed_kernel


def polar(log_magnitude: NDArray[np.float32], phase: NDArray[np.floating[Any]]) -> Spectrum:
    """Spectrum of a natural log magnitude and a phase, radians."""
    spectrum = np.empty(phase.shape, np.complex64)
    pairs = spectrum.view(np.float32).reshape(-1, 2)
    polar_parts(np.exp(log_magnitude).reshape(-1), phase.reshape(-1), pairs[:, 0], pairs[:, 1])
    return spectrum


@relaxed_kernel("nsz", "arcp", "contract", "reassoc")
def polar_parts(
    magnitude: NDArray[np.float32],
    phase: NDArray[np.floating[Any]],
    real: NDArray[np.float32],
    imag: NDArray[np.float32],
) -> None:
    """Write real and imaginary parts of magnitudes and phases, all (n,).

    Sine and cosine of half the angle by their series, doubled: within 4e-7, and without a branch, so that it
    vectorises.
    """
    for k in range(len(magnitude)):
        angle = phase[k]
        turns = np.floor(angle * (0.5 / np.pi) + 0.5)
        half = np.float32(0.5 * (angle - turns * (2.0 * np.pi)))  # [-pi / 2, pi / 2]
        square = half * half
        sine = np.float32(-2.3889859e-08)
        sine = sine * square + np.float32(2.7525562e-06)
        sine = sine * square + np.float32(-0.00019840874)
        sine = sine * square + np.float32(0.0083333310)
        sine = sine * square + np.float32(-0.16666667)
        sine = (sine * square + np.float32(1.0)) * half
        cosine = np.float32(-2.605e-07)
        cosine = cosine * square + np.float32(2.47609e-05)
        cosine = cosine * square + np.float32(-0.0013888397)
        cosine = cosine * square + np.float32(0.041666638)
        cosine = cosine * square + np.float32(-0.5)
        cosine = cosine * square + np.float32(1.0)
        real[k] = magnitude[k] * (cosine * cosine - sine * sine)
        imag[k] = magnitude[k] * (np.float32(2.0) * sine * cosine)
