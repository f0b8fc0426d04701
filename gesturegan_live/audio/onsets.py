"""Attacks inside an image: where they are, and how a hop keeps clear of them.

A frame lasts several hops, so that it holds an attack before it is due and still rises after it. Played as it is, a
stroke would swell over a dozen milliseconds. Instead, hops before an attack are read from frames that hold nothing of
it, hops after it from frames that hold all of it, and one hop begins exactly with it and takes over at once (after
A. Röbel, "A new approach to transient processing in the phase vocoder", DAFx-03, which keeps phases from before an
attack out of it).

Conventions
-----------
Places count hops from the beginning of the image; ``onsets`` (frames,) float32 holds, for frame t, the place in
``[t, t + 1)`` of an attack, or -1; ``loudness`` (frames,) float32 is the sum of mean and strongest log magnitude.
Owned by the audio callback.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.kernel import kernel, reducing_kernel

REACH = 4  # frames that an attack needs to be seen rising, and that lie between two of them at least
RISE = 2.0  # of the loudness: 9 dB each
HALF = 0.5  # of the same, from the top down to where half of a frame lies after the attack
BEFORE = 2.0  # hops before an attack within which frames already hold some of it
SOON = 0.01  # hops within which an attack counts as reached
AFTER = 1.2  # and after it, within which they do not hold all of it yet


@reducing_kernel
def measure_loudness(log_magnitude: NDArray[np.float32], loudness: NDArray[np.float32]) -> None:
    """Fill `loudness` (frames,) for rows (frames, bands) of an image."""
    frames, bands = log_magnitude.shape
    for t in range(frames):
        total, strongest = np.float32(0.0), log_magnitude[t, 0]
        for k in range(bands):
            total += log_magnitude[t, k]
            strongest = max(strongest, log_magnitude[t, k])
        loudness[t] = total / np.float32(bands) + strongest


@kernel
def find_onsets(loudness: NDArray[np.float32], onsets: NDArray[np.float32]) -> None:
    """Fill `onsets` for an image of this loudness."""
    frames = len(loudness)
    for t in range(frames):
        onsets[t] = np.float32(-1.0)
    last = 0  # what a clip begins with is no attack inside it; its first and last frames reach beyond it
    for t in range(REACH, frames - REACH):
        top, bottom = loudness[t], loudness[t - 1]
        for s in range(t, min(t + REACH, frames)):
            top = max(top, loudness[s])
        for s in range(max(t - REACH, 0), t):
            bottom = min(bottom, loudness[s])
        half = top - np.float32(HALF)
        if loudness[t - 1] < half <= loudness[t] and top - bottom > RISE and t - last >= REACH:
            part = (half - loudness[t - 1]) / (loudness[t] - loudness[t - 1])
            place = np.float32(t) - np.float32(0.5) + part  # frames are centred between their place and the next
            onsets[int(place)] = place
            last = t


@kernel
def next_onset(onsets: NDArray[np.float32], place: float, until: float) -> float:
    """Give the place of the first attack after `place` and not after `until`; -1 where there is none."""
    for t in range(max(int(place), 0), min(int(until) + 1, len(onsets))):
        if place < onsets[t] <= until:
            return float(onsets[t])
    return -1.0


@kernel
def clear_of_onsets(onsets: NDArray[np.float32], place: float, read: float) -> tuple[float, int, int]:
    """Move where a hop at `place`, played forwards, is read, and tell the first and the last frame it may look at."""
    last = len(onsets) - 1
    ahead = next_onset(onsets, place + SOON, read + BEFORE)
    if ahead >= 0.0:
        return max(min(read, ahead - BEFORE), 0.0), 0, max(int(ahead - BEFORE - 0.5), 0)
    behind = next_onset(onsets, read - AFTER - 1.0, place + SOON)
    if behind >= 0.0:
        return max(read, behind + AFTER), min(int(behind + AFTER + 0.5), last), last
    return read, 0, last
