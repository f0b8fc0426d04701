"""Qualities of sounds: each grows with what it is named after, leaves what it should, and silence has them too."""

from __future__ import annotations

import numpy as np
import pytest

from training.release.qualities import QUALITIES, apart, measure

RATE = 22050
TIME = np.arange(2 * RATE) / RATE
NOISE = np.random.default_rng(0).standard_normal(len(TIME))
NAMES = list(QUALITIES)


def tone(frequency: float) -> np.ndarray:
    return sum(np.sin(2 * np.pi * frequency * k * TIME) / k for k in (1, 2, 3, 4))


def coloured(tilt: float) -> np.ndarray:
    """Noise that falls by so many dB an octave."""
    spectrum = np.fft.rfft(NOISE)
    shaped = np.fft.irfft(spectrum * np.maximum(np.arange(len(spectrum)), 200.0) ** (tilt / -6.02))
    return shaped / shaped.std()


def measured(*sounds: np.ndarray) -> dict[str, np.ndarray]:
    found = measure(0.1 * np.stack(sounds).astype(np.float32), RATE)
    return dict(zip(NAMES, found.T, strict=True))


@pytest.mark.parametrize(
    ("quality", "less", "more"),
    [
        ("brightness", tone(200), tone(800)),
        ("brightness", coloured(6), coloured(0)),
        ("loudness", 0.2 * NOISE, 0.4 * NOISE),
        ("noisiness", tone(300), tone(300) + NOISE),
        ("attack", tone(300) * np.minimum(1, 2 * TIME), tone(300) * (TIME > 0.5)),
        ("register", tone(110), tone(220)),
        ("density", tone(300) * (TIME < 0.3), tone(300)),
    ],
)
def test_a_quality_grows_with_what_it_is_named_after(quality: str, less: np.ndarray, more: np.ndarray) -> None:
    found = measured(less, more)[quality]
    assert found[0] < found[1]


def test_units_are_octaves_decibels_and_doublings() -> None:
    found = {name: values[1] - values[0] for name, values in measured(tone(220), 2 * tone(440)).items()}
    assert found["brightness"] == pytest.approx(1, abs=0.1)
    assert found["register"] == pytest.approx(1, abs=0.1)
    assert found["loudness"] == pytest.approx(6.02, abs=0.2)
    half = measured(tone(220), tone(220) * (TIME < 1))["density"]
    assert half[0] - half[1] == pytest.approx(1, abs=0.05)


def test_noise_is_as_noisy_whatever_its_colour() -> None:
    noisiness = measured(coloured(0), coloured(6), coloured(12), tone(300))["noisiness"]
    np.testing.assert_allclose(noisiness[:3], noisiness[0], atol=2.0)
    assert noisiness[3] < noisiness[:3].min() - 2


def test_power_is_density_and_loudness() -> None:
    sounds = NOISE, NOISE * (TIME < 0.7), NOISE * np.exp(-3 * TIME)
    found = measured(*sounds)
    power = 10 * np.log10([np.mean(np.square(sound)) for sound in sounds])
    told = found["loudness"] + 10 * np.log10(2) * found["density"]
    np.testing.assert_allclose(np.diff(told), np.diff(power), atol=0.3)
    assert abs(found["loudness"][0] - found["loudness"][1]) < 0.3  # what is cut off is as loud


def test_a_gain_changes_loudness_alone() -> None:
    soft, loud = (
        np.array(list(values)) for values in zip(*measured(0.25 * tone(300), tone(300)).values(), strict=True)
    )
    others = [place for place, name in enumerate(NAMES) if name != "loudness"]
    np.testing.assert_allclose(loud[others], soft[others], atol=0.05)


def test_sounds_are_apart_by_the_decibels_between_their_bands() -> None:
    sounds = np.stack([NOISE, NOISE]).astype(np.float32)
    np.testing.assert_allclose(apart(sounds, sounds * np.array([[0.5], [1]], np.float32), RATE), [6.02, 0], atol=0.01)


def test_silence_and_short_sounds_are_measured() -> None:
    assert np.isfinite(measure(np.zeros((1, 4096), np.float32), RATE)).all()
    assert np.isfinite(measure(0.1 * NOISE[None, :300].astype(np.float32), 8000)).all()
    assert apart(np.zeros((1, 300), np.float32), np.zeros((1, 300), np.float32), 8000) == pytest.approx(0)
