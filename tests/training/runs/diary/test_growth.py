"""The film of a run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from PIL import Image as Picture

from gesturegan_live.codecs.codec import Codec
from training.runs.diary import growth, preview


def test_every_preview_is_a_frame_and_is_heard(tmp_path: Path, codec: Codec) -> None:
    growth.save(tmp_path, tmp_path / "growth", codec)
    assert not list(tmp_path.iterdir())
    for step, level in ((5, -1.0), (10, 0.0), (200, 1.0)):
        images = np.full((3, *codec.image_shape), level, np.float32)
        images[2] = -1
        preview.save_grid(tmp_path / f"step-{step:08d}.png", images, codec)
        preview.save_sound(tmp_path / f"step-{step:08d}.flac", images, codec)
    (tmp_path / "step-00000300.png").write_bytes(b"its sound found no room")
    growth.save(tmp_path, tmp_path / "growth", codec)

    with Picture.open(tmp_path / "growth.gif") as film:
        assert film.n_frames == 3
        brightness = []
        for place in range(3):
            film.seek(place)
            brightness.append(np.asarray(film.convert("L"))[10, 20])
    assert brightness[0] < brightness[1] < brightness[2]
    sound, rate = soundfile.read(tmp_path / "growth.flac")
    assert rate == codec.sample_rate
    assert len(sound) == 3 * growth.HEARD * preview.each(codec)
    first, _, last = np.split(sound, 3)
    assert np.abs(first).max() < 0.01 < np.abs(last).max()


def test_many_are_chosen_evenly_with_both_ends() -> None:
    assert growth.spread(range(5), 9) == [0, 1, 2, 3, 4]
    assert growth.spread(range(101), 5) == [0, 25, 50, 75, 100]
