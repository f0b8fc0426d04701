"""The rows of the images that voices play, read where they lie: nothing is copied when an image comes.

Conventions
-----------
A voice plays an *image*, (planes, frames, bands) float32, except for the rows that its *strip* holds: the number of the
first of `STRIP_ROWS`, then these rows, plane by plane; a negative number makes a strip of none. The first plane is log
magnitude. Both lie in memory of others
(a slot of a mailbox, an array) and are known by its address: the bank keeps that memory, and whoever handed it over
leaves it alone until the voice has been handed the next. Values are bounded when they are read. Owned by the audio
callback.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.payload import STRIP_ROWS
from gesturegan_live.kernel import inlined, intrinsic, maximum, minimum, part, summing_part, types

Line = NDArray[np.float32]

SILENCE = np.float32(-40.0)  # natural log magnitude that stands for none
FASTEST = np.float32(1e6)  # radians a hop
_BYTES = 4  # of a number


@intrinsic  # type: ignore[untyped-decorator]
def values_at(_context: Any, address: Any, count: Any) -> Any:
    """Give the `count` float32 numbers that lie at an address."""
    array = types.Array(types.float32, 1, "C")

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        values, size = context.make_array(array)(context, builder), context.get_constant(types.intp, _BYTES)
        data = builder.inttoptr(arguments[0], values.data.type)
        shape = (arguments[1],)
        context.populate_array(values, data=data, shape=shape, strides=(size,), itemsize=size, meminfo=None)
        return values._getvalue()

    return array(address, types.unliteral(count)), generate


@part
def _row_address(image: int, strip: int, t: int, bands: int, plane: int, frames: int) -> int:
    at = t - int(values_at(strip, 1)[0])
    if 0 <= at < STRIP_ROWS:
        return strip + _BYTES * (1 + (plane * STRIP_ROWS + at) * bands)
    return image + _BYTES * (plane * frames + t) * bands


@inlined
def row(image: int, strip: int, t: int, bands: int, plane: int = 0, frames: int = 0) -> Line:
    """Give row `t` of a plane of `frames` rows, of the strip where it holds that row."""
    values: Line = values_at(_row_address(image, strip, t, bands, plane, frames), bands)
    return values


@inlined
def bounded(value: np.float32, low: np.float32, high: np.float32, instead: np.float32) -> np.float32:
    """Keep a value within bounds; `instead` stands where it is no number."""
    return minimum(maximum(value, low), high) if abs(value) < np.inf else instead


@part
def read_frames(
    image: int,
    strip: int,
    loudest: np.float32,
    place: float,
    first_frame: int,
    last_frame: int,
    values: Line,
    slopes: Line,
) -> int:
    """Read the bands at a place of one image, and their slope (per hop of the codec) within frames first to last.

    `image` and `strip` are addresses. Returns how many of the values are no numbers.
    """
    centre = minimum(maximum(place - 0.5, float(first_frame)), float(last_frame))
    here = minimum(int(centre), maximum(last_frame - 1, first_frame))
    part = np.float32(centre - here)
    rest = np.float32(1.0) - part
    # a centred difference over one frame either way, as far as the frames go
    span = minimum(centre + 1.0, float(last_frame)) - maximum(centre - 1.0, float(first_frame))
    per_hop = np.float32(1.0 / span) if span > 0.0 else np.float32(0.0)
    bands = len(values)
    first, second = row(image, strip, maximum(here - 1, first_frame), bands), row(image, strip, here, bands)
    third = row(image, strip, minimum(here + 1, last_frame), bands)
    fourth = row(image, strip, minimum(here + 2, last_frame), bands)
    wrong = 0
    for k in range(bands):
        wrong += not abs(second[k]) < np.inf
        before, now = bounded(first[k], SILENCE, loudest, SILENCE), bounded(second[k], SILENCE, loudest, SILENCE)
        then, after = bounded(third[k], SILENCE, loudest, SILENCE), bounded(fourth[k], SILENCE, loudest, SILENCE)
        values[k] = rest * now + part * then
        slopes[k] = (rest * (then - before) + part * (after - now)) * per_hop
    return wrong


@part
def read_frequencies(image: int, frames: int, place: float, values: Line) -> None:
    """Read the frequencies (radians per hop of the codec) of the frame nearest to a place."""
    bands = len(values)
    start = (frames + minimum(maximum(int(place), 0), frames - 1)) * bands
    frequencies = values_at(image + _BYTES * start, bands)
    for k in range(bands):
        values[k] = bounded(frequencies[k], -FASTEST, FASTEST, np.float32(0.0))


@summing_part
def loudness_of(values: Line, loudest: np.float32, grouped: int) -> np.float32:
    """Give the sum of mean and strongest log magnitude of a row, of so many neighbours the strongest each."""
    total, strongest, groups = np.float32(0.0), SILENCE, 0
    for first in range(0, len(values), grouped):
        value = SILENCE
        for k in range(first, minimum(first + grouped, len(values))):
            value = maximum(value, bounded(values[k], SILENCE, loudest, SILENCE))
        total += value
        strongest = maximum(strongest, value)
        groups += 1
    return np.float32(total / np.float32(groups) + strongest)


@inlined
def measure_loudness(
    image: int, strip: int, loudest: np.float32, first: int, last: int, bands: int, grouped: int, loudness: Line
) -> None:
    """Fill `loudness` (frames,) for rows `first` to `last` (not included) where it is not known yet (NaN)."""
    for t in range(maximum(first, 0), minimum(last, len(loudness))):
        if loudness[t] != loudness[t]:
            loudness[t] = loudness_of(row(image, strip, t, bands), loudest, grouped)
