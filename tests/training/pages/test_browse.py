"""The page of a dataset: complete within itself."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.codecs import from_json
from gesturegan_live.codecs.codec import Codec
from tests.training.conftest import CODEC
from training.corpus import folder
from training.dataset import manifest, shards
from training.dataset.clips import CutConfig
from training.pages.browse import browse


def test_the_page_holds_sounds_pictures_and_a_map(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    (recordings / "noise").rename(recordings / "<b>noise")
    shards.prepare(folder.read(recordings), tmp_path / "data", codec, CutConfig(), workers=1)
    dataset = manifest.read(tmp_path / "data")
    shown = browse(dataset, tmp_path / "page.html", each=4)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert shown == 8  # four of each label that has clips
    assert page.count("<audio") == page.count("<img") == page.count("<circle") == 8
    assert "<b>noise" not in page
    assert "&lt;b&gt;noise/hiss.ogg" in page
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page)  # nothing from elsewhere
    for data in re.findall(r"data:audio/ogg;base64,([^\"]+)", page):
        sound, rate = soundfile.read(io.BytesIO(base64.b64decode(data)))
        assert (rate, len(sound)) == (codec.sample_rate, codec.clip_samples)
        assert np.max(np.abs(sound)) > 0.1
    assert {"bell/long.flac", "bell/short.wav"} <= set(re.findall(r"bell/\w+\.\w+", page))


def test_clips_shorter_than_a_frame_of_the_map_have_their_places(recordings: Path, tmp_path: Path) -> None:
    short = from_json(CODEC | {"n_fft": 64, "hop_length": 32, "time_frames": 16})
    assert short.clip_samples == 512
    shards.prepare(folder.read(recordings), tmp_path / "data", short, CutConfig(), workers=1)
    assert browse(manifest.read(tmp_path / "data"), tmp_path / "page.html", each=2) == 4
    assert (tmp_path / "page.html").read_text(encoding="utf-8").count("<circle") == 4


@pytest.mark.parametrize("damage", ["junk", "short", "other", "gone"])
def test_a_damaged_table_of_measures_is_one_line_and_leaves_the_page(
    recordings: Path, tmp_path: Path, codec: Codec, damage: str
) -> None:
    shards.prepare(folder.read(recordings), tmp_path / "data", codec, CutConfig(), workers=1)
    table = next((tmp_path / "data").glob("*.npy"))
    whole = np.load(table)
    table.unlink()
    if damage == "junk":
        table.write_bytes(b"no table")
    elif damage != "gone":
        np.save(table, whole[:2] if damage == "short" else np.zeros(len(whole)))
    (tmp_path / "page.html").write_text("the page before", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"{table.name}: .*; prepare the dataset again"):
        browse(manifest.read(tmp_path / "data"), tmp_path / "page.html", each=1)
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "the page before"
