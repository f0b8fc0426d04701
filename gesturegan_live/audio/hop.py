"""Spectral voices hop by hop: from their places in their images to samples.

Conventions
-----------
A voice's *place* counts hops of the codec: frame t of the image stands for ``t`` to ``t + 1`` and is centred between
them. A hop can begin at any sample. What is asked for suddenly (a new image, a jump, a start) is heard from a hop of
its own, made at once; phase runs on through all of it. Owned by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.controls import LOOP, ONCE, OPENING, SCRUB
from gesturegan_live.audio.kernel import kernel
from gesturegan_live.audio.onsets import AFTER, AROUND, BEFORE, SOON, clear_of_onsets, next_onset
from gesturegan_live.audio.overlap import add_frame, take_samples
from gesturegan_live.audio.polar import write_polar
from gesturegan_live.audio.rows import (
    SILENCE,
    bounded,
    is_there_already,
    measure_loudness,
    read_frames,
    read_frequencies,
    values_at,
)
from gesturegan_live.codecs.fourier import FourierPlan, real_inverse
from gesturegan_live.codecs.pghi import TWO_PI, rtpghi_frame

NEVER = -(1 << 40)  # time of the last hop where there was none
NEAR_ROWS = 12  # of an image, on either side of the playhead, that may be heard within the next hops
STRUCK = 1.0  # rise of the mean log magnitude from a clip's end to its beginning that makes a stroke
FREEZE_FRAMES = 8  # neighbours that a held sound draws from
CLOSE = 0.26  # how far a partial may be moved up, as a part of its frequency, before it asks for more frames
MOST_FRAMES = 4  # times as many as without transposition

FIXED = np.dtype(
    [
        ("n_fft", "<i8"),
        ("hop_length", "<i8"),
        ("frames", "<i8"),
        ("bands", "<i8"),
        ("has_frequency", "<i8"),
        ("strip_size", "<i8"),  # numbers in a strip
        ("spacing", "<i8"),  # samples from one hop to the next
        ("lead", "<i8"),  # and from the beginning of what is heard of a frame to its middle
        ("takeover", "<i8"),  # samples in which what is asked for suddenly takes over
        ("strike", "<i8"),  # and an attack
        ("edge", "<f8"),  # hops at either end of an image that a loop leaves out
        ("glide", "<f8"),  # hops, of the place towards a scrubbed position
        ("loudest", "<f4"),  # natural log magnitude
    ]
)
VOICE = np.dtype(
    [
        ("image", "<i8"),  # addresses
        ("strip", "<i8"),
        ("place", "<f8"),
        ("speed", "<f8"),  # hops of the codec by which slopes are taken
        ("request", "<f8"),  # place to jump to, negative: none
        ("last", "<i8"),  # time of the last hop
        ("next", "<i8"),  # and of the next
        ("takeover", "<i8"),  # samples in which the next hop takes over
        ("struck", "<i8"),  # whether the image begins so loud that a loop of it is heard as strokes
        ("present", "<i8"),  # whether there is an image
        ("begin", "<i8"),  # whether the next hop begins the clip, with nothing before it
        ("attack", "<i8"),  # whether the next hop begins with an attack
        ("fresh", "<i8"),  # whether the image has come since the last hop
        ("starts", "<i8"),
        ("jumps", "<i8"),
        ("noise", "<u8"),
    ]
)


@kernel
def take_image(
    states: NDArray[Any],
    voice: int,
    payload: NDArray[np.float32],
    no_strip: NDArray[np.float32],
    fixed: NDArray[Any],
    loudness: NDArray[np.float32],
) -> None:
    """Let a voice play another image, and nothing of a strip."""
    state, about, bands = states[voice], fixed[0], fixed[0].bands
    new = payload.reshape(payload.size)
    image, strip = values_at(state.image, new.size), values_at(state.strip, about.strip_size)
    near, beyond = max(int(state.place) - NEAR_ROWS, 0), min(int(state.place) + NEAR_ROWS, about.frames)
    if state.present == 0 or not is_there_already(image, strip, new, near, beyond, bands):
        state.fresh = 1
    state.present = 1
    state.image, state.strip = payload.ctypes.data, no_strip.ctypes.data
    first = min(int(about.edge), about.frames // 4)
    last = about.frames - 1 - first
    rise = np.float32(0.0)
    for k in range(bands):
        begin, end = new[first * bands + k], new[last * bands + k]
        rise += bounded(begin, SILENCE, about.loudest, SILENCE) - bounded(end, SILENCE, about.loudest, SILENCE)
    state.struck = rise > STRUCK * bands
    loudness[voice] = np.nan


@kernel
def take_strip(states: NDArray[Any], voice: int, payload: NDArray[np.float32], loudness: NDArray[np.float32]) -> None:
    """Let a voice play some rows of its image from a strip."""
    states[voice].strip = payload.ctypes.data
    states[voice].present = states[voice].fresh = 1
    loudness[voice] = np.nan


@kernel
def _attend(states: NDArray[Any], controls: NDArray[Any], heard: NDArray[np.int64], now: int, about: Any) -> None:
    """Take note of what is asked for at time `now`; let it be heard from a hop at once."""
    for v in range(len(states)):
        state, control = states[v], controls[v]
        sudden = state.fresh == 1
        state.fresh = 0
        if control.starts != state.starts:
            state.starts = control.starts
            if control.mode == ONCE:
                state.request = 0.0 if control.rate >= 0.0 else float(about.frames)
                state.begin = 1
        if control.jumps != state.jumps:
            state.jumps = control.jumps
            if control.mode != SCRUB:
                state.request = control.position * about.frames
        if sudden or state.request >= 0.0:
            state.attack = 0
            state.takeover = about.takeover
            # Begun a little before, the frame is at its middle the sooner: what it is made of is surest there.
            soonest = max(now - about.spacing // 2, state.last + about.spacing // 16)
            state.next = now if state.last == NEVER else min(state.next, soonest)
            if heard[v] == OPENING:
                state.takeover = -1
                state.next = now
            if state.begin == 1:
                state.next = now - about.spacing  # the frame before, too, holds some of the clip's first samples


@kernel
def tell_places(states: NDArray[Any], frames: int, places: NDArray[np.float64]) -> None:
    """Write where each voice is, 0..1 of the image."""
    for v in range(len(states)):
        places[v] = min(max(states[v].place / frames, 0.0), 1.0)


@kernel
def _draw(state: Any) -> float:
    state.noise = state.noise * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return float(state.noise >> np.uint64(40)) / float(1 << 24)


@kernel
def _move(state: Any, control: Any, elapsed: float, spacing: float, about: Any) -> float:
    """Move the place by `elapsed` hops of the codec; return the place to read, negative where the clip has ended.

    What is read is centred a lead after the place, because that is where the centre of the new frame will be.
    """
    frames = about.frames
    held = control.freeze == 1 or control.rate == 0.0 or control.mode == SCRUB
    speed = 0.0 if held else control.rate * elapsed
    if state.begin == 1:
        state.begin = 0
        state.place = state.request - control.rate * spacing
        state.request = -1.0
    elif state.request >= 0.0:
        state.place = state.request
        state.request = -1.0
    elif control.mode == SCRUB and control.freeze == 0:
        speed = (1.0 - math.exp(-elapsed / about.glide)) * (control.position * frames - state.place)
        state.place += speed
    else:
        state.place += speed
    # A frame keeps the slopes of its own speed where it is stretched: without them all of its energy would meet in the
    # middle of every frame, and noise would buzz at the rate of the hops.
    pace = elapsed if elapsed > 0.0 else spacing
    state.speed = min(max(speed, -4.0), 4.0) if abs(speed) > pace else (-pace if control.rate < 0.0 else pace)
    if control.mode == LOOP:
        state.place -= math.floor(state.place / frames) * frames
    else:
        state.place = min(max(state.place, -spacing), frames + spacing)
    read = state.place
    if held:
        # A sound that stands still is drawn from its neighbourhood: one frame again and again would ring like metal.
        spread = FREEZE_FRAMES * max(1.0 - abs(speed) / max(elapsed, 1e-3), 0.0)
        if spread >= 1.0:
            read += math.floor(_draw(state) * spread) - math.floor((spread - 1.0) / 2.0)
    else:
        read += control.rate * about.lead / about.hop_length
        if control.mode == LOOP:
            read -= math.floor(read / frames) * frames
        elif read >= frames if control.rate > 0.0 else read < 0.0:
            return -1.0
    # Half of the first and of the last frame's window lay outside the clip: looped, they would tick.
    margin = about.edge if control.mode == LOOP else 0.0
    return float(min(max(read, 0.0 if state.struck == 1 else margin), frames - max(margin, 1e-9)))


@kernel
def _expand(
    bands: NDArray[np.float32], below: NDArray[np.int64], part: NDArray[np.float32], bins: NDArray[np.float32]
) -> None:
    for k in range(len(bins)):
        low = bands[below[k]]
        bins[k] = low + part[k] * (bands[below[k] + 1] - low)


@kernel
def _shift(
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
        low = min(int(source), last - 1)
        from_low, from_high = below[low] + part[low], below[low + 1] + part[low + 1]
        band = from_low + (source - low) * (from_high - from_low)
        moved[k] = min(int(band), below[last])
        rest[k] = np.float32(band - moved[k])
    return len(below)


@kernel
def _diffuse(state: Any, slopes: NDArray[np.float32], breadth: NDArray[np.float32], speed: np.float32) -> None:
    """Scatter the slopes where a band stands for many bins and the sound is steady: an onset keeps its own.

    Its mean has lost what makes noise of noise: the energies of all bins would meet in the middle of each frame.
    """
    noise = state.noise
    for k in range(len(slopes)):
        noise = noise * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
        draw = np.float32(noise >> np.uint64(40)) / np.float32(1 << 23) - np.float32(1.0)
        steep = slopes[k] * np.float32(0.5)
        slopes[k] += breadth[k] * draw * speed / (np.float32(1.0) + steep * steep)
    state.noise = noise


@kernel
def _run_on(
    about: Any,
    gap: int,
    ratio: float,
    below: NDArray[np.int64],
    part: NDArray[np.float32],
    values: NDArray[np.float32],
    previous: NDArray[np.float32],
    phase: NDArray[np.float32],
) -> None:
    """Let the phase run on by `gap` samples at the frequencies of the bands in `values`, times `ratio`."""
    n_fft, hop_length = about.n_fft, about.hop_length
    _expand(values, below, part, phase)
    share = gap / hop_length
    for k in range(len(phase)):
        # radians per hop of the codec, taken round the bin's own frequency: only there can a part of a hop be told
        own = TWO_PI * ((k / ratio * hop_length) % n_fft) / n_fft
        apart = phase[k] - own
        apart -= TWO_PI * math.floor(apart / TWO_PI + 0.5)
        advanced = previous[k] + TWO_PI * ((k * gap) % n_fft) / n_fft + share * ratio * apart
        phase[k] = advanced - TWO_PI * math.floor(advanced / TWO_PI + 0.5)


@kernel
def _reset_phase(
    state: Any, log_magnitude: NDArray[np.float32], breadth: NDArray[np.float32], phase: NDArray[np.float32]
) -> None:
    """Let a frame sound from its first sample on: each partial steady, all else scattered.

    Around a partial the phase steps by half a turn, which puts its middle into that of the frame; partials are told
    apart by the bins between them, and what lies within one broad band is taken for noise.
    """
    path = np.float32(0.0)
    for k in range(len(phase)):
        valley = 0 < k < len(phase) - 1 and log_magnitude[k] <= min(log_magnitude[k - 1], log_magnitude[k + 1])
        scatter = np.float32(1.0) if valley else min(breadth[k], np.float32(1.0))
        path += np.float32(math.pi) * (np.float32(1.0) + scatter * np.float32(2.0 * _draw(state) - 1.0))
        path -= np.float32(TWO_PI) * np.floor(path / np.float32(TWO_PI) + np.float32(0.5))
        phase[k] = path


@kernel
def _read(
    state: Any,
    control: Any,
    about: Any,
    image: NDArray[np.float32],
    strip: NDArray[np.float32],
    loudness: NDArray[np.float32],
    place: float,
    step: int,
    bands: NDArray[np.float32],
) -> tuple[float, int]:
    """Fill the bands and their slopes; return the place that was read, and how many values there are no numbers."""
    held = control.freeze == 1 or control.rate == 0.0 or control.mode == SCRUB
    first, last = 0, about.frames - 1
    if control.rate > 0.0 and not held:
        here = state.place if place > state.place - about.frames / 2 else state.place - about.frames  # beyond the seam
        until = max(place + BEFORE, here + control.rate * step / about.hop_length)
        begin = int(min(here, place) - AFTER - 1.0) - AROUND
        measure_loudness(image, strip, about.loudest, begin, int(until) + AROUND, about.bands, loudness)
        place, first, last = clear_of_onsets(loudness, here, place)
    wrong = read_frames(image, strip, about.loudest, place, first, last, bands[0], bands[1])
    for k in range(about.bands):
        bands[1, k] *= np.float32(state.speed)
    return place, wrong


@kernel
def _spread(
    state: Any,
    control: Any,
    ratio: float,
    reach: int,
    below: NDArray[np.int64],
    part: NDArray[np.float32],
    breadth: NDArray[np.float32],
    bands: NDArray[np.float32],
    log_magnitude: NDArray[np.float32],
    time_slope: NDArray[np.float32],
) -> None:
    """Fill the log magnitude of every bin and its slope from the bands'."""
    _expand(bands[0], below, part, log_magnitude)
    _expand(bands[1], below, part, time_slope)
    if ratio != 1.0:
        narrower = np.float32(math.log(min(ratio, 1.0)))  # so many bins fewer make up a partial
        for k in range(reach):
            log_magnitude[k] -= narrower
        log_magnitude[reach:] = SILENCE
        time_slope[reach:] = 0.0
    held = control.freeze == 1 or control.rate == 0.0 or control.mode == SCRUB
    _diffuse(state, time_slope, breadth, np.float32(2.0 * state.speed if held else state.speed))


