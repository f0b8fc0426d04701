"""Takes that are played again, by a real instrument: beside hands, in a score, in another take."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.__main__ import main
from tests.conftest import command
from tests.live.conftest import wait_until
from tests.live.takes.test_takes import VOICES, last_beginning, perform, read, render, same_part

pytestmark = pytest.mark.long

SILENCE = 0.3  # seconds


def strike(instrument) -> None:
    """Two voices strike their clips, three times: points that stand, so that nothing hangs on when an image is made."""
    for voice, loud in ((1, 0.5), (2, 0.25), (1, 0.75)):
        instrument.send(f"/gan/voice/{voice}/gain", loud)
        instrument.send(f"/gan/voice/{voice}/gate", 1)
        time.sleep(0.13)
    instrument.send("/gan/voice/1/gate", 0)
    time.sleep(0.2)
    instrument.send("/gan/out/stop")
    time.sleep(SILENCE)


@pytest.fixture
def phrase(play, make_bundle, tmp_path):
    """An instrument that has recorded the take `phrase`, and its sound."""
    make_bundle("waveform-gray", "tiny", tmp_path / "models")
    instrument = play("tiny", "--device", "null", "--voices", VOICES, "--home", tmp_path, "--no-walk")
    instrument.wait_for("OSC on")
    for voice, point in enumerate(np.eye(4), 1):
        instrument.send(f"/gan/voice/{voice}/z", *point)
        instrument.send(f"/gan/voice/{voice}/mode", "once")
        instrument.send(f"/gan/voice/{voice}/azimuth", 30.0 * voice)
    time.sleep(0.3)
    assert instrument.ask("/gan/out/record", "first.wav")[0] == "/gan/out/record"
    assert instrument.ask("/gan/take/record", "phrase")[0] == "/gan/take/record"
    time.sleep(SILENCE)
    strike(instrument)
    assert instrument.ask("/gan/take/stop") == ["/gan/take/stop", "phrase.take"]
    assert instrument.ask("/gan/out/record", 0)[0] == "/gan/out/record"
    instrument.wait_for(r"took .*phrase\.take")
    instrument.wait_for(r"recorded .*first\.wav")
    return instrument


def sound(folder: Path, name: str) -> np.ndarray:
    """What sounds in a recording, without the silence around it."""
    samples = read(folder / "recordings" / name)
    loud = np.flatnonzero(samples.any(axis=1))
    return samples[loud[0] : loud[-1] + 1]


def test_what_was_played_sounds_again_to_the_sample_and_so_it_does_in_a_score(phrase, tmp_path) -> None:
    assert phrase.ask("/gan/take/list") == ["phrase"]
    first = sound(tmp_path, "first.wav")
    assert len(first) > 0.4 * 44100
    for attempt in range(4):  # where the machine stands still for a tenth of a second, what is due comes late
        for voice in (1, 2):  # elsewhere, and otherwise: a take knows where it began
            phrase.send(f"/gan/voice/{voice}/seed", 5)
            phrase.send(f"/gan/voice/{voice}/mode", "loop")
            phrase.send(f"/gan/voice/{voice}/azimuth", -45.0)
            phrase.send(f"/gan/voice/{voice}/transpose", 5.0)
        assert phrase.ask("/gan/out/record", f"{attempt}.wav")[0] == "/gan/out/record"
        assert phrase.ask("/gan/take/play", "phrase") == ["/gan/take/play", "phrase"]
        assert phrase.ask("/gan/take/play") == ["phrase"]
        wait_until(lambda: phrase.ask("/gan/take/play") == [""], "the take to be over")
        time.sleep(0.2)
        assert phrase.ask("/gan/out/record", 0)[0] == "/gan/out/record"
        phrase.wait_for(rf"recorded .*{attempt}\.wav")
        assert phrase.ask("/gan/voice/1/mode") == ["once"]
        again = sound(tmp_path, f"{attempt}.wav")
        if np.array_equal(again, first):
            break
    np.testing.assert_array_equal(again, first)
    assert phrase.end() == 0

    (tmp_path / "score.txt").write_text("0.5 /gan/take/play phrase\n", encoding="utf-8")
    home = ("--bundle", "tiny", "--home", tmp_path, "--voices", VOICES, "--seconds", 3)
    for name in ("one.wav", "two.wav"):
        result = command(main, "render", tmp_path / "score.txt", "-o", tmp_path / "recordings" / name, *home)
        assert result.status == 0, result.err
    np.testing.assert_array_equal(sound(tmp_path, "one.wav"), first)
    np.testing.assert_array_equal(read(tmp_path / "recordings/one.wav"), read(tmp_path / "recordings/two.wav"))


def test_a_take_that_is_played_while_another_is_recorded_is_part_of_it(phrase, tmp_path) -> None:
    assert phrase.ask("/gan/take/record", "whole")[0] == "/gan/take/record"
    assert phrase.ask("/gan/out/record", "live.wav")[0] == "/gan/out/record"
    assert phrase.ask("/gan/take/loop", "phrase") == ["/gan/take/loop", "phrase"]
    perform(phrase, 1, 60)  # hands come in between, and take voices over
    assert phrase.ask("/gan/take/loop", "phrase") == ["/gan/take/loop", "phrase"]  # anew
    phrase.send("/gan/take/speed", 1.5, 0.5)
    time.sleep(1.0)
    assert phrase.ask("/gan/take/stop", "phrase") == ["/gan/take/stop", "phrase"]
    phrase.send("/gan/out/panic")
    time.sleep(0.5)
    phrase.send("/gan/voice/3/mode", "loop")
    phrase.send("/gan/voice/3/gate", 1)
    assert phrase.ask("/gan/take/play", "phrase") == ["/gan/take/play", "phrase"]
    for move in range(40):
        phrase.send("/gan/voice/3/z/0", float(np.sin(move)))
        time.sleep(0.02)
    assert phrase.ask("/gan/take/record", 0) == ["/gan/take/record", "whole.take"]
    assert phrase.ask("/gan/out/record", 0)[0] == "/gan/out/record"
    phrase.wait_for(r"took .*whole\.take")
    phrase.wait_for(r"recorded .*live\.wav")
    assert phrase.end() == 0
    result = render("whole", tmp_path / "rendered.wav", tmp_path)
    assert result.status == 0, result.err
    assert "otherwise" not in result.err
    live, again = read(tmp_path / "recordings" / "live.wav"), read(tmp_path / "rendered.wav")
    assert last_beginning(live) > 44100
    same, other = same_part(live, again)
    assert len(same) > 0.9 * len(live)
    np.testing.assert_array_equal(same, other)


def test_a_hand_takes_a_voice_over_and_the_take_plays_the_others(phrase, tmp_path) -> None:
    assert phrase.ask("/gan/take/loop", "phrase") == ["/gan/take/loop", "phrase"]
    time.sleep(0.5)
    phrase.send("/gan/voice/1/mode", "loop")
    phrase.send("/gan/voice/1/gain", 0.6)
    phrase.send("/gan/voice/1/gate", 1)
    ends = time.monotonic() + 2.5  # more than a round
    seen = set()
    while time.monotonic() < ends:
        assert phrase.ask("/gan/voice/1/gain") == [pytest.approx(0.6)]
        assert phrase.ask("/gan/voice/1/gate") == [1]
        seen.add(phrase.ask("/gan/voice/2/gate")[0])
        time.sleep(0.02)
    assert seen == {0, 1}
    assert phrase.ask("/gan/take/stop") == ["/gan/take/stop", "phrase"]
    assert phrase.ask("/gan/voice/1/gate") == [1]
    assert phrase.end() == 0
