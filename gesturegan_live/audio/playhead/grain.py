"""Where the next piece of a clip has to begin so that it goes on as the piece that is heard would have gone on.

Conventions
-----------
Clips lie end to end in one padded array; `base` is where a clip's first sample is. Beside each lies a copy of an eighth
of its samples, in which places are sought first; the whole clip is looked at only around the best of them. Positions
and lengths are in samples of the clip. A search allocates nothing, and costs the same whatever it finds.

References
----------
W. Verhelst and M. Roelands, "An overlap-add technique based on waveform similarity (WSOLA) for high quality time-scale
modification of speech", ICASSP 1993.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import inlined, maximum, minimum, part, summing_part

THINNING = 8  # samples of the clip to one of its copy
UNLIKE = 0.3  # correlation below which two sounds have nothing to align
NEARNESS = 0.05  # likeness that a place at the edge of a search must have more than one in its middle
FAINT = 1e-9  # mean square below which there is nothing to compare

_WINDOW = (np.hanning(2 * THINNING + 1)[:-1] / THINNING).astype(np.float32)


@summing_part
def _weighted(clips: NDArray[np.float32], first: int, window: NDArray[np.float32]) -> float:
    total, here = np.float32(0.0), np.uint64(first)  # unsigned: vectorised
    for k in range(np.uint64(2 * THINNING)):
        total += window[k] * clips[here + k]
    return float(total)


@part
def thin(clips: NDArray[np.float32], base: int, copies: NDArray[np.float32], copy: int, count: int) -> None:
    """Fill the copy of a clip, `count` samples of it; the clip is padded by `THINNING` or more."""
    for j in range(count):
        copies[copy + j] = _weighted(clips, base + (j - 1) * THINNING + 1, _WINDOW)


@summing_part
def _products(data: NDArray[np.float32], start: int, place: int, count: int) -> tuple[float, float]:
    """Sum the products of two pieces, and the squares of the second."""
    both, square = np.float32(0.0), np.float32(0.0)
    here, there = np.uint64(start), np.uint64(place)
    for k in range(np.uint64(count)):
        both += data[here + k] * data[there + k]
        square += data[there + k] * data[there + k]
    return float(both), float(square)


@part
def _best(
    data: NDArray[np.float32], start: int, base: int, first: int, last: int, count: int, wanted: float, bias: float
) -> tuple[int, float]:
    """Find the place, `first` to `last`, whose piece is most like the one at `start`; and their correlation."""
    energy = _products(data, start, start, count)[1]
    faint = FAINT * count
    best, highest, correlation = first, -2.0, 0.0
    for place in range(first, last + 1):
        both, square = _products(data, start, base + place, count)
        # Divided by the mean of both energies, not the geometric one: a piece with an attack in it does not pass for
        # the quiet one that it resembles, nor for silence.
        likeness = (2.0 * both + faint) / (energy + square + faint) - bias * abs(place - wanted)
        if likeness > highest:
            best, highest = place, likeness
            correlation = both / math.sqrt(energy * square) if energy > faint and square > faint else 0.0
    return best, correlation


@part
def align(
    clips: NDArray[np.float32],
    base: int,
    onto: int,
    copies: NDArray[np.float32],
    copy: int,
    copy_onto: int,
    samples: int,
    head: float,
    aim: float,
    search: float,
    length: int,
    low: float,
    high: float,
    backwards: bool | np.bool_,
    whole: bool | np.bool_,
) -> tuple[float, float]:
    """Find where to read on in one clip so that it sounds as `head`, in another or the same, would have gone on.

    Parameters
    ----------
    base, copy : int
        Of the clip under way.
    onto, copy_onto : int
        Of the clip to go on in.
    samples : int
        Of either clip.
    head : float
        Where the clip under way is read.
    aim, search : float
        Where to go on, and how far from there is near enough.
    length : int
        Of the pieces compared.
    low, high : float
        Bounds of the position returned.
    backwards : bool
        Whether the clips are read so.
    whole : bool
        Whether the position must be a whole one; otherwise it has the fraction of `head`.

    Returns
    -------
    position, correlation : float
        0 where there is nothing to compare, or one of them has no sound.
    """
    here = math.floor(head + 0.5) if whole else math.floor(head)
    nowhere = float(math.floor(minimum(maximum(aim, low), high)))
    if head < 0.0 or head > samples - 1:
        return nowhere, 0.0
    # From a position to the beginning of its piece: what will be read next, as far as both clips go.
    most = samples - length - maximum(here, math.ceil(aim))
    shift = minimum(maximum(-length if backwards else 0, -minimum(here, math.floor(aim))), most)
    start = here + shift
    if start < 0:
        return nowhere, 0.0
    first = maximum(math.ceil(maximum(aim - search, low)) + shift, 0)
    last = minimum(math.floor(minimum(aim + search, high)) + shift, samples - length)
    if first > last:
        return nowhere, 0.0
    wanted = aim + shift
    bias = NEARNESS / maximum(search, 1.0)
    rest = start % THINNING
    roughly, _ = _best(
        copies,
        copy + start // THINNING,
        copy_onto,
        maximum(first - rest, 0) // THINNING,
        maximum(last - rest, 0) // THINNING,
        length // THINNING,
        (wanted - rest) / THINNING,
        bias * THINNING,
    )
    middle = roughly * THINNING + rest
    place, correlation = _best(
        clips,
        base + start,
        onto,
        minimum(maximum(middle - THINNING, first), last),
        maximum(minimum(middle + THINNING, last), first),
        length,
        wanted,
        bias,
    )
    return place - shift + (0.0 if whole else head - here), correlation


@inlined
def weights(turn: float, correlation: float) -> tuple[float, float]:
    """Gains of old and new at `turn` (0..1) of a crossover that keeps the power of sounds of that correlation.

    Equal power where there is none, equal gain where both are the same. Neither gain has a corner, which a dark sound
    would not cover.
    """
    angle = turn * turn * (3.0 - 2.0 * turn) * math.pi / 2.0
    rise, fall = math.sin(angle), math.cos(angle)
    power = 1.0 / math.sqrt(1.0 + 2.0 * correlation * rise * fall)
    return fall * power, rise * power
