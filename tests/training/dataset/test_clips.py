"""Recordings cut into clips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from training.corpus.source import Source
from training.dataset import clips, recording
from training.dataset.clips import Clip, CutConfig


def cut(path: Path, sample_rate: int, length: int, config: CutConfig) -> Iterator[Clip]:
    return clips.cut(Source(path, path.name), sample_rate, length, config)


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
    monkeypatch.setattr(recording, "_BLOCK_SECONDS", 0.01)
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
        ({"level": "all"}, "level is 'all', expected one of clip, file, none"),
        ({"cut": "here"}, "cut is 'here', expected one of grid, onset, random"),
        ({"channel": -1}, "channel is -1, expected 1 or more"),
        ({"channel": 0}, "channel is 0, expected 1 or more"),
        ({"overlap": 1.0}, "overlap is 1.0"),
        ({"tiles": 0}, "tiles is 0"),
        ({"speeds": (9.0,)}, "speeds are"),
    ],
)
def test_settings_are_checked(setting: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        CutConfig(**setting)


def test_random_clips_come_from_anywhere_and_are_the_same_again(ramp: Path) -> None:
    config = CutConfig(cut="random", crops=20, level="none", seed=3)
    cuts = list(cut(ramp, 16000, 1000, config))
    assert len({clip.offset for clip in cuts}) > 15
    for clip in cuts:
        np.testing.assert_allclose(clip.samples, (np.arange(1000) + clip.offset + 1) / 10_000, atol=1e-6)
    assert [clip.offset for clip in cut(ramp, 16000, 1000, config)] == [clip.offset for clip in cuts]
    other = cut(ramp, 16000, 1000, CutConfig(cut="random", crops=20, seed=4))
    assert [clip.offset for clip in other] != [clip.offset for clip in cuts]


def test_random_clips_of_a_short_recording_hold_it_anywhere(tmp_path: Path) -> None:
    path = _write(tmp_path / "short.wav", np.arange(1, 301) / 300)
    cuts = list(cut(path, 16000, 1000, CutConfig(cut="random", crops=10, level="none")))
    assert len({clip.offset for clip in cuts}) > 5
    for clip in cuts:
        assert -700 <= clip.offset <= 0
        np.testing.assert_allclose(clip.samples[-clip.offset : 300 - clip.offset], np.arange(1, 301) / 300, atol=1e-6)
        assert np.count_nonzero(clip.samples) == 300
    turned = list(cut(path, 16000, 1000, CutConfig(cut="random", crops=4, short="tile")))
    assert all(np.count_nonzero(clip.samples) == 900 for clip in turned)


def test_clips_begin_at_onsets(tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    sound = 1e-4 * rng.standard_normal(64_000)
    begins = [5000, 21_000, 23_000, 50_000]
    for begin in begins:
        sound[begin : begin + 4000] += 0.5 * rng.standard_normal(4000) * np.exp(-np.arange(4000) / 800)
    path = _write(tmp_path / "hits.wav", sound)
    near = [clip.offset for clip in cut(path, 16000, 8000, CutConfig(cut="onset", overlap=0.9))]
    assert len(near) == 4
    assert all(0 <= begin - offset < 1024 for begin, offset in zip(begins, near, strict=True))
    apart = [clip.offset for clip in cut(path, 16000, 8000, CutConfig(cut="onset"))]
    assert apart == [near[0], near[1], near[3]]


def test_level_of_a_file_keeps_the_balance_of_its_clips(tmp_path: Path) -> None:
    path = _write(tmp_path / "steps.wav", np.repeat([0.1, 0.05], 4096))
    cuts = list(cut(path, 16000, 4096, CutConfig(level="file")))
    assert [float(clip.samples[0]) for clip in cuts] == pytest.approx([0.9, 0.45])
    assert [clip.level_db for clip in cuts] == pytest.approx([-20.0, -26.02], abs=0.01)


def test_one_channel_or_all_of_them(tmp_path: Path) -> None:
    path = _write(tmp_path / "two.wav", np.repeat([[0.2, 0.6]], 4096, axis=0))
    found = {
        channel: float(next(cut(path, 16000, 4096, CutConfig(channel=channel, level="none"))).samples[0])
        for channel in (None, 1, 2)
    }
    assert found == pytest.approx({None: 0.4, 1: 0.2, 2: 0.6})
    with pytest.raises(ValueError, match="has 2 channels, channel 3 was asked for"):
        next(cut(path, 16000, 4096, CutConfig(channel=3)))
