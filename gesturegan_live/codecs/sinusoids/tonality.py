"""What a clip holds, band by band: energy, where in the band it lies, and how much of it is tones.

A partial's bins all point to one frequency; those of noise scatter. Energy is put where it lies, in time and in
frequency (`reassigned`), so that an attack does not spread over the window that it was seen through.

Conventions
-----------
Bands lie at ``centres``, in bins of ``n_fft``; frames are centred on ``(t + 1/2) * hop_length``. Planes are float32,
(frames, bands).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.spectra.filter_bank import FilterBank
from gesturegan_live.codecs.spectra.transform import rfft

SIGMA = 0.5  # bands over which energy is spread either way, so that its slope tells where in the band it lies
POINTING = 0.3  # and within which it counts for where a band points: to the nearest of two partials
TAIL = 0.05  # of its share that farther energy counts: faint noise near a band is not to outdo it
NEIGHBOURS = 4  # bands on either side
MOST = 1.5  # times what the shortest window sees around a band, that there may be: the rest is before an attack
LEAK = 2  # bins that are around it, too
NOTHING = 1e-20
WINDOWS = (2.0, 1.0, 0.5)  # times n_fft; of these the one counts that shows the least scatter
TONE = 1.0  # of the median scatter of noise, below which there is a tone
CROSSOVER = (1414.0, 2828.0)  # Hz, between which the energy of the longest window gives way to that of the next
SMOOTHING = (0.25 / 3, 0.25, 1.0 / 3, 0.25, 0.25 / 3)  # over frames
LEAST = 1e-3  # tone over noise that counts as none
_NOISE_FRAMES = 400  # that tell what noise looks like

Plane = NDArray[np.float32]
Look = tuple[Plane, Plane, Plane]  # power of each bin, and where it lies from there: bins, frames


@dataclass(frozen=True)
class Bands:
    """How a clip is looked at."""

    sample_rate: int
    n_fft: int
    hop_length: int
    centres: tuple[float, ...]

    def __call__(self, samples: NDArray[np.float32], frames: int) -> tuple[Plane, Plane, Plane]:
        """Measure one clip (n,): energy of each band, where it lies in bands from there, share of tones."""
        from gesturegan_live.codecs.sinusoids.reassigned import TAPS, gather

        looks = [self._look(samples, frames, window) for window in WINDOWS]
        scatter = np.min([part / n for part, n in zip(map(self._scatter, looks), self._noise, strict=True)], axis=0)
        ratio = np.maximum(TONE / (scatter + 1e-9) - 1.0, LEAST)
        tonality = (ratio / (1.0 + ratio)).astype(np.float32)
        parts = []
        for (power, bins, times), (low, high) in zip(looks, self._ranges, strict=False):
            gathered = np.zeros((frames, len(self.centres) + TAPS, 4), np.float32)
            gather(power, bins, times, low, high, self._band_of_bin(power.shape[1]), tonality, _shares(), gathered)
            found = gathered[:, TAPS // 2 - 1 :][:, : len(self.centres)]
            parts.append(found)
        long, short = parts
        held = self._weights[0][:, None] * long + self._weights[1][:, None] * short
        held *= self._near(looks[-1][0], held[..., 0])[..., None]
        energy = np.ascontiguousarray(held[..., 0])
        return energy, _ratio(held[..., 3], held[..., 2]), _ratio(held[..., 1], energy)

    def _near(self, power: Plane, energy: Plane) -> Plane:
        """Tell how much of the energy of each band the shortest window sees around it: not what lies far in time."""
        reach = self._reach
        seen = np.cumsum(np.pad(power, ((0, 0), (1, 0))), axis=1, dtype=np.float64)
        found = np.cumsum(np.pad(energy, ((0, 0), (1, 0))), axis=1, dtype=np.float64)
        bands = np.arange(len(self.centres))
        low, high = np.maximum(bands - NEIGHBOURS, 0), np.minimum(bands + NEIGHBOURS + 1, len(bands))
        there = np.pad(seen[:, reach[1]] - seen[:, reach[0]], ((1, 1), (0, 0)), mode="edge")
        there = np.maximum(there[1:-1], np.maximum(there[:-2], there[2:]))  # energy is shared by two frames
        most = self._most * there / (found[:, high] - found[:, low] + NOTHING)
        return np.minimum(most, 1.0).astype(np.float32)

    @cached_property
    def _most(self) -> NDArray[np.float64]:
        """Times what the shortest window sees that there may be; near 0 Hz it sees little."""
        return np.where(np.array(self.centres) * WINDOWS[-1] < 2 * LEAK, 4.0 * MOST, MOST)

    @cached_property
    def _reach(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """First and last bin, of the shortest window, of the neighbourhood of each band, and what leaks from there."""
        last = int(WINDOWS[-1] * self.n_fft) // 2 + 1
        middle = np.array(self.centres) * WINDOWS[-1]
        bands = np.arange(len(middle))
        low = middle[np.maximum(bands - NEIGHBOURS, 0)] - LEAK
        high = middle[np.minimum(bands + NEIGHBOURS, len(middle) - 1)] + LEAK
        return np.maximum(low.astype(np.intp), 0), np.minimum(np.ceil(high).astype(np.intp) + 1, last)

    def _look(self, samples: NDArray[np.float32], frames: int, window: float) -> Look:
        from gesturegan_live.codecs.sinusoids.reassigned import windowed

        size = int(window * self.n_fft)
        padding = (size - self.hop_length) // 2
        padded = np.zeros(max((frames - 1) * self.hop_length + size, padding + len(samples)), np.float32)
        padded[padding : padding + len(samples)] = samples
        pieces = np.lib.stride_tricks.sliding_window_view(padded, size)[:: self.hop_length][:frames]
        bare = rfft(pieces).view(np.float32)
        timed = window >= 1.0
        shifted = rfft(pieces * _ramp(size)).view(np.float32) if timed else bare[:0]
        power, bins = np.empty((2, frames, size // 2 + 1), np.float32)
        times = np.zeros((frames if timed else 0, size // 2 + 1), np.float32)
        scale = np.float32(32.0 / (3.0 * size * size))
        windowed(bare, shifted, scale, np.float32(1.0 / self.hop_length), power, bins, times)
        return power, bins, times

    def _scatter(self, look: Look) -> Plane:
        """How much the bins of each band scatter, in bins squared, over a few frames."""
        from gesturegan_live.codecs.sinusoids.reassigned import spreads

        power, bins, _ = look
        energy, spread = np.empty((2, *power.shape), np.float32)
        spreads(power, bins, energy, spread)
        bank = self._bank(power.shape[1])
        found: Plane = np.divide(_smoothed(bank(spread)), _smoothed(bank(energy)) + np.float32(1e-30))
        return found

    def _bank(self, bins: int) -> FilterBank:
        """Triangles around the centres that reach to their neighbours, and over a bin or more."""
        return _bank(self.centres, self.n_fft, bins)

    def _band_of_bin(self, bins: int) -> NDArray[np.float32]:
        there = np.arange(bins) * (self.n_fft / (2 * (bins - 1)))
        places: NDArray[np.float32] = np.interp(there, self.centres, np.arange(len(self.centres))).astype(np.float32)
        return places

    @cached_property
    def _weights(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        hertz = np.array(self.centres) * self.sample_rate / self.n_fft
        low, high = CROSSOVER
        late = np.clip(np.log2(np.maximum(hertz, 1.0) / low) / np.log2(high / low), 0.0, 1.0).astype(np.float32)
        return np.float32(1.0) - late, late

    @cached_property
    def _ranges(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Bins of both windows of which some energy counts, with those that may point there."""
        resolution = [self.sample_rate / (window * self.n_fft) for window in WINDOWS]
        wide = max(np.diff(self.centres)) * self.sample_rate / self.n_fft * 4.0
        high = int((CROSSOVER[1] + wide) / resolution[0]) + 4
        return (1, high), (max(int((CROSSOVER[0] - wide) / resolution[1]) - 4, 1), self.n_fft)

    @cached_property
    def _noise(self) -> list[NDArray[np.float32]]:
        return _noise(self)


