"""Attacks inside an image: where they are, and how a hop keeps clear of them.

A frame lasts several hops, so that it holds an attack before it is due and still rises after it. Played as it is, a
stroke would swell over a dozen milliseconds. Instead, hops before an attack are read from frames that hold nothing of
it, hops after it from frames that hold all of it, and one hop begins exactly with it and takes over at once (after
A. Röbel, "A new approach to transient processing in the phase vocoder", DAFx-03, which keeps phases from before an
attack out of it).

Conventions
-----------
Places count hops from the beginning of the image. ``loudness`` (frames,) float32 is that of its rows
(`gesturegan_live.audio.spectral.rows`); only what lies within `AROUND` of the places asked about has to be known. Owned
by the audio callback.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import inlined, maximum, minimum, part

REACH = 4  # frames that an attack needs to be seen rising, and that lie between two of them at least
RISE = 2.0  # of the loudness: 9 dB each
STEEP, TALL = 0.5, 3.0  # part of that, or of so much, that comes within three frames: a swell takes longer
HALF = 0.5  # of the same, from the top down to where half of a frame lies after the attack
BEFORE = 2.0  # hops before an attack within which frames already hold some of it
SHARP_BEFORE = 2.5  # the same of sharp frames, whose attacks are placed less surely
BRIEF = -1.4  # of the loudness, from the top down to what follows two frames later, where an attack is over
SOON = 0.01  # hops within which an attack counts as reached
AFTER = 1.2  # and after it, within which they do not hold all of it yet
AROUND = 2 * REACH + 2  # rows on either side of a place that decide where attacks are


@part
def _rises(loudness: NDArray[np.float32], t: int) -> bool:
    """Whether frame `t` is the first to hold half of an attack."""
    frames = len(loudness)
    if t < REACH or t >= frames - REACH:  # a clip's beginning is no attack inside it; its last frames reach beyond it
        return False
    top, bottom = loudness[t], loudness[t - 1]
    for s in range(t, t + REACH):
        top = maximum(top, loudness[s])
    for s in range(t - REACH, t):
        bottom = minimum(bottom, loudness[s])
    half, rise = top - np.float32(HALF), top - bottom
    if not (loudness[t - 1] < half <= loudness[t] and rise > np.float32(RISE)):
        return False
    near = maximum(loudness[t], loudness[t + 1]) - minimum(loudness[t - 2], loudness[t - 1])
    return bool(near > np.float32(STEEP) * minimum(rise, np.float32(TALL)))


@inlined
def onset(loudness: NDArray[np.float32], t: int, sharp: bool) -> float:
    """Give the place of the attack of which frame `t` is the first to hold half, -1 where there is none.

    What rises again within `REACH` frames belongs to the attack before. `sharp` says that frames hold what lies less
    than a hop from their middle, and not what their windows have seen.
    """
    if not _rises(loudness, t):
        return -1.0
    for s in range(t - REACH + 1, t):
        if _rises(loudness, s):
            return -1.0
    top = loudness[t]
    for s in range(t, t + REACH):
        top = maximum(top, loudness[s])
    if sharp:
        before, here = math.exp(loudness[t - 1] - top), math.exp(loudness[t] - top)
        if loudness[t + 2] - top < BRIEF:  # it is over: its middle tells when it was
            after = math.exp(loudness[t + 1] - top)
            return t + 0.5 + (after - before) / (before + here + after)
        return float(t + 1.0 - minimum(before + here, 1.5))
    half = top - np.float32(HALF)
    # frames are centred between their place and the next
    return float(t - 0.5 + (half - loudness[t - 1]) / (loudness[t] - loudness[t - 1]))


@part
def next_onset(loudness: NDArray[np.float32], place: float, until: float, sharp: bool) -> float:
    """Give the place of the first attack after `place` and not after `until`; -1 where there is none."""
    for t in range(maximum(int(place), 0), minimum(int(until) + 2, len(loudness))):
        here = onset(loudness, t, sharp)
        if place < here <= until:
            return here
    return -1.0


@inlined
def clear_of_onsets(loudness: NDArray[np.float32], place: float, read: float, sharp: bool) -> tuple[float, int, int]:
    """Move where a hop at `place`, played forwards, is read, and tell the first and the last frame it may look at."""
    last, before = len(loudness) - 1, SHARP_BEFORE if sharp else BEFORE
    ahead = next_onset(loudness, place + SOON, read + before, sharp)
    if ahead >= 0.0:
        return maximum(minimum(read, ahead - before), 0.0), 0, maximum(int(ahead - before - 0.5), 0)
    behind = next_onset(loudness, read - AFTER - 1.0, place + SOON, sharp)
    if behind >= 0.0:
        return maximum(read, behind + AFTER), minimum(int(behind + AFTER + 0.5), last), last
    return read, 0, last
