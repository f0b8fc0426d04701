"""How loud images are: as the sounds that they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.codecs.measures.loudest import SECONDS, loudest
from gesturegan_live.codecs.payload import payloads


def decibels(codec, sound: np.ndarray) -> float:
    image = codec.encode(sound[None].astype(np.float32))
    return 20 * np.log10(loudest(codec, payloads(codec, image)[0]))


@pytest.mark.parametrize("name", ["log-spectrogram", "sines-noise", "waveform-gray", "specgram"])
def test_a_sound_is_as_loud_as_its_rms_whatever_it_is_made_of(name: str) -> None:
    codec = codecs.CODECS[name]()
    time = np.arange(codec.clip_samples) / codec.sample_rate
    for sound in (0.3 * np.sin(2 * np.pi * 700 * time), 0.1 * np.random.default_rng(0).standard_normal(len(time))):
        rms = 20 * np.log10(np.sqrt(np.mean(sound**2)))
        assert decibels(codec, sound) == pytest.approx(rms, abs=0.8)
        assert decibels(codec, sound / 10) == pytest.approx(decibels(codec, sound) - 20, abs=0.3)


@pytest.mark.parametrize("name", ["log-spectrogram", "waveform-rgb"])
def test_silence_after_a_sound_makes_it_no_softer(name: str) -> None:
    codec = codecs.CODECS[name]()
    noise = 0.1 * np.random.default_rng(0).standard_normal(codec.clip_samples)
    short = np.where(np.arange(len(noise)) < 1.1 * SECONDS * codec.sample_rate, noise, 0.0)
    assert decibels(codec, short) == pytest.approx(decibels(codec, noise), abs=0.5)


def test_a_clip_of_nothing_has_no_level() -> None:
    codec = codecs.CODECS["waveform-gray"]()
    assert loudest(codec, np.zeros(codec.clip_samples, np.float32)) == 0.0
