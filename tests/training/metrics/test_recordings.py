"""Clips found again in the corpus that they were cut from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from training.corpus import folder
from training.corpus.left_out import Remarks
from training.dataset import manifest, shards
from training.dataset.clips import CutConfig
from training.dataset.manifest import Dataset
from training.dataset.recording import CANCELS
from training.metrics import recordings


@pytest.mark.parametrize(
    "config", [CutConfig(), CutConfig(overlap=0.5, speeds=(1.0, 1.1)), CutConfig(cut="random", crops=3, level="none")]
)
def test_recordings_encode_to_the_images_that_are_kept(
    corpus: Path, tmp_path: Path, dataset: Dataset, config: CutConfig
) -> None:
    shards.prepare(folder.read(corpus), tmp_path / "again", dataset.codec, config, workers=1)
    again = manifest.read(tmp_path / "again")
    clips = np.random.default_rng(0).permutation(again.clips)[:11]
    found = recordings.samples(again, folder.read(corpus), clips, Remarks())
    np.testing.assert_allclose(again.codec.encode(found), again.images(clips), atol=2e-3)  # kept in float16


def test_a_corpus_that_lacks_a_recording_or_has_another_in_its_place_is_refused(corpus: Path, dataset: Dataset) -> None:
    whole = folder.read(corpus)
    clips = np.arange(dataset.clips)
    with pytest.raises(ValueError, match=r"corpus corpus: has no recording 'noise/0.wav'"):
        recordings.samples(dataset, replace(whole, sources=whole.sources[1:]), clips, Remarks())
    shorter = replace(whole.sources[0], end=0.3)
    with pytest.raises(ValueError, match=r"noise/0.wav: gives no clip at sample \d+, expected what"):
        recordings.samples(dataset, replace(whole, sources=(shorter, *whole.sources[1:])), clips, Remarks())


def test_what_is_said_of_recordings_is_gathered(corpus: Path, tmp_path: Path, dataset: Dataset) -> None:
    sound, rate = soundfile.read(corpus / "tone" / "0.wav")
    soundfile.write(corpus / "tone" / "wide.wav", np.stack([sound, -sound], axis=1)[9:], rate, subtype="FLOAT")
    shards.prepare(folder.read(corpus), tmp_path / "again", dataset.codec, CutConfig(), workers=1)
    again, remarks = manifest.read(tmp_path / "again"), Remarks()
    recordings.samples(again, folder.read(corpus), np.arange(again.clips), remarks)
    assert remarks.lines() == [f"1 files {CANCELS}: tone/wide.wav"]
