"""From frames to samples with little delay: a short synthesis window, and a running sum that knows its own weight.

Conventions
-----------
A frame carries the analysis window (periodic Hann) in its amplitude. Of each frame only a short piece is used, shaped
by a window that rises and falls faster than the analysis window; the sum of (synthesis x analysis) windows that went
into each sample is kept beside it and divided out, so that the level is exact whatever the distance between two frames:
one may come at any sample, because an image or a jump has come. Such a frame takes over along a ramp of its own: by
their weights alone the old sound would hold out almost to its end and then give way within some twenty samples, which
ticks. Times are samples at the codec's rate since the beginning. Owned by the audio callback.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import maximum, part

LIGHTEST = np.float32(1e-3)  # weight below which a sample is let fade


def synthesis_window(n_fft: int, spacing: int) -> tuple[NDArray[np.float32], NDArray[np.float32], int]:
    """Make the window for frames `spacing` apart: half of that to rise, two and a half to fall.

    The piece lies around the frame's middle. Of the shapes tried (textures, 1024 / 256, 128 bands) this one came within
    1.1 dB of spectral convergence of the whole Hann window, with a sixth of its rise.

    Returns
    -------
    window : ndarray, shape (2, 3 * spacing), float32
        To multiply the frame's piece with; the second row has no rise, for a frame that takes over.
    weight : ndarray, shape (2, 3 * spacing), float32
        The same times the analysis window; the first row, repeated every `spacing`, sums to 1.
    lead : int
        Samples from the beginning of the piece to the middle of the frame.
    """
    rise = spacing // 2
    fall = 3 * spacing - rise
    falling = np.cos((np.arange(fall) + 0.5) / fall * np.pi / 2.0) ** 2
    rising = np.sin((np.arange(rise) + 0.5) / rise * np.pi / 2.0) ** 2
    shapes = np.stack([np.concatenate([start, falling]) for start in (rising, np.ones(rise))])
    lead = 3 * spacing // 2
    analysis = 0.5 - 0.5 * np.cos(2.0 * np.pi * (n_fft // 2 - lead + np.arange(3 * spacing)) / n_fft)
    window = shapes / np.tile((shapes[0] * analysis).reshape(3, spacing).sum(axis=0), 3)
    return window.astype(np.float32), (window * analysis).astype(np.float32), lead


@part
def add_frame(
    frame: NDArray[np.float32],
    first: int,
    takeover: int,
    now: int,
    windows: NDArray[np.float32],
    shares: NDArray[np.float32],
    spacing: int,
    start: int,
    total: NDArray[np.float32],
    heavy: NDArray[np.float32],
) -> None:
    """Add the piece of a frame that begins with its sample `start`, at time `first`, to a voice's sum and weight.

    What lies before `now` has left already. `takeover` says in how many samples, of those that are still to be heard,
    the frame takes over from what went before: 0 leaves that to the windows, -1 drops it at once.
    """
    mask = len(total) - 1
    length = windows.shape[1]
    past = maximum(now - first, 0)
    if takeover < 0:
        for k in range(len(total)):
            total[k] = heavy[k] = np.float32(0.0)
    elif heavy[(first + past) & mask] == 0.0:  # out of nothing: rise as the window does
        takeover = 0
        for i in range(past, length - spacing):
            for earlier in range(i + spacing, length, spacing):
                heavy[(first + i) & mask] += shares[0, earlier]
    window, weight = windows[int(takeover > 0)], shares[int(takeover > 0)]
    for i in range(past, length):
        at = (first + i) & mask
        sample, share = frame[start + i] * window[i], weight[i]
        if takeover <= 0:
            total[at] += sample
            heavy[at] += share
        elif i - past < takeover:
            done = np.float32(i - past + 1) / np.float32(takeover)
            come = done * done * done * (np.float32(10.0) - done * (np.float32(15.0) - np.float32(6.0) * done))
            total[at] += come * (sample - total[at])
            heavy[at] += come * (share - heavy[at])
        else:
            total[at] = sample
            heavy[at] = share


@part
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
            line[offset + i] = total[at] / maximum(heavy[at], LIGHTEST)
            total[at] = 0.0
            heavy[at] = 0.0
