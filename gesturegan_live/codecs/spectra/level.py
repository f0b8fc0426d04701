"""How a magnitude becomes a pixel: logarithmic down to the end of the range, linear below it, silence exactly -1.

Conventions
-----------
``pixel = 2 log(1 + m / low) / log(1 + top / low) - 1``, with the magnitude ``top = n_fft / 4`` of a full-scale sine
under a Hann window, and ``low`` at the dynamic range below it. Louder than ``top`` is clipped. Levels are absolute.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SILENT_DB = 60.0  # how far below the range a magnitude may fall as a logarithm; there it counts as silence


@dataclass(frozen=True)
class Level:
    """The scale between magnitudes of an STFT of `n_fft` and pixels."""

    n_fft: int
    dynamic_range_db: float

    @property
    def low(self) -> float:
        """Magnitude at the end of the logarithmic range."""
        return self.n_fft / 4 * float(10.0 ** (-self.dynamic_range_db / 20.0))

    @property
    def span(self) -> float:
        """Of log(1 + m / low), from silence to a full-scale sine."""
        return float(np.log1p(10.0 ** (self.dynamic_range_db / 20.0)))

    @property
    def silence(self) -> float:
        """Natural log of the magnitude that stands for none."""
        return float(np.log(self.low) - SILENT_DB * np.log(10.0) / 20.0)

    def pixels(self, magnitude: NDArray[np.float32]) -> NDArray[np.float32]:
        """Pixels of magnitudes, in [-1, 1]."""
        pixels: NDArray[np.float32] = np.log1p(magnitude * np.float32(1.0 / self.low))
        pixels *= np.float32(2.0 / self.span)
        pixels -= np.float32(1.0)
        np.clip(pixels, -1.0, 1.0, out=pixels)
        return pixels

    def log_magnitude(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """Natural log of the magnitudes of pixels, never below `silence`."""
        # Not expm1, which takes eight times as long: at the floor the difference is 0.001 dB.
        magnitude: NDArray[np.float32] = np.exp((pixels + np.float32(1.0)) * np.float32(self.span / 2.0))
        magnitude -= np.float32(1.0)
        np.maximum(magnitude, np.float32(10.0 ** (-SILENT_DB / 20.0)), out=magnitude)
        np.log(magnitude, out=magnitude)
        magnitude += np.float32(np.log(self.low))
        return magnitude
