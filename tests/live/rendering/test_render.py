"""Scores to sound files: the same samples every time, and every message at its sample."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.__main__ import main
from gesturegan_live.models.bundle import Bundle
from tests.conftest import Done, command

SCORE = """
0    /gan/voice/1/z     1 0 0 0      # the lowest sine
0.5  /gan/voice/1/gate  1
1.0  /gan/voice/1/z/3   1.0
1.0  /gan/voice/1/pan   -1.0
1.5  /gan/voice/1/nonsense 1
"""


def render(bundle: Bundle, score: Path, output: Path, *arguments: str) -> Done:
    return command(main, "render", score, "-o", output, "--bundle", bundle.path, *arguments)


@pytest.fixture
def score(tmp_path: Path) -> Path:
    (tmp_path / "score.txt").write_text(SCORE)
    return tmp_path / "score.txt"


def test_a_score_is_played_to_the_sample_and_the_same_every_time(tiny_bundle: Bundle, score: Path, tmp_path) -> None:
    first = render(tiny_bundle, score, tmp_path / "a.wav")
    again = ["render", score, "-o", tmp_path / "b.wav", "--bundle", tiny_bundle.path]
    subprocess.run([sys.executable, "-m", "gesturegan_live", *map(str, again)], check=False, capture_output=True)
    samples, rate = soundfile.read(tmp_path / "a.wav")
    np.testing.assert_array_equal(samples, soundfile.read(tmp_path / "b.wav")[0])
    assert len(samples) == round(1.5 * rate) + tiny_bundle.codec.clip_samples
    onset = np.flatnonzero(np.abs(samples[:, 0]) > 1e-5)[0]
    assert 0 <= onset - rate // 2 < 80  # the limiter looks 64 samples ahead
    assert np.abs(samples[rate // 2 : rate, 0]).max() < 0.21
    assert np.abs(samples[rate + 4410 :, 0]).max() > 0.25
    assert np.abs(samples[rate + 4410 :, 1]).max() < 1e-3
    assert first.status == 2
    assert "score.txt line 6: /fail /gan/voice/1/nonsense no such address" in first.err
    assert "score.txt: 1 messages failed; " in first.err


def test_an_axis_of_a_score_is_added_to_the_point(tiny_bundle: Bundle, tmp_path: Path) -> None:
    heard = []
    for moves in (["z/1 0.5"], ["axis/1 0.5"], ["z 1 0.75 0 0", "axis/1 -0.25"]):  # the axes are the first coordinates
        score = tmp_path / "axes.txt"
        begin = [f"0 /gan/voice/1/{move}" for move in ("z 1 0 0 0", "gate 1")]
        score.write_text("\n".join([*begin, *(f"0.5 /gan/voice/1/{move}" for move in moves)]))
        assert render(tiny_bundle, score, tmp_path / "axes.wav", "--seconds", "1").status == 0
        heard.append(soundfile.read(tmp_path / "axes.wav")[0])
    np.testing.assert_array_equal(heard[0], heard[1])
    np.testing.assert_array_equal(heard[0], heard[2])


def test_a_level_that_is_held_is_the_same_wherever_a_voice_goes(tiny_bundle: Bundle, tmp_path: Path) -> None:
    score = tmp_path / "score.txt"
    moves = [f"{second} /gan/voice/1/z {loud} 0 0 0" for second, loud in enumerate((0.3, 1, 0.15, 0.8))]
    levels = {}
    for held in (0, 1):
        score.write_text("\n".join([f"0 /gan/voice/1/level_hold {held}", "0 /gan/voice/1/gate 1", *moves]))
        assert render(tiny_bundle, score, tmp_path / "held.wav", "--seconds", "4").status == 0
        samples, rate = soundfile.read(tmp_path / "held.wav")
        parts = [samples[int((second + 0.3) * rate) : int((second + 0.9) * rate), 0] for second in range(4)]
        levels[held] = [20 * np.log10(np.sqrt(np.mean(part**2))) for part in parts]
        jumps = np.abs(np.diff(samples[:, 0])).max()
        assert jumps < 0.1
    assert np.ptp(levels[0]) > 15
    assert np.ptp(levels[1]) < 0.5


def test_seconds_and_channels_are_obeyed(tiny_bundle: Bundle, score: Path, tmp_path) -> None:
    score.write_text(score.read_text(encoding="utf-8").replace("nonsense", "gain"), encoding="utf-8")
    result = render(tiny_bundle, score, tmp_path / "c.flac", "--seconds", "0.75", "--channels", "5")
    assert result.status == 0, result.err
    samples, rate = soundfile.read(tmp_path / "c.flac")
    assert samples.shape == (round(0.75 * rate), 5)


def test_a_show_says_what_plays_and_where_the_loudspeakers_stand(tiny_bundle: Bundle, tmp_path: Path) -> None:
    score, show = tmp_path / "score.txt", tmp_path / "show.toml"
    score.write_text("0 /gan/voice/2/z 1 0 0 0\n0 /gan/voice/2/azimuth -110\n0 /gan/voice/2/gate 1\n")
    show.write_text(f"bundle = '{tiny_bundle.path}'\nchannels = 4\nvoices = 2\nring = [30, -30, -110, 110]\n")

    def shown(name: str, *options: str) -> Done:
        return command(main, "render", score, "--show", show, "--seconds", "0.5", "-o", tmp_path / name, *options)

    assert shown("all.wav").status == 0
    samples, _ = soundfile.read(tmp_path / "all.wav")
    assert samples.shape[1] == 4
    assert np.flatnonzero(np.abs(samples).max(axis=0) > 0.01).tolist() == [2]
    fewer = shown("fewer.wav", "--voices", "1")  # options go before the show
    assert fewer.status == 2
    assert "voice '2', wanted 1 to 1" in fewer.err
    assert "ring of 4 azimuths: wanted one for each of 3 channels" in shown("none.wav", "--channels", "3").err


def test_an_answer_says_nothing_that_a_terminal_would_obey(tiny_bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "score.txt").write_text("0 /gan/\x1b[2J 1\n")
    result = render(tiny_bundle, tmp_path / "score.txt", tmp_path / "a.wav", "--seconds", "0.1")
    assert "score.txt line 1: /fail /gan/?[2J" in result.err
    assert "\x1b" not in result.err


@pytest.mark.parametrize(
    ("content", "name", "line"),
    [
        ("one /gan/voice/1/gate 1", "a.wav", "line 1"),
        (SCORE, "a.mp3", "wanted a name that ends in .flac or .wav"),
        (SCORE, "nowhere/a.wav", "there is no folder"),
    ],
)
def test_what_cannot_be_rendered_is_one_line(content, name, line, tiny_bundle: Bundle, tmp_path) -> None:
    (tmp_path / "score.txt").write_text(content)
    result = render(tiny_bundle, tmp_path / "score.txt", tmp_path / name)
    assert result.status == 2
    assert line in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert not list(tmp_path.glob("*.wav"))


def test_a_scene_in_a_score_is_applied_at_its_sample_and_its_way_is_the_same_every_time(
    tiny_bundle: Bundle, tmp_path: Path
) -> None:
    def rendered(name: str, *lines: str) -> np.ndarray:
        (tmp_path / "score.txt").write_text("\n".join(lines))
        options = ("--seconds", "2", "--home", tmp_path / name)
        result = render(tiny_bundle, tmp_path / "score.txt", tmp_path / f"{name}.wav", *options)
        assert result.status == 0, result.err
        return soundfile.read(tmp_path / f"{name}.wav", dtype="int32")[0]

    loud = ("0 /gan/voice/1/z 1 0 0 0", "0 /gan/voice/1/gain 0.8", "0 /gan/voice/1/gate 1", "0.1 /gan/scene/store all")
    quiet = ("0.1 /gan/voice/1/gain 0.1", "0.1 /gan/voice/1/transpose 5")
    by_hand = rendered("hand", *loud, *quiet, "1.0003 /gan/voice/1/gain 0.8", "1.0003 /gan/voice/1/transpose 0")
    by_scene = rendered("scene", *loud, *quiet, "1.0003 /gan/scene/recall all")
    np.testing.assert_array_equal(by_scene, by_hand)
    slow, again = (rendered(name, *loud, *quiet, "1.0003 /gan/scene/recall all 0.5 smooth") for name in ("a", "b"))
    np.testing.assert_array_equal(slow, again)
    before, after = 44100 - 256, round(1.6 * 44100)  # it sets out with a block
    np.testing.assert_array_equal(slow[:before], by_hand[:before])
    assert not np.array_equal(slow[before:after], by_hand[before:after])
    level = [np.abs(slow[start : start + 4410]).max() for start in range(before, after, 4410)]
    assert level == sorted(level)  # it rises all the way


def test_a_morph_in_a_score_is_the_same_every_time_and_begins_at_its_sample(
    tiny_bundle: Bundle, tmp_path: Path
) -> None:
    lines = [
        *("0 /gan/voice/1/z 1 0 0 0", "0 /gan/voice/1/gain 0.8", "0 /gan/voice/1/gate 1", "0 /gan/scene/store loud"),
        *("0.1 /gan/voice/1/gain 0.1", "0.1 /gan/voice/1/z 0 0 0 1", "0.1 /gan/scene/store soft"),
        *("0.5 /gan/voice/1/morph loud 1 soft 2", "0.6 /gan/morph/ends soft loud", "0.6 /gan/morph 0"),
        "0.7003 /gan/morph 1 0.25",
    ]
    made = []
    for turn, count in (("a", len(lines)), ("b", len(lines)), ("before", len(lines) - 1)):
        (tmp_path / "score.txt").write_text("\n".join(lines[:count]))
        options = ("--seconds", "1", "--home", tmp_path / turn)
        result = render(tiny_bundle, tmp_path / "score.txt", tmp_path / f"{turn}.wav", *options)
        assert result.status == 0, result.err
        made.append(soundfile.read(tmp_path / f"{turn}.wav", dtype="int32")[0])
    first, second, before = made
    np.testing.assert_array_equal(first, second)
    same = int(np.argmin((first == before).all(axis=1)))
    assert 0 <= same - (round(0.7003 * 44100) - 256) < 512
    assert np.abs(first[-4410:]).max() > 3 * np.abs(first[-15000:-13500]).max()


def test_beats_and_bars_of_a_score_are_at_their_samples(tiny_bundle: Bundle, tmp_path: Path) -> None:
    def rendered(*lines: str) -> np.ndarray:
        (tmp_path / "score.txt").write_text("\n".join(("0 /gan/voice/1/z 1 0 0 0", *lines)))
        result = render(tiny_bundle, tmp_path / "score.txt", tmp_path / "a.wav", "--seconds", "2.5")
        assert result.status == 0, result.err
        return soundfile.read(tmp_path / "a.wav", dtype="int32")[0]

    in_time = rendered(
        "0.1 /gan/clock/bpm 200",  # beat 0, as nobody has asked before
        "0.11 /beat/gan/voice/1/gate 1",
        "0.2 /gan/clock/beat 0",
        "0.3 /bar/gan/voice/1/gate 0",
    )
    np.testing.assert_array_equal(in_time, rendered("0.4 /gan/voice/1/gate 1", "1.4 /gan/voice/1/gate 0"))
    assert in_time.any()


def test_notes_of_a_score_are_those_that_a_hand_would_play_and_the_same_every_time(
    tiny_bundle: Bundle, tmp_path: Path
) -> None:
    def rendered(*lines: str) -> np.ndarray:
        (tmp_path / "score.txt").write_text("\n".join(("0 /gan/voice/*/z 1 0 0 0", *lines)))
        result = render(tiny_bundle, tmp_path / "score.txt", tmp_path / "a.wav", "--seconds", "1.5")
        assert result.status == 0, result.err
        return soundfile.read(tmp_path / "a.wav", dtype="int32")[0]

    played = (
        "0 /gan/note/dynamics 0",
        *("0.1003 /gan/note/on 60 0.5", "0.4 /gan/note/on 67 1", "0.6 /gan/note/bend 1", "0.8 /gan/note/off 60"),
        *("0.9 /gan/note/bend 0", "1.0 /gan/note/on 64 0.7", "1.2 /gan/note/off"),
    )
    by_notes = rendered(*played)
    by_hand = rendered(
        *("0.1003 /gan/voice/1/position 0", "0.1003 /gan/voice/1/gate 1"),
        *("0.4 /gan/voice/2/transpose 7", "0.4 /gan/voice/2/position 0", "0.4 /gan/voice/2/gate 1"),
        *("0.6 /gan/voice/1/transpose 1", "0.6 /gan/voice/2/transpose 8", "0.8 /gan/voice/1/gate 0"),
        "0.9 /gan/voice/2/transpose 7",
        *("1.0 /gan/voice/3/transpose 4", "1.0 /gan/voice/3/position 0", "1.0 /gan/voice/3/gate 1"),
        *("1.2 /gan/voice/2/gate 0", "1.2 /gan/voice/3/gate 0"),
    )
    np.testing.assert_array_equal(by_notes, by_hand)
    np.testing.assert_array_equal(by_notes, rendered(*played))
    onset = int(np.flatnonzero(np.abs(by_notes[:, 0]) > 2**31 / 1e5)[0])
    assert 0 <= onset - round(0.1003 * 44100) < 80  # the limiter looks 64 samples ahead


def test_every_message_of_notes_in_a_score_gives_the_same_samples_every_time(
    tiny_bundle: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "tunings").mkdir()
    (tmp_path / "tunings" / "fifths.scl").write_text("of fifths\n 2\n 3/2\n 2/1\n")
    lines = [
        *("0 /gan/voice/*/z 1 0 0 0", "0 /gan/note/voices 2 4", "0 /gan/note/tuning fifths 58", "0 /gan/note/a4 432"),
        *("0 /gan/note/reference 62", "0 /gan/note/dynamics 12", "0 /gan/note/brightness 1", "0.1 /gan/note/sustain 1"),
        *(f"{0.1 + key / 1000} /gan/note/on {key} 0.7 {key}" for key in (57, 59, 62, 63)),
        *("0.2 /gan/note/bend 0.5 62", "0.25 /gan/note/pressure 1", "0.3 /gan/note/timbre -1 63", "0.4 /gan/note/off"),
        *("0.5 /gan/note/bend -1", "0.6 /gan/note/sustain 0", "0.65 /gan/note/held"),
    ]
    (tmp_path / "score.txt").write_text("\n".join(lines))
    made = []
    for name in ("a", "b"):
        options = ("--seconds", "0.8", "--home", tmp_path)
        result = render(tiny_bundle, tmp_path / "score.txt", tmp_path / f"{name}.wav", *options)
        assert result.status == 0, result.err
        assert "/done /gan/note/held" in result.err
        made.append(soundfile.read(tmp_path / f"{name}.wav", dtype="int32")[0])
    np.testing.assert_array_equal(*made)
    rate = 44100
    assert np.abs(made[0][round(0.45 * rate) : round(0.59 * rate)]).max() > 2**31 / 100  # the pedal holds them
    assert np.abs(made[0][-2205:]).max() < 2**31 / 1e5


def test_what_an_input_moves_sounds_as_if_it_was_set(tiny_bundle: Bundle, tmp_path: Path) -> None:
    show = tmp_path / "show.toml"
    hand = '[inputs.hand]\naddress = "/accxyz"\nrange = [-10, 10]\n'
    show.write_text(hand + '[links.bend]\nsource = "hand/1"\ntarget = "/gan/voice/1/z/1"\nrange = [-1, 1]\n')
    heard = []
    for moves, given in (
        ("0.25 /accxyz 0 -5 9\n0.5 /accxyz 0 10 9", ("--show", show)),
        ("0.25 /gan/voice/1/z/1 -0.5\n0.5 /gan/voice/1/z/1 1", ()),
        ("0.25 /gan/voice/1/z/1 -0.5\n0.5 /gan/voice/1/z/1 0.9", ()),
    ):
        score = tmp_path / "score.txt"
        score.write_text(f"0 /gan/voice/1/z 1 0 0 0\n0 /gan/voice/1/gate 1\n{moves}\n")
        assert render(tiny_bundle, score, tmp_path / "hand.wav", "--seconds", "1", *given).status == 0
        heard.append(soundfile.read(tmp_path / "hand.wav")[0])
    np.testing.assert_array_equal(heard[0], heard[1])
    assert (heard[0] != heard[2]).any()
