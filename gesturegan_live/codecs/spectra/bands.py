"""The warped frequency axis: low partials keep their own bins, higher ones share bands.

Conventions
-----------
Bands are centred at ``band_bins`` (fractional FFT bins, ascending, from bin 0 to Nyquist). Bins become bands by the
mean magnitude under a triangle that reaches to the neighbouring centres; bands become bins by linear interpolation of
log magnitude between centres.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


@lru_cache(maxsize=32)
def warped_bins(bands: int, n_fft: int) -> NDArray[np.float32]:
    """Band centres in bins: one bin each for the lowest quarter of the bands or more, then exponential up to Nyquist.

    The bands go on bin by bin while exponential steps would be narrower than one bin, so that none is empty.
    """
    nyquist = n_fft // 2
    if bands == nyquist + 1:
        centres = np.arange(bands, dtype=np.float64)
    else:
        linear = bands // 4
        while linear < bands - 2 and _first_step(linear, bands, nyquist) < 1.0:
            linear += 1
        above = np.arange(1, bands - linear + 1)
        start = linear - 1
        centres = np.concatenate([np.arange(linear), start * (nyquist / start) ** (above / (bands - linear))])
    warped = centres.astype(np.float32)
    warped.setflags(write=False)
    return warped


def _first_step(linear: int, bands: int, nyquist: int) -> float:
    start = linear - 1
    return float(start * ((nyquist / start) ** (1.0 / (bands - linear)) - 1.0))


def triangles(centres: NDArray[np.float32], n_fft: int) -> NDArray[np.float32]:
    """Weights (bins, bands) of the mean magnitude in each band; columns sum to 1."""
    centres = centres.astype(np.float64)
    bins = np.arange(n_fft // 2 + 1)[:, None]
    below = np.diff(centres, prepend=centres[0] - 1.0)
    above = np.diff(centres, append=centres[-1] + 1.0)
    # an edge never lies within a bin of its centre, else a fractional centre could miss every bin
    rising = 1.0 - (centres - bins) / np.maximum(below, 1.0)
    falling = 1.0 - (bins - centres) / np.maximum(above, 1.0)
    weights = np.clip(np.minimum(rising, falling), 0.0, None)
    normalised: NDArray[np.float32] = (weights / weights.sum(axis=0)).astype(np.float32)
    return normalised


def expand_bands(log_bands: NDArray[np.float32], band_bins: NDArray[np.float32], bins: int) -> NDArray[np.float32]:
    """Interpolate log magnitudes (..., K) of bands linearly onto bins (..., bins); the end bands hold outwards."""
    k = np.arange(bins)
    low = np.clip(np.searchsorted(band_bins, k, side="right") - 1, 0, len(band_bins) - 2)
    fraction = np.clip((k - band_bins[low].astype(np.float64)) / (band_bins[low + 1] - band_bins[low]), 0.0, 1.0)
    below = log_bands[..., low]
    expanded: NDArray[np.float32] = (below + fraction * (log_bands[..., low + 1] - below)).astype(np.float32)
    return expanded
