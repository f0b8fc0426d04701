"""A show's folder, played by the real instrument."""

from __future__ import annotations

import json
import os
import shutil
import signal

import numpy as np
import pytest

from gesturegan_live.__main__ import main
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.config import Show
from gesturegan_live.show.cues import Cue, Wait
from gesturegan_live.show.gestures import Input, Link
from tests.conftest import command
from tests.live.conftest import wait_until
from tests.live.takes.test_takes import read

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


def test_what_cues_play_is_part_of_takes(tiny_bundle: Bundle, play, tmp_path) -> None:
    cues = (
        Cue("one", ("/gan/voice/1/z 1 0 0 0", "/gan/voice/1/gate 1"), Wait("seconds", 0.4)),
        Cue("two", ("/gan/voice/2/z 0 0 0 1", "/gan/voice/2/gate 1", "/gan/voice/1/gain 0.5 0.3"), Wait("beats", 1.0)),
        Cue("end", ("/gan/out/stop",), Wait("seconds", 0.5)),
        Cue("quit", ("/quit",), Wait("seconds", 0.7)),
    )
    folder = tmp_path / "evening.show"
    shutil.copytree(tiny_bundle.path, folder / "models" / "tiny")
    (folder / "show.toml").write_text(Show("tiny", walk=False, cues=cues).toml(), encoding="utf-8")
    options = ("--show", folder, "--home", tmp_path / "home", "--device", "null")
    instrument = play(*options, "--record", tmp_path / "live.wav", "--take", "live")
    assert instrument.process.wait(60) == 0  # by its last cue
    assert instrument.end() == 0
    assert (folder / "takes" / "live.take").is_file()
    given = ("--show", folder, "--home", tmp_path / "home", "-o", tmp_path / "again.wav")
    assert command(main, "render", "live", *given).status == 0
    live, again = read(tmp_path / "live.wav"), read(tmp_path / "again.wav")
    both = min(len(live), len(again))  # they begin with one sample
    assert both > 44100
    assert np.flatnonzero(live[:both].any(axis=1)).size > 22050
    np.testing.assert_array_equal(live[:both], again[:both])
