"""Voices that play decoded clips: waveform codecs.

Conventions
-----------
A clip is copied in when it comes, and looked at then: where its loop's seam goes on best, where its attacks are,
and a thinned copy for the searches of the heads that read it. Owned by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import COUNT, FINITE, FLAG, Bounds, check
from gesturegan_live.audio.interface.controls import CONTROL, HEARD, LOOP, SCRUB
from gesturegan_live.audio.playhead.attacks import CELL, NONE_AFTER, NONE_BEFORE, find_attacks
from gesturegan_live.audio.playhead.grain import THINNING, UNLIKE, align, thin
from gesturegan_live.audio.playhead.heads import FASTEST, play
from gesturegan_live.audio.playhead.leaps import PIECES
from gesturegan_live.audio.playhead.resample import SincBank
from gesturegan_live.audio.playhead.state import LOOPING, SLOTS, VOICE
from gesturegan_live.kernel import kernel, summing_part

SEAM_SECONDS = 0.020  # overlap of a loop's end with its beginning
SHORTER_SECONDS = 0.008  # that a loop may be for its seam's sake


@summing_part
def _sum_of_none(data: NDArray[np.float32], base: int, samples: int) -> float:
    """Return 0 if all samples are numbers, none otherwise."""
    total, first = np.float32(0.0), np.uint64(base)
    for k in range(np.uint64(samples)):
        total += data[first + k] * np.float32(0.0)
    return float(total)


@kernel
def _take_in(
    clips: NDArray[np.float32],
    base: int,
    samples: int,
    rate: float,
    copies: NDArray[np.float32],
    copy: int,
    cells: NDArray[np.float32],
    attacks: NDArray[np.int32],
    loop: Any,
    seam: int,
    shorter: float,
) -> int:
    """Look at the clip that has come to `base`; return how many of its samples were no numbers, and are silent now."""
    wrong = 0
    if _sum_of_none(clips, base, samples) != 0.0:
        for i in range(base, base + samples):
            if not math.isfinite(clips[i]):
                clips[i] = 0.0
                wrong += 1
    find_attacks(clips, base, rate, cells, attacks)
    thin(clips, base, copies, copy, samples // THINNING)
    longest = float(samples - seam)
    loop.period, loop.likeness = align(
        clips,
        base,
        base,
        copies,
        copy,
        copy,
        samples,
        0.0,
        longest,
        shorter,
        seam,
        longest - shorter,
        longest,
        np.bool_(False),
        np.bool_(True),
    )
    if loop.likeness < UNLIKE:
        loop.period, loop.likeness = longest, 0.0
    return wrong


class ClipBank:
    """All voices of a waveform model.

    Parameters
    ----------
    voices : int
    clip_samples : int
    clip_rate, output_rate : int
        Hz; `rate` 1 plays at the clip's own speed and pitch whatever the output's rate.
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
        self._seam = int(min(SEAM_SECONDS * clip_rate, clip_samples // 4))
        self._shorter = min(SHORTER_SECONDS * clip_rate, clip_samples / 16)
        self._looping = np.zeros(voices * SLOTS, LOOPING)
        cells = max(clip_samples // CELL, 1)
        self._attacks = np.zeros((voices * SLOTS, 2, cells), np.int32)
        self._cells = np.zeros(cells, np.float32)
        self._clip_rate = float(clip_rate)
        self._wrong = 0  # samples of clips since the last `render` that are no numbers
        self._copies = np.zeros(voices * SLOTS * (clip_samples // THINNING), np.float32)
        self._reset()

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        within, or_none = (0, self._samples), (-1, self._samples)
        longest = self._samples - self._seam
        likeness = (0, 2)  # a correlation, of sums that are rounded
        return {
            "_states.playhead": within,
            "_states.pitch": (1 / FASTEST, FASTEST),
            "_states.head": FINITE,  # what does not loop runs on beyond the clip
            "_states.old_head": FINITE,
            "_states.fade": (0, 1),
            "_states.step": (0, 1),
            "_states.likeness": likeness,
            "_states.request": or_none,
            "_states.attack": or_none,
            **dict.fromkeys(("_states.slot", "_states.old_slot", "_states.pending"), (-1, SLOTS - 1)),
            **dict.fromkeys(("_states.style", "_states.old_style", "_states.mode"), (LOOP, SCRUB)),
            **{
                f"_states.{name}": FLAG for name in ("turned", "old_turned", "held", "start", "strike", "pong", "leaps")
            },
            "_states.heard": (0, (1 << PIECES) - 1),
            "_states.until": FINITE,
            "_states.starts": COUNT,
            "_states.jumps": COUNT,
            "_states.noise": None,
            "_looping.period": (longest - self._shorter, longest),
            "_looping.likeness": likeness,
            "_attacks": (NONE_BEFORE, NONE_AFTER),
            "_copies": FINITE,
            "_cells": None,
            "_wrong": COUNT,
        }

    @property
    def held(self) -> list[NDArray[np.float32]]:
        """Padded clips of every voice and slot."""
        return list(self._clips.reshape(-1, self._clips.shape[2]))

    def hold(self, held: list[NDArray[np.float32]]) -> None:
        """Play such clips."""
        for clip in held:
            check("a clip's sample", clip, FINITE)
        for head, style in (("head", "style"), ("old_head", "old_style")):
            looping = self._states[style] == LOOP  # such a head is within the loop, or has come from the clip's end
            check(f"bank._states.{head} of a loop", self._states[head][looping], (0, self._samples))
        np.copyto(self._clips.reshape(-1, self._clips.shape[2]), held)

    def image(self, voice: int, payload: NDArray[np.float32]) -> None:
        """Copy a clip in; it crosses over as soon as no other crossover is under way."""
        if payload.shape != self.payload_shape:
            raise ValueError(f"image of voice {voice} has shape {payload.shape}, its bank plays {self.payload_shape}")
        state = self._states[voice]
        slot = int(state["pending"])
        if slot < 0:
            slot = next(s for s in range(SLOTS) if s not in (state["slot"], state["old_slot"]))
        inside = self._clips[voice, slot, self._reach : self._reach + self._samples]
        inside[:] = payload
        number = voice * SLOTS + slot
        self._wrong += _take_in(
            self._flat,
            number * self._clips.shape[2] + self._reach,
            self._samples,
            self._clip_rate,
            self._copies,
            number * (self._samples // THINNING),
            self._cells,
            self._attacks[number],
            self._looping[number],
            self._seam,
            self._shorter,
        )
        state["pending"] = slot

    def strip(self, voice: int, payload: NDArray[np.float32]) -> None:  # noqa: ARG002
        """Refuse: a clip has no rows."""
        raise TypeError(f"strip for voice {voice}, but no bank that plays rows")

    def adopt(self, playheads: NDArray[np.float64], controls: NDArray[Any]) -> None:
        """Go on from playheads 0..1."""
        self._states["playhead"] = playheads * (self._samples - 1)
        self._states["head"] = self._states["playhead"]
        for name in ("starts", "jumps", "mode"):
            self._states[name] = controls[name]
        self._states["pitch"] = 2.0 ** (controls["transpose"] / 12.0)

    def render(self, out: NDArray[np.float32], frames: int, controls: NDArray[Any], heard: NDArray[np.int64]) -> int:
        """Play on."""
        wrong, self._wrong = self._wrong, 0
        play(
            self._states,
            controls,
            self._looping,
            self._flat,
            self._reach,
            self._copies,
            self._samples,
            self._seam,
            self._attacks,
            out,
            frames,
            heard,
            self._ratio,
            self._output_rate,
            self._coefficients,
            self._levels,
        )
        return wrong

    def playheads(self, out: NDArray[np.float64]) -> None:
        """Where each voice is, 0..1."""
        np.divide(self._states["playhead"], self._samples - 1, out=out)
        np.clip(out, 0.0, 1.0, out=out)

    def restart(self, voice: int) -> None:
        """Put the voice back to its clip's beginning."""
        state = self._states[voice]
        state["playhead"] = state["head"] = state["old_head"] = 0.0
        state["fade"] = state["pitch"] = 1.0

    def warm_up(self) -> None:
        """Compile or load the kernels; forget every image."""
        voices = len(self._states)
        self.image(0, np.zeros(self.payload_shape, np.float32))
        controls, heard = np.zeros(voices, CONTROL), np.full(voices, HEARD)
        self.render(np.zeros((voices, 1), np.float32), 1, controls, heard)
        self._reset()

    def _reset(self) -> None:
        self._states[:] = np.zeros(1, VOICE)
        for name in ("slot", "old_slot", "pending", "request", "attack"):
            self._states[name] = -1
        self._states["fade"] = self._states["pitch"] = 1.0
        self._states["noise"] = np.arange(1, len(self._states) + 1)
        self._looping["period"], self._looping["likeness"] = self._samples - self._seam, 0.0
