"""The three forms of PGHI, the stream and Griffin-Lim, against one another."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.codecs.phase.griffin_lim import griffin_lim
from gesturegan_live.codecs.phase.heap import pghi
from gesturegan_live.codecs.phase.inversion import invert
from gesturegan_live.codecs.phase.stream import HopStream
from gesturegan_live.codecs.spectra.fourier import fourier_plan, fourier_work, real_forward, real_inverse
from gesturegan_live.codecs.spectra.polar import polar
from gesturegan_live.codecs.spectra.transform import stft
from tests.live.called import called
from tests.live.codecs.frame_by_frame import rtpghi

N_FFT, HOP = 1024, 256
PADDING = N_FFT // 2


def texture(length: int = 44032) -> np.ndarray:
    """A glide, noise in strokes, and clicks."""
    time = np.arange(length) / 44100
    noise = np.random.default_rng(5).standard_normal(length)
    clicks = (np.arange(length) % 7000 == 3500).astype(np.float64)
    glide = 0.3 * np.sin(2 * np.pi * (300 * time + 900 * time**2))
    fade = np.minimum(1, 20 * np.minimum(time, time[::-1]))
    return (fade * (glide + 0.1 * noise * np.exp(-6 * ((4 * time) % 1)) + 0.5 * clicks)).astype(np.float32)


def magnitudes(samples: np.ndarray) -> np.ndarray:
    return np.abs(stft(samples[None], N_FFT, HOP, 1 + len(samples) // HOP, PADDING))[0]


def logarithm(magnitude: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(magnitude, np.float32(1e-7)))


def convergence_db(samples: np.ndarray, wanted: np.ndarray) -> float:
    return float(20 * np.log10(np.linalg.norm(magnitudes(samples) - wanted) / np.linalg.norm(wanted)))


def from_phase(wanted: np.ndarray, phase: np.ndarray, steps: int = 0) -> float:
    length = (len(wanted) - 1) * HOP
    spectrum = polar(logarithm(wanted), phase)
    return convergence_db(griffin_lim(wanted, spectrum, HOP, length, PADDING, steps), wanted)


def streamed(wanted: np.ndarray, look_ahead: int, steps: int) -> np.ndarray:
    frames = logarithm(np.concatenate([wanted, np.zeros((4, wanted.shape[1]), np.float32)]))
    delay = look_ahead * HOP + PADDING
    return HopStream(N_FFT, HOP, look_ahead, steps).run(frames)[delay : delay + (len(wanted) - 1) * HOP]


def test_the_more_a_form_may_look_ahead_the_better_it_is() -> None:
    wanted = magnitudes(texture())
    log_magnitude = logarithm(wanted)
    none, one = (from_phase(wanted, rtpghi(log_magnitude, HOP, N_FFT, ahead)) for ahead in (0, 1))
    offline = from_phase(wanted, pghi(log_magnitude, HOP, N_FFT))
    random = from_phase(wanted, np.random.default_rng(0).uniform(-np.pi, np.pi, wanted.shape).astype(np.float32))
    assert offline < one - 0.3
    assert one < none - 0.5
    assert none < random - 3


def test_all_forms_agree_on_a_steady_tone() -> None:
    tone = (0.5 * np.sin(2 * np.pi * 1000 * np.arange(22016) / 44100)).astype(np.float32)
    log_magnitude = logarithm(magnitudes(tone))[8:-8]
    ridge = int(log_magnitude[0].argmax())
    advance = 2 * np.pi * 1000 * HOP / 44100
    for phase in (
        rtpghi(log_magnitude, HOP, N_FFT, 0),
        rtpghi(log_magnitude, HOP, N_FFT, 1),
        pghi(log_magnitude, HOP, N_FFT),
    ):
        error = np.angle(np.exp(1j * (np.diff(phase[:, ridge]) - advance)))
        assert np.abs(error).max() < 0.02
        # bins of one main lobe alternate in sign, sample 0 first
        beside = np.angle(np.exp(1j * (phase[:, ridge + 1] - phase[:, ridge] - np.pi)))
        assert np.abs(beside).max() < 0.1


@pytest.mark.parametrize("look_ahead", [0, 1])
def test_the_stream_without_polish_is_real_time_pghi(look_ahead: int) -> None:
    wanted = magnitudes(texture())
    whole = from_phase(wanted, rtpghi(logarithm(wanted), HOP, N_FFT, look_ahead))
    assert convergence_db(streamed(wanted, look_ahead, 0), wanted) == pytest.approx(whole, abs=0.3)


@pytest.mark.parametrize("look_ahead", [0, 1])
def test_polish_brings_the_stream_nearer_where_partials_beat(look_ahead: int) -> None:
    time = np.arange(44032) / 44100
    partials = np.random.default_rng(2).uniform(100, 6000, (40, 1))
    wanted = magnitudes((0.02 * np.sin(2 * np.pi * partials * time).sum(axis=0)).astype(np.float32))
    plain, polished = (convergence_db(streamed(wanted, look_ahead, steps), wanted) for steps in (0, 1))
    assert polished < plain - 0.2


def test_pushing_frame_by_frame_is_running_and_makes_no_new_array() -> None:
    log_magnitude = logarithm(magnitudes(texture(8192)))
    stream = HopStream(N_FFT, HOP)
    whole = stream.run(log_magnitude)
    stream.reset()
    hops = [stream.push(frame) for frame in log_magnitude]
    assert all(hop is hops[0] for hop in hops)
    stream.reset()
    again = np.concatenate([stream.push(frame).copy() for frame in log_magnitude])
    assert np.array_equal(again, whole)


def test_a_stream_of_silence_is_silent() -> None:
    hops = HopStream(N_FFT, HOP).run(np.full((20, N_FFT // 2 + 1), -60, np.float32))
    assert np.abs(hops).max() < 1e-20


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1024, 256, 2), "look_ahead is 2; wanted 0 or 1"),
        ((1024, 300), "hop_length is 300; wanted a divisor of n_fft / 2 = 512"),
        ((1000, 250), "n_fft is 1000; wanted a power of two from 16"),
        ((1024, 256, 1, -1), "steps is -1; wanted 0 to 8"),
    ],
)
def test_a_stream_that_cannot_be_is_refused(arguments: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        HopStream(*arguments)


def test_griffin_lim_comes_nearer_with_every_few_steps() -> None:
    wanted = magnitudes(texture())
    phase = pghi(logarithm(wanted), HOP, N_FFT)
    figures = [from_phase(wanted, phase, steps) for steps in (0, 4, 16, 64)]
    assert figures == sorted(figures, reverse=True)
    assert figures[-1] < figures[0] - 8


def test_inversion_is_deterministic_and_beats_its_start() -> None:
    wanted = magnitudes(texture())
    log_magnitude = logarithm(wanted)[None]
    length = (len(wanted) - 1) * HOP
    once = invert(log_magnitude, HOP, length, PADDING)
    assert np.array_equal(once, invert(log_magnitude, HOP, length, PADDING))
    assert convergence_db(once[0], wanted) < from_phase(wanted, pghi(log_magnitude[0], HOP, N_FFT)) - 3


@pytest.mark.parametrize("n_fft", [16, 32, 64, 256, 512, 1024, 2048])
def test_the_compiled_transform_is_numpys(n_fft: int) -> None:
    frame = np.random.default_rng(n_fft).standard_normal(n_fft).astype(np.float32)
    real, imag = np.empty((2, n_fft // 2 + 1), np.float32)
    work = np.empty(fourier_work(n_fft), np.float32)
    called(real_forward)(fourier_plan(n_fft), frame, real, imag, work)
    wanted = np.fft.rfft(frame.astype(np.float64))
    np.testing.assert_allclose(real + 1j * imag, wanted, atol=1e-6 * np.abs(wanted).max())
    again = np.empty(n_fft, np.float32)
    called(real_inverse)(fourier_plan(n_fft), real, imag, again, work)
    np.testing.assert_allclose(again, frame, atol=3e-6)
