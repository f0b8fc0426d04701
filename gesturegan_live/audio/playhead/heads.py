"""Where a clip voice reads, and how it goes on from one place to another: its playhead and its heads.

Conventions
-----------
The *playhead* moves at the rate. A *head* reads one image at the pitch asked for, whatever the rate; where both speeds
are the same the clip is read straight through. A voice has two heads: the one that is heard and the one that it took
over from. A crossover between them is how everything sudden happens: a new image, a jump, a change of mode; and how a
head that has gone astray from the playhead comes back to it (WSOLA). A *held* voice (frozen, at rest, or scrubbed) is
a chain of such grains around its playhead. Each crossover begins near its aim, where the new sound goes on from the old
one best, at constant power. What is asked for while one is under way waits for its end, the newest of its kind.
Positions are in samples of the clip, times in output samples. Owned by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.controls import ENDLESS, LOOP, ONCE, OPENING, PINGPONG, SCRUB, SILENT
from gesturegan_live.audio.playhead.attacks import CELL, next_attack
from gesturegan_live.audio.playhead.grain import THINNING, UNLIKE, align, weights
from gesturegan_live.audio.playhead.leaps import find_like, stay
from gesturegan_live.audio.playhead.resample import level_of, read
from gesturegan_live.audio.playhead.state import SLOTS
from gesturegan_live.kernel import inlined, kernel, maximum, minimum, part
from gesturegan_live.show.parameters import VOICE_INDEX, VOICE_PARAMETERS

CROSSOVER_SECONDS = 0.008
LAG_SECONDS = 0.005  # from the playhead, at most, that a head is moved so that sounds go on in phase
GRAIN_SECONDS = 0.020  # of the crossover from one grain to the next
GRAIN_SPREAD = 0.15  # of its length either way, at random: voices that began together drift apart
ASTRAY_SECONDS = 0.010  # of the clip that a head may be from the playhead
LEAST_SECONDS, MOST_SECONDS = 0.005, 0.020  # of the clip, that are compared where a crossover begins
JITTER_SECONDS = 0.015
STRIKE = 8.0  # times as fast as the old sound fades the new one is there at a start or an attack
EARLY_SECONDS, LATE_SECONDS = 0.003, 0.001  # that a head may come to an attack before the playhead, and after it
SPENT_SECONDS = 0.005  # of a clip after which an attack is over, and not to be heard again
SHORTEST_SECONDS = 0.002  # of a crossover
SHORTEST_LOOP = 0.02  # of the clip
AGAIN_SECONDS = 0.020  # of the clip from one try of an endless voice to leave its way to the next
EDGE_SECONDS = 0.005  # fade of a clip that stops away from zero
PITCH_SECONDS = 0.005  # smoothing of the pitch
GLIDE_SECONDS = 0.030  # of the playhead towards a scrubbed position
FASTEST = 2.0 ** (VOICE_PARAMETERS[VOICE_INDEX["transpose"]].high / 12.0)


@part
def _wrapped(position: float, period: float) -> float:
    while position >= period:
        position -= period
    while position < 0.0:
        position += period
    return position


@inlined
def _read_head(
    clips: NDArray[np.float32],
    base: int,
    samples: int,
    position: float,
    style: int,
    backwards: bool,
    level: float,
    seam: int,
    period: float,
    likeness: float,
    edge: float,
    coefficients: NDArray[np.float32],
    levels: NDArray[np.int64],
) -> float:
    """One sample of the padded clip that begins at `base`, with the loop's overlap or the fade at an end applied."""
    value = 0.0
    if position >= 0.0 and position <= samples - 1:
        value = read(clips, base, position, level, coefficients, levels)
        if style == LOOP and position < seam:
            fall, rise = weights(position / seam, likeness)
            value = value * rise + fall * read(clips, base, position + period, level, coefficients, levels)
        elif style == ONCE:
            left = position if backwards else samples - 1 - position
            if left < edge:
                value *= 0.5 - 0.5 * math.cos(math.pi * left / edge)
    return value


