"""One hop of one spectral voice: from its place in an image to the spectrum that it sounds with.

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
from gesturegan_live.audio.onsets import SOON, clear_of_onsets, next_onset
from gesturegan_live.audio.polar import write_polar
from gesturegan_live.codecs.pghi import TWO_PI, rtpghi_frame

SILENCE = np.float32(-40.0)  # natural log magnitude that stands for none
NEVER = -(1 << 40)  # time of the last hop where there was none
FREEZE_FRAMES = 8  # neighbours that a held sound draws from
CLOSE = 0.26  # how far a partial may be moved up, as a part of its frequency, before it asks for more frames
MOST_FRAMES = 4  # times as many as without transposition

VOICE = np.dtype(
    [
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
def attend(
    states: NDArray[Any],
    controls: NDArray[Any],
    heard: NDArray[np.int64],
    now: int,
    frames: int,
    spacing: int,
    takeover: int,
) -> None:
    """Take note of what is asked for at time `now`; let it be heard from a hop at once."""
    for v in range(len(states)):
        state, control = states[v], controls[v]
        sudden = state.fresh == 1
        state.fresh = 0
        if control.starts != state.starts:
            state.starts = control.starts
            if control.mode == ONCE:
                state.request = 0.0 if control.rate >= 0.0 else float(frames)
                state.begin = 1
        if control.jumps != state.jumps:
            state.jumps = control.jumps
            if control.mode != SCRUB:
                state.request = control.position * frames
        if sudden or state.request >= 0.0:
            state.attack = 0
            state.takeover = takeover
            # Begun a little before, the frame is at its middle the sooner: what it is made of is surest there.
            soonest = max(now - spacing // 2, state.last + spacing // 16)
            state.next = now if state.last == NEVER else min(state.next, soonest)
            if heard[v] == OPENING:
                state.takeover = -1
                state.next = now
            if state.begin == 1:
                state.next = now - spacing  # the frame before, too, holds some of the clip's first samples


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
def move(
    state: Any,
    control: Any,
    elapsed: float,
    spacing: float,
    lead: float,
    edge: float,
    frames: int,
    glide: float,
) -> float:
    """Move the place by `elapsed` hops of the codec; return the place to read, negative where the clip has ended.

    What is read is centred `lead` hops after the place, because that is where the centre of the new frame will be.
    """
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
        speed = (1.0 - math.exp(-elapsed / glide)) * (control.position * frames - state.place)
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
        read += control.rate * lead
        if control.mode == LOOP:
            read -= math.floor(read / frames) * frames
        elif read >= frames if control.rate > 0.0 else read < 0.0:
            return -1.0
    # Half of the first and of the last frame's window lay outside the clip: looped, they would tick.
    margin = edge if control.mode == LOOP else 0.0
    return float(min(max(read, 0.0 if state.struck == 1 else margin), frames - max(margin, 1e-9)))


@kernel
def read_frames(
    image: NDArray[np.float32],
    place: float,
    first_frame: int,
    last_frame: int,
    values: NDArray[np.float32],
    slopes: NDArray[np.float32],
) -> None:
    """Read the bands at a place of one image, and their slope (per hop of the codec) within frames first to last."""
    centre = min(max(place - 0.5, float(first_frame)), float(last_frame))
    here = min(int(centre), max(last_frame - 1, first_frame))
    part = np.float32(centre - here)
    rest = np.float32(1.0) - part
    # a centred difference over one frame either way, as far as the frames go
    span = min(centre + 1.0, float(last_frame)) - max(centre - 1.0, float(first_frame))
    per_hop = np.float32(1.0 / span) if span > 0.0 else np.float32(0.0)
    first, second = image[max(here - 1, first_frame)], image[here]
    third, fourth = image[min(here + 1, last_frame)], image[min(here + 2, last_frame)]
    for k in range(image.shape[1]):
        values[k] = rest * second[k] + part * third[k]
        slopes[k] = (rest * (third[k] - first[k]) + part * (fourth[k] - second[k])) * per_hop


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
    image: NDArray[np.float32],
    place: float,
    gap: int,
    hop_length: int,
    n_fft: int,
    ratio: float,
    below: NDArray[np.int64],
    part: NDArray[np.float32],
    values: NDArray[np.float32],
    previous: NDArray[np.float32],
    phase: NDArray[np.float32],
) -> None:
    """Let the phase run on by `gap` samples at the frequencies of the frame nearest to a place, times `ratio`."""
    row = image[min(max(int(place), 0), len(image) - 1)]
    for k in range(len(row)):
        values[k] = row[k]
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
    image: NDArray[np.float32],
    onsets: NDArray[np.float32],
    place: float,
    ratio: float,
    reach: int,
    below: NDArray[np.int64],
    part: NDArray[np.float32],
    breadth: NDArray[np.float32],
    bands: NDArray[np.float32],
    bins: NDArray[np.float32],
) -> float:
    """Fill the log magnitude of every bin and its slope; return the place that was read."""
    log_magnitude, time_slope = bins[0], bins[1]
    held = control.freeze == 1 or control.rate == 0.0 or control.mode == SCRUB
    first, last = 0, len(image) - 1
    if control.rate > 0.0 and not held:
        place, first, last = clear_of_onsets(onsets, state.place, place)
    read_frames(image, place, first, last, bands[0], bands[1])
    for k in range(bands.shape[1]):
        bands[1, k] *= np.float32(state.speed)
    _expand(bands[0], below, part, log_magnitude)
    _expand(bands[1], below, part, time_slope)
    if ratio != 1.0:
        narrower = np.float32(math.log(min(ratio, 1.0)))  # so many bins fewer make up a partial
        for k in range(reach):
            log_magnitude[k] -= narrower
        log_magnitude[reach:] = SILENCE
        time_slope[reach:] = 0.0
    _diffuse(state, time_slope, breadth, np.float32(2.0 * state.speed if held else state.speed))
    return place


@kernel
def _schedule(
    state: Any, control: Any, onsets: NDArray[np.float32], voice: int, step: int, hop_length: int, strike: int
) -> None:
    """Say when the next hop begins: after a step, or with an attack before that."""
    state.last = state.next
    # Voices that began together (images come at block borders) drift apart, so that no block has all the hops.
    state.next += step - (step // 8 * (voice % 4) if state.takeover > 0 else 0)
    state.takeover = state.attack = 0
    if control.rate > 0.0 and control.freeze == 0 and control.mode != SCRUB:
        pace = control.rate / hop_length
        attack = next_onset(onsets, state.place + SOON, state.place + (state.next - state.last) * pace)
        if attack >= 0.0:
            state.next = state.last + max(math.ceil((attack - state.place) / pace), 1)
            state.takeover = strike
            state.attack = 1


@kernel
def make_spectra(
    states: NDArray[Any],
    controls: NDArray[Any],
    images: NDArray[np.float32],
    onsets: NDArray[np.float32],
    until: int,
    strike: int,
    hop_length: int,
    spacing: int,
    lead: int,
    n_fft: int,
    edge: float,
    glide: float,
    below: NDArray[np.int64],
    part: NDArray[np.float32],
    breadth: NDArray[np.float32],
    moved: NDArray[np.int64],
    rest: NDArray[np.float32],
    bands: NDArray[np.float32],
    bins: NDArray[np.float32],
    scale_bits: NDArray[np.int32],
    work: NDArray[np.float32],
    previous: NDArray[np.float32],
    phases: NDArray[np.float32],
    spectra: NDArray[np.float32],
    due: NDArray[np.int64],
    times: NDArray[np.int64],
    takeovers: NDArray[np.int64],
) -> int:
    """Make the next spectrum of every voice whose hop begins before time `until`; return their number."""
    count = 0
    frames = images.shape[2]
    values = bands[0]
    log_magnitude, time_slope, phase, scale = bins[0], bins[1], bins[2], bins[3]
    for v in range(len(states)):
        state = states[v]
        if state.present == 0 or state.next >= until:
            continue
        # A partial that is moved up is wider, its sound in each frame shorter: more frames, or it would flutter.
        ratio = 2.0 ** (controls[v].transpose / 12.0)
        step = spacing // min(max(math.ceil(ratio - CLOSE), 1), MOST_FRAMES)
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
        place = move(state, controls[v], elapsed, step / hop_length, lead / hop_length, edge, frames, glide)
        if place < 0.0:
            log_magnitude[:] = SILENCE
            time_slope[:] = 0.0
            place = 0.0
        else:
            place = _read(
                state, controls[v], images[v, 0], onsets[v], place, ratio, reach, lower, share, breadth, bands, bins
            )
        if state.attack == 1:
            _reset_phase(state, log_magnitude, breadth, phase)
        elif images.shape[1] > 1 and not anew:
            _run_on(images[v, 1], place, gap, hop_length, n_fft, ratio, lower, share, values, phases[v], phase)
        else:
            rtpghi_frame(log_magnitude, time_slope, previous[v], phases[v], phase, work, gap, n_fft, ratio)
        for k in range(len(phase)):  # (whole rows would bring in numba's strings for their errors: 4 s to compile)
            previous[v, k] = log_magnitude[k]
            phases[v, k] = phase[k]
        write_polar(log_magnitude, phase, scale, scale_bits, spectra[count])
        due[count], times[count], takeovers[count] = v, state.next, state.takeover
        _schedule(state, controls[v], onsets[v], v, step, hop_length, strike)
        count += 1
    return count
