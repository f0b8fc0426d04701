"""Spectra from log magnitudes: of each hop the phase is found that follows from the frame before.

Phase runs on through new images, seams and jumps; it follows from the magnitudes (real-time PGHI), or from frequencies
where the codec knows them. Owned by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import FINITE, Bounds
from gesturegan_live.audio.spectral.hop import finish, is_held, keep_clear, move_on, shift
from gesturegan_live.audio.spectral.overlap import take_samples
from gesturegan_live.audio.spectral.place import attend, draw
from gesturegan_live.audio.spectral.polar import write_polar
from gesturegan_live.audio.spectral.rows import SILENCE, read_frames, read_frequencies
from gesturegan_live.codecs.codec import FrameLayout
from gesturegan_live.codecs.phase.pghi import TWO_PI, rtpghi_frame, rtpghi_work
from gesturegan_live.codecs.spectra.fourier import FourierPlan, fourier_plan, fourier_work
from gesturegan_live.kernel import inlined, kernel, maximum, minimum, part

CLOSE = 0.26  # how far a partial may be moved up, as a part of its frequency, before it asks for more frames
MOST_FRAMES = 4  # times as many as without transposition
DIFFUSION = 2.0  # of the slopes of steady noise, natural log magnitude per hop (thrice less pulsing at the hops)


@inlined
def _expand(
    bands: NDArray[np.float32], below: NDArray[np.int64], part: NDArray[np.float32], bins: NDArray[np.float32]
) -> None:
    for k in range(len(bins)):
        low = bands[below[k]]
        bins[k] = low + part[k] * (bands[below[k] + 1] - low)


@inlined
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


@part
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


@part
def _reset_phase(
    state: Any, log_magnitude: NDArray[np.float32], breadth: NDArray[np.float32], phase: NDArray[np.float32]
) -> None:
    """Let a frame sound from its first sample on: each partial steady, all else scattered.

    Around a partial the phase steps by half a turn, which puts its middle into that of the frame; partials are told
    apart by the bins between them, and what lies within one broad band is taken for noise.
    """
    path = np.float32(0.0)
    for k in range(len(phase)):
        valley = 0 < k < len(phase) - 1 and log_magnitude[k] <= minimum(log_magnitude[k - 1], log_magnitude[k + 1])
        scatter = np.float32(1.0) if valley else minimum(breadth[k], np.float32(1.0))
        path += np.float32(math.pi) * (np.float32(1.0) + scatter * np.float32(2.0 * draw(state) - 1.0))
        path -= np.float32(TWO_PI) * np.floor(path / np.float32(TWO_PI) + np.float32(0.5))
        phase[k] = path


@inlined
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
        narrower = np.float32(math.log(minimum(ratio, 1.0)))  # so many bins fewer make up a partial
        for k in range(reach):
            log_magnitude[k] -= narrower
        for k in range(reach, len(log_magnitude)):
            log_magnitude[k] = SILENCE
            time_slope[k] = np.float32(0.0)
    _diffuse(state, time_slope, breadth, np.float32(2.0 * state.speed if is_held(control) else state.speed))


@kernel
def play(  # noqa: PLR0912 - the one loop over hops; its parts share all of its state
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
    n_fft = about.n_fft
    log_magnitude, time_slope, phase, scale, real, imag = bins[0], bins[1], bins[2], bins[3], bins[4], bins[5]
    guarded = 0
    attend(states, controls, heard, now, about)
    for v in range(len(states)):
        state, control = states[v], controls[v]
        if state.present == 0:
            continue
        # A partial that is moved up is wider, its sound in each frame shorter: more frames, or it would flutter.
        ratio = 2.0 ** (control.transpose / 12.0)
        step = about.spacing // minimum(maximum(math.ceil(ratio - CLOSE), 1), MOST_FRAMES)
        while state.next < until:
            reach = len(below)
            if ratio != 1.0:
                reach = shift(ratio, below, part, moved, rest)
            lower, share = (below, part) if ratio == 1.0 else (moved, rest)
            jumps = state.request >= 0.0
            gap, anew, place = move_on(state, control, about, step)
            if anew:
                for k in range(len(phase)):
                    previous[v, k] = SILENCE
            if place < 0.0:
                for k in range(len(phase)):
                    log_magnitude[k] = SILENCE
                    time_slope[k] = np.float32(0.0)
                place = 0.0
            else:
                place, first, last = keep_clear(
                    state, control, about, state.image, state.strip, loudness[v], place, step
                )
                guarded += read_frames(state.image, state.strip, about.loudest, place, first, last, bands[0], bands[1])
                for k in range(about.bands):
                    bands[1, k] *= np.float32(state.speed)
                _spread(state, control, ratio, reach, lower, share, breadth, bands, log_magnitude, time_slope)
            if state.attack == 1:
                _reset_phase(state, log_magnitude, breadth, phase)
            elif about.has_frequency == 1 and not (anew or jumps):
                read_frequencies(state.image, about.frames, place, bands[0])
                _run_on(about, gap, ratio, lower, share, bands[0], phases[v], phase)
            else:
                rtpghi_frame(log_magnitude, time_slope, previous[v], phases[v], phase, work, gap, n_fft, ratio)
            for k in range(len(phase)):  # (whole rows would bring in numba's strings for their errors: 4 s to compile)
                previous[v, k] = log_magnitude[k]
                phases[v, k] = phase[k]
            write_polar(log_magnitude, phase, scale, scale_bits, real, imag)
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
                step,
            )
    take_samples(sums, weights, now, until - now, out, offset)
    return guarded


class Vocoder:
    """The phases of all voices, and how their spectra are filled."""

    def __init__(
        self, voices: int, layout: FrameLayout, windows: NDArray[np.float32], shares: NDArray[np.float32]
    ) -> None:
        bands, bins = len(layout.band_bins), layout.n_fft // 2 + 1
        band = np.interp(np.arange(bins), layout.band_bins, np.arange(bands))
        below = np.minimum(band.astype(np.int64), bands - 2)
        part = (band - below).astype(np.float32)
        breadth = (DIFFUSION * (1.0 - 1.0 / np.maximum(np.gradient(layout.band_bins)[below], 1.0))).astype(np.float32)
        tables = below, part, breadth, *fourier_plan(layout.n_fft), windows, shares
        self._previous = np.zeros((voices, bins), np.float32)
        self._phases = np.zeros((voices, bins), np.float32)
        bin_scratch, work = np.zeros((6, bins), np.float32), max(rtpghi_work(layout.n_fft), fourier_work(layout.n_fft))
        scratch = (
            below.copy(),  # where transposed bins read
            part.copy(),
            np.zeros((2, bands), np.float32),
            bin_scratch,
            bin_scratch[3].view(np.int32),
            np.zeros(layout.n_fft, np.float32),
            np.zeros(work, np.float32),
        )
        self._fixed: tuple[Any, ...] = *tables, *scratch

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        return dict.fromkeys(("_phases", "_previous"), FINITE)

    def forget(self, voices: int | slice) -> None:
        """Let phases begin anew."""
        self._phases[voices] = 0.0
        self._previous[voices] = SILENCE

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
        mine = self._previous, self._phases
        return int(
            play(states, controls, heard, loudness, *mine, sums, weights, now, until, out, offset, fixed, *self._fixed)
        )
