"""Whole clips of sinusoids and shaped noise, frame after frame; voices make theirs in `gesturegan_live.audio`.

Conventions
-----------
Those of `additive`. Of each frame its middle is heard, two hops long, so that neighbours meet as straight lines do.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import FrameLayout, Frames
from gesturegan_live.codecs.sinusoids.additive import (
    HEARD,
    SOURCE,
    Additive,
    Line,
    add_noise,
    additive,
    join,
    read_noise,
    run_on,
    write_partials,
)
from gesturegan_live.codecs.spectra.fourier import FourierPlan, fourier_plan, fourier_work, real_inverse
from gesturegan_live.codecs.spectra.transform import hann
from gesturegan_live.kernel import allocating_kernel


def synthesise(frames: Frames, layout: FrameLayout, silence: float) -> NDArray[np.float32]:
    """Make whole clips (B, frames * hop_length) of frames that tell tones from noise; none below a log magnitude."""
    assert frames.frequency is not None
    assert frames.tonality is not None
    n_fft, hop_length = layout.n_fft, layout.hop_length
    level = np.exp(2.0 * (frames.log_magnitude - np.float32(np.log(n_fft / 4))))
    level[frames.log_magnitude < silence] = 0.0
    tones = level * frames.tonality
    noise = level - tones
    places = frames.frequency * np.float32(n_fft / (2.0 * np.pi * hop_length))
    overlap = np.zeros(n_fft)
    middle = slice(n_fft // 2 - hop_length, n_fft // 2 + hop_length)
    overlap[middle] = hann(2 * hop_length) / np.maximum(hann(n_fft)[middle], 1e-6)
    samples = np.zeros((len(level), layout.frames * hop_length + 2 * n_fft), np.float32)
    work = np.zeros(fourier_work(n_fft), np.float32)
    tables, plan = additive(layout), fourier_plan(n_fft)
    hertz = layout.sample_rate / n_fft
    for clip, out in enumerate(samples):
        _play(
            tones[clip],
            places[clip],
            noise[clip],
            tables,
            plan,
            hop_length,
            hertz,
            overlap.astype(np.float32),
            out,
            work,
        )
    start = n_fft
    return samples[:, start : start + layout.frames * hop_length]


@allocating_kernel
def _play(
    tones: Line,
    places: Line,
    noise: Line,
    tables: Additive,
    plan: FourierPlan,
    hop_length: int,
    hertz: float,
    overlap: Line,
    out: Line,
    work: Line,
) -> None:
    bands, bins, n_fft = tones.shape[1], len(tables.below), len(overlap)
    spectra = np.zeros((4, bins), np.float32)
    frame, lines = np.zeros(n_fft, np.float32), np.zeros((3, bands), np.float32)
    before, found = np.zeros((4, bands)), np.zeros((4, bands))
    known, draw = 0, np.uint64(1)
    turn = math.pi * hop_length / n_fft
    for t in range(len(tones)):
        real, imag, white_real, white_imag = spectra[0], spectra[1], spectra[2], spectra[3]
        for k in range(bins):
            real[k] = imag[k] = np.float32(0.0)
        count = join(tones[t], places[t], tables.spacing, found)
        for i in range(count):
            found[HEARD, i] = found[SOURCE, i]
        draw = run_on(found, count, before, known, turn, hertz, draw)
        write_partials(found, count, 1.0, tables.lobe, real, imag)
        before, found, known = found, before, count
        begin = (2 * t + 1) * hop_length // 2 + n_fft // 2  # of the frame in `out`
        read_noise(tables.tape, tables.window, begin, plan, frame, white_real, white_imag, work)
        for b in range(bands):
            lines[0, b] = noise[t, b]
        add_noise(
            lines[0],
            1.0,
            True,
            bins,
            tables.below,
            tables.part,
            tables.share,
            white_real,
            white_imag,
            lines[1],
            lines[2],
            work,
            real,
            imag,
        )
        real_inverse(plan, real, imag, frame, work)
        for i in range(n_fft):
            out[begin + i] += frame[i] * overlap[i]
