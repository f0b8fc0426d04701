"""Voices that are made frame by frame: spectral codecs.

Conventions
-----------
Sound is made hop by hop from whichever image is newest, with phase that runs on across images, seams and jumps, at the
codec's rate; a low-delay interpolator brings it to the output's rate where that is another. A new image, a jump or a
start is heard from the next sample on and has taken over within `TAKEOVER_SECONDS`. Times are samples at the codec's
rate since the bank was built. Owned by the audio callback.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.controls import CONTROL, HEARD
from gesturegan_live.audio.hop import NEVER, SILENCE, VOICE, attend, make_spectra, tell_places
from gesturegan_live.audio.kernel import kernel
from gesturegan_live.audio.onsets import find_onsets, measure_loudness
from gesturegan_live.audio.overlap import add_frames, synthesis_window, take_samples
from gesturegan_live.audio.resample import convert, sinc_table
from gesturegan_live.codecs.codec import FrameLayout
from gesturegan_live.codecs.pghi import rtpghi_work

SPACING_SECONDS = 0.006  # the most from one hop to the next
TAKEOVER_SECONDS = 0.0025
STRIKE_SECONDS = 0.001  # takeover of an attack
GLIDE_SECONDS = 0.030  # of the place towards a scrubbed position
DELAY_SECONDS = 0.001  # the most that conversion to the output's rate may add
HALF_TAPS = 24
PHASES = 512
DIFFUSION = 2.0  # of the slopes of steady noise, natural log magnitude per hop (thrice less pulsing at the hops)
STRUCK = 1.0  # rise of the mean log magnitude from a clip's end to its beginning that makes a stroke
NEAR_ROWS = 12  # of an image, on either side of the playhead, that may be heard within the next hops
LOUDEST = 100.0  # times a full-scale sine


@kernel
def _take_in(
    rows: NDArray[np.float32],
    low: np.float32,
    high: np.float32,
    instead: np.float32,
    image: NDArray[np.float32],
    first: int,
    last: int,
) -> tuple[int, int]:
    """Copy rows into an image, within bounds and with `instead` where there is no number.

    Returns how many were none, and how many of rows `first` to `last` (not included) were not there already.
    """
    wrong, other = 0, 0
    for t in range(len(rows)):
        row, made, differ = rows[t], image[t], 0
        for k in range(len(row)):
            none = not abs(row[k]) < np.inf
            value = instead if none else min(max(row[k], low), high)
            wrong += none
            differ += value != made[k]
            made[k] = value
        if first <= t < last:
            other += differ
    return wrong, other


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
        bands, bins = len(layout.band_bins), layout.n_fft // 2 + 1
        self.payload_shape: tuple[int, ...] = (1 + layout.has_frequency, layout.frames, bands)
        self._layout = layout
        rate = layout.sample_rate
        longest = min(int(SPACING_SECONDS * rate), layout.n_fft // 4)
        parts = -(-layout.hop_length // max(longest, 1))
        self.spacing = layout.hop_length // parts
        self._windows, self._shares, self._lead = synthesis_window(layout.n_fft, self.spacing)
        self._takeover = max(1, int(TAKEOVER_SECONDS * rate))
        self._strike = max(1, int(STRIKE_SECONDS * rate))
        self._edge = float(np.ceil(0.375 * layout.n_fft / layout.hop_length - 0.5)) + 0.5  # hops
        self._glide = GLIDE_SECONDS * rate / layout.hop_length
        loudest = np.float32(np.log(layout.n_fft / 4 * LOUDEST))
        # of log magnitudes and frequencies: the lowest, the highest, and what stands where there is no number
        bounds = (SILENCE, loudest, SILENCE), (np.float32(-1e6), np.float32(1e6), np.float32(0.0))
        self._bounds = bounds[: self.payload_shape[0]]
        band = np.interp(np.arange(bins), layout.band_bins, np.arange(bands))
        self._below = np.minimum(band.astype(np.int64), bands - 2)
        self._part = (band - self._below).astype(np.float32)
        self._breadth = (DIFFUSION * (1.0 - 1.0 / np.maximum(np.gradient(layout.band_bins)[self._below], 1.0))).astype(
            np.float32
        )
        self._moved, self._rest = self._below.copy(), self._part.copy()  # where transposed bins read
        # conversion to the output's rate
        self._ratio = Fraction(rate, output_rate)
        self._half = min(HALF_TAPS, int(DELAY_SECONDS * rate)) if self._ratio != 1 else 0
        self._table = sinc_table(2 * max(self._half, 1), PHASES, min(1.0, output_rate / rate))
        most = int(max_block * self._ratio) + 2 + self._half  # samples that one render may make
        self._line = np.zeros((voices, most + 2 * self._half), np.float32)
        # all that runs
        size = 1 << (most + 3 * self.spacing).bit_length()
        self._sums = np.zeros((voices, size), np.float32)
        self._weights = np.zeros((voices, size), np.float32)
        self._images = np.zeros((voices, *self.payload_shape), np.float32)
        self._onsets = np.full((voices, layout.frames), -1.0, np.float32)
        self._loudness = np.zeros((voices, layout.frames), np.float32)
        self._states = np.zeros(voices, VOICE)
        self._made = 0  # samples at the codec's rate
        self._given = 0  # and at the output's
        self._previous = np.zeros((voices, bins), np.float32)
        self._phases = np.zeros((voices, bins), np.float32)
        self._bands = np.zeros((2, bands), np.float32)
        self._bins = np.zeros((4, bins), np.float32)
        self._scale_bits = self._bins[3].view(np.int32)
        self._work = np.zeros(rtpghi_work(layout.n_fft), np.float32)
        self._spectra = np.zeros((voices, 2 * bins), np.float32)
        self._complex = self._spectra.view(np.complex64)
        self._frames = np.zeros((voices, layout.n_fft), np.float32)
        self._due, self._times, self._takeovers = (np.zeros(voices, np.int64) for _ in range(3))
        self._reset()

    @property
    def images(self) -> NDArray[np.float32]:
        """Frames of every voice."""
        return self._images

    def image(self, voice: int, payload: NDArray[np.float32]) -> int:
        """Copy frames in; they are heard from the next sample on, unless around the playhead they are there already."""
        if payload.shape != self.payload_shape:
            raise ValueError(f"image of voice {voice} has shape {payload.shape}, its bank plays {self.payload_shape}")
        payload = np.ascontiguousarray(payload, np.float32)
        state, image = self._states[voice], self._images[voice]
        place = int(state["place"])
        wrong = other = 0
        for rows, bounds, made in zip(payload, self._bounds, image, strict=True):
            none, differ = _take_in(rows, *bounds, made, place - NEAR_ROWS, place + NEAR_ROWS)
            wrong, other = wrong + none, other + differ
        measure_loudness(image[0], self._loudness[voice])
        find_onsets(self._loudness[voice], self._onsets[voice])
        first = min(int(self._edge), self._layout.frames // 4)
        rise = image[0, first].mean() - image[0, -1 - first].mean()
        state["struck"] = rise > STRUCK
        state["fresh"] |= int(other > 0 or state["present"] == 0)
        state["present"] = 1
        return int(wrong)

    def strip(self, voice: int, payload: NDArray[np.float32]) -> int:
        """Copy some rows in: the number of the first, then log magnitudes; they are heard from the next sample on."""
        bands = self.payload_shape[2]
        first, rows = int(payload[0]), (len(payload) - 1) // bands
        if first < 0 or first + rows > self._layout.frames or len(payload) != 1 + rows * bands:
            raise ValueError(f"strip of {len(payload)} values from row {first}, its bank plays {self.payload_shape}")
        made, loudness = self._images[voice, 0, first : first + rows], self._loudness[voice]
        wrong, _ = _take_in(payload[1:].reshape(rows, bands), *self._bounds[0], made, 0, 0)
        measure_loudness(made, loudness[first : first + rows])
        find_onsets(loudness, self._onsets[voice])
        state = self._states[voice]
        state["present"] = state["fresh"] = 1
        return int(wrong)

    def adopt(self, playheads: NDArray[np.float64], controls: NDArray[Any]) -> None:
        """Go on from playheads 0..1."""
        self._states["place"] = playheads * self._layout.frames
        for name in ("starts", "jumps"):
            self._states[name] = controls[name]

    def render(self, out: NDArray[np.float32], frames: int, controls: NDArray[Any], heard: NDArray[np.int64]) -> None:
        """Play on."""
        attend(self._states, controls, heard, self._made, self._layout.frames, self.spacing, self._takeover)
        if self._ratio == 1:
            self._make(self._made + frames, controls)
            take_samples(self._sums, self._weights, self._made, frames, out, 0)
            self._made += frames
            return
        p, q = self._ratio.numerator, self._ratio.denominator
        until = (self._given + frames - 1) * p // q + self._half + 1
        fresh = until - self._made
        self._make(until, controls)
        kept = 2 * self._half
        take_samples(self._sums, self._weights, self._made, fresh, self._line, kept)
        base = self._made - kept  # time of the line's first sample
        convert(self._line, fresh, self._given * p - base * q, frames, p, q, self._table, out)
        self._made = until
        self._given += frames

    def _make(self, until: int, controls: NDArray[Any]) -> None:
        """Add every hop that begins before `until`."""
        while True:
            count = int(
                make_spectra(
                    self._states,
                    controls,
                    self._images,
                    self._onsets,
                    until,
                    self._strike,
                    self._layout.hop_length,
                    self.spacing,
                    self._lead,
                    self._layout.n_fft,
                    self._edge,
                    self._glide,
                    self._below,
                    self._part,
                    self._breadth,
                    self._moved,
                    self._rest,
                    self._bands,
                    self._bins,
                    self._scale_bits,
                    self._work,
                    self._previous,
                    self._phases,
                    self._spectra,
                    self._due,
                    self._times,
                    self._takeovers,
                )
            )
            if count == 0:
                return
            np.fft.irfft(self._complex[:count], self._layout.n_fft, axis=1, out=self._frames[:count])  # type: ignore[arg-type]
            add_frames(
                self._frames,
                self._due,
                self._times,
                self._takeovers,
                count,
                self._made,
                self._windows,
                self._shares,
                self.spacing,
                self._layout.n_fft // 2 - self._lead,
                self._sums,
                self._weights,
            )

    def playheads(self, out: NDArray[np.float64]) -> None:
        """Where each voice is, 0..1."""
        tell_places(self._states, self._layout.frames, out)

    def restart(self, voice: int) -> None:
        """Let phase and overlap of the voice begin anew."""
        for array in (self._sums, self._weights, self._phases, self._line):
            array[voice] = 0.0
        self._previous[voice] = SILENCE
        state = self._states[voice]
        if not np.isfinite(state["place"]):
            state["place"] = 0.0

    def warm_up(self) -> None:
        """Compile or load the kernels; forget every image."""
        voices = len(self._states)
        self.image(0, np.full(self.payload_shape, SILENCE, np.float32))
        controls, heard = np.zeros(voices, CONTROL), np.full(voices, HEARD)
        self.render(np.zeros((voices, 1), np.float32), 1, controls, heard)
        self.playheads(np.zeros(voices))
        self._reset()

    def _reset(self) -> None:
        for array in (self._sums, self._weights, self._phases, self._line, self._images):
            array[:] = 0.0
        self._images[:, 0] = SILENCE
        self._loudness[:] = 2 * SILENCE
        self._onsets[:] = -1.0
        self._previous[:] = SILENCE
        self._states[:] = np.zeros(1, VOICE)
        self._states["request"] = -1.0
        self._states["last"] = NEVER
        self._states["noise"] = np.arange(1, len(self._states) + 1)
        self._made = 0
        self._given = 0
