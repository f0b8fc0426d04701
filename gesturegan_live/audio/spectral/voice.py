"""Voices that are made frame by frame: spectral codecs.

Conventions
-----------
Sound is made hop by hop from whichever image is newest, with phase that runs on across images, seams and jumps, at the
codec's rate; a low-delay interpolator brings it to the output's rate where that is another. A new image, a jump or a
start is heard from the next sample on and has taken over within `TAKEOVER_SECONDS`. Images are played where they lie
(`gesturegan_live.audio.spectral.rows`). Times are samples at the codec's rate since the bank was built. Owned by the
audio callback.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import COUNT, FINITE, FLAG, Bounds, check
from gesturegan_live.audio.interface.controls import CONTROL, HEARD
from gesturegan_live.audio.playhead.resample import sinc_table
from gesturegan_live.audio.spectral.leaps import PIECES
from gesturegan_live.audio.spectral.overlap import synthesis_window
from gesturegan_live.audio.spectral.place import FIXED, NEVER, SHORTEST, VOICE
from gesturegan_live.audio.spectral.rows import SILENCE
from gesturegan_live.codecs.codec import FrameLayout
from gesturegan_live.codecs.payload import STRIP_ROWS, planes, strip_size

SPACING_SECONDS = 0.006  # the most from one hop to the next
TAKEOVER_SECONDS = 0.002
STRIKE_SECONDS = 0.001  # takeover of an attack
GLIDE_SECONDS = 0.030  # of the place towards a scrubbed position
DELAY_SECONDS = 0.001  # the most that conversion to the output's rate may add
HALF_TAPS = 24
PHASES = 512
LOUDEST = 100.0  # times a full-scale sine
NEAR_ROWS = 12  # of an image, on either side of the playhead, that may be heard within the next hops
STRUCK = 1.0  # rise of the mean log magnitude from a clip's end to its beginning that makes a stroke
GROUPED = 8  # bands of which the strongest counts, where energy lies in bands of its own


class Spectrum(Protocol):
    """A way to fill the spectra of the hops of all voices: what it takes from one to the next, and the loop itself."""

    def __init__(
        self, voices: int, layout: FrameLayout, windows: NDArray[np.float32], shares: NDArray[np.float32]
    ) -> None: ...

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""

    def forget(self, voices: int | slice) -> None:
        """Begin anew."""

    def play(
        self,
        states: NDArray[Any],
        controls: NDArray[Any],
        heard: NDArray[np.int64],
        loudness: NDArray[np.float32],
        sums: NDArray[np.float32],
        weights: NDArray[np.float32],
        now: int,
        until: int,
        out: NDArray[np.float32],
        offset: int,
        fixed: NDArray[Any],
    ) -> int:
        """Make the samples of every voice from `now` to `until` into ``out[:, offset:]``.

        Returns how many of the values that were read are no numbers.
        """


class SpectralBank:
    """All voices of a spectral model.

    Parameters
    ----------
    voices : int
    layout : FrameLayout
    output_rate : int
        Hz.
    max_block : int
        The most samples that one `render` may be asked for.
    """

    def __init__(self, voices: int, layout: FrameLayout, output_rate: int, max_block: int) -> None:
        bands = len(layout.band_bins)
        self.payload_shape: tuple[int, ...] = (planes(layout), layout.frames, bands)
        self._layout = layout
        rate = layout.sample_rate
        longest = min(int(SPACING_SECONDS * rate), layout.n_fft // 4)
        parts = -(-layout.hop_length // max(longest, 1))
        spacing = layout.hop_length // parts
        windows, shares, lead = synthesis_window(layout.n_fft, spacing)
        silence = np.full(self.payload_shape, SILENCE, np.float32)
        no_strip = np.full(strip_size(layout), -float(STRIP_ROWS), np.float32)
        self._nothing = silence, no_strip  # what plays where nothing has come yet
        fixed = np.zeros(1, FIXED)
        for name, value in {
            "n_fft": layout.n_fft,
            "hop_length": layout.hop_length,
            "frames": layout.frames,
            "bands": bands,
            "grouped": GROUPED if layout.has_tonality else 1,
            "has_frequency": layout.has_frequency,
            "loudest": np.log(layout.n_fft / 4 * LOUDEST),
            "spacing": spacing,
            "lead": lead,
            "takeover": max(1, int(TAKEOVER_SECONDS * rate)),
            "strike": max(1, int(STRIKE_SECONDS * rate)),
            "edge": np.ceil(0.375 * layout.n_fft / layout.hop_length - 0.5) + 0.5,
            "glide": GLIDE_SECONDS * rate / layout.hop_length,
        }.items():
            fixed[name] = value
        self._fixed = (fixed,)
        self._spectrum = _way(layout)(voices, layout, windows, shares)
        # conversion to the output's rate
        self._ratio = Fraction(rate, output_rate)
        if self._ratio != 1:
            from gesturegan_live.audio.playhead.conversion import convert

            self._convert = convert  # else it would be compiled, or counted as still to come, for nothing
        half = min(HALF_TAPS, int(DELAY_SECONDS * rate)) if self._ratio != 1 else 0
        self._conversion = half, sinc_table(2 * max(half, 1), PHASES, min(1.0, output_rate / rate))
        most = int(max_block * self._ratio) + 2 + half  # samples that one render may make
        self._line = np.zeros((voices, most + 2 * half), np.float32)
        # all that runs
        size = 1 << (most + 3 * spacing).bit_length()
        self._sums = np.zeros((voices, size), np.float32)
        self._weights = np.zeros((voices, size), np.float32)
        self._images, self._strips = [silence] * voices, [no_strip] * voices  # the memory at the states' addresses
        self._loudness = np.zeros((voices, layout.frames), np.float32)
        self._states = np.zeros(voices, VOICE)
        self._made = 0  # samples at the codec's rate
        self._given = 0  # and at the output's
        self._reset()

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        frames, fixed = self._layout.frames, self._fixed[0][0]
        return {
            "_states.image": None,  # `hold` says where they are
            "_states.strip": None,
            "_states.place": (-1, frames + 1),
            "_states.speed": (-4, 4),
            "_states.request": (-1, frames),
            "_states.last": (NEVER, COUNT[1]),
            "_states.next": (-int(fixed["spacing"]), COUNT[1]),
            "_states.takeover": (-1, int(fixed["takeover"])),
            **{f"_states.{name}": FLAG for name in ("struck", "present", "begin", "attack", "fresh", "turned")},
            "_states.tries": COUNT,
            "_states.low": (0, frames),
            "_states.high": (0, frames + SHORTEST),
            "_states.heard": (0, (1 << PIECES) - 1),
            "_states.until": FINITE,
            "_states.starts": COUNT,
            "_states.jumps": COUNT,
            "_states.noise": None,
            "_loudness": None,
            **dict.fromkeys(("_line", "_sums", "_weights"), FINITE),
            "_made": COUNT,
            "_given": COUNT,
        }

    @property
    def held(self) -> list[NDArray[np.float32]]:
        """Image of every voice, then strip of every voice."""
        return self._images + self._strips

    def hold(self, held: list[NDArray[np.float32]]) -> None:
        """Go on from these."""
        voices, states = len(self._states), self._states
        self._images, self._strips = held[:voices], held[voices:]
        states["image"] = [image.ctypes.data for image in self._images]
        states["strip"] = [strip.ctypes.data for strip in self._strips]
        for strip in self._strips:
            check("a strip's first row", strip[0], (-STRIP_ROWS, self._layout.frames - STRIP_ROWS))
        near = 2 * int(self._fixed[0]["spacing"][0])
        begun = states["last"] != NEVER
        plays = begun | (states["present"] == 1) & (states["fresh"] == 0)
        check("bank._states.next after what was made", states["next"][plays] - self._made, (0, near))
        check("bank._states.next after the last", (states["next"] - states["last"])[begun], (1, near))
        if self._ratio != 1 and self._made != (self._until(0) if self._given else 0):
            raise ValueError(f"{self._made} samples were made for {self._given} at the output's rate")

    def image(self, voice: int, payload: NDArray[np.float32]) -> None:
        """Play other frames: from the next sample on, unless around the playhead they are there already.

        (Their frequencies, where the codec knows them, are heard from the next hop on then.)
        """
        self._check_voice(voice)
        if payload.shape != self.payload_shape:
            raise ValueError(f"image of voice {voice} has shape {payload.shape}, its bank plays {self.payload_shape}")
        payload, no_strip = np.ascontiguousarray(payload, np.float32), self._nothing[1]
        state, frames = self._states[voice], self._layout.frames
        near, beyond = max(int(state["place"]) - NEAR_ROWS, 0), min(int(state["place"]) + NEAR_ROWS, frames)
        if not state["present"] or not np.array_equal(self._rows(voice, near, beyond), payload[0, near:beyond]):
            state["fresh"] = 1
        state["present"] = 1
        state["struck"] = self._is_struck(payload[0])
        self._loudness[voice] = np.nan
        state["image"], state["strip"] = payload.ctypes.data, no_strip.ctypes.data
        self._images[voice], self._strips[voice] = payload, no_strip

    def _rows(self, voice: int, first: int, last: int) -> NDArray[np.float32]:
        """Copy the rows `first` to `last` (not included) that a voice plays, those of its strip among them."""
        strip = self._strips[voice]
        rows, begin = self._images[voice][0, first:last].copy(), int(strip[0])
        low, high = max(begin, first), min(begin + STRIP_ROWS, last)
        if low < high:
            rows[low - first : high - first] = strip[1:].reshape(-1, STRIP_ROWS, rows.shape[1])[
                0, low - begin : high - begin
            ]
        return rows

    def _is_struck(self, levels: NDArray[np.float32]) -> bool:
        """Whether an image's levels (frames, bands) rise so far from its end to its beginning."""
        about = self._fixed[0][0]
        edge = min(int(about["edge"]), len(levels) // 4)
        ends = levels[[edge, len(levels) - 1 - edge]]
        bounded = np.where(np.isfinite(ends), np.clip(ends, SILENCE, about["loudest"]), SILENCE)
        begin, end = np.maximum.reduceat(bounded, np.arange(0, levels.shape[1], about["grouped"]), axis=1)
        return bool(np.sum(begin - end) > STRUCK * len(begin))

    def strip(self, voice: int, payload: NDArray[np.float32]) -> None:
        """Play some rows from elsewhere than the image, from the next sample on until the next strip or image comes.

        The number of the first, then `STRIP_ROWS` of log magnitudes.
        """
        self._check_voice(voice)
        last = self._layout.frames - STRIP_ROWS
        if payload.shape != self._nothing[1].shape or not 0 <= payload[0] <= last:
            raise ValueError(
                f"strip of {len(payload)} values from row {payload[:1]}, its bank plays {self.payload_shape}"
            )
        payload = np.ascontiguousarray(payload, np.float32)
        state = self._states[voice]
        state["strip"] = payload.ctypes.data
        state["present"] = state["fresh"] = 1
        self._loudness[voice] = np.nan
        self._strips[voice] = payload

    def _check_voice(self, voice: int) -> None:
        if not 0 <= voice < len(self._states):
            raise ValueError(f"image of voice {voice}, its bank plays voices 0 to {len(self._states) - 1}")

    def adopt(self, playheads: NDArray[np.float64], controls: NDArray[Any]) -> None:
        """Go on from playheads 0..1."""
        self._states["place"] = playheads * self._layout.frames
        for name in ("starts", "jumps"):
            self._states[name] = controls[name]

    def render(self, out: NDArray[np.float32], frames: int, controls: NDArray[Any], heard: NDArray[np.int64]) -> int:
        """Play on."""
        if self._ratio == 1:
            wrong = self._play(self._made + frames, controls, heard, out, 0)
            self._made += frames
            return wrong
        p, q = self._ratio.numerator, self._ratio.denominator
        half, table = self._conversion
        until, kept = self._until(frames), 2 * half
        wrong = self._play(until, controls, heard, self._line, kept)
        base = self._made - kept  # time of the line's first sample
        self._convert(self._line, until - self._made, self._given * p - base * q, frames, p, q, table, out)
        self._made = until
        self._given += frames
        return wrong

    def _until(self, frames: int) -> int:
        """Count the samples at the codec's rate that must be made for so many more at the output's."""
        return (self._given + frames - 1) * self._ratio.numerator // self._ratio.denominator + self._conversion[0] + 1

    def _play(
        self, until: int, controls: NDArray[Any], heard: NDArray[np.int64], out: NDArray[np.float32], offset: int
    ) -> int:
        return self._spectrum.play(
            self._states,
            controls,
            heard,
            self._loudness,
            self._sums,
            self._weights,
            self._made,
            until,
            out,
            offset,
            *self._fixed,
        )

    def playheads(self, out: NDArray[np.float64]) -> None:
        """Where each voice is, 0..1."""
        np.divide(self._states["place"], self._layout.frames, out=out)
        np.clip(out, 0.0, 1.0, out=out)

    def restart(self, voice: int) -> None:
        """Let phase and overlap of the voice begin anew."""
        for array in (self._sums, self._weights, self._line):
            array[voice] = 0.0
        self._spectrum.forget(voice)
        state = self._states[voice]
        if not np.isfinite(state["place"]):
            state["place"] = 0.0

    def warm_up(self) -> None:
        """Compile or load the kernels; forget every image."""
        voices = len(self._states)
        self.image(0, self._nothing[0])
        controls, heard = np.zeros(voices, CONTROL), np.full(voices, HEARD)
        self.render(np.zeros((voices, 1), np.float32), 1, controls, heard)
        self._reset()

    def _reset(self) -> None:
        for array in (self._sums, self._weights, self._line):
            array[:] = 0.0
        self._spectrum.forget(slice(None))
        self._loudness[:] = np.nan
        self._states[:] = np.zeros(1, VOICE)
        self._states["request"] = -1.0
        self._states["last"] = NEVER
        self._states["noise"] = np.arange(1, len(self._states) + 1)
        self._made = 0
        self._given = 0
        self.hold([nothing for nothing in self._nothing for _ in self._states])


def _way(layout: FrameLayout) -> type[Spectrum]:
    """Choose how spectra are filled; the kernels of the other way are left alone, not even counted."""
    if layout.has_tonality:
        from gesturegan_live.audio.spectral.partials import Partials

        return Partials
    from gesturegan_live.audio.spectral.vocoder import Vocoder

    return Vocoder