def _smoothed(plane: Plane) -> Plane:
    """Mean over a few frames, the first and the last going on beyond the ends."""
    padded = np.pad(plane, ((len(SMOOTHING) // 2,) * 2, (0, 0)), mode="edge")
    mean = np.zeros_like(plane)
    for shift, weight in enumerate(SMOOTHING):
        mean += np.float32(weight) * padded[shift : shift + len(plane)]
    return mean


@lru_cache(maxsize=8)
def _noise(bands: Bands) -> list[NDArray[np.float32]]:
    """Find what scatter the bands of white noise show through each window: the median."""
    samples = np.random.default_rng(7).standard_normal(_NOISE_FRAMES * bands.hop_length).astype(np.float32)
    looks = [bands._look(samples, _NOISE_FRAMES, window) for window in WINDOWS]
    return [np.median(bands._scatter(look)[20:-20], axis=0) + np.float32(1e-9) for look in looks]


@lru_cache(maxsize=32)
def _bank(centres: tuple[float, ...], n_fft: int, bins: int) -> FilterBank:
    middle = np.array(centres) * (2 * (bins - 1) / n_fft)
    spacing = np.maximum(np.gradient(middle), 1.0)
    weights = 1.0 - np.abs(np.arange(bins)[:, None] - middle) / (spacing + 1.0)
    return FilterBank.of(np.clip(weights, 0.0, None))


@lru_cache(maxsize=8)
def _ramp(size: int) -> NDArray[np.float32]:
    """Each sample's distance from the middle."""
    ramp = np.arange(size, dtype=np.float32) - np.float32(size / 2)
    ramp.setflags(write=False)
    return ramp


@lru_cache(maxsize=1)
def _shares() -> NDArray[np.float32]:
    from gesturegan_live.codecs.sinusoids.reassigned import STEPS, TAPS

    away = np.arange(STEPS + 1)[:, None] / STEPS - (np.arange(TAPS) - (TAPS // 2 - 1))
    shares, counts = (np.exp(-0.5 * (away / width) ** 2) for width in (SIGMA, POINTING))
    counts += TAIL * shares
    return np.stack([shares / shares.sum(axis=1, keepdims=True), counts]).astype(np.float32)


def _ratio(above: Plane, below: Plane) -> Plane:
    """Divide; 0 where there is nothing."""
    return np.divide(above, below, out=np.zeros(above.shape, np.float32), where=below > NOTHING)
