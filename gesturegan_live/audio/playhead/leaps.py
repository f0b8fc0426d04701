"""Where an endless voice goes on in its clip: at a place that is like the one that it is at.

Conventions
-----------
Places are drawn by chance, and judged by power and brightness right before and after them; the crossover that leads
there looks for the samples that go on best (`gesturegan_live.audio.playhead.grain`). What has not been heard for long
is taken rather. No way leads into an attack or out of it. Owned by the audio callback.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.playhead.attacks import NONE_AFTER, next_attack
from gesturegan_live.kernel import inlined, maximum, part, summing_part

CANDIDATES = 8
AROUND_SECONDS = 0.010  # that are judged on either side
NEAREST_SECONDS = 0.060  # that a leap is at least
WHOLE_SECONDS = 0.060  # after an attack within which nobody leaves and nobody comes
STAY = 0.03  # of the clip, for a chaos of 1, that a voice goes on in the mean; for less, by the inverse square
PIECES, AHEAD = 32, 4  # of the clip: which have been heard, and how many follow a place
KNOWN = 2.0  # natural log power that a place is farther if all that follows has been heard
FAINT = 1e-7  # power of a sample below which all is alike


@inlined
def _next(noise: np.uint64) -> np.uint64:
    return noise * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)


@inlined
def _drawn(noise: np.uint64) -> float:
    return float(noise >> np.uint64(40)) / float(1 << 24)


@part
def stay(chaos: float, samples: int, noise: np.uint64) -> float:
    """Say for how many samples of the clip a voice goes on."""
    return float(-STAY * samples / maximum(chaos * chaos, 1e-6) * math.log(1.0 - 0.999 * _drawn(noise)))


@summing_part
def _power(clips: NDArray[np.float32], first: int, count: int) -> tuple[float, float]:
    """Give the mean power of so many samples, and of what changes from one to the next."""
    total, change, here = np.float32(0.0), np.float32(0.0), np.uint64(first)
    for k in range(np.uint64(count)):
        value = clips[here + k]
        step = value - clips[here + k - np.uint64(1)]
        total += value * value
        change += step * step
    return float(total) / count + FAINT, float(change) / count + FAINT


@inlined
def _strikes(attacks: NDArray[np.int32], number: int, first: float, last: float) -> bool:
    attack = next_attack(attacks, number, first, 0)
    return attack < NONE_AFTER and attack <= last


@part
def find_like(
    clips: NDArray[np.float32],
    base: int,
    attacks: NDArray[np.int32],
    number: int,
    playhead: float,
    low: float,
    high: float,
    rate: float,
    heard: int,
    noise: np.uint64,
) -> tuple[float, int, np.uint64]:
    """Find a place between two to go on at; -1 where there is none. And what has been heard, and the next of chance.

    Parameters
    ----------
    clips, base
        The clip that is played begins there.
    attacks, number
        Its attacks.
    rate : float
        Of the clip, Hz.
    heard : int
        Bit by bit, the pieces between `low` and `high` that the voice has been in.
    """
    count, whole = int(AROUND_SECONDS * rate), WHOLE_SECONDS * rate
    first, span = low + count, high - low - 2.0 * count
    best, least, news = -1.0, 1e30, 0
    inside = first <= playhead < first + span and span > 0.0
    if not inside or _strikes(attacks, number, playhead - whole, playhead + count):
        return best, heard, noise
    here = base + int(playhead)
    before, change_before = _power(clips, here - count, count)
    after, change_after = _power(clips, here, count)
    for _ in range(CANDIDATES):
        noise = _next(noise)
        there = math.floor(first + _drawn(noise) * span)
        if abs(there - playhead) < NEAREST_SECONDS * rate:
            continue
        known, piece = 0, int((there - first) / span * PIECES)
        for k in range(piece, piece + AHEAD):
            known += (heard >> (k % PIECES)) & 1
        onto = base + int(there)
        power, change = _power(clips, onto - count, count)
        unlike = abs(math.log(power / before)) + abs(math.log(change / change_before)) + KNOWN * known / AHEAD
        power, change = _power(clips, onto, count)
        unlike += abs(math.log(power / after)) + abs(math.log(change / change_after))
        if unlike < least and not _strikes(attacks, number, there - whole, there + count):
            best, least, news = there, unlike, AHEAD - known
    if best >= 0.0:
        noise = _next(noise)
        if news == 0:
            heard = 0
        piece = int((best - first) / span * PIECES)
        for k in range(piece, piece + AHEAD):
            heard |= 1 << (k % PIECES)
    return best, heard, noise
