"""A show's folder, played by the real instrument."""

from __future__ import annotations

import json
import os
import shutil
import signal

import pytest

from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.config import Show
from gesturegan_live.show.cues import Cue, Wait
from gesturegan_live.show.gestures import Input, Link
from tests.live.conftest import wait_until

pytestmark = pytest.mark.long

SHOW = Show(
    "tiny",
    voices=3,
    walk=False,
    inputs=(("hand", Input("/hand", (0, 1))),),
    links=(("swell", Link("hand", "/gan/voice/2/pan", (0, 0.5))),),
    cues=(
        Cue("begin", ("/gan/voice/1/gate 1", "/gan/scene/store first"), Wait("seconds", 0.0)),
        Cue("rise", ("/gan/voice/1/gate 0",), Wait("above", 0.5, "hand")),
    ),
)


def test_a_show_is_played_changed_saved_and_played_again(tiny_bundle: Bundle, play, tmp_path) -> None:
    home, folder = tmp_path / "home", tmp_path / "home" / "shows" / "evening.show"
    shutil.copytree(tiny_bundle.path, folder / "models" / "tiny")
    (folder / "show.toml").write_text(SHOW.toml(), encoding="utf-8")
    options = ("--home", home, "--device", "null")
    instrument = play("--show", "evening", *options)
    instrument.wait_for("OSC on")
    instrument.wait_for("cue 1 begin, then rise at hand > 0.5")
    assert instrument.ask("/gan/voice/1/gate") == [1]
    instrument.send("/hand", 0.25)
    instrument.send("/hand", 0.75)
    instrument.wait_for("cue 2 rise, the last")
    assert instrument.ask("/gan/voice/2/pan") == [0.375]
    assert instrument.ask("/gan/voice/1/gate") == [0]
    assert instrument.ask("/gan/cue/now") == ["rise", "none", -1.0]
    assert (folder / "scenes" / "first.json").is_file()
    instrument.send("/gan/cue/add", "again", "go", "/gan/scene/recall first")
    assert instrument.ask("/gan/show/save", "second") == ["/gan/show/save", "second"]
    instrument.send("/quit")
    assert instrument.process.wait(60) == 0

    again = play("--show", home / "shows" / "second.show", *options, "--voices", 2)
    again.wait_for("cue 1 begin, then rise")
    assert again.ask("/gan/show/now") == ["second"]
    assert again.ask("/gan/cue/list")[-2:] == ["again", "go"]
    assert again.ask("/gan/show/load", "evening") == ["/gan/show/load", "evening", "voices as at the start"]
    assert again.ask("/gan/show/now") == ["evening"]


def test_a_show_that_cannot_be_played_is_refused_before_anything_begins(tiny_bundle: Bundle, play, tmp_path) -> None:
    folder = tmp_path / "evening.show"
    folder.mkdir()
    (folder / "show.toml").write_text('bundle = "gone"\n[[cues]]\nname = "a"\nplay = "/gan/model/load lost"')
    instrument = play("--show", folder, "--home", tmp_path / "home", "--device", "null")
    assert instrument.process.wait(60) == 2
    instrument.end()
    assert instrument.said("model 'gone': there is none of that name")
    assert instrument.said("model 'lost': there is none of that name")


def test_after_a_crash_it_goes_on_at_its_cue(tiny_bundle: Bundle, play, tmp_path) -> None:
    home, folder = tmp_path / "home", tmp_path / "home" / "shows" / "evening.show"
    shutil.copytree(tiny_bundle.path, folder / "models" / "tiny")
    (folder / "show.toml").write_text(SHOW.toml(), encoding="utf-8")
    options = ("--show", "evening", "--home", home, "--device", "null")
    instrument = play(*options)
    instrument.wait_for("cue 1 begin")
    file = home / "resume.json"
    wait_until(lambda: file.exists() and json.loads(file.read_text())["cue"] == "begin", "the cue to be saved")
    os.kill(instrument.process.pid, signal.SIGKILL)
    instrument.process.wait(60)

    again = play(*options, "--resume")
    again.wait_for("OSC on")
    assert again.ask("/gan/voice/1/gate") == [1]
    assert again.ask("/gan/cue/now") == ["begin", "rise", -1.0]
    assert not again.said("cue 1 begin")
