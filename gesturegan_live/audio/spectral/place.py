"""Where each spectral voice is in its image, what it is asked for, and when its next hop begins.

Conventions
-----------
A voice's *place* counts hops of the codec: frame t of the image stands for ``t`` to ``t + 1`` and is centred between
them. A hop can begin at any sample. What is asked for suddenly (a new image, a jump, a start) is heard from a hop of
its own, made at once. Times are samples at the codec's rate. Owned by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.controls import LOOP, ONCE, OPENING, PINGPONG, SCRUB
from gesturegan_live.audio.spectral.onsets import SOON, next_onset
from gesturegan_live.kernel import inlined, maximum, minimum, part

NEVER = -(1 << 40)  # time of the last hop where there was none
FREEZE_FRAMES = 8  # neighbours that a held sound draws from
SHORTEST = 4.0  # frames that a loop lasts at least

FIXED = np.dtype(
    [
        ("n_fft", "<i8"),
        ("hop_length", "<i8"),
        ("frames", "<i8"),
        ("bands", "<i8"),
        ("has_frequency", "<i8"),
        (
            "grouped",
            "<i8",
        ),  # bands of which the strongest tells how loud they are: energy put where it lies leaves holes
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
        ("low", "<f8"),  # ends of its loop
        ("high", "<f8"),
        ("turned", "<i8"),  # whether it goes against its rate: back and forth
        ("tries", "<i8"),  # to leave its way, since it last did
        ("heard", "<i8"),  # bit by bit, which pieces of the image it has been in since it had been in all
        ("until", "<f8"),  # hops of the codec until it tries again
        ("fresh", "<i8"),  # whether the image has come since the last hop
        ("starts", "<i8"),
        ("jumps", "<i8"),
        ("noise", "<u8"),
    ]
)


@part
def attend(states: NDArray[Any], controls: NDArray[Any], heard: NDArray[np.int64], now: int, about: Any) -> None:
    """Take note of what is asked for at time `now`; let it be heard from a hop at once."""
    for v in range(len(states)):
        state, control = states[v], controls[v]
        state.low = minimum(control.loop_low * about.frames, about.frames - SHORTEST)
        state.high = maximum(control.loop_high * about.frames, state.low + SHORTEST)
        if control.mode != PINGPONG:
            state.turned = 0
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
            soonest = maximum(now - about.spacing // 2, state.last + about.spacing // 16)
            state.next = now if state.last == NEVER else minimum(state.next, soonest)
            if heard[v] == OPENING:
                state.takeover = -1
                state.next = now
            if state.begin == 1:
                state.next = now - about.spacing  # the frame before, too, holds some of the clip's first samples


@inlined
def draw(state: Any) -> float:
    """Draw a number of 0 to 1."""
    state.noise = state.noise * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return float(state.noise >> np.uint64(40)) / float(1 << 24)


@part
def move(  # noqa: PLR0912 - inlined pieces of it would take as long again to compile
    state: Any, control: Any, elapsed: float, spacing: float, about: Any
) -> float:
    """Move the place by `elapsed` hops of the codec; return the place to read, negative where the clip has ended.

    What is read is centred a lead after the place, because that is where the centre of the new frame will be.
    """
    frames = about.frames
    held = control.freeze == 1 or control.rate == 0.0 or control.mode == SCRUB
    rate, goes_round = control.rate * (1 - 2 * state.turned), control.mode == LOOP or control.mode >= PINGPONG
    low, high, span = state.low, state.high, state.high - state.low
    speed = 0.0 if held else rate * elapsed
    if state.begin == 1:
        state.begin = 0
        state.place = state.request - rate * spacing
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
    state.speed = minimum(maximum(speed, -4.0), 4.0) if abs(speed) > pace else (-pace if rate < 0.0 else pace)
    # What has not come to its loop yet goes on to it.
    arrives = goes_round and (state.place >= high if rate >= 0.0 else state.place < low)
    if arrives and control.mode == PINGPONG:
        state.place = minimum(maximum(2.0 * (high if rate > 0.0 else low) - state.place, low), high - SOON)
        state.turned = 1 - state.turned
        rate = -rate
    elif arrives:
        state.place -= math.floor((state.place - low) / span) * span
    if goes_round:
        state.place -= math.floor(state.place / frames) * frames
    else:
        state.place = minimum(maximum(state.place, -spacing), frames + spacing)
    read = state.place
    if held:
        # A sound that stands still is drawn from its neighbourhood: one frame again and again would ring like metal.
        spread = FREEZE_FRAMES * maximum(1.0 - abs(speed) / maximum(elapsed, 1e-3), 0.0)
        if spread >= 1.0:
            read += math.floor(draw(state) * spread) - math.floor((spread - 1.0) / 2.0)
    else:
        read += rate * about.lead / about.hop_length
        if goes_round:
            if control.mode != PINGPONG and (read >= high if rate > 0.0 else read < low):
                read += -span if rate > 0.0 else span
        elif read >= frames if rate > 0.0 else read < 0.0:
            return -1.0
    # Half of the first and of the last frame's window lay outside the clip: looped, they would tick.
    margin = about.edge if goes_round else 0.0
    return float(minimum(maximum(read, 0.0 if state.struck == 1 else margin), frames - maximum(margin, 1e-9)))


@part
def schedule(state: Any, control: Any, about: Any, loudness: NDArray[np.float32], voice: int, step: int) -> None:
    """Say when the next hop begins: after a step, or with an attack before that."""
    state.last = state.next
    # Voices that began together (images come at block borders) drift apart, so that no block has all the hops.
    state.next += step - (step // 8 * (voice % 4) if state.takeover > 0 else 0)
    state.takeover = state.attack = 0
    pace = control.rate * (1 - 2 * state.turned) / about.hop_length
    if pace > 0.0 and control.freeze == 0 and control.mode != SCRUB:
        until = state.place + (state.next - state.last) * pace
        attack = next_onset(loudness, state.place + SOON, until, about.grouped > 1)
        if attack >= 0.0:
            state.next = state.last + maximum(math.ceil((attack - state.place) / pace), 1)
            state.takeover = about.strike
            state.attack = 1
