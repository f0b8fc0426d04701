"""Pictures and sounds of images."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image as Picture

from gesturegan_live.codecs import CODECS
from gesturegan_live.codecs.codec import Codec
from training.runs.diary import preview


def test_time_runs_right_and_frequency_up(tmp_path: Path, codec: Codec) -> None:
    images = np.full((2, *codec.image_shape), -1, np.float32)
    images[1, 5, 2] = 1  # one bright pixel: frame 5, band 2
    preview.save_grid(tmp_path / "grid.png", images, codec, columns=2)
    picture = np.asarray(Picture.open(tmp_path / "grid.png").convert("RGB")).astype(int)
    height, width, _ = codec.image_shape
    top, left = picture.sum(axis=2).argmax() // picture.shape[1], picture.sum(axis=2).argmax() % picture.shape[1]
    gap = preview._GAP
    assert (top, left) == (gap + width - 1 - 2, gap + height + gap + 5)


def test_frequency_runs_up_where_images_have_it_first(tmp_path: Path) -> None:
    codec = CODECS["mel-colour"]()
    images = np.full((1, *codec.image_shape), -1, np.float32)
    images[0, 2, 5] = 1  # one bright pixel: band 2, frame 5
    preview.save_grid(tmp_path / "grid.png", images, codec, columns=1)
    picture = np.asarray(Picture.open(tmp_path / "grid.png").convert("RGB")).astype(int)
    place = np.unravel_index(picture.sum(axis=2).argmax(), picture.shape[:2])
    assert place == (preview._GAP + 128 - 1 - 2, preview._GAP + 5)


@pytest.mark.parametrize("name", ["waveform-gray", "waveform-rgb"])
def test_pixels_of_waveforms_are_shown_as_they_are(tmp_path: Path, name: str) -> None:
    codec = CODECS[name]()
    preview.save_grid(tmp_path / "grid.png", np.ones((7, *codec.image_shape), np.float32), codec)
    height, width, _ = codec.image_shape
    gap = preview._GAP
    with Picture.open(tmp_path / "grid.png") as picture:
        assert picture.size == (6 * (width + gap) + gap, 2 * (height + gap) + gap)


def test_sounds_follow_each_other(tmp_path: Path, codec: Codec) -> None:
    time = np.arange(codec.clip_samples) / codec.sample_rate
    clips = np.stack([np.zeros_like(time), 0.5 * np.sin(2 * np.pi * 1000 * time)]).astype(np.float32)
    preview.save_sound(tmp_path / "sound.flac", codec.encode(clips), codec)
    sound, rate = soundfile.read(tmp_path / "sound.flac")
    rest = int(preview.REST_SECONDS * rate)
    assert (rate, len(sound)) == (16000, 2 * (codec.clip_samples + rest))
    second = sound[codec.clip_samples + rest :]
    assert np.max(np.abs(sound[: codec.clip_samples])) < 0.01 < 0.2 < np.max(np.abs(second)) <= 1
    assert np.max(np.abs(second[-rest:])) == 0
