"""The loudest clip of a file, at the codec's rate; what is none is told in one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.finding.sound_file import PEAK, loudest_clip, resampled

RATE, LENGTH = 16000, 8192


def write(path: Path, sound: np.ndarray, rate: int = RATE) -> Path:
    soundfile.write(path, sound, rate, subtype="FLOAT" if path.suffix == ".wav" else None)
    return path


def tone(seconds: float, hertz: float = 440.0, rate: int = RATE) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def test_the_loudest_clip_is_taken_and_brought_to_level(tmp_path: Path) -> None:
    gains = np.repeat([0.05, 0.4, 0.1], LENGTH)
    sound = tone(3 * LENGTH / RATE) * gains
    clip = loudest_clip(write(tmp_path / "long.wav", np.stack([sound, sound], axis=1)), RATE, LENGTH)
    np.testing.assert_allclose(clip, sound[LENGTH : 2 * LENGTH] * PEAK / 0.4, atol=2e-3)


def test_only_the_end_is_listened_to_where_that_is_asked_for(tmp_path: Path) -> None:
    sound = np.concatenate([tone(2, 440), 0.3 * tone(1, 1000)])
    path = write(tmp_path / "two.flac", sound)
    for seconds, hertz in ((None, 440), (1.0, 1000)):
        spectrum = np.abs(np.fft.rfft(loudest_clip(path, RATE, LENGTH, seconds)))
        assert np.argmax(spectrum) * RATE / LENGTH == pytest.approx(hertz, abs=2)


def test_a_short_sound_is_followed_by_silence(tmp_path: Path) -> None:
    clip = loudest_clip(write(tmp_path / "short.wav", tone(0.1)), RATE, LENGTH)
    assert np.abs(clip[:1600]).max() == pytest.approx(PEAK)
    assert not clip[1600:].any()


@pytest.mark.parametrize("rate", [8000, 44100, 48000])
def test_another_rate_is_brought_to_the_codecs(rate: int, tmp_path: Path) -> None:
    clip = loudest_clip(write(tmp_path / "other.wav", tone(2, 500, rate), rate), RATE, LENGTH)
    inner = clip[1000:-1000]
    wave = np.exp(2j * np.pi * 500 * np.arange(len(inner)) / RATE)
    there = 2 * np.abs(inner @ wave) / len(inner)
    assert there == pytest.approx(PEAK, rel=0.02)
    assert np.std(inner) == pytest.approx(PEAK / np.sqrt(2), rel=0.02)
    assert len(clip) == LENGTH


def test_what_is_resampled_is_as_long_and_nothing_beyond_is_folded_back() -> None:
    high = tone(1, 7000, 44100).astype(np.float32)
    low = resampled(high, 44100, 8000)
    assert len(low) == 8000
    assert np.std(low[500:-500]) < 0.01


def test_what_holds_no_sound_is_told_in_one_line(tmp_path: Path) -> None:
    write(tmp_path / "silent.wav", np.zeros(9000))
    write(tmp_path / "empty.wav", np.zeros(0))
    write(tmp_path / "nan.wav", np.array([0.1, np.nan, 0.1]))
    write(tmp_path / "vast.wav", np.array([0.1, 1e30, 0.1]))
    write(tmp_path / "fast.wav", np.full(9000, 0.1), 2_000_000)
    (tmp_path / "broken.wav").write_bytes(b"no sound")
    reasons = {
        "silent": "holds nothing but silence",
        "empty": "holds nothing but silence",
        "nan": "holds samples that are no numbers, or beyond",
        "vast": "holds samples that are no numbers, or beyond",
        "fast": "2000000 Hz, wanted 1000 to 384000",
        "broken": "cannot be read",
        "gone": "cannot be read",
    }
    for name, reason in reasons.items():
        with pytest.raises(ValueError, match=f"^{name}.wav: {reason}") as caught:
            loudest_clip(tmp_path / f"{name}.wav", RATE, LENGTH)
        assert "\n" not in str(caught.value)
