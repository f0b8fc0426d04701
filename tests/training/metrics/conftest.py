"""A dataset of tones that slide and of noises, with the recordings that it was made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.codecs.codec import Codec
from training.corpus import folder
from training.dataset import manifest, shards
from training.dataset.clips import CutConfig
from training.dataset.manifest import Dataset

RATE = 16000


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Eight recordings of two labels, four clips each."""
    path = tmp_path / "corpus"
    draw = np.random.default_rng(0)
    time = np.arange(4 * 4096) / RATE
    for number in range(4):
        tone = 0.4 * np.sin(2 * np.pi * (300 + 200 * number + 150 * time) * time)
        noise = 0.2 * draw.standard_normal(len(time)) * np.exp(-time * number)
        for label, sound in (("tone", tone), ("noise", noise)):
            (path / label).mkdir(parents=True, exist_ok=True)
            soundfile.write(path / label / f"{number}.wav", sound, RATE, subtype="FLOAT")
    return path


@pytest.fixture
def dataset(corpus: Path, tmp_path: Path, codec: Codec) -> Dataset:
    """32 clips of the recordings."""
    shards.prepare(folder.read(corpus), tmp_path / "data", codec, CutConfig(), workers=1)
    return manifest.read(tmp_path / "data")
