"""Spectra of sinusoids and noise: each partial goes on with the phase that it had, noise is read as it runs.

Nothing is found out about phases, so that sound can be held, stretched, moved and exchanged, tones and noise apart.
Owned by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import Bounds
from gesturegan_live.audio.spectral.hop import finish, is_held, keep_clear, move_on, shift
from gesturegan_live.audio.spectral.overlap import take_samples
from gesturegan_live.audio.spectral.place import FREEZE_FRAMES, attend
from gesturegan_live.audio.spectral.rows import SILENCE, bounded, row
from gesturegan_live.codecs.codec import FrameLayout
from gesturegan_live.codecs.sinusoids.additive import (
    HEARD,
    SOURCE,
    Additive,
    add_noise,
    additive,
    join,
    read_noise,
    run_on,
    write_partials,
)
from gesturegan_live.codecs.spectra.exponential import exponential
from gesturegan_live.codecs.spectra.fourier import FourierPlan, fourier_plan, fourier_work
from gesturegan_live.kernel import inlined, kernel, maximum, minimum, part
from gesturegan_live.show.parameters import LOWEST

CENTRE_HERTZ = 261.63  # middle C: what is left where it is when the intervals of partials are stretched
APART = 7919  # samples of the tape from the noise of a voice to that of the next
HIGHEST = 1e9  # of what is kept of a partial: bins, power, radians

Line = NDArray[np.float32]


@part
def _read_row(
    image: int, strip: int, about: Any, t: int, scratch: Line, power: Line, places: Line, shares: Line
) -> int:
    """Fill power, frequency in bins and tonality of the bands of one row; returns how many levels are no numbers."""
    bands, frames = about.bands, about.frames
    levels = row(image, strip, t, bands, 0, frames)
    frequencies, tonalities = row(image, strip, t, bands, 1, frames), row(image, strip, t, bands, 2, frames)
    full_scale = np.float32(math.log(about.n_fft / 4.0))
    bins = np.float32(about.n_fft / (2.0 * math.pi * about.hop_length))
    nyquist, zero, one = np.float32(about.n_fft / 2), np.float32(0.0), np.float32(1.0)
    wrong = 0
    for b in range(bands):
        wrong += not abs(levels[b]) < np.inf
        scratch[b] = np.float32(2.0) * (bounded(levels[b], SILENCE, about.loudest, SILENCE) - full_scale)
        places[b] = bounded(frequencies[b] * bins, zero, nyquist, zero)
        shares[b] = bounded(tonalities[b], zero, one, zero)
    exponential(scratch, power)
    return wrong


@part
def _read(image: int, strip: int, about: Any, place: float, first: int, last: int, lines: NDArray[np.float32]) -> int:
    """Fill power of tones (line 0), where they are (1) and power of noise (2) at a place between two frames.

    Powers are interpolated as they are: as logarithms, what comes and goes from band to band would drop out.
    """
    centre = minimum(maximum(place - 0.5, float(first)), float(last))
    here = minimum(int(centre), maximum(last - 1, first))
    later = np.float32(centre - here)
    wrong = _read_row(image, strip, about, here, lines[3], lines[4], lines[1], lines[5])
    _read_row(image, strip, about, minimum(here + 1, last), lines[3], lines[6], lines[7], lines[8])
    for b in range(about.bands):
        power, then = (np.float32(1.0) - later) * lines[4, b], later * lines[6, b]
        tone, next_tone = power * lines[5, b], then * lines[8, b]
        tones = tone + next_tone
        lines[0, b] = tones
        lines[2, b] = power + then - tones
        if tones > np.float32(0.0):
            lines[1, b] = (tone * lines[1, b] + next_tone * lines[7, b]) / tones
    return wrong


@part
def _add_noise_of(
    image: int, strip: int, about: Any, t: int, share: np.float32, scratch: Line, power: Line, noise: Line
) -> None:
    """Add a share of the power of the noise of one row."""
    bands, frames = about.bands, about.frames
    levels, tonalities = row(image, strip, t, bands, 0, frames), row(image, strip, t, bands, 2, frames)
    full_scale, zero, one = np.float32(math.log(about.n_fft / 4.0)), np.float32(0.0), np.float32(1.0)
    for b in range(bands):
        scratch[b] = np.float32(2.0) * (bounded(levels[b], SILENCE, about.loudest, SILENCE) - full_scale)
    exponential(scratch, power)
    for b in range(bands):
        noise[b] += share * power[b] * (one - bounded(tonalities[b], zero, one, zero))


@inlined
def _rest(image: int, strip: int, about: Any, place: float, lines: NDArray[np.float32]) -> None:
    """Let the noise of a held sound (line 2) be that of its neighbourhood: one frame alone has accidents."""
    first = minimum(maximum(int(place) - FREEZE_FRAMES // 2 + 1, 0), maximum(about.frames - FREEZE_FRAMES, 0))
    last = minimum(first + FREEZE_FRAMES, about.frames)
    for b in range(about.bands):
        lines[2, b] = np.float32(0.0)
    for t in range(first, last):
        _add_noise_of(image, strip, about, t, np.float32(1.0 / (last - first)), lines[3], lines[4], lines[2])


@inlined
def _strike(image: int, strip: int, about: Any, place: float, lines: NDArray[np.float32]) -> None:
    """Let an attack have all noise of the frames around it (line 2): what is shorter than a hop is over after it."""
    first = maximum(int(place - 0.5), 0)
    for b in range(about.bands):
        lines[9, b] = np.float32(0.0)
    for t in range(first, minimum(first + 2, about.frames)):
        _add_noise_of(image, strip, about, t, np.float32(1.0), lines[3], lines[4], lines[9])
    for b in range(about.bands):
        lines[2, b] = maximum(lines[2, b], lines[9, b])


@kernel
def play(  # noqa: PLR0912 - the one loop over hops; its parts share all of its state
    states: NDArray[Any],
    controls: NDArray[Any],
    heard: NDArray[np.int64],
    loudness: NDArray[np.float32],
    partials: NDArray[np.float64],
    known: NDArray[np.int64],
    sums: NDArray[np.float32],
    weights: NDArray[np.float32],
    now: int,
    until: int,
    out: NDArray[np.float32],
    offset: int,
    fixed: NDArray[Any],
    hertz: float,
    tables: Additive,
    plan: FourierPlan,
    windows: Line,
    shares: Line,
    moved: NDArray[np.int64],
    rest: Line,
    found: NDArray[np.float64],
    lines: NDArray[np.float32],
    spectra: NDArray[np.float32],
    frame: Line,
    work: Line,
) -> int:
    """Make the samples of every voice from `now` to `until` into ``out[:, offset:]``.

    Returns how many of the values that were read are no numbers.
    """
    about = fixed[0]
    real, imag, white_real, white_imag = spectra[0], spectra[1], spectra[2], spectra[3]
    bins = len(real)
    guarded = 0
    attend(states, controls, heard, now, about)
    for v in range(len(states)):
        state, control = states[v], controls[v]
        if state.present == 0:
            continue
        image, strip = state.image, state.strip
        ratio = 2.0 ** (control.transpose / 12.0)
        noise_ratio = ratio if control.transpose_noise < LOWEST else 2.0 ** (control.transpose_noise / 12.0)
        stretch, centre = control.stretch_partials, CENTRE_HERTZ / hertz
        while state.next < until:
            gap, anew, place = move_on(state, control, about, about.spacing)
            if anew:
                known[v] = 0
            for k in range(bins):
                real[k] = imag[k] = np.float32(0.0)
            count = 0
            if place >= 0.0:
                held = is_held(control)
                if held:
                    place = state.place + 0.5
                place, first, last = keep_clear(state, control, about, image, strip, loudness[v], place, about.spacing)
                guarded += _read(image, strip, about, place, first, last, lines)
                if held:
                    _rest(image, strip, about, place, lines)
                elif state.attack == 1:
                    _strike(image, strip, about, state.place, lines)
                count = join(lines[0], lines[1], tables.spacing, found)
                for i in range(count):
                    heard_at = found[SOURCE, i]
                    if stretch != 1.0:
                        heard_at = centre * (heard_at / centre) ** stretch
                    found[HEARD, i] = minimum(ratio * heard_at, HIGHEST)
                turn = math.pi * gap / about.n_fft
                state.noise = run_on(found, count, partials[v], known[v], turn, hertz, state.noise)
                write_partials(found, count, control.tones, tables.lobe, real, imag)
                begin = state.next + about.lead - about.n_fft // 2 + APART * v
                read_noise(tables.tape, tables.window, begin, plan, frame, white_real, white_imag, work)
                lower, part, reach = tables.below, tables.part, bins
                if noise_ratio != 1.0:
                    lower, part, reach = moved, rest, shift(noise_ratio, tables.below, tables.part, moved, rest)
                add_noise(
                    lines[2],
                    control.noise * control.noise / noise_ratio,  # so many bins more make up a band
                    not held,
                    reach,
                    lower,
                    part,
                    tables.share,
                    white_real,
                    white_imag,
                    lines[3],
                    lines[9],
                    work,
                    real,
                    imag,
                )
                for line in range(4):
                    for i in range(count):
                        partials[v, line, i] = found[line, i]
            known[v] = count
            finish(
                state,
                control,
                about,
                plan,
                real,
                imag,
                frame,
                work,
                windows,
                shares,
                now,
                sums,
                weights,
                loudness,
                v,
                about.spacing,
            )
    take_samples(sums, weights, now, until - now, out, offset)
    return guarded


class Partials:
    """The partials of all voices, and how their spectra are filled."""

    def __init__(self, voices: int, layout: FrameLayout, windows: Line, shares: Line) -> None:
        bands, bins = len(layout.band_bins), layout.n_fft // 2 + 1
        tables = additive(layout)
        self._partials = np.zeros((voices, 4, bands))
        self._known = np.zeros(voices, np.int64)
        self._fixed: tuple[Any, ...] = (
            layout.sample_rate / layout.n_fft,
            tables,
            fourier_plan(layout.n_fft),
            windows,
            shares,
            tables.below.copy(),  # where transposed bins read
            tables.part.copy(),
            np.zeros((4, bands)),
            np.zeros((10, bands), np.float32),
            np.zeros((4, bins), np.float32),
            np.zeros(layout.n_fft, np.float32),
            np.zeros(fourier_work(layout.n_fft), np.float32),
        )

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        return {"_partials": (0, HIGHEST), "_known": (0, self._partials.shape[2])}

    def forget(self, voices: int | slice) -> None:
        """Let all partials begin anew."""
        self._partials[voices] = 0.0
        self._known[voices] = 0

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
        """Make the samples of every voice from `now` to `until`; returns how many of the values read are no numbers."""
        mine = self._partials, self._known
        return int(
            play(states, controls, heard, loudness, *mine, sums, weights, now, until, out, offset, fixed, *self._fixed)
        )
