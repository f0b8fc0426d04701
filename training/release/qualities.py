"""What a sound has more or less of, in numbers that grow with it.

Conventions
-----------
``samples``: (B, n) float32. Spectral qualities are over the frames within 30 dB of the loudest one. Units are such that
equal steps sound about equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import librosa
import numpy as np
from librosa.feature import spectral_centroid, spectral_flatness
from librosa.filters import mel
from librosa.onset import onset_strength
from numpy.typing import NDArray

from training.metrics.pitch import detect

N_FFT, HOP = 2048, 512
HEARD_DB = -30.0

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class _Sound:
    """Samples (n,), and the magnitudes (bins, frames) of all of it and of what is heard."""

    samples: Array
    whole: Array
    spectrum: Array
    sample_rate: int


def _brightness(sound: _Sound) -> float:
    """Centre of the spectrum, octaves."""
    return float(np.mean(np.log2(spectral_centroid(S=sound.spectrum, sr=sound.sample_rate) + 1)))


def _loudness(sound: _Sound) -> float:
    """RMS, dB of full scale."""
    return 10 * float(np.log10(np.mean(np.square(sound.samples, dtype=np.float64)) + 1e-10))


def _noisiness(sound: _Sound) -> float:
    """Flatness of the spectrum, dB."""
    return 10 * float(np.mean(np.log10(spectral_flatness(S=sound.spectrum) + 1e-10)))


def _attack(sound: _Sound) -> float:
    """Strongest rise from one frame to the next, dB, mean of the bands."""
    bands = librosa.power_to_db(_bank(sound.sample_rate) @ sound.whole**2)
    return float(np.max(onset_strength(S=bands, sr=sound.sample_rate, n_fft=N_FFT, hop_length=HOP)))


@cache
def _bank(sample_rate: int) -> Array:
    """Mel bands (bands, bins): to make them takes longer than to use them."""
    bank: Array = mel(sr=sample_rate, n_fft=N_FFT)
    return bank


def _pitch(sound: _Sound) -> float:
    """Fundamental, semitones; 0 of silence."""
    return float(np.nan_to_num(detect(sound.samples[None], sound.sample_rate)[0]))


QUALITIES: dict[str, Callable[[_Sound], float]] = {
    "brightness": _brightness,
    "loudness": _loudness,
    "noisiness": _noisiness,
    "attack": _attack,
    "pitch": _pitch,
}


def measure(samples: Array, sample_rate: int) -> NDArray[np.float64]:
    """Measure sounds (B, n): (B, len(QUALITIES))."""
    found = np.zeros((len(samples), len(QUALITIES)))
    short = max(N_FFT - samples.shape[1], 0)  # the shortest clips do not fill one frame
    for place, values in enumerate(np.pad(samples, ((0, 0), (0, short)))):
        spectrum = np.abs(librosa.stft(values, n_fft=N_FFT, hop_length=HOP))
        level = spectrum.max(axis=0)
        sound = _Sound(values, spectrum, spectrum[:, level >= level.max() * 10 ** (HEARD_DB / 20)], sample_rate)
        found[place] = [quality(sound) for quality in QUALITIES.values()]
    return found
