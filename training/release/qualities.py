"""What a sound has more or less of, in numbers that grow with it.

Conventions
-----------
``samples``: (B, n) float32. All is found on power spectra: of frames of `FRAME` samples, or of a codec's own. A frame
counts by how loud it is: none comes in or falls out at a threshold, so that a quality moves steadily while a sound
does. Each is meant to leave the others room: a filter that moves brightness leaves noisiness, what
is cut off at half its length loses density and keeps its loudness.
Silence has every quality too, as finite numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfft
from scipy.ndimage import convolve1d

from gesturegan_live.codecs.codec import FrameLayout, Frames
from gesturegan_live.codecs.spectra.bands import expand_bands

FRAME, HOP = 1024, 512  # longer frames part more partials, and blur more attacks
SILENT = 1e-10  # power of a bin, far below what 16 bits hold
LOWEST, HIGHEST = 60.0, 16000.0  # Hz, what is divided into bands
FEWEST = 3  # bins in a band of which it can be told what stands out
LOUDNESS = 0.3  # exponent of power, by which it is as loud (Stevens 1957, "On the psychophysical law")
RISE_DB = 40.0  # below the loudest frame: what rises from deeper is not heard to
APART_DB = 60.0  # below the loudest band: where sounds that differ are not heard to

Array = NDArray[np.float32]

_WINDOW = np.hanning(FRAME).astype(np.float32)


class _Sound:
    """A power spectrogram, as what is measured of it.

    Attributes
    ----------
    hertz : ndarray, shape (bins,)
    power : ndarray, shape (frames, bins)
    energy, weights : ndarray, shape (frames,)
        Power of all bins, and how much a frame counts: its amplitude.
    """

    def __init__(self, power: Array, hertz: Array) -> None:
        self.hertz, self.power = hertz, power + np.float32(SILENT)
        self.energy = self.power.sum(axis=1)
        amplitudes = np.sqrt(self.energy)
        self.weights = amplitudes / amplitudes.sum()

    @classmethod
    def of(cls, samples: Array, sample_rate: int) -> _Sound:
        """Transform samples (n,)."""
        frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP]
        spectrum = rfft(frames * _WINDOW, axis=1)
        return cls(spectrum.real**2 + spectrum.imag**2, np.fft.rfftfreq(FRAME, 1 / sample_rate).astype(np.float32))

    @cached_property
    def mean(self) -> Array:
        """Mean of the frames' spectra (bins,), each counting by its amplitude."""
        return np.asarray((self.weights / self.energy) @ self.power)

    def edges(self, an_octave: int) -> NDArray[np.intp]:
        """First bins of bands, and of what is above them."""
        return edges(len(self.hertz), float(self.hertz[-1]), an_octave)

    def levels(self, an_octave: int) -> Array:
        """Levels of bands, dB, (frames, bands)."""
        levels: Array = 10 * np.log10(_means(self.power, self.edges(an_octave)))
        return levels


@lru_cache(maxsize=8)
def edges(bins: int, nyquist: float, an_octave: int) -> NDArray[np.intp]:
    """First bins of bands, and of what is above them; no band is empty."""
    octaves = np.log2(min(HIGHEST, nyquist) / LOWEST)
    hertz = LOWEST * 2 ** (np.arange(int(octaves * an_octave) + 1) / an_octave)
    return np.unique(np.searchsorted(np.linspace(0, nyquist, bins), hertz))


def _means(values: Array, edges: NDArray[np.intp]) -> Array:
    """Means over the bins of each band (frames, bands)."""
    sums = np.add.reduceat(values[:, : edges[-1]], edges[:-1], axis=1)
    return np.asarray(sums / np.diff(edges), np.float32)


def _brightness(sound: _Sound) -> float:
    """Centre of the spectrum's magnitudes."""
    magnitude = np.sqrt(sound.mean)
    return float(np.log2(magnitude @ sound.hertz / magnitude.sum() + 1))


def _noisiness(sound: _Sound) -> float:
    """How little the strongest bin stands out in each octave: near 0 for noise of any colour, far below for partials.

    As AudioSpectrumCrest (Peeters 2004, "A large set of audio features", section 9.2), its inverse; each octave counts
    by its loudness.
    """
    edges = sound.edges(1)
    widths = np.diff(edges)
    wide = widths >= FEWEST
    power = _means(sound.power, edges)
    strongest = np.maximum.reduceat(sound.power[:, : edges[-1]], edges[:-1], axis=1)
    crest = 10 * np.log10(power / strongest)
    loudness = (power * widths) ** LOUDNESS
    return float((crest * loudness)[:, wide].sum() / loudness[:, wide].sum())


