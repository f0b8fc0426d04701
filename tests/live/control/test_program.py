from __future__ import annotations

from gesturegan_live.control.messages import wire
from tests.live.control.conftest import ask


def test_recording_is_started_and_ended(stage, instrument, answers):
    assert ask(instrument, answers, "/gan/out/record", "take 1") == [("/done", "/gan/out/record", "take 1.flac")]
    assert ask(instrument, answers, "/gan/out/record") == [("/gan/out/record", "take 1")]
    for ending in ("", 0, 0.0, False):
        assert ask(instrument, answers, "/gan/out/record", ending) == [("/done", "/gan/out/record")]
    assert ask(instrument, answers, "/gan/out/record") == [("/gan/out/record", "")]
    assert ask(instrument, answers, "/gan/out/record", 1)[0][2].endswith(".flac")
    assert ask(instrument, answers, "/gan/out/record", "all", "voices") == [("/done", "/gan/out/record", "all")]
    (reason,) = ask(instrument, answers, "/gan/out/record", "all", "drums")
    assert reason[0] == "/fail"
    assert "wanted one of master, voices" in reason[2]


def test_a_take_is_started_and_ended(stage, instrument, answers):
    assert ask(instrument, answers, "/gan/take/record") == [("/gan/take/record", "")]
    assert ask(instrument, answers, "/gan/take/record", "one") == [("/done", "/gan/take/record", "one.take")]
    assert ask(instrument, answers, "/gan/take/record") == [("/gan/take/record", "one")]
    assert ask(instrument, answers, "/gan/take/stop") == [("/done", "/gan/take/stop", "one.take")]
    assert ask(instrument, answers, "/gan/take/stop") == [("/done", "/gan/take/stop")]
    assert ask(instrument, answers, "/gan/take/record", 1)[0][2].endswith(".take")
    assert ask(instrument, answers, "/gan/take/record", 0)[0][:2] == ("/done", "/gan/take/record")
    assert ask(instrument, answers, "/gan/take/record") == [("/gan/take/record", "")]
    for name in ("../outside", "a/b", ".hidden"):
        assert ask(instrument, answers, "/gan/take/record", name)[0][0] == "/fail"


def test_the_program_answers_for_itself(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    assert ask(instrument, answers, "/status") == [
        ("/status.reply", 1, 3, 1, 3, 25.0, 50.0, 44100.0, 44100.0, 4, 0.75, 120.0, 1, 2)
    ]
    assert ask(instrument, answers, "/version") == [("/version.reply", "gesturegan", 0, 1, "0")]
    assert ask(instrument, answers, "/gan/process/generator/pid") == [("/gan/process/generator/pid", 41)]
    assert ask(instrument, answers, "/gan/process/audio/restarts") == [("/gan/process/audio/restarts", 2)]
    ((_, *counts_and_late),) = ask(instrument, answers, "/gan/process/audio/late")
    count, stolen, *late = counts_and_late
    assert (count, stolen) == (3, 1)
    assert [wire.unix_time(*late[at : at + 2]) for at in (0, 3)] == [1700000000.25, 1700000001.0]
    assert late[2::3] == [4000, 3100]
    assert ask(instrument, answers, "/gan/voice/2/level") == [("/gan/voice/2/level", 0.2)]
    assert ask(instrument, answers, "/gan/voice/3/playhead") == [("/gan/voice/3/playhead", 0.75)]
    assert ask(instrument, answers, "/gan/out/level") == [("/gan/out/level", 0.75)]
    assert ask(instrument, answers, "/gan/model/list") == [("/gan/model/list", "textures", "metal")]
    assert ask(instrument, answers, "/sync", 5) == [("/synced", 5)]
    assert ask(instrument, answers, "/quit") == [("/done", "/quit")]
    assert stage.quitted
