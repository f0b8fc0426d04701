"""Every family from recordings to sound by the real commands, and some of them without conditions too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from gesturegan_live.cli import app
from gesturegan_live.codecs import from_json
from gesturegan_live.models import bundle
from tests.training.conftest import CODEC, call
from training.networks import NETWORKS
from training.release import axes, presets
from training.runs import run as runs

pytestmark = pytest.mark.long

RATE = 8000
CODECS = {
    "function1d": {"name": "points", "sample_rate": RATE, "points": 256, "samples": 256},
    "slice1d": {"name": "slices", "sample_rate": RATE, "slice_count": 8, "slice_samples": 64},
    "dcgan": CODEC | {"time_frames": 16},
    "progan": CODEC | {"time_frames": 8},
    "gansynth": {"name": "specgram", "sample_rate": RATE, "time_frames": 4, "bins": 32, "samples": 96},
    "gesturegan": CODEC | {"time_frames": 16},
}
CASES = [*((family, "label") for family in CODECS), ("dcgan", "none"), ("gesturegan", "none")]
STEPS = "8"  # beyond the last stage of every family's tiny preset
SECONDS = 0.4


def test_every_family_is_here() -> None:
    assert set(CODECS) == set(NETWORKS)


@pytest.fixture(autouse=True, scope="module")
def few() -> Iterator[None]:
    """Let export look at few points: what it finds in many is for its own tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(presets, "CANDIDATES", 32)
        for name, count in (("POINTS", 128), ("NAMED_BY", 4), ("SPREAD_OVER", 16)):
            patch.setattr(axes, name, count)
        yield


@pytest.mark.parametrize(("family", "condition"), CASES)
def test_recordings_become_an_instrument(family: str, condition: str, recordings: Path, tmp_path: Path) -> None:
    data, run, made = (tmp_path / name for name in ("data", "run", "made"))
    call("prepare", recordings, "-o", data, "--codec", json.dumps(CODECS[family]), "--workers", 1)
    settings = ["--preset", "tiny", "--batch", 4, "--steps", STEPS, "--preview-every", 0]
    call("train", data, "-o", run, "--model", family, "--condition", condition, *settings)
    assert runs.read(run).config.recipe == NETWORKS[family].recipe.for_codec(from_json(CODECS[family]))
    call("export", run, "-o", made)

    read = bundle.read(made)
    labels = ("bell", "noise") if condition == "label" else ()
    assert read.conditions == labels
    assert ("encoder.xml" in read.files) == (NETWORKS[family].encoder is not None)

    sounds = [_rendered(made, tmp_path / f"{name}.wav", seed, labels) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    for sound in sounds:
        assert np.isfinite(sound).all()
        assert np.abs(sound).max() > 1e-3, "it is heard"
    np.testing.assert_array_equal(sounds[0], sounds[1])
    assert np.abs(sounds[0] - sounds[2]).max() > 1e-3, "another point sounds otherwise"


def _rendered(made: Path, output: Path, seed: int, labels: tuple[str, ...]) -> np.ndarray:
    weights = f"0 /gan/voice/1/condition {' '.join(['0.5'] * len(labels))}\n" if labels else ""
    score = output.with_suffix(".txt")
    score.write_text(f"0 /gan/voice/1/seed {seed}\n{weights}0 /gan/voice/1/gate 1\n")
    arguments = [score, "-o", output, "--bundle", made, "--seconds", SECONDS, "--home", output.parent / "home"]
    done = CliRunner().invoke(app, ["render", *map(str, arguments)])
    assert done.exit_code == 0, (done.output, done.exception)
    return np.asarray(soundfile.read(output)[0])
