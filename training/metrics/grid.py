"""Patterns that repeat every few pixels: what upsampling layers leave, and recordings do not have.

Conventions
-----------
``images``: (B, H, W, C) of any codec. Along an axis of n pixels, mean taken off and a Hann window laid on, P(f) is the
power of an image at f cycles a pixel, summed over all its lines of pixels along that axis. A pattern of period p has
its power at the fractions j / p, j and p coprime, up to one half. The figure of a period is ::

    max over j of the median over images of P(j / p) / sqrt(below * above)

below and above being the means of P at 3 to 6 steps of 1 / n on either side: 1 where nothing stands out, whatever the
slope of the spectrum. What layers leave lies in all images; the partials of a note lie evenly, too, and an echo comes
again, but in few of them: summed over a set, a loud note would count as a pattern. A period is looked for where it fits
eight times.

In sound the same is asked of amplitudes (`amplitude_lines`): of octave bands, in Hann windows of one hop of which each
shares three quarters with the next, at the frame rate times j / p, over the mean of 3 to 10 steps on both sides; and it
must be higher than a step beside it, for low notes beat at such rates nearly. A pattern of pixels lies across the
bands, a note's beating in few: the median counts, of bands within 40 dB of the loudest one. Noise reaches 2; `LOUD` is
a hum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

PERIODS = range(2, 9)  # pixels
REPEATS = 8  # of a period, that an axis must hold
AROUND = np.arange(3, 7)  # steps of 1 / n; a Hann window's lobe reaches 2
AROUND_ONE = np.array([1, *range(3, 11)])  # likewise of a single sound, and the step beside it
LOUD = 20.0  # times its neighbours
HEARD_DB = -40.0  # bands below the loudest one by more are not

Array = NDArray[np.float32]
Power = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """Figures of one set of images, by period in pixels.

    Attributes
    ----------
    time, frequency : mapping of int to float
        Along the height and along the width; of spectral codecs these are time and frequency.
    """

    time: Mapping[int, float]
    frequency: Mapping[int, float]

    def worst(self) -> float:
        """Give the largest figure; 1 where images are too small for any."""
        return max((*self.time.values(), *self.frequency.values()), default=1.0)

    def beside(self, other: Grid) -> float:
        """Tell how many times another set's figure the worst one is; what that set has too is no fault."""
        pairs = ((self.time, other.time), (self.frequency, other.frequency))
        return max((mine[p] / max(theirs[p], 1.0) for mine, theirs in pairs for p in mine), default=1.0)


def measure(images: Array) -> Grid:
    """Measure the grid of a set of images (B, H, W, C)."""
    return powers(images).grid()


@dataclass(frozen=True, eq=False)
class Powers:
    """What a grid is made of, image by image.

    Attributes
    ----------
    time, frequency : mapping of int to ndarray, shape (B, F)
        By period: power at its frequencies, over that around them.
    """

    time: Mapping[int, Power]
    frequency: Mapping[int, Power]

    def grid(self, weights: Power | None = None) -> Grid:
        """Put images together, each of which may count more often than once."""
        time, frequency = (
            {period: float(_median(over, weights).max()) for period, over in along.items()}
            for along in (self.time, self.frequency)
        )
        return Grid(time, frequency)


def powers(images: Array) -> Powers:
    """Measure each image (B, H, W, C)."""
    return Powers(time=_along(images, 1), frequency=_along(images, 2))


def amplitude_lines(samples: Array, hop_length: int) -> Power:
    """Find how far the amplitude of each sound (B, n) hums at a rate that frames give it, over its neighbours: (B,).

    Parameters
    ----------
    hop_length : int
        Samples a frame of the codec that made the sounds.
    """
    step = hop_length // 4
    window = np.hanning(hop_length + 1)[:-1].astype(np.float32)
    edges = 2 ** np.arange(int(np.log2(hop_length // 2)))  # bins 1, 2 to 3, 4 to 7, ... of the short transform
    found = np.zeros(len(samples))
    rates = [Fraction(f.numerator, 4 * f.denominator) for p in PERIODS for f in _fractions(p)]
    for place, sound in enumerate(np.asarray(samples, np.float32)):
        frames = np.lib.stride_tricks.sliding_window_view(sound, hop_length)[::step] * window
        power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
        bands = np.sqrt(np.add.reduceat(power[:, :-1], edges, axis=1)).T  # (bands, frames)
        level = np.square(bands).mean(axis=1)
        heard = bands[level > level.max() * 10 ** (HEARD_DB / 10)]
        if level.max() > 0:
            line, around = _lines(heard, rates, AROUND_ONE)
            beside, further = np.split(around.reshape(len(heard), len(rates), 2, -1), [1], axis=3)
            over = line / np.maximum(further.mean(axis=(2, 3)), 1e-12 * level.max())
            found[place] = np.median(np.where(line > beside.max(axis=(2, 3)), over, 0.0), axis=0).max()
    return found


def _along(images: Array, axis: int) -> dict[int, Power]:
    """Power along one axis of (B, H, W, C) over that around it, by period: (B, F)."""
    size = images.shape[axis]
    rows = np.moveaxis(images, axis, -1).reshape(len(images), -1, size)
    found = {}
    for period in (p for p in PERIODS if p * REPEATS <= size):
        line, around = _lines(rows.reshape(-1, size), _fractions(period), AROUND)
        line, around = (part.reshape(*rows.shape[:2], *part.shape[1:]).sum(axis=1) for part in (line, around))
        sides = np.sqrt(around[..., : len(AROUND)].mean(axis=2) * around[..., len(AROUND) :].mean(axis=2))
        found[period] = (line + 1e-12) / (sides + 1e-12)
    return found


def _median(values: Power, weights: Power | None) -> Power:
    """Take the median of each column of (B, F), whose rows count so often."""
    order = np.argsort(values, axis=0)
    share = np.cumsum(np.ones(values.shape) if weights is None else weights[order], axis=0)
    place = np.argmax(share >= 0.5 * share[-1], axis=0)
    return np.asarray(np.take_along_axis(values, np.take_along_axis(order, place[None], 0), 0)[0])


def _fractions(period: int) -> list[Fraction]:
    """Frequencies that only this period has, cycles a pixel."""
    return [f for j in range(1, period // 2 + 1) if (f := Fraction(j, period)).denominator == period]


def _lines(lines: Array, frequencies: list[Fraction], around: NDArray[np.intp]) -> tuple[Power, Power]:
    """Power of rows (M, n) at frequencies (F,): there (M, F), and below and above (M, F, 2 * len(around))."""
    size = lines.shape[1]
    steps = np.concatenate([[0], -around, around]) / size
    asked = (np.array([float(f) for f in frequencies])[:, None] + steps).ravel()
    angles = 2 * np.pi * np.outer(np.arange(size), asked)
    window = np.hanning(size + 1)[:-1, None]
    rows = lines - lines.mean(axis=1, keepdims=True)
    parts = (np.square(rows @ (wave * window).astype(np.float32)) for wave in (np.cos(angles), np.sin(angles)))
    power = sum(parts).reshape(len(rows), len(frequencies), len(steps))
    return power[..., 0].astype(np.float64), power[..., 1:].astype(np.float64)
