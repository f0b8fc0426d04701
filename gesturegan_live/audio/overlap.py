"""From frames to samples with little delay: a short synthesis window, and a running sum that knows its own weight.

Conventions
-----------
A frame carries the analysis window (periodic Hann) in its amplitude. Of each frame only a short piece is used, shaped
by a window that rises and falls faster than the analysis window; the sum of (synthesis x analysis) windows that went
into each sample is kept beside it and divided out, so that the level is exact whatever the distance between two frames:
one may come at any sample, because an image or a jump has come. Times are samples at the codec's rate since the
beginning. Owned by the audio callback.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.kernel import kernel

LIGHTEST = np.float32(1e-3)  # weight below which a sample is let fade


def synthesis_window(n_fft: int, spacing: int) -> tuple[NDArray[np.float32], NDArray[np.float32], int]:
    """Make the window for frames `spacing` apart: half of that to rise, two and a half to fall.

    The piece lies around the frame's middle. Of the shapes tried (textures, 1024 / 256, 128 bands) this one came within
    1.1 dB of spectral convergence of the whole Hann window, with a sixth of its rise.

    Returns
    -------
    window : ndarray, shape (3 * spacing,), float32
        To multiply the frame's piece with.
    weight : ndarray, shape (3 * spacing,), float32
        The same times the analysis window; repeated every `spacing` it sums to 1.
    lead : int
        Samples from the beginning of the piece to the middle of the frame.
    """
    rise = spacing // 2
    fall = 3 * spacing - rise
    shape = np.concatenate(
        [
            np.sin((np.arange(rise) + 0.5) / rise * np.pi / 2.0) ** 2,
            np.cos((np.arange(fall) + 0.5) / fall * np.pi / 2.0) ** 2,
        ]
    )
    lead = 3 * spacing // 2
    analysis = 0.5 - 0.5 * np.cos(2.0 * np.pi * (n_fft // 2 - lead + np.arange(3 * spacing)) / n_fft)
    total = np.tile((shape * analysis).reshape(3, spacing).sum(axis=0), 3)
    window = shape / total
    return window.astype(np.float32), (window * analysis).astype(np.float32), lead


@kernel
def add_frames(
    frames: NDArray[np.float32],
    voices: NDArray[np.int64],
    times: NDArray[np.int64],
    takeovers: NDArray[np.int64],
    count: int,
    now: int,
    window: NDArray[np.float32],
    weight: NDArray[np.float32],
    spacing: int,
    start: int,
    sums: NDArray[np.float32],
    weights: NDArray[np.float32],
) -> None:
    """Add one frame for each of the first `count` entries of `voices`, beginning at `times`.

    What lies before `now` has left already. ``takeovers`` says in how many samples the frame takes over from what went
    before: 0 leaves that to the windows, -1 drops it at once.
    """
    mask = sums.shape[1] - 1
    length = len(window)
    for row in range(count):
        total, heavy = sums[voices[row]], weights[voices[row]]
        first = times[row]
        takeover = takeovers[row]
        if takeover < 0:
            total[:] = 0.0
            heavy[:] = 0.0
        elif takeover > 0:
            for i in range(length):
                at = (first + i) & mask
                done = min(np.float32(i + 1) / np.float32(takeover), np.float32(1.0))
                left = np.float32(1.0) - done * done * (np.float32(3.0) - np.float32(2.0) * done)
                total[at] *= left
                heavy[at] *= left
        past = max(now - first, 0)
        if takeover >= 0 and heavy[(first + past) & mask] == 0.0:  # out of nothing: rise as the window does
            for i in range(length - spacing):
                for earlier in range(i + spacing, length, spacing):
                    heavy[(first + i) & mask] += weight[earlier]
        for i in range(past, length):
            at = (first + i) & mask
            total[at] += frames[row, start + i] * window[i]
            heavy[at] += weight[i]


@kernel
def take_samples(
    sums: NDArray[np.float32],
    weights: NDArray[np.float32],
    first: int,
    count: int,
    out: NDArray[np.float32],
    offset: int,
) -> None:
    """Move `count` finished samples of every voice to `out[:, offset:]`, and clear their place."""
    mask = sums.shape[1] - 1
    for v in range(len(sums)):
        total, heavy, line = sums[v], weights[v], out[v]
        for i in range(count):
            at = (first + i) & mask
            line[offset + i] = total[at] / max(heavy[at], LIGHTEST)
            total[at] = 0.0
            heavy[at] = 0.0
