from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.codecs.log_spectrogram import LogSpectrogram
from gesturegan_live.codecs.spectra.bands import expand_bands, triangles, warped_bins


def sine(codec: LogSpectrogram, hertz: float, level: float = 1.0) -> np.ndarray:
    time = np.arange(codec.clip_samples) / codec.sample_rate
    return (level * np.sin(2 * np.pi * hertz * time)).astype(np.float32)[None]


def test_the_live_preset() -> None:
    codec = LogSpectrogram()
    assert codec.image_shape == (256, 128, 1)
    assert codec.clip_samples == 65536
    assert np.array_equal(codec.layout.band_bins[:32], np.arange(32))
    assert codec.layout.band_bins[-1] == 512


@pytest.mark.parametrize(("bands", "n_fft"), [(8, 64), (128, 1024), (128, 2048), (256, 1024), (512, 1024), (513, 1024)])
def test_no_band_is_empty_and_none_is_narrower_than_a_bin(bands: int, n_fft: int) -> None:
    centres = warped_bins(bands, n_fft)
    assert len(centres) == bands
    assert centres[0] == 0
    assert centres[-1] == n_fft // 2
    assert np.diff(centres).min() > 0.99
    np.testing.assert_allclose(triangles(centres, n_fft).sum(axis=0), 1, rtol=1e-5)


def test_silence_is_minus_one_and_comes_back_as_silence() -> None:
    codec = LogSpectrogram()
    silence = np.zeros((2, codec.clip_samples), np.float32)
    assert (codec.encode(silence) == -1).all()
    assert (codec.decode(codec.encode(silence)) == 0).all()


@pytest.mark.parametrize("level", [1.0, 0.1, 0.01, 0.001])
def test_a_sine_keeps_its_level_and_frequency(level: float) -> None:
    codec = LogSpectrogram()
    samples = sine(codec, 20 * 44100 / 1024, level)
    image = codec.encode(samples)
    if level == 1.0:
        assert image.max() == pytest.approx(1.0, abs=1e-3)
    again = codec.decode(image)[0, 4096:-4096]
    assert np.sqrt(2 * np.mean(again**2)) == pytest.approx(level, rel=0.05)
    spectrum = np.abs(np.fft.rfft(again * np.hanning(len(again))))
    assert np.argmax(spectrum) * 44100 / len(again) == pytest.approx(20 * 44100 / 1024, abs=2)


def test_bands_expand_by_straight_lines() -> None:
    out = expand_bands(np.float32([0, 1, 3]), np.float32([1, 2, 6]), 9)
    np.testing.assert_allclose(out, [0, 0, 1, 1.5, 2, 2.5, 3, 3, 3])
