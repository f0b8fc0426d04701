"""A spectral voice hop by hop: where it reads, and from a spectrum to samples; how the spectrum is filled is another's.

Each hop reads its frame at the voice's place, clear of attacks that it would smear, and is overlapped with what sounds
already. Owned by the audio callback.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.controls import SCRUB
from gesturegan_live.audio.spectral.leaps import leap
from gesturegan_live.audio.spectral.onsets import AFTER, AROUND, SHARP_BEFORE, clear_of_onsets
from gesturegan_live.audio.spectral.overlap import add_frame
from gesturegan_live.audio.spectral.place import NEVER, move, schedule
from gesturegan_live.audio.spectral.rows import measure_loudness
from gesturegan_live.codecs.spectra.fourier import FourierPlan, real_inverse
from gesturegan_live.kernel import inlined, maximum, minimum, part


@part
def shift(
    ratio: float,
    below: NDArray[np.int64],
    part: NDArray[np.float32],
    moved: NDArray[np.int64],
    rest: NDArray[np.float32],
) -> int:
    """Find where each bin reads the bands when pitch is moved by `ratio`; return how many bins have a source."""
    last = len(below) - 1
    for k in range(len(below)):
        source = k / ratio
        if source > last:
            return k
        low = minimum(int(source), last - 1)
        from_low, from_high = below[low] + part[low], below[low + 1] + part[low + 1]
        band = from_low + (source - low) * (from_high - from_low)
        moved[k] = minimum(int(band), below[last])
        rest[k] = np.float32(band - moved[k])
    return len(below)


@inlined
def is_held(control: Any) -> bool:
    """Whether the playhead rests, or goes where it is told to."""
    return bool(control.freeze == 1 or control.rate == 0.0 or control.mode == SCRUB)


@inlined
def move_on(state: Any, control: Any, about: Any, step: int) -> tuple[int, bool, float]:
    """Go to the next hop, `step` samples on or earlier.

    Returns
    -------
    gap : int
        Samples since the hop before.
    anew : bool
        Whether nothing came before.
    place : float
        To read; negative where the clip has ended.
    """
    gap = state.next - state.last
    elapsed = gap / about.hop_length
    anew = state.last == NEVER or state.begin == 1
    if anew:  # nothing has elapsed
        gap, elapsed = step, 0.0
    return gap, anew, move(state, control, elapsed, step / about.hop_length, about)


@inlined
def keep_clear(
    state: Any,
    control: Any,
    about: Any,
    image: int,
    strip: int,
    loudness: NDArray[np.float32],
    place: float,
    step: int,
) -> tuple[float, int, int]:
    """Move a place clear of attacks; returns it, and the first and the last frame that may be looked at.

    `image` and `strip` are addresses.
    """
    first, last = 0, about.frames - 1
    if control.rate * (1 - 2 * state.turned) > 0.0 and not is_held(control):
        span = state.high - state.low
        here = state.place if place > state.place - span / 2 else state.place - span  # beyond the seam
        until = maximum(place + SHARP_BEFORE, here + abs(control.rate) * step / about.hop_length)
        begin = int(minimum(here, place) - AFTER - 1.0) - AROUND
        measure_loudness(image, strip, about.loudest, begin, int(until) + AROUND, about.bands, about.grouped, loudness)
        place, first, last = clear_of_onsets(loudness, here, place, about.grouped > 1)
    return place, first, last


@inlined
def finish(
    state: Any,
    control: Any,
    about: Any,
    plan: FourierPlan,
    real: NDArray[np.float32],
    imag: NDArray[np.float32],
    frame: NDArray[np.float32],
    work: NDArray[np.float32],
    windows: NDArray[np.float32],
    shares: NDArray[np.float32],
    now: int,
    sums: NDArray[np.float32],
    weights: NDArray[np.float32],
    loudness: NDArray[np.float32],
    voice: int,
    step: int,
) -> None:
    """Make samples of the spectrum of a hop, and say when the next begins."""
    real_inverse(plan, real, imag, frame, work)
    start = about.n_fft // 2 - about.lead
    add_frame(
        frame, state.next, state.takeover, now, windows, shares, about.spacing, start, sums[voice], weights[voice]
    )
    leap(state, control, about, loudness[voice])
    schedule(state, control, about, loudness[voice], voice, step)
