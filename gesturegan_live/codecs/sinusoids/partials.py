"""From bands to partials and what is left, compiled: what a voice that adds sinusoids to noise makes of an image.

Conventions
-----------
Planes are float32, (rows, bands), each row for itself. Pixels are those of `sines_noise`. The energy of a partial is
spread over the bands around it by a Gaussian of `SIGMA`, so that the slope of the level tells where between two bands
it lies. Powers are squared amplitudes of sines.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.sinusoids.tonality import SIGMA
from gesturegan_live.codecs.spectra.exponential import exponential, logarithm
from gesturegan_live.kernel import allocating_kernel, maximum, minimum, part

HOME = np.float32(0.62)  # bands from where its energy lies, within which a band is a partial's own
AGREE = np.float32(0.6)  # bands that neighbours which point to one partial may differ by
APART = np.float32(0.5)  # bands between two partials
NEAR = 0.7  # bands: how much farther ones count less for a partial's level
TONAL = np.float32(0.25)  # share of tones below which there is no partial
QUIET = np.float32(1e-9)  # power of which no partial is made
FARTHEST = np.float32(1.25)  # bands that the slope of the level tells at most
SURE, UNSURE = np.float32(0.9), np.float32(-0.5)  # tonality from which on all is taken for tones, or for noise
FINE = 64  # places between two bands for which the spread of a partial is known
REACH = 4  # bands to which it is
_AMPLITUDE = np.float32(SIGMA * math.sqrt(2.0 * math.pi))
_AWAY = np.arange(REACH * FINE + 1) / FINE
_SPREAD = np.exp(-0.5 * (_AWAY / SIGMA) ** 2).astype(np.float32)
_NEARNESS = np.exp(-0.5 * (_AWAY / NEAR) ** 2).astype(np.float32)
_NEIGHBOUR = np.float32(math.exp(-1.0 / (4.0 * SIGMA**2)))  # what a neighbour's word counts

Plane = NDArray[np.float32]
Line = NDArray[np.float32]


def slope(log_power: Plane) -> Plane:
    """Tell from the level alone how far from each band its energy lies, in bands: exact for a partial by itself."""
    padded = np.pad(log_power, ((0, 0), (1, 1)), mode="edge")
    away: Plane = (padded[:, 2:] - padded[:, :-2]) * np.float32(SIGMA**2 / 2.0)
    np.clip(away, -FARTHEST, FARTHEST, out=away)
    return away


@part
def _step(away: np.float32) -> int:
    return int(minimum(int(abs(away) * np.float32(FINE) + np.float32(0.5)), REACH * FINE))


@part
def _find(power: Line, log_power: Line, away: Line, share: Line, middles: Line, heights: Line) -> None:
    """Fill, for bands that are home to a partial, where it is and how high its energy rises over the bands; else 0."""
    bands, last = len(power), np.float32(-REACH)
    for b in range(bands):
        heights[b] = np.float32(0.0)
        if share[b] < TONAL or power[b] < QUIET or abs(away[b]) > HOME:
            continue
        here = np.float32(b) + away[b]
        total, middle, tonal = np.float32(0.0), np.float32(0.0), np.float32(0.0)
        for j in range(maximum(b - 1, 0), minimum(b + 2, bands)):
            there = np.float32(j) + away[j]
            if abs(there - here) <= AGREE and power[j] >= QUIET:
                weight = power[j] * share[j] * (np.float32(1.0) if j == b else _NEIGHBOUR)
                total += weight
                middle += weight * there
                tonal += weight * share[j]
        middle, tonal = middle / total, tonal / total
        if middle - last < APART:  # the band before is at home in the same partial
            continue
        total, level = np.float32(0.0), np.float32(0.0)
        for j in range(maximum(b - 1, 0), minimum(b + 2, bands)):
            if abs(np.float32(j) + away[j] - here) <= AGREE and power[j] >= QUIET:
                off = np.float32(j) - middle
                weight = _NEARNESS[_step(off)]
                total += weight
                level += weight * (log_power[j] + np.float32(0.5 / SIGMA**2) * off * off)
        # A partial among noise counts for more than its share, and the noise that is left for less (`_leave`): so
        # sounds came back nearest, by embedding, over recorded textures and notes.
        heights[b] = np.float32(math.exp(level / total)) * np.sqrt(np.sqrt(tonal))
        middles[b] = last = middle


@part
def _leave(power: Line, share: Line, middles: Line, heights: Line, tones: Line, noise: Line) -> None:
    """Fill powers of partials and of what they leave, once what neighbours give to each other's bands is taken off."""
    bands = len(power)
    for b in range(bands):
        tones[b], noise[b] = np.float32(0.0), power[b]
        if heights[b] > np.float32(0.0):
            own = total = heights[b] * _SPREAD[_step(np.float32(b) - middles[b])]
            for j in range(maximum(b - 2, 0), minimum(b + 3, bands)):
                if j != b and heights[j] > np.float32(0.0):
                    total += heights[j] * _SPREAD[_step(np.float32(b) - middles[j])]
            tones[b] = heights[b] * own / total
    for b in range(bands):
        if tones[b] > np.float32(0.0):
            for j in range(maximum(b - 3, 0), minimum(b + 4, bands)):
                noise[j] -= tones[b] * _SPREAD[_step(np.float32(j) - middles[b])]
            tones[b] *= _AMPLITUDE
    for b in range(bands):
        rest = np.float32(1.0) - share[b] if share[b] > TONAL else np.float32(1.0)
        noise[b] = maximum(noise[b], np.float32(0.0)) * rest * rest


