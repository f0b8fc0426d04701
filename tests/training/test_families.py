"""Every family from recordings to sound by the real commands, and one of them without conditions too."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.codecs import from_json
from gesturegan_live.models import bundle
from tests.training.conftest import CODEC, call, check_that_it_plays
from training.networks import NETWORKS
from training.runs import run as runs
from training.runs import table

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("networks", "few_points")]

RATE = 8000
CODECS = {
    "function1d": {"name": "points", "sample_rate": RATE, "points": 256, "samples": 256},
    "slice1d": {"name": "slices", "sample_rate": RATE, "slice_count": 8, "slice_samples": 64},
    "dcgan": CODEC | {"time_frames": 16},
    "progan": CODEC | {"time_frames": 8},
    "gansynth": {"name": "specgram", "sample_rate": RATE, "time_frames": 4, "bins": 32, "samples": 96},
    "gesturegan": CODEC | {"time_frames": 16},
}
CASES = [*((family, "label") for family in CODECS), ("gesturegan", "none")]
SETTINGS = ("--preset", "tiny", "--batch", 4, "--preview-every", 0)
STEPS = 8  # beyond the last stage of every family's tiny preset


def test_every_family_is_here() -> None:
    assert set(CODECS) == set(NETWORKS)


@pytest.mark.parametrize(("family", "condition"), CASES)
def test_recordings_become_an_instrument(family: str, condition: str, recordings: Path, tmp_path: Path) -> None:
    data, run, made = (tmp_path / name for name in ("data", "run", "made"))
    call("prepare", recordings, "-o", data, "--codec", json.dumps(CODECS[family]), "--workers", 1)
    call("train", data, "-o", run, *SETTINGS, "--model", family, "--condition", condition, "--steps", STEPS)
    assert runs.read(run).config.recipe == NETWORKS[family].recipe.for_codec(from_json(CODECS[family]))
    call("export", run, "-o", made)

    read = bundle.read(made)
    labels = ("bell", "noise") if condition == "label" else ()
    assert read.conditions == labels
    assert ("encoder.xml" in read.files) == (NETWORKS[family].encoder is not None)

    check_that_it_plays(made, tmp_path, *labels)


def test_while_there_is_no_discriminator_it_has_no_figures(recordings: Path, tmp_path: Path) -> None:
    data, run = tmp_path / "data", tmp_path / "run"
    call("prepare", recordings, "-o", data, "--codec", json.dumps(CODECS["gesturegan"]), "--workers", 1)
    for steps in (1, 4):  # two steps are without
        call("train", data, "-o", run, *SETTINGS, "--model", "gesturegan", "--steps", steps)
    log = table.read(run / "log.csv")
    for name in ("d_loss", "g_loss", "penalty", "real_accuracy", "fake_accuracy", "d_gradient"):
        assert list(np.isfinite(log[name])) == [False, False, True, True], name
    assert np.isfinite(log["likeness"]).all()
