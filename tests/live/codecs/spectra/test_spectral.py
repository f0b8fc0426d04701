"""Contracts of the codecs of bands, over lengths, rates, levels and kinds of sound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gesturegan_live.codecs.log_spectrogram import LogSpectrogram
from gesturegan_live.codecs.spectra.level import Level
from gesturegan_live.codecs.spectra.spectral import Spectral
from gesturegan_live.codecs.spectra.transform import stft
from gesturegan_live.codecs.stft import Stft

small = st.one_of(
    st.builds(
        LogSpectrogram,
        sample_rate=st.sampled_from([8000, 22050, 44100, 48000, 96000]),
        n_fft=st.sampled_from([128, 512, 1024]),
        hop_length=st.sampled_from([32, 64]),
        time_frames=st.integers(4, 40),
        bands=st.integers(8, 65),
        dynamic_range_db=st.floats(40, 120),
    ),
    st.builds(
        Stft,
        sample_rate=st.sampled_from([16000, 44100]),
        n_fft=st.sampled_from([128, 256]),
        hop_length=st.just(32),
        time_frames=st.integers(4, 40),
        mel_bands=st.sampled_from([0, 8, 40]),
        iterations=st.integers(0, 4),
    ),
)


def sound(kind: str, length: int) -> np.ndarray:
    noise = np.random.default_rng(length).standard_normal(length)
    return {
        "noise": 0.1 * noise,
        "soft": 1e-5 * noise,
        "silence": 0 * noise,
        "DC": 0 * noise + 0.4,
        "clipping": 50 * noise,
        "click": (np.arange(length) == length // 2).astype(np.float64),
    }[kind].astype(np.float32)


@settings(deadline=None, max_examples=60)
@given(codec=small, kind=st.sampled_from(["noise", "soft", "silence", "DC", "clipping", "click"]))
def test_shapes_and_ranges_hold_for_any_sound(codec: Spectral, kind: str) -> None:
    clip = sound(kind, codec.clip_samples)
    samples = np.stack([clip, -clip, clip[::-1]])
    image = codec.encode(samples)
    assert image.shape == (3, *codec.image_shape)
    assert image.dtype == np.float32
    assert np.abs(image).max() <= 1
    np.testing.assert_allclose(image[0], image[1], atol=1e-6)  # sign is not kept
    again = codec.decode(image)
    assert again.shape == samples.shape
    assert again.dtype == np.float32
    assert np.isfinite(again).all()
    np.testing.assert_array_equal(again[1:2], codec.decode(image[1:2]))  # a batch is its clips
    frames = codec.frames(image).log_magnitude
    assert frames.shape == (3, codec.layout.frames, len(codec.layout.band_bins))
    assert np.isfinite(frames).all()
    if kind == "silence":
        assert (image == -1).all()
        assert (again == 0).all()


@settings(deadline=None, max_examples=20)
@given(level_db=st.floats(-60, -1), seed=st.integers(0, 1000))
def test_loudness_comes_back_at_every_level_of_the_range(level_db: float, seed: int) -> None:
    codec = LogSpectrogram(time_frames=64)
    noise = np.random.default_rng(seed).standard_normal((1, codec.clip_samples))
    samples = (10 ** (level_db / 20) * np.clip(0.3 * noise, -1, 1)).astype(np.float32)
    change_db = 20 * np.log10(np.std(codec.decode(codec.encode(samples))) / np.std(samples))
    assert -1.2 < change_db < 0.6


@pytest.mark.parametrize(("preset", "bound_db"), [("live-44100", -15), ("live-48000", -15), ("large-44100", -15)])
def test_spectral_convergence_is_within_its_bound(preset: str, bound_db: float) -> None:
    codec = LogSpectrogram.preset(preset)
    time = np.arange(codec.clip_samples) / codec.sample_rate
    tones = sum(np.sin(2 * np.pi * 180 * k * time * (1 + 0.05 * time)) / k for k in range(1, 8))
    samples = (0.3 * tones * np.exp(-((3 * time) % 1) * 4)).astype(np.float32)[None]
    assert convergence_db(codec, samples) < bound_db


def test_stft_images_come_back_nearly_whole() -> None:
    codec = Stft()
    samples = sound("noise", codec.clip_samples)[None]
    assert convergence_db(codec, samples) < -19
    assert convergence_db(Stft(iterations=0), samples) > convergence_db(codec, samples) + 5
    assert convergence_db(Stft.preset("mel-256x128"), sound("noise", 65536)[None]) < -6


def convergence_db(codec: Spectral, samples: np.ndarray) -> float:
    padding = (codec.n_fft - codec.hop_length) // 2
    wanted, found = (
        np.abs(stft(clip, codec.n_fft, codec.hop_length, codec.time_frames, padding))
        for clip in (samples, codec.decode(codec.encode(samples)))
    )
    return float(20 * np.log10(np.linalg.norm(found - wanted) / np.linalg.norm(wanted)))


@given(range_db=st.floats(20, 160), magnitude=st.floats(0, 256, width=32))
def test_levels_invert_down_to_silence(range_db: float, magnitude: float) -> None:
    level = Level(1024, range_db)
    pixels = level.pixels(np.float32([magnitude]))
    assert -1 <= pixels[0] <= 1
    again = np.exp(level.log_magnitude(pixels))[0]
    assert again == pytest.approx(magnitude, rel=2e-5 * range_db / 20, abs=1.5e-3 * level.low)


def test_frames_are_louder_by_what_voices_lose() -> None:
    codec = LogSpectrogram()
    tone = np.sin(2 * np.pi * 20 * np.arange(codec.clip_samples) / 1024).astype(np.float32)[None]
    frames = codec.frames(codec.encode(tone)).log_magnitude
    assert np.exp(frames[0, 100].max()) == pytest.approx(256 * 10 ** (0.6 / 20), rel=0.01)
