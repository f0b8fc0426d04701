"""Where sounds begin: peaks of the spectral flux.

Half-wave rectified flux of log-compressed spectra and peak picking after Dixon 2006, "Onset Detection Revisited", and
Böck et al. 2012, "Evaluating the Online Capabilities of Onset Detection Methods".

Conventions
-----------
Blocks of float32 samples in, sample offsets out. What is kept is one number a hop: four bytes for 512 samples.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

N_FFT = 1024
HOP = 512
COMPRESSION = 100.0  # of magnitudes, in units of a full-scale sine
THRESHOLD = 0.2  # mean rise over an octave-wise spectrum, natural logarithm, above the local mean
NEIGHBOURS = 3  # hops on either side that a peak must outdo
AROUND = 20  # hops on either side whose mean it must rise above


def onsets(blocks: Iterable[NDArray[np.float32]]) -> list[int]:
    """Find the beginnings of sounds, in samples, ascending."""
    window = np.hanning(N_FFT).astype(np.float32)
    scale = np.float32(2 * COMPRESSION / window.sum())
    kept = np.zeros(N_FFT - HOP, np.float32)  # silence in front, so that a sound at 0 rises out of it
    before = np.zeros(N_FFT // 2 + 1, np.float32)
    weights = (1 / np.arange(1, len(before) + 1)).astype(np.float32)  # an octave counts as much as the next
    weights /= weights.sum()
    flux: list[NDArray[np.float32]] = []
    for block in blocks:
        kept = np.concatenate([kept, block])
        count = (len(kept) - N_FFT) // HOP + 1 if len(kept) >= N_FFT else 0
        if not count:
            continue
        frames = np.lib.stride_tricks.sliding_window_view(kept, N_FFT)[: count * HOP : HOP]
        spectra = np.log1p(np.abs(np.fft.rfft(frames * window, axis=1)).astype(np.float32) * scale)
        rise = np.diff(spectra, axis=0, prepend=before[None])
        flux.append(np.maximum(rise, 0) @ weights)
        before = spectra[-1]
        kept = kept[count * HOP :]
    strength = np.concatenate(flux) if flux else np.zeros(0, np.float32)
    # A frame's new samples are those from its number times HOP on; a hop more, lest an attack lose its first edge.
    return [max(0, int(place) - 1) * HOP for place in _peaks(strength)]


def _peaks(strength: NDArray[np.float32]) -> NDArray[np.intp]:
    if len(strength) == 0:
        return np.zeros(0, np.intp)
    padded = np.pad(strength, NEIGHBOURS, constant_values=-1)
    highest = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOURS + 1).max(axis=1)
    width = 2 * AROUND + 1
    totals = np.cumsum(np.pad(strength.astype(np.float64), (AROUND + 1, AROUND)))
    mean = (totals[width:] - totals[:-width]) / width
    return np.flatnonzero((strength == highest) & (strength > mean + THRESHOLD))
