"""A start after a crash: what was played goes on."""

from __future__ import annotations

import json
import os
import signal

import pytest

from tests.live.conftest import wait_until

pytestmark = pytest.mark.long


def _kill(instrument) -> None:
    """End the parent as nothing else could: its children find that out by themselves."""
    os.kill(instrument.process.pid, signal.SIGKILL)
    instrument.process.wait(60)


def test_what_was_played_goes_on_after_a_crash(play, make_bundle, tmp_path) -> None:
    make_bundle("log-spectrogram", "mine", tmp_path / "models")
    options = ("--device", "null", "--home", tmp_path)
    instrument = play(*options)
    instrument.wait_for("OSC on")
    file = tmp_path / "resume.json"
    assert instrument.ask("/gan/model/load", "mine")[0] == "/gan/model/load"
    for message in (
        ("/gan/voice/*/gate", 0),
        ("/gan/voice/2/z", 1.0, 0.5, 0.0, 0.0),
        ("/gan/voice/2/gate", 1),
        ("/gan/voice/2/pan", -0.5),
        ("/gan/voice/2/transpose", 3.0),
        ("/gan/voice/3/mode", "once"),
        ("/gan/voice/3/gate", 1),
        ("/gan/note/voices", 5, 8),
        ("/gan/note/a4", 432.0),
        ("/gan/clock/bpm", 90.0),
        ("/gan/note/on", 67, 0.5),  # its key comes up while nobody listens
        ("/gan/out/gain", 0.5),
    ):
        instrument.send(*message)

    def saved() -> bool:
        return file.exists() and json.loads(file.read_text())["scene"]["out"] == {"gain": 0.5}

    wait_until(saved, "what is played to be saved")
    _kill(instrument)

    again = play(*options, "--resume")
    again.wait_for("mine on null, OSC on")
    assert again.ask("/gan/voice/2/z") == [1.0, 0.5, 0.0, 0.0]
    read = {name: again.ask(f"/gan/voice/2/{name}") for name in ("gate", "pan", "transpose")}
    assert read == {"gate": [1], "pan": [-0.5], "transpose": [3.0]}
    assert again.ask("/gan/voice/3/mode") == ["once"]
    assert again.ask("/gan/voice/3/gate") == [0]  # what is over does not sound again
    assert again.ask("/gan/voice/1/gate") == [0]
    assert again.ask("/gan/out/gain") == [0.5]
    assert [again.ask(f"/gan/voice/5/{name}")[0] for name in ("gate", "pitch", "touch")] == [0, 0.0, 1.0]
    assert again.ask("/gan/note/voices") == [5, 8]
    assert again.ask("/gan/note/a4") == [432.0]
    assert again.ask("/gan/clock/bpm") == [90.0]
    assert 0 <= again.ask("/gan/clock/beat")[0] < 1000
    wait_until(lambda: again.ask("/gan/voice/2/level")[0] > 0.001, "voice 2 to sound")
    again.send("/gan/voice/2/transpose", 5.0)
    assert again.end() == 0  # which saves once more
    assert json.loads(file.read_text())["scene"]["voices"]["2"]["transpose"] == 5.0


def test_whatever_is_wrong_with_what_was_saved_it_plays(play, tiny_bundle, tmp_path) -> None:
    options = (tiny_bundle.path, "--device", "null", "--home", tmp_path, "--resume")
    instrument = play(*options)
    instrument.wait_for("nothing was played before: it begins anew")
    instrument.wait_for("OSC on")
    wait_until(lambda: instrument.ask("/gan/out/level")[0] > 0.001, "it to wander")
    assert not (tmp_path / "resume.json").exists()
    instrument.send("/gan/voice/1/rate", 2.0)
    assert instrument.end() == 0
    good = json.loads((tmp_path / "resume.json").read_text())
    for damage, line in (
        ({"scene": {**good["scene"], "voices": {"1": {"rate": 99.0}}}}, "rate is 99.0: wanted -8 to 8"),
        ({"format": 2}, "what was played last cannot be read"),
    ):
        (tmp_path / "resume.json").write_text(json.dumps({**good, **damage}))
        instrument = play(*options)
        instrument.wait_for(line)
        instrument.wait_for("OSC on")
        wait_until(lambda playing=instrument: playing.ask("/gan/out/level")[0] > 0.001, "it to wander")
        assert instrument.end() == 0


def test_a_home_that_cannot_be_written_is_said_once_and_played_on(play, tiny_bundle, tmp_path) -> None:
    (tmp_path / "resume.json").mkdir()  # nothing can be put in its place
    (tmp_path / "resume.json" / "x").touch()
    instrument = play(tiny_bundle.path, "--device", "null", "--home", tmp_path)
    instrument.wait_for("OSC on")
    instrument.send("/gan/voice/1/rate", 2.0)
    instrument.wait_for("resume.json cannot be written")
    assert instrument.ask("/gan/voice/1/rate") == [2.0]
    assert instrument.end() == 0
    assert sum("cannot be written" in line for line in instrument.lines) == 1
