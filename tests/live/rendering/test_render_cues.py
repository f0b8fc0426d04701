"""Cues in a rendering: at their samples, the same every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from gesturegan_live.__main__ import main
from gesturegan_live.models.bundle import Bundle
from tests.conftest import Done, command

SHOW = """
[[cues]]
name = "low"
wait = 0.5
play = ["/gan/voice/1/z 1 0 0 0", "/gan/voice/1/gate 1"]

[[cues]]
name = "quiet"
wait = "beat"
play = "/gan/voice/1/gain 0"

[[cues]]
name = "loud"
play = "/gan/voice/1/gain 1"

[[cues]]
name = "hand"
wait = "hand > 0.5"
play = "/gan/voice/1/gain 0"

[inputs.hand]
address = "/hand"
range = [0, 1]
"""


def render(tmp_path: Path, bundle: Bundle, score: str, show: str = SHOW) -> tuple[Done, np.ndarray, int]:
    (tmp_path / "score.txt").write_text(score, encoding="utf-8")
    (tmp_path / "show.toml").write_text(show, encoding="utf-8")
    given = ("--bundle", bundle.path, "--show", tmp_path / "show.toml", "--seconds", "2")
    done = command(main, "render", tmp_path / "score.txt", "-o", tmp_path / "out.wav", *given)
    return done, *soundfile.read(tmp_path / "out.wav")


def loud(samples: np.ndarray, rate: int, begin: float, end: float) -> bool:
    return bool(np.abs(samples[round(begin * rate) : round(end * rate)]).max() > 0.01)


def test_what_cues_play_is_heard_at_its_sample(tiny_bundle: Bundle, tmp_path: Path) -> None:
    score = "0 /gan/clock/beat 0\n1.3 /gan/cue/go\n1.5 /hand 0\n1.6 /hand 1"
    done, samples, rate = render(tmp_path, tiny_bundle, score)
    assert done.status == 0, done.err
    onset = np.flatnonzero(np.abs(samples[:, 0]) > 1e-5)[0]
    assert 0 <= onset - rate // 2 < 80  # the limiter looks 64 samples ahead
    assert loud(samples, rate, 0.6, 1.0)
    assert not loud(samples, rate, 1.05, 1.3)
    assert loud(samples, rate, 1.35, 1.6)
    assert not loud(samples, rate, 1.7, 2.0)
    assert "score.txt cue 2 quiet, then loud when a hand says so" in done.err
    np.testing.assert_array_equal(samples, render(tmp_path, tiny_bundle, score)[1])


def test_what_a_cue_cannot_play_counts_as_failed(tiny_bundle: Bundle, tmp_path: Path) -> None:
    show = '[[cues]]\nname = "a"\nwait = 0\nplay = "/gan/take/record 1"'
    done, _, _ = render(tmp_path, tiny_bundle, "0 /gan/out/gain 1", show)
    assert done.status == 2
    assert "score.txt cue a: /fail /gan/take/record a rendering has its score already" in done.err


def test_a_cue_that_no_score_could_hold_is_refused(tiny_bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "score.txt").write_text("0 /gan/out/gain 1")
    (tmp_path / "show.toml").write_text('[[cues]]\nname = "a"\nplay = "/gan \'x"')
    given = ("--bundle", tiny_bundle.path, "--show", tmp_path / "show.toml", "-o", tmp_path / "o.wav")
    done = command(main, "render", tmp_path / "score.txt", *given)
    assert done.status == 2
    assert "cue 'a': a quote is not closed" in done.err
