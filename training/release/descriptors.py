"""What sounds are like, in numbers and in a word or two.

Conventions
-----------
``samples``: (B, n) float32. Levels in dB of full scale. Silent sounds have centroid and flatness 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_FFT = 1024
BRIGHTNESS = ("deep", "dark", "warm", "clear", "bright")
CENTROIDS = (150.0, 400.0, 1000.0, 2500.0)  # Hz, between those words
ACTIVE_DB = -40.0  # a frame this far below the loudest one is a rest

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Descriptors:
    """One number a sound.

    Attributes
    ----------
    level_db : ndarray, shape (B,)
        RMS.
    centroid : ndarray, shape (B,)
        Centre of the power spectrum, Hz.
    flatness : ndarray, shape (B,)
        Geometric over arithmetic mean of the power spectrum of frames, by energy; 1 is white noise.
    activity : ndarray, shape (B,)
        Part of the time that is no rest.
    balance : ndarray, shape (B,)
        Where the energy lies in time: 0 all at the beginning, 1 all at the end.
    pulses : ndarray, shape (B,)
        Attacks: how often, round the loop, the level rises by 12 dB within 25 ms or so.
    """

    level_db: Array
    centroid: Array
    flatness: Array
    activity: Array
    balance: Array
    pulses: Array

    def names(self, kinds: Sequence[str] = ()) -> list[str]:
        """Name each, such as ``dark drone`` or ``bright hits 2``, or by its kind, ``dark bells``; no two alike."""
        brightness = np.digitize(self.centroid, CENTROIDS)
        words = []
        for place, bright in enumerate(brightness):
            if self.pulses[place] >= 3:
                shape = "hits"
            elif self.activity[place] < 0.5:
                shape = "hit"
            elif self.balance[place] < 0.35:
                shape = "fall"
            elif self.balance[place] > 0.65:
                shape = "swell"
            elif self.flatness[place] > 0.05:
                shape = "noise"
            else:
                shape = "drone"
            words.append(f"{BRIGHTNESS[int(bright)]} {shape}")
            if kinds:
                plain = f"{BRIGHTNESS[int(bright)]} {kinds[place]}"
                words[-1] = plain if plain not in words else f"{plain}, {shape}"
        seen: Counter[str] = Counter()
        names = []
        for word in words:
            seen[word] += 1
            names.append(word if seen[word] == 1 else f"{word} {seen[word]}")
        return names


def describe(samples: NDArray[np.float32], sample_rate: int) -> Descriptors:
    """Measure sounds."""
    hop = N_FFT // 2
    frames = np.lib.stride_tricks.sliding_window_view(samples, min(N_FFT, samples.shape[1]), axis=1)[:, ::hop]
    power = np.abs(np.fft.rfft(frames * np.hanning(frames.shape[-1]), N_FFT)) ** 2 + 1e-12  # (B, T, bins)
    energy = power.sum(axis=2)
    hertz = np.fft.rfftfreq(N_FFT, 1 / sample_rate)
    mean = power.mean(axis=1)
    flatness = np.exp(np.log(power).mean(axis=2)) / power.mean(axis=2)
    level = 10 * np.log10(energy)
    active = level > level.max(axis=1, keepdims=True) + ACTIVE_DB
    rises = level - np.roll(level, 2, axis=1) > 12  # clips loop: what comes before the first frame is the last one
    attacks = np.count_nonzero(rises & ~np.roll(rises, 1, axis=1), axis=1)
    balance = (energy * np.linspace(0, 1, energy.shape[1])).sum(axis=1) / energy.sum(axis=1)
    rms = np.sqrt(np.mean(np.square(samples, dtype=np.float64), axis=1))
    heard = rms > 1e-6
    return Descriptors(
        level_db=20 * np.log10(rms + 1e-12),
        centroid=np.where(heard, (mean * hertz).sum(axis=1) / mean.sum(axis=1), 0.0),
        flatness=np.where(heard, (flatness * energy).sum(axis=1) / energy.sum(axis=1), 0.0),
        activity=np.where(heard, active.mean(axis=1), 0.0),
        balance=np.where(heard, balance, 0.5),
        pulses=np.where(heard, attacks, 0.0),
    )