@kernel
def _schedule(state: Any, control: Any, about: Any, loudness: NDArray[np.float32], voice: int, step: int) -> None:
    """Say when the next hop begins: after a step, or with an attack before that."""
    state.last = state.next
    # Voices that began together (images come at block borders) drift apart, so that no block has all the hops.
    state.next += step - (step // 8 * (voice % 4) if state.takeover > 0 else 0)
    state.takeover = state.attack = 0
    if control.rate > 0.0 and control.freeze == 0 and control.mode != SCRUB:
        pace = control.rate / about.hop_length
        attack = next_onset(loudness, state.place + SOON, state.place + (state.next - state.last) * pace)
        if attack >= 0.0:
            state.next = state.last + max(math.ceil((attack - state.place) / pace), 1)
            state.takeover = about.strike
            state.attack = 1


@kernel
def play(
    states: NDArray[Any],
    controls: NDArray[Any],
    heard: NDArray[np.int64],
    loudness: NDArray[np.float32],
    previous: NDArray[np.float32],
    phases: NDArray[np.float32],
    sums: NDArray[np.float32],
    weights: NDArray[np.float32],
    now: int,
    until: int,
    out: NDArray[np.float32],
    offset: int,
    fixed: NDArray[Any],
    below: NDArray[np.int64],
    part: NDArray[np.float32],
    breadth: NDArray[np.float32],
    turn_cos: NDArray[np.float32],
    turn_sin: NDArray[np.float32],
    split_cos: NDArray[np.float32],
    split_sin: NDArray[np.float32],
    windows: NDArray[np.float32],
    shares: NDArray[np.float32],
    moved: NDArray[np.int64],
    rest: NDArray[np.float32],
    bands: NDArray[np.float32],
    bins: NDArray[np.float32],
    scale_bits: NDArray[np.int32],
    frame: NDArray[np.float32],
    work: NDArray[np.float32],
) -> int:
    """Make the samples of every voice from `now` to `until` into ``out[:, offset:]``.

    Returns how many of the values that were read are no numbers.
    """
    about = fixed[0]
    plan = FourierPlan(turn_cos, turn_sin, split_cos, split_sin)
    n_fft, hop_length = about.n_fft, about.hop_length
    log_magnitude, time_slope, phase, scale, real, imag = bins[0], bins[1], bins[2], bins[3], bins[4], bins[5]
    guarded = 0
    _attend(states, controls, heard, now, about)
    for v in range(len(states)):
        state, control = states[v], controls[v]
        if state.present == 0:
            continue
        image = values_at(state.image, (1 + about.has_frequency) * about.frames * about.bands)
        strip = values_at(state.strip, about.strip_size)
        # A partial that is moved up is wider, its sound in each frame shorter: more frames, or it would flutter.
        ratio = 2.0 ** (control.transpose / 12.0)
        step = about.spacing // min(max(math.ceil(ratio - CLOSE), 1), MOST_FRAMES)
        while state.next < until:
            reach = len(below)
            if ratio != 1.0:
                reach = _shift(ratio, below, part, moved, rest)
            lower, share = (below, part) if ratio == 1.0 else (moved, rest)
            gap = state.next - state.last
            elapsed = gap / hop_length
            anew = state.last == NEVER or state.begin == 1
            if anew:  # nothing has elapsed
                gap, elapsed = step, 0.0
                previous[v] = SILENCE
            anew = anew or state.request >= 0.0
            place = _move(state, control, elapsed, step / hop_length, about)
            if place < 0.0:
                log_magnitude[:] = SILENCE
                time_slope[:] = 0.0
                place = 0.0
            else:
                place, wrong = _read(state, control, about, image, strip, loudness[v], place, step, bands)
                guarded += wrong
                _spread(state, control, ratio, reach, lower, share, breadth, bands, log_magnitude, time_slope)
            if state.attack == 1:
                _reset_phase(state, log_magnitude, breadth, phase)
            elif about.has_frequency == 1 and not anew:
                read_frequencies(image, about.frames, place, bands[0])
                _run_on(about, gap, ratio, lower, share, bands[0], phases[v], phase)
            else:
                rtpghi_frame(log_magnitude, time_slope, previous[v], phases[v], phase, work, gap, n_fft, ratio)
            for k in range(len(phase)):  # (whole rows would bring in numba's strings for their errors: 4 s to compile)
                previous[v, k] = log_magnitude[k]
                phases[v, k] = phase[k]
            write_polar(log_magnitude, phase, scale, scale_bits, real, imag)
            real_inverse(plan, real, imag, frame, work)
            start = n_fft // 2 - about.lead
            add_frame(
                frame, state.next, state.takeover, now, windows, shares, about.spacing, start, sums[v], weights[v]
            )
            _schedule(state, control, about, loudness[v], v, step)
    take_samples(sums, weights, now, until - now, out, offset)
    return guarded