@allocating_kernel
def split(
    level: Plane,
    tonal: Plane,
    correction: Plane,
    half_span: float,
    low: float,
    least: float,
    odds: float,
    full_scale: float,
    turn: float,
    centres: Line,
    log_magnitude: Plane,
    frequency: Plane,
    tonality: Plane,
) -> None:
    """Turn pixels into frames.

    Parameters
    ----------
    level, tonal, correction : ndarray
        Pixels; the last may have no rows, then the slope alone tells frequencies.
    half_span, low, least : float
        Of the scale of levels, as amplitudes: half its logarithmic span, its lowest, and what stands for none.
    odds : float
        Natural log of tone over noise at a tonality of 1.
    full_scale : float
        Natural log of the magnitude of a full-scale sine.
    turn : float
        Radians a hop of a bin's frequency.
    centres : ndarray, shape (bands,), float32
        Bins.
    log_magnitude, frequency, tonality : ndarray
        Out; see `codec.Frames`.
    """
    bands = level.shape[1]
    lines = np.empty((9, bands), np.float32)
    power, log_power, away, share = lines[0], lines[1], lines[2], lines[3]
    middles, heights, tones, noise, scratch = lines[4], lines[5], lines[6], lines[7], lines[8]
    one = np.float32(1.0)
    for t in range(len(level)):
        for b in range(bands):
            scratch[b] = (level[t, b] + one) * np.float32(half_span)
        exponential(scratch, power)
        for b in range(bands):
            amplitude = maximum((power[b] - one) * np.float32(low), np.float32(least))
            power[b] = amplitude * amplitude
            scratch[b] = np.float32(-odds) * tonal[t, b]
        logarithm(power, log_power)
        exponential(scratch, share)
        for b in range(bands):
            value = one / (one + share[b])
            value = one if tonal[t, b] > SURE else value
            share[b] = np.float32(0.0) if tonal[t, b] < UNSURE else value
            rise = log_power[minimum(b + 1, bands - 1)] - log_power[maximum(b - 1, 0)]
            away[b] = minimum(maximum(rise * np.float32(SIGMA**2 / 2.0), -FARTHEST), FARTHEST)
        if len(correction):
            for b in range(bands):
                away[b] += FARTHEST * correction[t, b]
        _find(power, log_power, away, share, middles, heights)
        _leave(power, share, middles, heights, tones, noise)
        for b in range(bands):
            place = np.float32(b)
            if tones[b] > np.float32(0.0):
                place = minimum(maximum(middles[b], np.float32(0.0)), np.float32(bands - 1))
            below = minimum(int(place), bands - 2)
            bins = centres[below] + (place - np.float32(below)) * (centres[below + 1] - centres[below])
            frequency[t, b] = np.float32(turn) * bins
            total = maximum(tones[b] + noise[b], np.float32(least * least))
            tonality[t, b] = tones[b] / total
            scratch[b] = total
        logarithm(scratch, scratch)
        for b in range(bands):
            log_magnitude[t, b] = np.float32(0.5) * scratch[b] + np.float32(full_scale)
