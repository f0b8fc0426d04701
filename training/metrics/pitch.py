"""The pitch of sounds.

Conventions
-----------
YIN (de Cheveigné and Kawahara 2002, steps 1 to 5) on frames, the median of those within 20 dB of the loudest one.
Pitch in MIDI numbers, 69 being 440 Hz; a note of fewer than ten samples a period may be heard an octave too low.
Written out here because librosa's crashes the process where numba's cache of its kernel has got mixed up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FRAME_SECONDS = 0.093
LOWEST, HIGHEST = 32.0, 4500.0  # Hz
THRESHOLD = 0.15  # aperiodicity below which the first dip is taken
_LOUD_DB = -20.0
_SILENT = 1e-4

Array = NDArray[np.float32]


def detect(samples: Array, sample_rate: int) -> NDArray[np.float64]:
    """Find the pitch of sounds (B, n): (B,), NaN of silence."""
    frame = min(round(FRAME_SECONDS * sample_rate), samples.shape[1])
    found = np.full(len(samples), np.nan)
    for place, sound in enumerate(np.asarray(samples, np.float64)):
        frames = np.lib.stride_tricks.sliding_window_view(sound, frame)[:: max(1, frame // 4)]
        level = np.sqrt(np.mean(np.square(frames), axis=1))
        if level.max() > _SILENT:
            hertz = _yin(frames[level > level.max() * 10 ** (_LOUD_DB / 20)], sample_rate)
            found[place] = 69 + 12 * np.log2(np.median(hertz) / 440)
    return found


def _yin(frames: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
    """Fundamentals of frames (T, n), Hz: (T,)."""
    window = frames.shape[1] // 2
    shortest = max(2, int(sample_rate / HIGHEST))
    longest = min(int(sample_rate / LOWEST) + 1, frames.shape[1] - window - 1)
    size = 1 << int(frames.shape[1] + window).bit_length()
    spectra = np.fft.rfft(frames, size), np.fft.rfft(frames[:, :window], size)
    product = np.fft.irfft(spectra[0] * np.conj(spectra[1]), size)[:, : longest + 1]
    powers = np.cumsum(np.pad(np.square(frames), ((0, 0), (1, 0))), axis=1)
    energy = (powers[:, window:] - powers[:, : powers.shape[1] - window])[:, : longest + 1]
    difference = np.maximum(energy[:, :1] + energy - 2 * product, 0.0)  # (T, lags)
    sums = np.cumsum(difference[:, 1:], axis=1) / np.arange(1, longest + 1)
    relative = np.concatenate([np.ones((len(frames), 1)), difference[:, 1:] / np.maximum(sums, 1e-12)], axis=1)

    inside = relative[:, shortest:longest]
    dips = (inside < THRESHOLD) & (inside <= relative[:, shortest + 1 : longest + 1])
    lags = shortest + np.where(dips.any(axis=1), dips.argmax(axis=1), inside.argmin(axis=1))
    rows = np.arange(len(frames))
    before, here, after = (difference[rows, lags + shift] for shift in (-1, 0, 1))
    curve = before - 2 * here + after
    shift = np.where(np.abs(curve) > 1e-12, 0.5 * (before - after) / np.where(curve == 0, 1, curve), 0.0)
    return np.asarray(sample_rate / (lags + np.clip(shift, -0.5, 0.5)))
