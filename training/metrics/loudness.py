"""How loud sounds are: a hit is not softer than a drone because silence follows it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SECONDS = 0.4


def loudness(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.float64]:
    """Tell the RMS of the loudest `SECONDS` of each sound (B, n), dB of full scale: (B,)."""
    size = min(samples.shape[1], round(SECONDS * sample_rate))
    sums = np.cumsum(np.pad(np.square(samples, dtype=np.float64), ((0, 0), (1, 0))), axis=1)
    power = (sums[:, size:] - sums[:, :-size]).max(axis=1) / size
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)))
