"""A show that is packed in one home and unpacked in another plays the same samples."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.__main__ import main
from gesturegan_live.models.bundle import Bundle
from tests.conftest import command
from tests.live.control.shows.conftest import copied

SHOW = """
bundle = "tiny"
voices = 4
channels = 4
ring = [0, 90, 180, -90]
maps = ["bow"]

[inputs.hand]
address = "/hand"
range = [0, 1]
smooth = [1.0, 5.0]

[links.swell]
source = "hand/0"
target = "/gan/voice/1/gain"
range = [0, 1]

[[cues]]
name = "dusk"
wait = 1
play = ["/gan/scene/recall dusk 8 smooth", "/gan/voice/1/gate 1"]

[[cues]]
name = "bells"
wait = "8 bars"
play = ["/gan/model/load other", "/gan/preset/recall rust 2", "/gan/voice/2/gate 1", "/gan/note/tuning just"]

[[cues]]
name = "hand"
wait = "hand/0 > 0.9"
play = ["/gan/note/on 60.5 0.8", "/gan/voice/1/mode endless"]
"""
SCORE = "\n".join(
    ["0 /gan/voice/*/glide 0.25", "0 /gan/clock/bpm 96"]
    + [f"{second} /hand {second / 110:.4f} {second % 7 / 7:.4f}" for second in range(1, 120)]
    + [f"{second} /gan/voice/3/seed {second}" for second in range(3, 120, 9)]
    + ["60 /gan/voice/3/gate 1", "90 /gan/cue/back"]
)
SCENE = {
    "format": 1,
    "model": "tiny",
    "latent_dim": 4,
    "conditions": [],
    "one": False,
    "voices": {},
    "out": {"gain": 0.5},
}
EXAMPLES = [{"at": [x], "is": [2 * x - 1]} for x in (0.0, 0.25, 0.5, 0.75, 1.0)]
FILES = {
    "scenes/dusk.json": SCENE | {"voices": {"1": {"z": [1, 0, 0, 0.5], "rate": 0.5}, "2": {"azimuth": 120}}},
    "presets/rust.json": {"format": 1, "model": "tiny", "latent_dim": 4, "z": [0, 1, 0.5, 0], "condition": []},
    "maps/bow.json": {"format": 1, "inputs": ["hand/1"], "outputs": ["/gan/voice/1/pan"], "examples": EXAMPLES},
}
TUNING = "! just.scl\n!\njust\n 3\n!\n 5/4\n 3/2\n 2/1\n"


def render(home: Path, out: Path, *more: object) -> np.ndarray:
    (home / "score.txt").write_text(SCORE, encoding="utf-8")
    given = ("--show", "evening", "--home", home, "--seconds", "120", "-o", out)
    done = command(main, "render", home / "score.txt", *given, *more)
    assert done.status == 0, done.err
    samples, rate = soundfile.read(out, dtype="float32")
    assert len(samples) == 120 * rate
    return samples


@pytest.mark.long
def test_a_show_that_was_carried_plays_the_same_samples(tiny_bundle: Bundle, tmp_path: Path) -> None:
    import json

    one, other = tmp_path / "one", tmp_path / "other"
    show = one / "shows" / "evening.show"
    for name, content in FILES.items():
        (show / name).parent.mkdir(parents=True)
        (show / name).write_text(json.dumps(content), encoding="utf-8")
    (show / "tunings").mkdir()
    (show / "tunings" / "just.scl").write_text(TUNING)
    (show / "show.toml").write_text(SHOW, encoding="utf-8")
    shutil.copytree(tiny_bundle.path, one / "models" / "tiny")
    copied(tiny_bundle, one / "models" / "other")
    assert command(main, "show", "pack", "evening", "--home", one, "-o", tmp_path / "evening.show.zip").status == 0
    done = command(main, "show", "unpack", tmp_path / "evening.show.zip", "--home", other)
    assert done.status == 0, done.err
    assert str(other / "shows" / "evening.show") in done.out

    here = render(one, tmp_path / "a.wav")
    shutil.rmtree(one)
    np.testing.assert_array_equal(render(other, tmp_path / "b.wav"), here)
    thirds = np.abs(here.reshape(3, -1, here.shape[1])).max(axis=(1, 2))
    assert thirds.min() > 0.01  # it sounds all the while
