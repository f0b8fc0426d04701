"""Sound from frames as they come: a frame in, a hop out, without a new array.

Conventions
-----------
Frames are natural log magnitudes of ``n_fft // 2 + 1`` bins, float32, in units of `transform.stft`. With one frame of
look-ahead what comes out belongs to the frame before the one that goes in. Used by one thread at a time.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gesturegan_live.codecs.pghi import rtpghi_frame, rtpghi_work
from gesturegan_live.codecs.transform import hann, irfft

BEFORE = -100.0  # log magnitude of the frames before the first


class HopStream:
    """Real-time PGHI and overlap-add, hop by hop.

    Parameters
    ----------
    n_fft : int
        Length of the window and of the transform, samples.
    hop_length : int
        Samples that each frame adds; divides `n_fft`.
    look_ahead : int
        0 or 1 frames; 1 gives better phases for one hop of delay.
    """

    def __init__(self, n_fft: int, hop_length: int, look_ahead: int = 1) -> None:
        if look_ahead not in (0, 1):
            raise ValueError(f"hop stream: look_ahead is {look_ahead}; wanted 0 or 1")
        if hop_length < 1 or n_fft % hop_length:
            raise ValueError(f"hop stream: hop_length is {hop_length}; wanted a divisor of n_fft = {n_fft}")
        bins = n_fft // 2 + 1
        self.n_fft, self.hop_length, self.look_ahead = n_fft, hop_length, look_ahead
        window = hann(n_fft).astype(np.float64)
        overlap = (window**2).reshape(-1, hop_length).sum(axis=0)
        self._window = (window / np.tile(overlap, n_fft // hop_length)).astype(np.float32)
        self._recent = np.empty((3, bins), np.float32)  # frames by age: the newest last
        self._phase = np.empty((2, bins), np.float32)
        self._slope = np.empty(bins, np.float32)
        self._work = np.empty(rtpghi_work(n_fft), np.float32)
        self._spectrum = np.empty(bins, np.complex64)
        self._parts = self._spectrum.view(np.float32).reshape(bins, 2)
        self._frame = np.empty(n_fft, np.float32)
        self._sum = np.empty(n_fft, np.float32)
        self._hop = np.empty(hop_length, np.float32)
        self.reset()

    def reset(self) -> None:
        """Forget what came before."""
        self._recent[:] = BEFORE
        self._phase[:] = 0.0
        self._sum[:] = 0.0

    def push(self, log_magnitude: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take a frame, give the next hop: samples (hop_length,), overwritten by the next call."""
        _next_spectrum(
            log_magnitude,
            self._recent,
            self._phase,
            self._slope,
            self._work,
            self._parts,
            self.look_ahead,
            self.hop_length,
            self.n_fft,
        )
        irfft(self._spectrum, self._frame)
        _add(self._frame, self._window, self._sum, self._hop)
        return self._hop


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _next_spectrum(
    log_magnitude: NDArray[np.float32],
    recent: NDArray[np.float32],
    phase: NDArray[np.float32],
    slope: NDArray[np.float32],
    work: NDArray[np.float32],
    parts: NDArray[np.float32],
    look_ahead: int,
    hop_length: int,
    n_fft: int,
) -> None:
    """Move the frames on by one, and make the spectrum of the one that is due."""
    bins = len(log_magnitude)
    for k in range(bins):
        recent[0, k] = recent[1, k]
        recent[1, k] = recent[2, k]
        recent[2, k] = log_magnitude[k]
        phase[0, k] = phase[1, k]
    due = 2 - look_ahead
    for k in range(bins):
        before, after = recent[due - 1, k], recent[2, k]
        if before == np.float32(BEFORE):
            before = recent[due, k]  # nothing came before the first frame, and so no slope
            slope[k] = after - before
        else:
            slope[k] = (after - before) / np.float32(1 + look_ahead)
    rtpghi_frame(recent[due], slope, recent[due - 1], phase[0], phase[1], work, hop_length, n_fft)
    for k in range(bins):
        magnitude = np.exp(recent[due, k])
        parts[k, 0] = magnitude * np.cos(phase[1, k])
        parts[k, 1] = magnitude * np.sin(phase[1, k])


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _add(
    frame: NDArray[np.float32], window: NDArray[np.float32], total: NDArray[np.float32], hop: NDArray[np.float32]
) -> None:
    """Add a windowed frame to what is under way; what is complete moves out as the hop."""
    n_fft, hop_length = len(frame), len(hop)
    for i in range(n_fft):
        total[i] += frame[i] * window[i]
    hop[:] = total[:hop_length]
    for i in range(n_fft - hop_length):
        total[i] = total[i + hop_length]
    total[n_fft - hop_length :] = np.float32(0.0)
