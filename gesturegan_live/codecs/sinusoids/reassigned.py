"""Where the energy of a short-time spectrum lies in time and frequency, compiled: reassignment, and its gathering.

Each bin's energy belongs where its window's centre of gravity is (F. Auger, P. Flandrin, "Improving the Readability of
Time-Frequency and Time-Scale Representations by the Reassignment Method", IEEE TSP 43(5), 1995). Hann windows and their
derivatives are sums of three neighbouring bins, so that a transform under no window at all gives them both.

Conventions
-----------
A bin's place is told from the bin itself, in bins, and from its frame, in frames. Power is such that the bins of a
sine of amplitude A sum to A squared. Spectra are seen as float32, (frames, 2 * bins): real and imaginary parts in turn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import maximum, minimum, relaxed_kernel

Plane = NDArray[np.float32]

FARTHEST = np.float32(3.0)  # bins; what points farther is noise that tells nothing, and stays in its bin
SPREAD_REACH = 2  # bins on either side over which a bin's spread is taken
TINY = np.float32(1e-13)  # power of what is left where it is, or out
TAPS = 6  # bands that share the energy of a bin
STEPS = 64  # places between two bands for which the shares are known


@relaxed_kernel("reassoc", "nsz", "contract", "arcp")
def windowed(
    bare: Plane,
    shifted: Plane,
    scale: np.float32,
    frames_a_sample: np.float32,
    power: Plane,
    bins: Plane,
    frames: Plane,
) -> None:
    """Fill power, and where it lies, from spectra of bare frames, and of these times the distance from their middle.

    `frames` is left alone where it has no rows.
    """
    last = power.shape[1] - 1
    quarter, half = np.float32(0.25), np.float32(0.5)
    for t in range(len(power)):
        line = bare[t]
        for k in range(1, last):
            below_r, below_i = line[2 * k - 2], line[2 * k - 1]
            above_r, above_i = line[2 * k + 2], line[2 * k + 3]
            real = half * line[2 * k] - quarter * (below_r + above_r)
            imag = half * line[2 * k + 1] - quarter * (below_i + above_i)
            square = real * real + imag * imag
            away = quarter * ((below_r - above_r) * real + (below_i - above_i) * imag) / (square + np.float32(1e-30))
            power[t, k] = scale * square
            bins[t, k] = away if abs(away) <= FARTHEST else np.float32(0.0)
        power[t, 0] = power[t, last] = np.float32(0.0)
        bins[t, 0] = bins[t, last] = np.float32(0.0)
    for t in range(len(frames)):
        line, timed = bare[t], shifted[t]
        for k in range(1, last):
            real = half * line[2 * k] - quarter * (line[2 * k - 2] + line[2 * k + 2])
            imag = half * line[2 * k + 1] - quarter * (line[2 * k - 1] + line[2 * k + 3])
            late_r = half * timed[2 * k] - quarter * (timed[2 * k - 2] + timed[2 * k + 2])
            late_i = half * timed[2 * k + 1] - quarter * (timed[2 * k - 1] + timed[2 * k + 3])
            late = (late_r * real + late_i * imag) / (real * real + imag * imag + np.float32(1e-30))
            frames[t, k] = late * frames_a_sample


@relaxed_kernel("reassoc", "nsz", "contract", "arcp")
def spreads(power: Plane, bins: Plane, energy: Plane, spread: Plane) -> None:
    """Fill, for each bin, the energy around it, and that times the variance of where it lies: 0 in a steady partial."""
    last = power.shape[1]
    for t in range(len(power)):
        for k in range(last):
            energy[t, k] = spread[t, k] = np.float32(0.0)
        for k in range(SPREAD_REACH, last - SPREAD_REACH):
            total, first, second = np.float32(0.0), np.float32(0.0), np.float32(0.0)
            for j in range(-SPREAD_REACH, SPREAD_REACH + 1):
                weight = np.float32(1.0) - np.float32(abs(j)) / np.float32(SPREAD_REACH + 1)
                held = weight * power[t, k + j]
                place = bins[t, k + j] + np.float32(j)
                total += held
                first += held * place
                second += held * place * place
            energy[t, k] = total
            spread[t, k] = maximum(second - first * first / (total + np.float32(1e-30)), np.float32(0.0))


@relaxed_kernel("reassoc", "nsz", "contract")
def gather(
    power: Plane,
    bins: Plane,
    frames: Plane,
    first: int,
    end: int,
    band_of_bin: Plane,
    tonality: Plane,
    shares: NDArray[np.float32],
    gathered: NDArray[np.float32],
) -> None:
    """Add the energy of bins `first` to `end` (not included) to the bands and frames where it lies.

    Parameters
    ----------
    band_of_bin : ndarray, shape (bins,), float32
        Place of each bin among the bands.
    tonality : ndarray, shape (frames, bands), float32
    shares : ndarray, shape (2, STEPS + 1, TAPS), float32
        Of the bands around a place, by its part of a step between two of them: how they share its energy, and how
        much it counts for where they point.
    gathered : ndarray, shape (frames, bands + TAPS, 4), float32
        Energy, energy times tonality, what counts for pointing, and that times the distance from the band in bands; the
        first band is number ``TAPS // 2 - 1``.
    """
    count, last = power.shape
    bands = tonality.shape[1]
    for t in range(count):
        for k in range(first, minimum(end, last)):
            energy = power[t, k]
            if energy < TINY:
                continue
            place = np.float32(k) + bins[t, k]
            low = minimum(maximum(int(place), 0), last - 2)
            place = band_of_bin[low] + (place - np.float32(low)) * (band_of_bin[low + 1] - band_of_bin[low])
            place = minimum(maximum(place, np.float32(0.0)), np.float32(bands - 1))
            band = minimum(int(place), bands - 2)
            part = place - np.float32(band)
            tone = tonality[t, band] + part * (tonality[t, band + 1] - tonality[t, band])
            time = minimum(maximum(np.float32(t) + frames[t, k], np.float32(0.0)), np.float32(count - 1))
            row = minimum(int(time), count - 2)
            later = time - np.float32(row)
            step = int(part * np.float32(STEPS) + np.float32(0.5))
            now, then = gathered[row, band : band + TAPS], gathered[row + 1, band : band + TAPS]
            soon = np.float32(1.0) - later
            for tap in range(TAPS):
                share, counts = energy * shares[0, step, tap], energy * shares[1, step, tap]
                away = counts * (part - np.float32(tap - (TAPS // 2 - 1)))
                now[tap, 0] += share * soon
                now[tap, 1] += share * tone * soon
                now[tap, 2] += counts * soon
                now[tap, 3] += away * soon
                then[tap, 0] += share * later
                then[tap, 1] += share * tone * later
                then[tap, 2] += counts * later
                then[tap, 3] += away * later
