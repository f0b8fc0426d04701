"""Sinusoids and shaped noise, written into the spectrum of one frame, compiled.

A partial is the lobe of a Hann window at its frequency, with a phase that has run on from the frame before (X. Rodet,
P. Depalle, "Spectral Envelopes and Inverse FFT Synthesis", AES 93, 1992). Noise is the transform of a piece of one long
recording of white noise, read at the time of the frame, times the gain of each band: neighbouring frames agree, so that
it does not pulse.

Conventions
-----------
Frequencies are in bins, phases in radians at the middle of the frame; spectra as `fourier` has them, of frames under a
periodic Hann window. Powers are squared amplitudes of sines. A `partials` array, (4, bands) float64, holds of each
partial, by rising frequency: what it is found again by, its frequency as heard, its power, its phase.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import FrameLayout
from gesturegan_live.codecs.spectra.fourier import FourierPlan, real_forward
from gesturegan_live.codecs.spectra.transform import hann
from gesturegan_live.kernel import maximum, part, relaxed_part

SOURCE, HEARD, POWER, PHASE = 0, 1, 2, 3
LOBE = 4  # bins of a partial's lobe on either side
FINE = 256  # places between two bins for which the lobe is known
ONE = 0.75  # of a band's breadth, within which two bands that point to one place hold one partial
DRIFT_HERTZ, DRIFT = 40.0, 0.03  # that a partial may move by from frame to frame, and as a part of its frequency
TAPE = 1 << 19  # samples of noise: twelve seconds at 44.1 kHz
FAINT = 1e-9  # power of a partial that is left out
LEAST_NOISE = np.float32(0.05)  # of a band's mean power, that a piece of noise is taken for at least

Line = NDArray[np.float32]


class Additive(NamedTuple):
    """Tables of one layout."""

    spacing: NDArray[np.float64]  # from band to band, bins
    below: NDArray[np.int64]  # of each bin: the band at or below it,
    part: Line  # and how far it is towards the next
    share: Line  # of each band: one over the bins that it stands for
    lobe: Line
    tape: Line
    window: Line  # of the noise


def additive(layout: FrameLayout) -> Additive:
    """Find the tables; nobody writes to them, but kernels are to see them as they see what is written to."""
    return _additive(layout.n_fft, tuple(map(float, layout.band_bins)))


@lru_cache(maxsize=8)
def _additive(n_fft: int, centres: tuple[float, ...]) -> Additive:
    bands, bins = len(centres), n_fft // 2 + 1
    middle = np.array(centres)
    below = np.clip(np.searchsorted(middle, np.arange(bins), side="right") - 1, 0, bands - 2)
    part = np.clip((np.arange(bins) - middle[below]) / (middle[below + 1] - middle[below]), 0.0, 1.0)
    spacing = np.gradient(middle)
    breadth = np.maximum(np.bincount(below, 1.0 - part, bands) + np.bincount(below + 1, part, bands), 0.25)
    away = np.arange(-(LOBE + 1) * FINE, (LOBE + 1) * FINE + 1) / FINE
    around = 2.0 * np.pi * (np.arange(n_fft) - n_fft / 2) / n_fft
    window = hann(n_fft)
    lobe = np.cos(np.outer(away, around)) @ window
    noise = np.random.default_rng(11).standard_normal(TAPE)
    return Additive(
        spacing,
        below.astype(np.int64),
        part.astype(np.float32),
        (1.0 / np.where(spacing < 1.0, spacing, breadth)).astype(np.float32),  # of bands within a bin one is read
        lobe.astype(np.float32),
        noise.astype(np.float32),
        (window / np.sqrt((window.astype(np.float64) ** 2).sum())).astype(np.float32),
    )


@part
def join(tones: Line, places: Line, spacing: NDArray[np.float64], found: NDArray[np.float64]) -> int:
    """Fill source and power of partials from those of bands; neighbours that point to one place are one partial."""
    count, power, moment = 0, 0.0, 0.0
    for b in range(len(tones)):
        tone, place = float(tones[b]), float(places[b])
        if power > 0.0 and (tone <= FAINT or place * power - moment >= ONE * spacing[b] * power):
            found[SOURCE, count], found[POWER, count] = moment / power, power
            count += 1
            power = moment = 0.0
        if tone > FAINT:
            power += tone
            moment += tone * place
    if power > 0.0:
        found[SOURCE, count], found[POWER, count] = moment / power, power
        count += 1
    return count


@part
def run_on(
    found: NDArray[np.float64],
    count: int,
    before: NDArray[np.float64],
    known: int,
    turn: float,
    hertz: float,
    noise: np.uint64,
) -> np.uint64:
    """Give each partial the phase of the one before that it goes on from; what is new begins anywhere.

    Parameters
    ----------
    turn : float
        Radians by which the phase of a bin's frequency runs on from frame to frame, half of them.
    hertz : float
        Of a bin.
    noise : uint64
        State of the draw; returned as it is afterwards.
    """
    first = 0
    for i in range(count):
        source = found[SOURCE, i]
        reach = 2.0 * maximum(DRIFT_HERTZ / hertz, DRIFT * source)
        best, nearest = 0.0, -1
        while first < known and before[SOURCE, first] < source - reach:
            first += 1
        j = first
        while j < known and before[SOURCE, j] < source + reach:
            away = (before[SOURCE, j] - source) / reach
            near = 1.0 - away * away
            near *= near
            likely = before[POWER, j] * near * near
            if likely > best:
                best, nearest = likely, j
            j += 1
        if nearest >= 0:
            phase = before[PHASE, nearest] + turn * (before[HEARD, nearest] + found[HEARD, i])
        else:
            noise = noise * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
            phase = 2.0 * math.pi * float(noise >> np.uint64(40)) / float(1 << 24)
        found[PHASE, i] = phase - 2.0 * math.pi * math.floor(phase / (2.0 * math.pi))
    return noise


@part
def write_partials(found: NDArray[np.float64], count: int, gain: float, lobe: Line, real: Line, imag: Line) -> None:
    """Add the lobes of partials to a spectrum; none beyond Nyquist."""
    last = len(real) - 1
    for i in range(count):
        place = found[HEARD, i]
        if place >= last or place < 0.0:
            continue
        amplitude = 0.5 * gain * math.sqrt(found[POWER, i])
        first = int(place) - LOBE + 1
        x, y = np.float32(amplitude * math.cos(found[PHASE, i])), np.float32(amplitude * math.sin(found[PHASE, i]))
        if first & 1:  # half a turn from bin to bin: the middle of the frame is half its length away
            x, y = -x, -y
        at = int((first - place + (LOBE + 1)) * FINE + 0.5)
        if first >= 0 and first + 2 * LOBE <= last + 1:
            for k in range(first, first + 2 * LOBE):
                real[k] += x * lobe[at]
                imag[k] += y * lobe[at]
                x, y, at = -x, -y, at + FINE
        else:
            for k in range(first, first + 2 * LOBE):
                height = lobe[at]
                if k < 0:  # what lies beyond either end is the mirror image
                    real[-k] += x * height
                    imag[-k] -= y * height
                elif k > last:
                    real[2 * last - k] += x * height
                    imag[2 * last - k] -= y * height
                else:
                    real[k] += x * height
                    imag[k] += y * height
                x, y, at = -x, -y, at + FINE


@part
def read_noise(
    tape: Line, window: Line, begin: int, plan: FourierPlan, frame: Line, real: Line, imag: Line, work: Line
) -> None:
    """Transform the piece of the tape that begins at a time: on average each bin has the power 1."""
    mask = len(tape) - 1
    start = begin & mask
    if start + len(frame) <= len(tape):
        piece = tape[start : start + len(frame)]
        for i in range(len(frame)):
            frame[i] = piece[i] * window[i]
    else:
        for i in range(len(frame)):
            frame[i] = tape[(start + i) & mask] * window[i]
    real_forward(plan, frame, real, imag, work)


@relaxed_part("contract", "nsz")
def add_noise(
    power: Line,
    gain: float,
    even: bool,
    bins: int,
    below: NDArray[np.int64],
    part: Line,
    share: Line,
    white_real: Line,
    white_imag: Line,
    found: Line,
    counts: Line,
    gains: Line,
    real: Line,
    imag: Line,
) -> None:
    """Add white noise to a spectrum, so shaped that bands have the powers asked for, which are used up.

    Parameters
    ----------
    gain : float
        Of the power.
    even : bool
        Whether each band is to have just its power in this frame, and not on average.
    bins : int
        That are filled.
    below, part : ndarray
        Where among the bands each of them is read.
    found, counts, gains : ndarray, shapes (bands,) and (bins,) or more, float32
        Scratch.
    """
    bands, zero = len(power), np.float32(0.0)
    if even:
        for b in range(bands):
            found[b] = counts[b] = np.float32(0.0)
        # sums are kept while bins lie between the same two bands: through memory each would wait for the one before
        here, all_found, upper_found, all_counts, upper_counts = 0, zero, zero, zero, zero
        for k in range(bins):
            if below[k] != here:
                found[here] += all_found - upper_found
                found[here + 1] += upper_found
                counts[here] += all_counts - upper_counts
                counts[here + 1] += upper_counts
                here, all_found, upper_found, all_counts, upper_counts = below[k], zero, zero, zero, zero
            square = white_real[k] * white_real[k] + white_imag[k] * white_imag[k]
            all_found += square
            upper_found += part[k] * square
            all_counts += np.float32(1.0)
            upper_counts += part[k]
        found[here] += all_found - upper_found
        found[here + 1] += upper_found
        counts[here] += all_counts - upper_counts
        counts[here + 1] += upper_counts
        for b in range(bands):
            power[b] *= share[b] * counts[b] / maximum(found[b], LEAST_NOISE * counts[b] + np.float32(1e-9))
    else:
        for b in range(bands):
            power[b] *= share[b]
    size = np.float32(2 * (len(below) - 1))
    scale = np.float32(gain * 3.0 / 32.0) * size * size
    for k in range(bins):
        low = power[below[k]]
        gains[k] = low + part[k] * (power[below[k] + 1] - low)
    for k in range(bins):  # by itself, so that it vectorises
        root = np.sqrt(scale * gains[k])
        real[k] += root * white_real[k]
        imag[k] += root * white_imag[k]