def _attack(sound: _Sound) -> float:
    """Strongest rises of the level within two frames: their 4-norm, which is near the very strongest one."""
    level = 10 * np.log10(sound.energy)
    level = np.maximum(level, level.max() - RISE_DB)
    return float(np.sum(np.maximum(level[2:] - level[:-2], 0) ** 4) ** 0.25)


def _loudness(sound: _Sound) -> float:
    """Level while it sounds: each frame counts by its energy."""
    return float(10 * np.log10(np.sum(sound.energy**2) / np.sum(sound.energy)))


def _register(sound: _Sound) -> float:
    """Where its power lies, octaves: of a tone its lowest partials, which have the most of it."""
    power = sound.mean[1:]
    return float(power @ np.log2(sound.hertz[1:]) / power.sum())


def _density(sound: _Sound) -> float:
    """How much of the time it sounds: 0 for all of it, -1 for a half. Its power is that, and its loudness."""
    return float(np.log2(np.mean(sound.energy) ** 2 / np.mean(sound.energy**2)))


@dataclass(frozen=True)
class Quality:
    """What can be more or less.

    Attributes
    ----------
    unit : str
        Such that equal steps are about equally large.
    of : callable
    """

    unit: str
    of: Callable[[_Sound], float]


QUALITIES = {
    "brightness": Quality("octaves", _brightness),
    "noisiness": Quality("dB", _noisiness),
    "attack": Quality("dB", _attack),
    "loudness": Quality("dB", _loudness),
    "register": Quality("octaves", _register),
    "density": Quality("doublings", _density),
}


def measure(samples: Array, sample_rate: int) -> NDArray[np.float64]:
    """Measure sounds (B, n): (B, len(QUALITIES))."""
    return _measured(_Sound.of(values, sample_rate) for values in _long_enough(samples))


def measure_frames(frames: Frames, layout: FrameLayout) -> NDArray[np.float64]:
    """Measure what is to be heard of frames without tonality: (B, len(QUALITIES)), in a tenth of the time.

    Where frames overlap they are heard through each other: what rises from one to the next is heard to rise less.
    """
    hertz = np.linspace(0, layout.sample_rate / 2, layout.n_fft // 2 + 1, dtype=np.float32)
    heard = convolve1d(np.exp(2 * frames.log_magnitude), overlap(layout), axis=1, mode="constant")
    few = np.log(heard[:, :: max(1, HOP // layout.hop_length)] + np.float32(SILENT)) / 2
    return _measured(_Sound(np.exp(2 * expand_bands(rows, layout.band_bins, len(hertz))), hertz) for rows in few)


@lru_cache(maxsize=8)
def overlap(layout: FrameLayout) -> NDArray[np.float32]:
    """Tell how much of the power of a frame and of its neighbours, earlier and later, is heard at its time."""
    window = np.hanning(layout.n_fft) ** 2
    shifts = range(0, layout.n_fft, layout.hop_length)
    later = [float(window[shift:] @ window[: layout.n_fft - shift]) for shift in shifts]
    both = np.array([*later[:0:-1], *later], np.float32)
    return np.asarray(both / both.sum())


def _measured(sounds: Iterable[_Sound]) -> NDArray[np.float64]:
    return np.array([[quality.of(sound) for quality in QUALITIES.values()] for sound in sounds])


def apart(some: Array, others: Array, sample_rate: int) -> NDArray[np.float64]:
    """Tell how far sounds (B, n) are from others, each from its own: RMS of what their bands differ by, dB, (B,)."""
    found = []
    for pair in zip(_long_enough(some), _long_enough(others), strict=True):
        levels = np.stack([_Sound.of(values, sample_rate).levels(4) for values in pair])
        heard = np.maximum(levels, levels.max() - APART_DB)
        found.append(float(np.sqrt(np.mean((heard[0] - heard[1]) ** 2))))
    return np.array(found)


def _long_enough(samples: Array) -> Array:
    """Give sounds of two frames at least, which the shortest clips do not fill."""
    return np.pad(samples, ((0, 0), (0, max(2 * FRAME - samples.shape[1], 0))))
