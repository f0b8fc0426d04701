"""Voices that play decoded clips: waveform codecs.

Conventions
-----------
A *head* is a reading position in one image. A voice has two: the one that is heard and the one that it took over from;
a crossover between them (equal power) is how everything sudden happens: a new image, a jump, a change of mode. What is
asked for while one is under way waits for its end, the newest of its kind. A *held* voice (frozen, at rest, or
scrubbed) is a chain of crossovers between short grains around its playhead, so that it sounds on at its own pitch.
Positions are in samples of the clip, times in output samples. Owned by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.controls import CONTROL, HEARD, LOOP, ONCE, OPENING, SCRUB, SILENT
from gesturegan_live.audio.kernel import inlined, kernel
from gesturegan_live.audio.resample import SincBank, level_of, read
from gesturegan_live.parameters import VOICE_INDEX, VOICE_PARAMETERS

SEAM_SECONDS = 0.020  # overlap of a loop's end with its beginning
CROSSOVER_SECONDS = 0.008
GRAIN_SECONDS = 0.020  # from one grain of a held voice to the next
JITTER_SECONDS = 0.010
EDGE_SECONDS = 0.005  # fade of a clip that stops away from zero
RATE_SECONDS = 0.005  # smoothing of the speed
GLIDE_SECONDS = 0.030  # of the playhead towards a scrubbed position
SLOTS = 3  # heard, taken over from, waiting
FASTEST = VOICE_PARAMETERS[VOICE_INDEX["rate"]].high

VOICE = np.dtype(
    [
        ("playhead", "<f8"),
        ("rate", "<f8"),  # smoothed
        ("head", "<f8"),
        ("old_head", "<f8"),
        ("fade", "<f8"),  # 0..1; 1: no crossover under way
        ("request", "<f8"),  # position to jump to, negative: none
        ("slot", "<i8"),  # negative: no image yet
        ("old_slot", "<i8"),
        ("pending", "<i8"),  # slot that waits, negative: none
        ("style", "<i8"),  # how the head reads: LOOP, ONCE or SCRUB (bare)
        ("old_style", "<i8"),
        ("mode", "<i8"),
        ("held", "<i8"),
        ("starts", "<i8"),
        ("jumps", "<i8"),
        ("noise", "<u8"),
    ]
)


@kernel
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
    edge: float,
    coefficients: NDArray[np.float32],
    levels: NDArray[np.int64],
) -> float:
    """One sample of the padded clip that begins at `base`, with the loop's overlap or the fade at an end applied."""
    value = 0.0
    if position >= 0.0 and position <= samples - 1:
        value = read(clips, base, position, level, coefficients, levels)
        if style == LOOP and position < seam:
            angle = position / seam * math.pi / 2.0
            tail = read(clips, base, position + samples - seam, level, coefficients, levels)
            value = value * math.sin(angle) + tail * math.cos(angle)
        elif style == ONCE:
            left = position if backwards else samples - 1 - position
            if left < edge:
                value *= 0.5 - 0.5 * math.cos(math.pi * left / edge)
    return value


