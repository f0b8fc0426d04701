"""Recordings cut into clips."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from training.dataset import clips
from training.dataset.clips import CutConfig, cut


def _write(path: Path, samples: np.ndarray, sample_rate: int = 16000) -> Path:
    soundfile.write(path, samples, sample_rate, subtype="FLOAT")
    return path


@pytest.fixture
def ramp(tmp_path: Path) -> Path:
    """10 000 samples that count up."""
    return _write(tmp_path / "ramp.wav", np.arange(1, 10_001) / 10_000)


def test_the_grid_covers_the_recording_and_its_end(ramp: Path) -> None:
    cuts = list(cut(ramp, 16000, 4096, CutConfig(level="none")))
    assert [clip.offset for clip in cuts] == [0, 4096, 10_000 - 4096]
    for clip in cuts:
        np.testing.assert_allclose(clip.samples, (np.arange(4096) + clip.offset + 1) / 10_000, atol=1e-6)


def test_overlap_moves_the_grid_closer(ramp: Path) -> None:
    cuts = list(cut(ramp, 16000, 4096, CutConfig(overlap=0.5)))
    assert [clip.offset for clip in cuts] == [0, 2048, 4096, 10_000 - 4096]


def test_blocks_make_no_difference(ramp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(cut(ramp, 11025, 1000, CutConfig(overlap=0.3)))
    monkeypatch.setattr(clips, "_BLOCK_SECONDS", 0.01)
    parts = list(cut(ramp, 11025, 1000, CutConfig(overlap=0.3)))
    assert [clip.offset for clip in whole] == [clip.offset for clip in parts]
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_allclose(one.samples, other.samples, atol=1e-6)


def test_short_recordings_are_padded_or_tiled(tmp_path: Path) -> None:
    path = _write(tmp_path / "short.wav", np.full(900, 0.5))
    (padded,) = cut(path, 16000, 4096, CutConfig(level="none"))
    assert np.count_nonzero(padded.samples) == 900
    assert padded.samples[:900].all()
    (tiled,) = cut(path, 16000, 4096, CutConfig(short="tile", level="none"))
    starts = np.flatnonzero(np.diff(tiled.samples, prepend=0) > 0)
    np.testing.assert_array_equal(starts, [0, 1024, 2048, 3072])  # even distances, round the loop too


def test_resampled_to_the_rate_asked_for(tmp_path: Path) -> None:
    time = np.arange(48000) / 48000
    path = _write(tmp_path / "tone.wav", np.stack([np.sin(2 * np.pi * 1000 * time)] * 2, axis=1), 48000)
    clip = next(cut(path, 16000, 8192, CutConfig()))
    assert np.argmax(np.abs(np.fft.rfft(clip.samples))) == 512  # 1000 Hz at 16 kHz
    faster = next(cut(path, 16000, 4096, CutConfig(speeds=(2.0,))))
    assert np.argmax(np.abs(np.fft.rfft(faster.samples))) == 512  # 2000 Hz


def test_level_is_brought_to_the_same_peak(tmp_path: Path) -> None:
    path = _write(tmp_path / "soft.wav", 0.01 * np.ones(5000))
    assert [float(np.max(clip.samples)) for clip in cut(path, 16000, 4096, CutConfig())] == pytest.approx([0.9, 0.9])


def test_silence_is_left_out(tmp_path: Path) -> None:
    path = _write(tmp_path / "rest.wav", np.concatenate([np.ones(4096), np.zeros(4096), np.ones(4096)]))
    assert [clip.offset for clip in cut(path, 16000, 4096, CutConfig())] == [0, 8192]


@pytest.mark.parametrize(("samples", "message"), [([], "no samples"), ([0.0, np.nan], "not finite")])
def test_unusable_recordings_are_refused(tmp_path: Path, samples: list[float], message: str) -> None:
    path = _write(tmp_path / "bad.wav", np.array(samples, np.float64))
    with pytest.raises(ValueError, match=message):
        list(cut(path, 16000, 4096, CutConfig()))


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"short": "loop"}, "short is 'loop', expected one of pad, tile"),
        ({"level": "file"}, "level is 'file'"),
        ({"overlap": 1.0}, "overlap is 1.0"),
        ({"tiles": 0}, "tiles is 0"),
        ({"speeds": (9.0,)}, "speeds are"),
    ],
)
def test_settings_are_checked(setting: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        CutConfig(**setting)
