"""What is alike lies near, whatever the codec."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.codecs import CODECS
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.finding.ear import NUMBERS, Ear

RATE = 44100


def heard(codec: Codec, *sounds: np.ndarray) -> np.ndarray:
    clips = np.stack([sound[: codec.clip_samples] for sound in sounds]).astype(np.float32)
    return Ear(codec)(codec.encode(clips))


def noise(seed: int, low: float = 0.0, high: float = RATE / 2) -> np.ndarray:
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(0, 0.1, 2 * RATE))
    hertz = np.fft.rfftfreq(2 * RATE, 1 / RATE)
    return np.fft.irfft(spectrum * ((hertz >= low) & (hertz <= high)))


def clicks(at: int) -> np.ndarray:
    sound = np.zeros(2 * RATE)
    sound[at::11025] = 0.9
    return sound


def tone(hertz: float, gain: float = 0.5) -> np.ndarray:
    return gain * np.sin(2 * np.pi * hertz * np.arange(2 * RATE) / RATE)


@pytest.mark.parametrize("name", ["log-spectrogram", "sines-noise", "waveform-rgb"])
def test_two_of_a_kind_are_nearer_than_any_two_kinds(name: str) -> None:
    kinds = [(noise(1), noise(2)), (noise(1, 200, 800), noise(2, 200, 800)), (clicks(10), clicks(4000))]
    kinds += [(tone(440), tone(445)), (tone(3000), tone(3030))]
    first, second = np.split(heard(CODECS[name](), *(k[0] for k in kinds), *(k[1] for k in kinds)), 2)
    assert first.shape == (len(kinds), NUMBERS)
    apart = np.linalg.norm(first[:, None] - second, axis=2)
    own = np.diag(apart)
    assert own.max() < 0.5 * np.min(apart[~np.eye(len(kinds), dtype=bool)])


def test_loudness_counts_and_goes_with_the_distance() -> None:
    loud, less, soft = heard(CODECS["log-spectrogram"](), *(tone(440, gain) for gain in (0.8, 0.4, 0.05)))
    assert 0.1 < np.linalg.norm(loud - less) < 0.5 * np.linalg.norm(loud - soft)


def test_silence_is_heard_as_silence_by_every_codec() -> None:
    for codec in (kind() for kind in CODECS.values()):
        images = codec.encode(np.zeros((1, codec.clip_samples), np.float32))
        told = Ear(codec)(images)
        assert told.shape == (1, NUMBERS)
        assert told.dtype == np.float32
        assert np.isfinite(told).all()


def test_codecs_agree_on_what_a_sound_is_like() -> None:
    sounds = [noise(1), clicks(10), tone(440), tone(3000)]
    one, other = (heard(CODECS[name](), *sounds) for name in ("log-spectrogram", "waveform-rgb"))
    apart = np.linalg.norm(one[:, None] - other, axis=2)
    assert apart.argmin(axis=1).tolist() == [0, 1, 2, 3]