@kernel
def _play_voice(  # noqa: PLR0912, PLR0915 - the one loop over samples; its parts share all of its state
    state: Any,
    control: Any,
    clips: NDArray[np.float32],
    base: int,
    stride: int,
    samples: int,
    out: NDArray[np.float32],
    frames: int,
    heard: int,
    ratio: float,
    sample_rate: float,
    coefficients: NDArray[np.float32],
    levels: NDArray[np.int64],
) -> None:
    clip_rate = ratio * sample_rate
    seam = int(min(SEAM_SECONDS * clip_rate, samples // 4))
    period = float(samples - seam)
    last = float(samples - 1)
    edge = EDGE_SECONDS * clip_rate
    crossover_step = 1.0 / (CROSSOVER_SECONDS * sample_rate)
    grain_step = 1.0 / (GRAIN_SECONDS * sample_rate)
    rate_pull = 1.0 - math.exp(-1.0 / (RATE_SECONDS * sample_rate))
    glide_pull = 1.0 - math.exp(-1.0 / (GLIDE_SECONDS * sample_rate))
    mode = control.mode
    end = period - 1.0 if mode == LOOP else last
    held = control.freeze == 1 or mode == SCRUB or control.rate == 0.0
    pitch = control.rate if control.rate != 0.0 and mode != SCRUB else 1.0  # a voice at rest sounds on at its own pitch
    if control.starts != state.starts:
        state.starts = control.starts
        if mode == ONCE:
            state.request = 0.0 if control.rate >= 0.0 else last
    if control.jumps != state.jumps:
        state.jumps = control.jumps
        if mode != SCRUB:
            state.request = min(control.position * last, end)
    # In local variables the compiler keeps all of this in registers: three times faster than in the record.
    playhead, rate, head, old_head, fade = state.playhead, state.rate, state.head, state.old_head, state.fade
    request, slot, old_slot, pending = state.request, state.slot, state.old_slot, state.pending
    style, old_style, playing_mode, was_held = state.style, state.old_style, state.mode, state.held == 1
    level, last_speed = 0.0, 0.0
    if heard == OPENING:
        fade = 1.0  # nobody hears what was under way
    for i in range(frames):
        urgent = pending >= 0 or request >= 0.0 or playing_mode != mode or was_held != held
        if fade >= 1.0 and (urgent or held) and (slot >= 0 or pending >= 0):
            old_slot, old_style, old_head = slot, style, head
            if pending >= 0:
                slot = pending
                pending = -1
            if request >= 0.0:
                playhead = request
                request = -1.0
            playing_mode = mode
            was_held = held
            style = mode
            playhead = _wrapped(playhead, period) if mode == LOOP else min(max(playhead, 0.0), last)
            head = playhead
            if held:
                state.noise = state.noise * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
                draw = float(state.noise >> np.uint64(40)) / float(1 << 24) * 2.0 - 1.0
                head += draw * JITTER_SECONDS * clip_rate - pitch * ratio / grain_step
                room = 2.0 * abs(pitch) * ratio / grain_step
                if mode == LOOP:
                    head = _wrapped(head, period)
                elif pitch >= 0.0:
                    head = min(max(head, 0.0), max(last - room, 0.0))
                else:
                    head = max(min(head, last), min(room, last))
                if mode == ONCE:
                    style = SCRUB  # a grain needs no fade of its own at the clip's end
                rate = pitch
            fade = 1.0 if i == 0 and heard == OPENING else 0.0  # nothing to take over from: the attack stays whole
        if held:
            speed = pitch * ratio
            if mode == SCRUB and control.freeze == 0:
                playhead += glide_pull * (control.position * last - playhead)
        else:
            rate += rate_pull * (control.rate - rate)
            if abs(control.rate - rate) < 1e-9:
                rate = control.rate
            speed = rate * ratio
        if speed != last_speed:
            level, last_speed = level_of(speed, levels), speed
        value = 0.0
        if heard != SILENT and slot >= 0:
            # Two turns where a crossover is under way, one otherwise: the reading is inlined here, once.
            turns = 2 if fade < 1.0 and old_slot >= 0 else 1
            for turn in range(turns):
                old = turn == 1
                weight = 1.0
                if fade < 1.0:
                    weight = math.sin((1.0 - fade if old else fade) * math.pi / 2.0)
                value += weight * _read_head(
                    clips,
                    base + (old_slot if old else slot) * stride,
                    samples,
                    old_head if old else head,
                    old_style if old else style,
                    speed < 0.0,
                    level,
                    seam,
                    edge,
                    coefficients,
                    levels,
                )
        out[i] = value
        head += speed
        old_head += speed
        if style == LOOP:
            head = _wrapped(head, period)
        if old_style == LOOP:
            old_head = _wrapped(old_head, period)
        if not held and not was_held and playing_mode == mode and request < 0.0:
            playhead = head
        fade = min(fade + (crossover_step if urgent or not held else grain_step), 1.0)
    state.playhead, state.rate, state.head, state.old_head, state.fade = playhead, rate, head, old_head, fade
    state.request, state.slot, state.old_slot, state.pending = request, slot, old_slot, pending
    state.style, state.old_style, state.mode, state.held = style, old_style, playing_mode, int(was_held)


@kernel
def _play(
    states: NDArray[Any],
    controls: NDArray[Any],
    clips: NDArray[np.float32],
    reach: int,
    samples: int,
    out: NDArray[np.float32],
    frames: int,
    heard: NDArray[np.int64],
    ratio: float,
    sample_rate: float,
    coefficients: NDArray[np.float32],
    levels: NDArray[np.int64],
) -> None:
    stride = samples + 2 * reach
    for v in range(len(states)):
        _play_voice(
            states[v],
            controls[v],
            clips,
            v * SLOTS * stride + reach,
            stride,
            samples,
            out[v],
            frames,
            heard[v],
            ratio,
            sample_rate,
            coefficients,
            levels,
        )


@kernel
def _silence_what_is_no_number(clip: NDArray[np.float32]) -> int:
    found = 0
    for i in range(len(clip)):
        if not math.isfinite(clip[i]):
            clip[i] = 0.0
            found += 1
    return found


class ClipBank:
    """All voices of a waveform model.

    Parameters
    ----------
    voices : int
    clip_samples : int
    clip_rate, output_rate : int
        Hz; `rate` 1 plays at the clip's own speed whatever the output's rate.
    """

    def __init__(self, voices: int, clip_samples: int, clip_rate: int, output_rate: int) -> None:
        self.payload_shape: tuple[int, ...] = (clip_samples,)
        self._samples = clip_samples
        self._output_rate = float(output_rate)
        self._ratio = clip_rate / output_rate
        sinc = SincBank(FASTEST * self._ratio)
        self._coefficients, self._levels, self._reach = sinc.coefficients, sinc.levels, sinc.reach
        self._clips = np.zeros((voices, SLOTS, clip_samples + 2 * self._reach), np.float32)
        self._flat = self._clips.reshape(-1)  # a view for each voice would be counted in and out at every sample
        self._states = np.zeros(voices, VOICE)
        self._reset()

    @property
    def images(self) -> NDArray[np.float32]:
        """Padded clips of every voice and slot."""
        return self._clips

    def image(self, voice: int, payload: NDArray[np.float32]) -> int:
        """Copy a clip in; it crosses over as soon as no other crossover is under way."""
        if payload.shape != self.payload_shape:
            raise ValueError(f"image of voice {voice} has shape {payload.shape}, its bank plays {self.payload_shape}")
        state = self._states[voice]
        slot = int(state["pending"])
        if slot < 0:
            slot = next(s for s in range(SLOTS) if s not in (state["slot"], state["old_slot"]))
        inside = self._clips[voice, slot, self._reach : self._reach + self._samples]
        inside[:] = payload
        state["pending"] = slot
        return int(_silence_what_is_no_number(inside))

    def adopt(self, playheads: NDArray[np.float64], controls: NDArray[Any]) -> None:
        """Go on from playheads 0..1."""
        self._states["playhead"] = playheads * (self._samples - 1)
        self._states["head"] = self._states["playhead"]
        for name in ("starts", "jumps", "mode", "rate"):
            self._states[name] = controls[name]

    def render(self, out: NDArray[np.float32], frames: int, controls: NDArray[Any], heard: NDArray[np.int64]) -> None:
        """Play on."""
        _play(
            self._states,
            controls,
            self._flat,
            self._reach,
            self._samples,
            out,
            frames,
            heard,
            self._ratio,
            self._output_rate,
            self._coefficients,
            self._levels,
        )

    def playheads(self, out: NDArray[np.float64]) -> None:
        """Where each voice is, 0..1."""
        np.divide(self._states["playhead"], self._samples - 1, out=out)
        np.clip(out, 0.0, 1.0, out=out)

    def restart(self, voice: int) -> None:
        """Put the voice back to its clip's beginning."""
        state = self._states[voice]
        state["playhead"] = state["head"] = state["old_head"] = 0.0
        state["fade"] = state["rate"] = 1.0

    def warm_up(self) -> None:
        """Compile or load the kernels; forget every image."""
        voices = len(self._states)
        self.image(0, np.zeros(self.payload_shape, np.float32))
        controls, heard = np.zeros(voices, CONTROL), np.full(voices, HEARD)
        self.render(np.zeros((voices, 1), np.float32), 1, controls, heard)
        self._reset()

    def _reset(self) -> None:
        self._states[:] = np.zeros(1, VOICE)
        for name in ("slot", "old_slot", "pending", "request"):
            self._states[name] = -1
        self._states["fade"] = self._states["rate"] = 1.0
        self._states["noise"] = np.arange(1, len(self._states) + 1)
