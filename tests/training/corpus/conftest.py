"""Corpora of the published formats, small."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.training.conftest import tone

CURATED = 'fname,labels\na.wav,Bark\nb.wav,"Raindrop,Dishes_and_pots_and_pans"\nc.wav,Bark\n'


@pytest.fixture
def fat2019(tmp_path: Path) -> Path:
    """Wavs and tables as published; c.wav is missing."""
    folder = tmp_path / "fat"
    for part in ("train_curated", "train_noisy"):
        (folder / part).mkdir(parents=True)
    (folder / "train_curated.csv").write_text(CURATED, encoding="utf-8")
    (folder / "train_noisy.csv").write_text("fname,labels\nn.wav,Bark\n", encoding="utf-8")
    for name in ("train_curated/a.wav", "train_curated/b.wav", "train_noisy/n.wav"):
        soundfile.write(folder / name, tone(0.5, 44100), 44100)
    return folder


@pytest.fixture
def mels(tmp_path: Path) -> Path:
    """Pickles as "prep mels" wrote them, and the curated table."""
    folder = tmp_path / "mels"
    folder.mkdir()
    rng = np.random.default_rng(4)
    images = [rng.integers(0, 256, (128, width, 3), dtype=np.uint8) for width in (60, 128, 300)]
    (folder / "mels_train_curated.pkl").write_bytes(pickle.dumps(images, 3))
    (folder / "mels_test.pkl").write_bytes(pickle.dumps(images[:1], 3))
    (folder / "train_curated.csv").write_text(CURATED, encoding="utf-8")
    (folder / "sample_submission.csv").write_text("fname,Bark,Raindrop\nt.wav,0,0\n", encoding="utf-8")
    return folder


@pytest.fixture
def audioset(tmp_path: Path) -> Path:
    """A segment table, the ontology, and some of the recordings."""
    folder = tmp_path / "audioset"
    (folder / "audio").mkdir(parents=True)
    (folder / "balanced_train_segments.csv").write_text(
        "# Segments csv created Sun Mar  5 10:54:31 2017\n"
        "# num_ytids=4, num_segs=4, num_unique_labels=2, num_positive_labels=5\n"
        "# YTID, start_seconds, end_seconds, positive_labels\n"
        '--PJHxphWEs, 1.000, 2.000, "/m/09x0r,/t/dd00088"\n'
        '--ZhevVpy1s, 50.000, 60.000, "/m/09x0r"\n'
        '--aE2O5G5WE, 0.000, 10.000, "/m/zzz"\n'
        '--aO5cdqSAg, 30.000, 40.000, "/t/dd00088"\n',
        encoding="utf-8",
    )
    ontology = [{"id": "/m/09x0r", "name": "Speech"}, {"id": "/t/dd00088", "name": "Gush"}]
    (folder / "ontology.json").write_text(json.dumps(ontology), encoding="utf-8")
    ramp = np.arange(3 * 16000)[:, None] / 48000
    soundfile.write(folder / "audio" / "--PJHxphWEs.wav", ramp, 16000, subtype="FLOAT")
    soundfile.write(folder / "audio" / "Y--ZhevVpy1s.flac", tone(10, 16000), 16000)
    soundfile.write(folder / "audio" / "--aO5cdqSAg_30.000_40.000.wav", tone(10, 16000), 16000)
    return folder


@pytest.fixture
def nsynth(tmp_path: Path) -> Path:
    """One note that is there and one that is not."""
    folder = tmp_path / "nsynth"
    (folder / "audio").mkdir(parents=True)
    told = {
        f"bass_synthetic_033-{pitch:03d}-100": {
            "note": 201034,
            "note_str": f"bass_synthetic_033-{pitch:03d}-100",
            "instrument": 417,
            "instrument_str": "bass_synthetic_033",
            "instrument_family": 0,
            "instrument_family_str": "bass",
            "instrument_source": 2,
            "instrument_source_str": "synthetic",
            "pitch": pitch,
            "velocity": 100,
            "sample_rate": 16000,
            "qualities": [0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
            "qualities_str": ["dark"],
        }
        for pitch in (100, 101)
    }
    (folder / "examples.json").write_text(json.dumps(told), encoding="utf-8")
    soundfile.write(folder / "audio" / "bass_synthetic_033-100-100.wav", tone(4, 16000), 16000)
    return folder
