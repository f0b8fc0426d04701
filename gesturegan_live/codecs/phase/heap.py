"""Phase from the magnitude of a whole clip: phase gradient heap integration (PGHI), offline.

Z. Průša, P. Balazs, P. L. Søndergaard, "A Noniterative Method for Reconstruction of Phase From STFT Magnitude",
IEEE/ACM TASLP 25(5), 2017, algorithm 1. Unlike the real-time form (`pghi`) it may go backwards in time: from an attack
to what leads up to it. In place of the heap, a queue of buckets by magnitude: the same order up to 0.14 dB, several
times faster.

Conventions
-----------
Those of `pghi`, with all frames at once, shape (T, n_fft // 2 + 1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.phase.pghi import HANN_GAMMA, LOG_TOLERANCE
from gesturegan_live.kernel import allocating_kernel, allocating_part, maximum, minimum, part

BUCKETS_PER_NEPER = 64  # the queue tells magnitudes apart to 0.14 dB


def pghi(log_magnitude: NDArray[np.float32], hop_length: int, n_fft: int) -> NDArray[np.float32]:
    """Phase (T, bins), radians in [-pi, pi], of a natural log magnitude."""
    level = _levels(log_magnitude, float(log_magnitude.max()) + LOG_TOLERANCE)
    phase: NDArray[np.float32] = _integrate(log_magnitude, level, hop_length, n_fft)
    return phase


@allocating_kernel
def _levels(log_magnitude: NDArray[np.float32], tolerance: float) -> NDArray[np.int16]:
    """Bucket of each bin, flat; 0 below the tolerance."""
    flat = log_magnitude.ravel()
    level = np.empty(len(flat), np.int16)
    floor, scale = np.float32(tolerance), np.float32(BUCKETS_PER_NEPER)
    for place in range(len(flat)):
        above = (flat[place] - floor) * scale
        level[place] = np.int16(above + np.float32(1.0)) if above >= np.float32(0.0) else np.int16(0)
    return level


@allocating_kernel
def _integrate(
    log_magnitude: NDArray[np.float32], level: NDArray[np.int16], hop_length: int, n_fft: int
) -> NDArray[np.float32]:
    """Start an island at each strongest bin that no other has reached, and spread from the strongest of its rim.

    Bins wait in chains, one for each level: those of the rim, and, for the islands to come, all.
    """
    frames, bins = log_magnitude.shape
    per_bin, per_hop = _gradients(log_magnitude, hop_length, n_fft)
    count = frames * bins
    buckets = int(-LOG_TOLERANCE * BUCKETS_PER_NEPER) + 3
    phase = np.zeros(count, np.float32)
    done = np.zeros(count, np.bool_)
    rim = np.full(buckets, -1, np.int32)  # first of the chain of rim bins of each level
    island = np.full(buckets, -1, np.int32)  # first of the chain of all bins of each level
    next_rim = np.empty(count, np.int32)
    next_island = np.empty(count, np.int32)
    for place in range(count):
        if level[place] == 0:
            # a golden-ratio turn that grows with the place: random enough, and the same every time
            phase[place] = np.float32(2.0 * np.pi) * np.float32(0.61803398875 * ((place * (place % bins)) % 4096) % 1.0)
            done[place] = True
        else:
            next_island[place] = island[level[place]]
            island[level[place]] = place
    for start in range(buckets - 1, 0, -1):
        first = island[start]
        while first >= 0:
            if not done[first]:
                done[first] = True
                next_rim[first] = -1
                rim[start] = first
                _spread(bins, level, per_bin, per_hop, rim, next_rim, start, done, phase)
            first = next_island[first]
    return phase.reshape(frames, bins)


@part
def _spread(
    bins: int,
    level: NDArray[np.int16],
    per_bin: NDArray[np.float32],
    per_hop: NDArray[np.float32],
    rim: NDArray[np.int32],
    next_rim: NDArray[np.int32],
    top: int,
    done: NDArray[np.bool_],
    phase: NDArray[np.float32],
) -> None:
    """Give a phase to all that can be reached from the one bin in `rim`."""
    half, two_pi = np.float32(0.5), np.float32(2.0 * np.pi)
    count = len(phase)
    while top > 0:
        place = rim[top]
        if place < 0:
            top -= 1
            continue
        rim[top] = next_rim[place]
        k = place % bins
        for side in range(4):
            if side == 0:
                beside = place + bins
                inside = beside < count
            elif side == 1:
                beside = place - bins
                inside = beside >= 0
            elif side == 2:
                beside = place + 1
                inside = k + 1 < bins
            else:
                beside = place - 1
                inside = k > 0
            if not inside or done[beside]:
                continue
            done[beside] = True
            gradient = per_hop if side < 2 else per_bin
            turn = half * (gradient[place] + gradient[beside])
            turned = phase[place] + turn if side % 2 == 0 else phase[place] - turn
            phase[beside] = turned - two_pi * np.floor(turned / two_pi + half)
            bucket = level[beside]
            next_rim[beside] = rim[bucket]
            rim[bucket] = beside
            top = maximum(top, bucket)


@allocating_part
def _gradients(
    log_magnitude: NDArray[np.float32], hop_length: int, n_fft: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Phase per bin and per hop at each place, flat."""
    frames, bins = log_magnitude.shape
    per_bin = np.empty((frames, bins), np.float32)
    per_hop = np.empty((frames, bins), np.float32)
    scale = np.float32(HANN_GAMMA * n_fft / hop_length)
    bend = np.float32(0.5) / scale
    advance = np.empty(bins, np.float32)
    for k in range(bins):
        advance[k] = 2.0 * np.pi * ((k * hop_length) % n_fft) / n_fft
    for t in range(frames):
        before, after = maximum(t - 1, 0), minimum(t + 1, frames - 1)
        slope = -scale / np.float32(maximum(after - before, 1))
        for k in range(bins):
            per_bin[t, k] = slope * (log_magnitude[after, k] - log_magnitude[before, k]) - np.float32(np.pi)
            per_hop[t, k] = advance[k]
        for k in range(1, bins - 1):
            per_hop[t, k] += bend * (log_magnitude[t, k + 1] - log_magnitude[t, k - 1])
    return per_bin.ravel(), per_hop.ravel()
