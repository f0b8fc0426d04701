"""Phase from the magnitude of a whole clip: phase gradient heap integration (PGHI), offline.

Z. Průša, P. Balazs, P. L. Søndergaard, "A Noniterative Method for Reconstruction of Phase From STFT Magnitude",
IEEE/ACM TASLP 25(5), 2017, algorithm 1. Unlike the real-time form (`pghi`) it may go backwards in time: from an attack
to what leads up to it.

Conventions
-----------
Those of `pghi`, with all frames at once, shape (T, n_fft // 2 + 1).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gesturegan_live.codecs.pghi import HANN_GAMMA, LOG_TOLERANCE


def pghi(log_magnitude: NDArray[np.float32], hop_length: int, n_fft: int) -> NDArray[np.float32]:
    """Phase (T, bins), radians in [-pi, pi], of a natural log magnitude."""
    tolerance = float(log_magnitude.max()) + LOG_TOLERANCE
    order = np.argsort(log_magnitude, axis=None)[::-1].astype(np.int32)
    phase: NDArray[np.float32] = _integrate(log_magnitude, order, np.float32(tolerance), hop_length, n_fft)
    return phase


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _integrate(
    log_magnitude: NDArray[np.float32],
    order: NDArray[np.int32],
    tolerance: np.float32,
    hop_length: int,
    n_fft: int,
) -> NDArray[np.float32]:
    """Start an island at each strongest bin that no other has reached, and spread from the strongest rim inwards."""
    frames, bins = log_magnitude.shape
    per_bin, per_hop = _gradients(log_magnitude, hop_length, n_fft)
    level = log_magnitude.ravel()
    phase = np.zeros(frames * bins, np.float32)
    done = np.zeros(frames * bins, np.bool_)
    rim = np.empty(frames * bins, np.int32)
    for first in order:
        if level[first] < tolerance:
            # a golden-ratio turn that grows with the place: random enough, and the same every time
            phase[first] = np.float32(2.0 * np.pi) * np.float32(0.61803398875 * ((first * (first % bins)) % 4096) % 1.0)
            continue
        if done[first]:
            continue
        done[first] = True
        rim[0] = first
        size = 1
        while size > 0:
            place = rim[0]
            size -= 1
            if size > 0:
                _sift_down(rim, size, rim[size], level)
            t = place // bins
            k = place - t * bins
            for side in range(4):
                if side == 0 and t + 1 < frames:
                    beside = place + bins
                    turn = 0.5 * (per_hop[place] + per_hop[beside])
                elif side == 1 and t > 0:
                    beside = place - bins
                    turn = -0.5 * (per_hop[place] + per_hop[beside])
                elif side == 2 and k + 1 < bins:
                    beside = place + 1
                    turn = 0.5 * (per_bin[place] + per_bin[beside])
                elif side == 3 and k > 0:
                    beside = place - 1
                    turn = -0.5 * (per_bin[place] + per_bin[beside])
                else:
                    continue
                if done[beside] or level[beside] < tolerance:
                    continue
                done[beside] = True
                wrapped = phase[place] + turn
                phase[beside] = wrapped - 2.0 * np.pi * np.floor(wrapped / (2.0 * np.pi) + 0.5)
                _sift_up(rim, size, np.int32(beside), level)
                size += 1
    return phase.reshape(frames, bins)


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _gradients(
    log_magnitude: NDArray[np.float32], hop_length: int, n_fft: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Phase per bin and per hop at each place, flat."""
    frames, bins = log_magnitude.shape
    per_bin = np.empty((frames, bins), np.float32)
    per_hop = np.empty((frames, bins), np.float32)
    scale = HANN_GAMMA * n_fft / hop_length
    for t in range(frames):
        before, after = max(t - 1, 0), min(t + 1, frames - 1)
        for k in range(bins):
            slope = (log_magnitude[after, k] - log_magnitude[before, k]) / max(after - before, 1)
            per_bin[t, k] = -scale * slope - np.pi
            inside = 0 < k < bins - 1
            bend = log_magnitude[t, k + 1] - log_magnitude[t, k - 1] if inside else np.float32(0.0)
            per_hop[t, k] = 0.5 * bend / scale + 2.0 * np.pi * ((k * hop_length) % n_fft) / n_fft
    return per_bin.ravel(), per_hop.ravel()


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _sift_up(rim: NDArray[np.int32], hole: int, place: np.int32, level: NDArray[np.float32]) -> None:
    """Put `place` into the heap whose first free slot is `hole`; strongest on top."""
    while hole > 0:
        parent = (hole - 1) // 2
        if level[rim[parent]] >= level[place]:
            break
        rim[hole] = rim[parent]
        hole = parent
    rim[hole] = place


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _sift_down(rim: NDArray[np.int32], size: int, place: np.int32, level: NDArray[np.float32]) -> None:
    """Put `place` into the heap of `size` whose top was taken."""
    hole = 0
    while True:
        child = 2 * hole + 1
        if child >= size:
            break
        if child + 1 < size and level[rim[child + 1]] > level[rim[child]]:
            child += 1
        if level[place] >= level[rim[child]]:
            break
        rim[hole] = rim[child]
        hole = child
    rim[hole] = place