@part
def _play_voice(  # noqa: PLR0912, PLR0915 - the one loop over samples; its parts share all of its state
    state: Any,
    control: Any,
    looping: NDArray[Any],
    first_slot: int,
    clips: NDArray[np.float32],
    base: int,
    stride: int,
    copies: NDArray[np.float32],
    copy: int,
    copy_stride: int,
    samples: int,
    seam: int,
    attacks: NDArray[np.int32],
    out: NDArray[np.float32],
    frames: int,
    heard: int,
    ratio: float,
    sample_rate: float,
    coefficients: NDArray[np.float32],
    levels: NDArray[np.int64],
) -> None:
    clip_rate = ratio * sample_rate
    last = float(samples - 1)
    edge = EDGE_SECONDS * clip_rate
    astray = minimum(ASTRAY_SECONDS * clip_rate, samples / 16)
    lag = minimum(LAG_SECONDS * clip_rate, samples / 16)
    least, most = minimum(LEAST_SECONDS * clip_rate, samples / 8), minimum(MOST_SECONDS * clip_rate, samples / 8)
    longest = (1.0 + GRAIN_SPREAD) * GRAIN_SECONDS * sample_rate
    crossover_step = 1.0 / (CROSSOVER_SECONDS * sample_rate)
    pitch_pull = 1.0 - math.exp(-1.0 / (PITCH_SECONDS * sample_rate))
    glide_pull = 1.0 - math.exp(-1.0 / (GLIDE_SECONDS * sample_rate))
    goes_round = control.mode == LOOP or control.mode >= PINGPONG
    mode = LOOP if goes_round else control.mode
    pong = state.pong == 1 and control.mode == PINGPONG
    held = control.freeze == 1 or mode == SCRUB or control.rate == 0.0
    backwards = (control.rate < 0.0) != pong and mode != SCRUB
    target = 2.0 ** (control.transpose / 12.0)
    pace = 0.0 if held else control.rate * ratio  # of the playhead
    if pong:
        pace = -pace
    low_end = minimum(control.loop_low, 1.0 - SHORTEST_LOOP) * samples
    high_end = maximum(control.loop_high * samples, low_end + SHORTEST_LOOP * samples)
    is_endless = control.mode == ENDLESS and control.chaos > 0.0
    # A loop of the whole clip has a seam of its own.
    has_ends = goes_round and not held and (control.mode == PINGPONG or low_end > 0.0 or high_end < samples)
    early, late = EARLY_SECONDS * sample_rate, LATE_SECONDS * sample_rate
    spent, shortest = SPENT_SECONDS * clip_rate, SHORTEST_SECONDS * sample_rate
    last_cell = attacks.shape[2] - 1
    unstruck = seam if mode == LOOP else 0  # of the clip's beginning: a loop fades in there
    if control.starts != state.starts:
        state.starts = control.starts
        if mode == ONCE:
            state.request = last if backwards else 0.0
            state.start = 1
            state.leaps = 0
    if control.jumps != state.jumps:
        state.jumps = control.jumps
        if mode != SCRUB:
            state.request = math.floor(control.position * last)  # whole: heard as recorded
            state.start = state.leaps = 0
    # In local variables the compiler keeps all of this in registers: three times faster than in the record.
    playhead, pitch, head, old_head = state.playhead, state.pitch, state.head, state.old_head
    fade, step, likeness, request, attack = state.fade, state.step, state.likeness, state.request, state.attack
    slot, old_slot, pending, strike = state.slot, state.old_slot, state.pending, state.strike == 1
    until, leaps = state.until, state.leaps == 1
    style, old_style, playing_mode, was_held = state.style, state.old_style, state.mode, state.held == 1
    turned, old_turned = state.turned == 1, state.old_turned == 1
    loop, old_loop = looping[first_slot + maximum(slot, 0)], looping[first_slot + maximum(old_slot, 0)]
    period, seam_likeness, old_period, old_seam_likeness = (
        loop.period,
        loop.likeness,
        old_loop.period,
        old_loop.likeness,
    )
    level, level_pitch = 0.0, 0.0
    if heard == OPENING:
        fade = 1.0  # nobody hears what was under way
        pitch = target
    for i in range(frames):
        if pitch != target:
            pitch += pitch_pull * (target - pitch)
            if abs(target - pitch) < 1e-9:
                pitch = target
        speed = pitch * ratio
        if pitch != level_pitch:
            level, level_pitch = level_of(speed, levels), pitch
        urgent = pending >= 0 or request >= 0.0 or playing_mode != mode or was_held != held or (turned != backwards)
        stretched = pace != speed and pace > 0.0 and slot >= 0  # forwards: from behind, an attack is none
        if attack >= 0.0 and not stretched:
            attack = -1.0
        if urgent or attack >= 0.0:
            step = maximum(step, crossover_step)
        if fade >= 1.0 and (slot >= 0 or pending >= 0):
            apart = abs(head - playhead)
            if style == LOOP:
                apart = minimum(apart, abs(period - apart))
            due = apart > astray + 1.0
            wait = math.inf  # of the playhead for the next attack, in output samples
            if stretched and not urgent:
                wait = (next_attack(attacks, first_slot + slot, playhead, unstruck) - playhead) / pace
                ahead = next_attack(attacks, first_slot + slot, head, unstruck)
                # A head that would come to an attack before the playhead goes back in time.
                left = (ahead - head) / speed
                due = due or (left < longest and (ahead - playhead) / pace > left + early)
                due = due and wait > shortest
            if due and mode == ONCE:
                due = (playhead > 0.0 and head >= 0.0) if backwards else (playhead < last and head <= last)
            if urgent or held or attack >= 0.0 or due:
                old_slot, old_style, old_head, old_turned = slot, style, head, turned
                old_period, old_seam_likeness = period, seam_likeness
                if pending >= 0:
                    slot = pending
                    pending = -1
                    loop = looping[first_slot + slot]
                    period, seam_likeness = loop.period, loop.likeness
                strike = False
                if request >= 0.0:
                    playhead = minimum(request, period - 1.0) if mode == LOOP else request
                    request = -1.0
                    strike = state.start == 1
                    state.start = 0
                    attack = -1.0
                playing_mode, was_held, turned = mode, held, backwards
                opening = i == 0 and heard == OPENING
                state.noise = state.noise * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
                draw = float(state.noise >> np.uint64(40)) / float(1 << 24) * 2.0 - 1.0
                crossover = (1.0 + GRAIN_SPREAD * draw) * GRAIN_SECONDS * sample_rate
                if urgent:
                    crossover = CROSSOVER_SECONDS * sample_rate
                # Where a held voice reads would be heard once a grain if it were the same again and again.
                state.noise = state.noise * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
                draw = float(state.noise >> np.uint64(40)) / float(1 << 24) * 2.0 - 1.0
                velocity = -speed if backwards else speed
                style = SCRUB if held and mode == ONCE else mode  # a grain needs no fade of its own at the clip's end
                playhead = _wrapped(playhead, period) if mode == LOOP else minimum(maximum(playhead, 0.0), last)
                # The grain's middle, where it alone is heard, is to be at the playhead.
                aim, room = playhead, 0.0
                if held:
                    aim += draw * JITTER_SECONDS * clip_rate - velocity * crossover
                    room = 2.0 * longest * speed
                elif attack >= 0.0:
                    aim, strike = attack, True
                    crossover = CROSSOVER_SECONDS * sample_rate
                    if old_head < attack:  # the old head must not come to it as well
                        crossover = minimum(crossover, maximum((attack - old_head) / speed, shortest))
                elif not urgent:
                    crossover = minimum(crossover, wait)
                    aim += (pace - velocity) * crossover
                    room = crossover * speed
                if mode == LOOP:
                    aim, low, high = _wrapped(aim, period), 0.0, period - 1.0
                else:
                    low, high = (minimum(room, last), last) if backwards else (0.0, maximum(last - room, 0.0))
                    aim = minimum(maximum(aim, low), high)
                if stretched and not urgent and attack < 0.0:  # what lies between the attacks around the playhead
                    low = maximum(low, attacks[first_slot + slot, 0, minimum(int(playhead) // CELL, last_cell)] + spent)
                    following = next_attack(attacks, first_slot + slot, playhead, unstruck)
                    high = maximum(minimum(high, following - (crossover + longest) * speed), low)
                    aim = minimum(maximum(aim, low), high)
                attack = -1.0
                head, likeness = math.floor(aim), 0.0
                if heard != SILENT and old_slot >= 0 and not opening and not strike:
                    head, likeness = align(
                        clips,
                        base + old_slot * stride,
                        base + slot * stride,
                        copies,
                        copy + old_slot * copy_stride,
                        copy + slot * copy_stride,
                        samples,
                        old_head,
                        aim,
                        astray if held or leaps or not urgent else lag,
                        int(minimum(maximum(crossover * speed, least), most)),
                        low,
                        high,
                        backwards,
                        speed == math.floor(speed),
                    )
                    if likeness < UNLIKE:
                        likeness = 0.0
                        if urgent or held:
                            head = math.floor(aim)
                leaps = False
                fade = 1.0 if opening else 0.0  # nothing to take over from: the attack stays whole
                step = 1.0 / crossover
        value = 0.0
        if heard != SILENT and slot >= 0:
            fall, rise = 0.0, 1.0
            if fade < 1.0:
                fall, rise = weights(fade, likeness)
                if strike:
                    rise = 0.5 - 0.5 * math.cos(minimum(STRIKE * fade, 1.0) * math.pi)
            # Two turns where a crossover is under way, one otherwise: the reading is inlined here, once.
            turns = 2 if fade < 1.0 and old_slot >= 0 else 1
            for turn in range(turns):
                old = turn == 1
                value += (fall if old else rise) * _read_head(
                    clips,
                    base + (old_slot if old else slot) * stride,
                    samples,
                    old_head if old else head,
                    old_style if old else style,
                    old_turned if old else turned,
                    level,
                    seam,
                    old_period if old else period,
                    old_seam_likeness if old else seam_likeness,
                    edge,
                    coefficients,
                    levels,
                )
        out[i] = value
        head += -speed if turned else speed
        old_head += -speed if old_turned else speed
        if style == LOOP:
            head = _wrapped(head, period)
        if old_style == LOOP:
            old_head = _wrapped(old_head, old_period)
        if mode == SCRUB and control.freeze == 0:
            playhead += glide_pull * (control.position * last - playhead)
        elif request < 0.0:
            if stretched:
                following = next_attack(attacks, first_slot + slot, playhead, unstruck)
                off = (head - following) / speed
                if playhead + pace >= following and (off < -late or off > early):
                    attack = float(following)
            playhead += pace
            if has_ends:
                if control.mode == PINGPONG:
                    if playhead >= minimum(high_end, period - 1.0) if pace > 0.0 else playhead < low_end:
                        pong, pace, backwards = not pong, -pace, not backwards
                        playhead = minimum(maximum(playhead, low_end), minimum(high_end, period - 1.0))
                elif playhead >= high_end if pace > 0.0 else playhead < low_end:
                    request = low_end if pace > 0.0 else high_end - 1.0
            if is_endless and slot >= 0 and request < 0.0:
                until -= abs(pace)
                if until <= 0.0 and fade >= 1.0 and pace != 0.0:
                    request, state.heard, state.noise = find_like(
                        clips,
                        base + slot * stride,
                        attacks,
                        first_slot + slot,
                        playhead,
                        low_end,
                        minimum(high_end, period) - longest,
                        clip_rate,
                        state.heard,
                        state.noise,
                    )
                    leaps = request >= 0.0
                    until = stay(control.chaos, samples, state.noise) if leaps else AGAIN_SECONDS * clip_rate
            playhead = _wrapped(playhead, period) if mode == LOOP else minimum(maximum(playhead, 0.0), last)
        fade = minimum(fade + step, 1.0)
    state.playhead, state.pitch, state.head, state.old_head = playhead, pitch, head, old_head
    state.fade, state.step, state.likeness, state.request, state.attack = fade, step, likeness, request, attack
    state.slot, state.old_slot, state.pending, state.strike = slot, old_slot, pending, int(strike)
    state.style, state.old_style, state.mode, state.held = style, old_style, playing_mode, int(was_held)
    state.turned, state.old_turned, state.pong = int(turned), int(old_turned), int(pong)
    state.until, state.leaps = until, int(leaps)


@kernel
def play(
    states: NDArray[Any],
    controls: NDArray[Any],
    looping: NDArray[Any],
    clips: NDArray[np.float32],
    reach: int,
    copies: NDArray[np.float32],
    samples: int,
    seam: int,
    attacks: NDArray[np.int32],
    out: NDArray[np.float32],
    frames: int,
    heard: NDArray[np.int64],
    ratio: float,
    sample_rate: float,
    coefficients: NDArray[np.float32],
    levels: NDArray[np.int64],
) -> None:
    """Make the next samples of every voice."""
    stride, copy_stride = samples + 2 * reach, samples // THINNING
    for v in range(len(states)):
        _play_voice(
            states[v],
            controls[v],
            looping,
            v * SLOTS,
            clips,
            v * SLOTS * stride + reach,
            stride,
            copies,
            v * SLOTS * copy_stride,
            copy_stride,
            samples,
            seam,
            attacks,
            out[v],
            frames,
            heard[v],
            ratio,
            sample_rate,
            coefficients,
            levels,
        )
