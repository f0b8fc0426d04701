"""How an endless voice leaves its way: from a frame to one that is like it, so that nothing comes again as it was.

A video texture finds such frames beforehand, among all pairs; an image here may be replaced at any time, so that a
voice looks at a few frames, drawn by chance, when it is about to leave, and takes the most similar one if it is similar
enough, with what comes before and after it (A. Schödl, R. Szeliski, D. Salesin and I. Essa, "Video textures",
SIGGRAPH 2000, sections 3.1 and 3.2). What has not been heard for long is taken rather: silence, which is like nothing
so much as silence, would never end. An attack stays whole: no way leads into it or out of it.

Conventions
-----------
Places count hops of the codec from the beginning of the image. Distances are sums over bands of what log magnitudes
are apart. Owned by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.controls import ENDLESS
from gesturegan_live.audio.spectral.onsets import next_onset
from gesturegan_live.audio.spectral.place import draw
from gesturegan_live.audio.spectral.rows import measure_loudness, row
from gesturegan_live.kernel import maximum, minimum, part, summing_part

CANDIDATES = 16  # frames that are looked at
CONTEXT = 3  # rows of each: the one before it, and the one after
NEAREST = 12.0  # hops that a leap is at least
WHOLE, BEFORE = 14.0, 4.0  # hops after an attack and before it within which nobody leaves and nobody comes
LEAST_WHOLE = 5.0  # so many after it if it must be, for hits that are dense
PIECES, AHEAD = 32, 4  # of the image: which have been heard, and how many follow a place
KNOWN = 0.5  # natural log magnitude, of each band, that a place is farther if all that follows has been heard
STAY = 0.03  # of the clip, for a chaos of 1, that a voice goes on in the mean; for less, by the inverse square
CALM = 0.05  # natural log magnitude, of each band: what changes less from frame to frame is left the sooner
LEAST_STAY, AGAIN = 4.0, 4.0  # hops at least, and from one try to the next
PATIENCE = 6.0  # tries, after which a voice takes what is as near as its chaos allows
RANGE = np.float32(14.0)  # natural log magnitude below the loudest that tells frames apart


@summing_part
def _unlike(about: Any, image: int, strip: int, here: int, there: int) -> float:
    """Give the distance of two frames with their neighbours."""
    total, low, bands = np.float32(0.0), about.loudest - RANGE, about.bands
    for k in range(-1, CONTEXT - 1):
        one = row(image, strip, minimum(maximum(here + k, 0), about.frames - 1), bands)
        other = row(image, strip, minimum(maximum(there + k, 0), about.frames - 1), bands)
        for first in range(0, bands, about.grouped):
            high, other_high = low, low  # of neighbours the strongest; what is no number is none
            for b in range(first, minimum(first + about.grouped, bands)):
                high, other_high = maximum(high, one[b]), maximum(other_high, other[b])
            total += abs(minimum(high, about.loudest) - minimum(other_high, about.loudest))
    return float(total)


@part
def leap(state: Any, control: Any, about: Any, loudness: NDArray[np.float32]) -> None:
    """Let a voice that is due leave its way, if there is a frame to go to."""
    if control.mode != ENDLESS or control.chaos <= 0.0 or control.freeze == 1 or control.rate == 0.0:
        return
    chaos, frames, here = control.chaos, about.frames, state.place
    state.heard |= 1 << minimum(maximum(int(here * PIECES / frames), 0), PIECES - 1)
    state.until -= abs(state.speed)
    low, high = state.low, state.high
    margin, whole = about.edge + 1.0, maximum(WHOLE - state.tries, LEAST_WHOLE)
    struck = state.struck == 1 and low == 0.0 and high == frames  # then what comes after the end is an attack
    first, last = maximum(low, whole if struck else margin), minimum(high, frames - margin) - BEFORE
    outside = (here > last if control.rate > 0.0 else here < first) and not struck  # soon it would go round
    if (state.until > 0.0 and not outside) or last - first < 2.0 * NEAREST:
        return
    state.until = AGAIN
    state.tries += 1
    sharp = about.grouped > 1
    measure_loudness(state.image, state.strip, about.loudest, 0, frames, about.bands, about.grouped, loudness)
    if next_onset(loudness, here - whole, here + BEFORE, sharp) >= 0.0 or (struck and not first <= here <= last):
        return
    usual, best, least, nearest, total, count, news = 0.0, -1.0, 1e30, 0.0, 0.0, 0, 0
    for turn in range(CANDIDATES + 1):  # first the next frame: what is usual
        there = here + 1.0 if turn == 0 else first + draw(state) * (last - first)
        if turn > 0 and abs(there - here) < NEAREST:
            continue
        unlike = _unlike(about, state.image, state.strip, int(here), int(there))
        if turn == 0:
            usual = unlike
            continue
        total += unlike
        count += 1
        known, piece = 0, int(there * PIECES / frames)
        for k in range(piece, piece + AHEAD):
            known += (state.heard >> (k % PIECES)) & 1
        disfavour = unlike + KNOWN * about.bands / about.grouped * known / AHEAD
        if disfavour < least and next_onset(loudness, there - whole, there + BEFORE, sharp) < 0.0:
            best, least, nearest, news = there, disfavour, unlike, AHEAD - known
    allowed = usual + maximum(total / count - usual, 0.0) * chaos * minimum(state.tries / PATIENCE, 1.0)
    if best < 0.0 or (nearest > allowed and not outside):
        return
    if news == 0:
        state.heard = 0
    state.place = math.floor(best) + here - math.floor(here)
    state.tries = 0
    alive = minimum(usual / (CALM * about.bands / about.grouped), 1.0)
    stay = STAY * frames / maximum(chaos * chaos, 1e-6) * alive
    # What is calm is left soon, but not on the way to what has not been heard: a stroke may come after it.
    state.until = LEAST_STAY + (1.0 - alive) * news * frames / PIECES - stay * math.log(1.0 - 0.999 * draw(state))
