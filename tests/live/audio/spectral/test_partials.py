"""The voice of tones and noise: tones stay tones, and noise is noise, whatever is done to them."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.interface.controls import ONCE, OPENING, SCRUB
from tests.live.audio.spectral.spectral_voice import RATE, SAMPLES, SINES, Voice, payload_of, strip_of

assert SINES.layout is not None
PITCHES = (200.0, 1000.0, 3000.0, 7000.0)


def _voice(samples: np.ndarray, *, mode: int = 0, output_rate: int = RATE) -> Voice:
    assert SINES.layout is not None
    voice = Voice(SINES.layout, mode=mode, output_rate=output_rate)
    voice.bank.image(0, payload_of(samples, SINES))
    return voice


def _outside(samples: np.ndarray, *hertz: float) -> float:
    """Energy farther than 20 Hz from some frequencies, dB of all."""
    spectrum = np.abs(np.fft.rfft(samples * np.blackman(len(samples)))) ** 2
    bins = np.fft.rfftfreq(len(samples), 1 / RATE)
    near = np.any([np.abs(bins - one) < 20 for one in hertz], axis=0)
    return float(10 * np.log10(spectrum[~near].sum() / spectrum.sum()))


def _pitch(samples: np.ndarray) -> float:
    spectrum = np.log(np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) + 1e-12)
    k = int(spectrum.argmax())
    low, here, high = spectrum[k - 1 : k + 2]
    return float((k + 0.5 * (low - high) / (low - 2 * here + high)) * RATE / len(samples))


def _cents(samples: np.ndarray, hertz: float) -> float:
    return float(abs(1200 * np.log2(_pitch(samples) / hertz)))


@pytest.mark.parametrize("hertz", PITCHES)
@pytest.mark.parametrize(
    "how", [{}, {"freeze": 1}, {"rate": 0.0}, {"mode": SCRUB}, {"rate": 0.25}, {"rate": -1.0}, {"rate": 3.0}]
)
def test_a_tone_stays_a_tone(sine, hertz: float, how: dict[str, float]) -> None:
    voice = _voice(sine(hertz, SAMPLES))
    voice.set(position=0.5, **how)
    voice.play(4096)
    heard = voice.play(16384)
    assert _outside(heard, hertz) < -35
    assert _cents(heard, hertz) < 1.2
    assert 20 * np.log10(np.std(heard) / np.std(sine(hertz, SAMPLES))) == pytest.approx(0, abs=0.3)


@pytest.mark.parametrize("semitones", [-12, -7, 3.5, 7, 12])
@pytest.mark.parametrize("hertz", PITCHES)
def test_a_tone_that_is_transposed_is_as_pure(sine, hertz: float, semitones: float) -> None:
    voice = _voice(sine(hertz, SAMPLES))
    voice.set(transpose=semitones)
    voice.play(4096)
    heard = voice.play(16384)
    moved = hertz * 2 ** (semitones / 12)
    assert _outside(heard, moved) < -35
    assert _cents(heard, moved) < 1.2


def test_tones_are_heard_at_another_rate_too(sine) -> None:
    voice = _voice(sine(1000, SAMPLES), output_rate=48000)
    voice.play(4096)
    heard = voice.play(16384)
    assert _cents(heard, 1000 * RATE / 48000) < 0.2
    assert _outside(heard, 1000 * RATE / 48000) < -35


def test_forty_harmonics_are_told_apart() -> None:
    time = np.arange(SAMPLES) / RATE
    chord = sum(np.sin(2 * np.pi * 220 * k * time + k * k) / k for k in range(1, 41))
    voice = _voice((0.3 * chord / np.abs(chord).max()).astype(np.float32))
    voice.play(4096)
    assert _outside(voice.play(16384), *(220.0 * k for k in range(1, 41))) < -25


def test_phase_runs_on_through_images_seams_jumps_and_strips(sine, roughness) -> None:
    image = payload_of(sine(440, SAMPLES), SINES)
    voice = _voice(sine(440, SAMPLES))
    voice.play(6000)
    bend = 0.32 * (2 * np.pi * 440 / RATE) ** 2
    assert roughness(voice.play(20000, image)) < 3 * bend  # an image before every block
    assert roughness(voice.play(3 * SAMPLES)) < 3 * bend
    for turn in range(20):
        voice.set(position=(turn * 0.37) % 1.0)
        voice.bank.strip(0, strip_of(image, 8 * turn % 96))
        assert roughness(voice.play(1111)) < 3 * bend


def test_a_strip_brings_its_own_tones(sine) -> None:
    low, high = (payload_of(sine(hertz, SAMPLES), SINES) for hertz in (500, 1500))
    voice = _voice(sine(500, SAMPLES))
    voice.set(position=0.5)
    voice.play(2048)
    voice.bank.strip(0, strip_of(high, 56))
    assert _cents(voice.play(4096), 1500) < 2
    voice.bank.image(0, low)
    voice.play(512)
    assert _cents(voice.play(4096), 500) < 2


def test_a_glide_is_heard_without_gaps() -> None:
    hertz = np.geomspace(300, 6000, SAMPLES)
    voice = _voice((0.4 * np.sin(2 * np.pi * np.cumsum(hertz) / RATE)).astype(np.float32))
    heard = voice.play(SAMPLES)[2048:-2048]
    levels = np.sqrt(np.mean(heard[: len(heard) // 512 * 512].reshape(-1, 512) ** 2, axis=1))
    assert levels.min() > 0.5 * levels.max()


@pytest.mark.parametrize("how", [{}, {"freeze": 1}, {"rate": 0.25}, {"transpose": 7}, {"transpose": -12}])
def test_noise_does_not_pulse_with_the_hops(how: dict[str, float]) -> None:
    noise = (0.1 * np.random.default_rng(2).standard_normal(SAMPLES)).astype(np.float32)
    voice = _voice(noise)
    voice.set(position=0.5, **how)
    voice.play(4096)
    heard = voice.play(2 * RATE)
    assert 20 * np.log10(np.std(heard) / 0.1) == pytest.approx(0, abs=2.5)
    high = np.convolve(heard, [1, -2, 1], "same")
    envelope = np.convolve(high**2, np.hanning(64), "same")
    spectrum = np.abs(np.fft.rfft((envelope / envelope.mean() - 1) * np.hanning(len(envelope))))
    pulse = spectrum[330:360].max() / np.median(spectrum[100:800])  # around 172 Hz
    assert pulse < 8


def _rise(heard: np.ndarray, attack: int) -> tuple[float, float]:
    """Milliseconds in which a sound rises to 71 % of its level, and what is 2 ms before it, dB of the highest."""
    level = np.sqrt(np.convolve(heard[attack - 4000 : attack + 4000] ** 2, np.ones(32) / 32, "same"))
    top = np.median(level[4000:4220])
    milliseconds = (np.argmax(level > 0.71 * top) - np.argmax(level > 0.1 * top)) / RATE * 1000
    return milliseconds, 20 * np.log10(level[: 4000 - 88].max() / level.max() + 1e-9)


@pytest.mark.parametrize("late", [0, 64, 128, 192])
@pytest.mark.parametrize("length", [1, 6000])
def test_an_attack_is_sharp_and_casts_nothing_before_it(late: int, length: int) -> None:
    attack = 16000 + late
    sound = np.zeros(SAMPLES, np.float32)
    noise = np.random.default_rng(3).standard_normal(length)
    sound[attack : attack + length] = 0.9 if length == 1 else 0.2 * noise
    voice = _voice(sound, mode=ONCE)
    voice.controls["starts"] += 1
    heard = voice.play(SAMPLES, heard=OPENING)
    milliseconds, before = _rise(heard, attack)
    assert milliseconds < 2
    assert before < -60
    assert (heard**2).sum() == pytest.approx((sound**2).sum(), rel=0.5)


def _mixture(sine) -> np.ndarray:
    """A tone of 1 kHz in noise that has nothing above 4 kHz."""
    noise = np.random.default_rng(4).standard_normal(SAMPLES)
    spectrum = np.fft.rfft(noise)
    spectrum[np.fft.rfftfreq(SAMPLES, 1 / RATE) > 4000] = 0
    return (sine(1000, SAMPLES) + 0.05 * np.fft.irfft(spectrum)).astype(np.float32)


def _levels(heard: np.ndarray, tone: float) -> tuple[float, float]:
    """RMS near a frequency, and of all else."""
    spectrum = np.abs(np.fft.rfft(heard * np.blackman(len(heard)))) ** 2 / (0.3046 * len(heard) * len(heard) / 2)
    near = np.abs(np.fft.rfftfreq(len(heard), 1 / RATE) - tone) < 20
    return float(np.sqrt(spectrum[near].sum())), float(np.sqrt(spectrum[~near].sum()))


def _heard(sine, **how: float) -> np.ndarray:
    voice = _voice(_mixture(sine))
    voice.set(position=0.3, **how)
    voice.play(4096)
    return voice.play(32768)


def test_tones_and_noise_have_gains_of_their_own(sine) -> None:
    tone, noise = _levels(_heard(sine), 1000)
    assert (tone, noise) == pytest.approx((np.std(sine(1000, SAMPLES)), 0.05 * np.sqrt(4000 / 22050)), rel=0.2)
    assert _levels(_heard(sine, tones=2.0), 1000)[0] == pytest.approx(2 * tone, rel=0.02)
    assert _levels(_heard(sine, tones=0.0), 1000)[0] < 0.05 * tone
    alone = [_levels(_heard(sine, tones=0.0, noise=gain), 1000)[1] for gain in (0.0, 0.5, 1.0, 2.0)]
    assert alone == pytest.approx([0, alone[2] / 2, alone[2], 2 * alone[2]], rel=0.02, abs=1e-6)
    assert 0.5 * noise < alone[2] < 1.1 * noise


def _edge(heard: np.ndarray) -> float:
    """Frequency below which nearly all lies of what is above 1.2 kHz."""
    power = np.abs(np.fft.rfft(heard)) ** 2
    hertz = np.fft.rfftfreq(len(heard), 1 / RATE)
    total = np.cumsum(np.where(hertz > 1200, power, 0))
    return float(hertz[np.searchsorted(total, 0.97 * total[-1])])


def test_noise_is_transposed_alone_once_it_is_asked_for(sine) -> None:
    following = _heard(sine, transpose=7, tones=0.0)
    alone = _heard(sine, transpose=7, transpose_noise=0, tones=0.0)
    down = _heard(sine, transpose_noise=-12, tones=0.0)
    plain = _heard(sine, tones=0.0)
    assert _edge(following) == pytest.approx(1.4983 * _edge(plain), rel=0.06)
    assert _edge(alone) == pytest.approx(_edge(plain), rel=0.03)
    assert _edge(down) == pytest.approx(0.52 * _edge(plain), rel=0.06)
    assert _cents(_heard(sine, transpose=7, transpose_noise=0, noise=0.0), 1000 * 2 ** (7 / 12)) < 1
    assert _cents(_heard(sine, transpose_noise=-12, noise=0.0), 1000) < 1


@pytest.mark.parametrize("stretch", [0.5, 1.02, 2.0])
def test_partials_are_stretched_from_middle_c(sine, stretch: float) -> None:
    for hertz in (262.0, 880.0, 3000.0):
        voice = _voice(sine(hertz, SAMPLES))
        voice.set(position=0.3, stretch_partials=stretch)
        voice.play(4096)
        wanted = 261.63 * (hertz / 261.63) ** stretch
        heard = voice.play(16384)
        if wanted < RATE / 2:
            assert _cents(heard, wanted) < 3
            assert _outside(heard, wanted) < -30
        else:
            assert np.abs(heard).max() < 1e-3


def test_the_same_events_make_the_same_samples() -> None:
    noise = (0.1 * np.random.default_rng(2).standard_normal(SAMPLES)).astype(np.float32)
    heard = []
    for _ in range(2):
        voice = _voice(noise)
        voice.play(3000)
        voice.set(freeze=1, transpose=3)
        heard.append(voice.play(10000))
    np.testing.assert_array_equal(*heard)


def test_what_is_no_number_is_silence_and_counted(sine) -> None:
    image = payload_of(sine(440, SAMPLES), SINES)
    image[0, :, 40:50] = np.nan
    image[1:, :, 60:70] = np.inf
    assert SINES.layout is not None
    voice = Voice(SINES.layout)
    voice.bank.image(0, image)
    out = np.zeros((1, 256), np.float32)
    assert voice.bank.render(out, 256, voice.controls, np.array([OPENING])) > 0
    assert np.isfinite(voice.play(10000)).all()
