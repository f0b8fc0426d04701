"""Clear partials of sounds: peaks of the spectrum that noise does not have.

Conventions
-----------
Hann windows of about 46 ms (2048 samples at 44.1 kHz), overlapping by half. A bin is a clear peak of its frame where it
is higher than both neighbours, `CLEAR_DB` above the median of the 33 bins around it (white noise has one in five
frames), within `BELOW_DB` of the frame's highest bin, the frame being within `QUIET_DB` of the sound's loudest.
Its frequency is that of the parabola through the three logarithms of magnitude (Smith and Serra 1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WINDOW_SECONDS = 0.0465
AROUND = 16  # bins on each side
CLEAR_DB, BELOW_DB, QUIET_DB = 12.0, 40.0, 40.0

Array = NDArray[np.float32]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Peaks:
    """All clear peaks of some sounds, in the order of sounds, frames and frequencies.

    Attributes
    ----------
    heard : ndarray, shape (B, T)
        Frames that are not quiet.
    sound, frame : ndarray, shape (N,)
        Where each peak is.
    hertz, level_db : ndarray, shape (N,)
        Frequency; level below the highest bin of its frame.
    """

    heard: NDArray[np.bool_]
    sound: Numbers
    frame: Numbers
    hertz: NDArray[np.float64]
    level_db: Array


def find(samples: Array, sample_rate: int) -> Peaks:
    """Find the clear peaks of sounds (B, n)."""
    n_fft = 1 << round(np.log2(WINDOW_SECONDS * sample_rate))
    parts = [_of_one(sound, n_fft) for sound in np.asarray(samples, np.float32)]
    counts = [len(frame) for _, frame, _, _ in parts]
    heard, frame, place, level = (np.concatenate([part[n] for part in parts]) for n in range(4))
    return Peaks(
        heard=heard.reshape(len(samples), -1),
        sound=np.repeat(np.arange(len(samples)), counts),
        frame=frame,
        hertz=place * sample_rate / n_fft,
        level_db=level,
    )


def _of_one(sound: Array, n_fft: int) -> tuple[NDArray[np.bool_], Numbers, NDArray[np.float64], Array]:
    """Heard frames (T,); frames, bins with fractions, and levels of the peaks."""
    short = max(0, n_fft - len(sound))
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(sound, (0, short)), n_fft)[:: n_fft // 2]
    window = np.hanning(n_fft + 1)[:-1].astype(np.float32)
    power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
    level = 10 * np.log10(power + 1e-9).astype(np.float32)  # (T, bins)
    loudness = 10 * np.log10(power.sum(axis=1) + 1e-9)
    heard = (loudness > loudness.max() - QUIET_DB) & (loudness > -60)
    rising = level[:, 1:-1] > level[:, :-2]
    top = np.zeros(level.shape, bool)
    top[:, 1:-1] = rising & (level[:, 1:-1] >= level[:, 2:])
    top &= heard[:, None] & (level > level.max(axis=1, keepdims=True) - BELOW_DB)
    frame, place = np.nonzero(top)  # few are left: the medians of these
    around = np.clip(place[:, None] + np.arange(-AROUND, AROUND + 1), 1, n_fft // 2)
    clear = level[frame, place] > np.median(level[frame[:, None], around], axis=1) + CLEAR_DB
    frame, place = frame[clear], place[clear]
    below, here, above = (level[frame, place + step].astype(np.float64) for step in (-1, 0, 1))
    fraction = 0.5 * (below - above) / np.minimum(below - 2 * here + above, -1e-9)
    return heard, frame, place + np.clip(fraction, -0.5, 0.5), (here - level.max(axis=1)[frame]).astype(np.float32)
