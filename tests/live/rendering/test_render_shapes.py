"""Ramps, gestures, wandering and endless voices in a score: the same samples every time, each from its sample on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.models.bundle import Bundle
from gesturegan_live.render import BLOCK
from tests.live.rendering.test_render import render

BEGIN = "0 /gan/voice/1/z 1 0 0 0\n0 /gan/voice/1/gate 1\n"
LINES = {
    "ramps": "0.5 /gan/voice/1/gain 0.01 0.5\n0.7 /gan/voice/1/azimuth 90 0.3\n0.8 /gan/voice/1/transpose 7 0.2\n",
    "growth": "0.5 /gan/voice/1/growth 0.2 0.5\n",
    "shapes": "0.5 /gan/voice/1/release 0.4\n0.6 /gan/voice/1/gate 0\n"
    "1.1 /gan/voice/1/attack 0.2\n1.1 /gan/voice/1/gate 1\n",
    "wander": "0.5 /gan/voice/1/wander 1.5 5\n",
    "endless": "0.5 /gan/voice/1/mode endless\n0.5 /gan/voice/1/chaos 1\n",
    "ends": "0.5 /gan/voice/1/mode pingpong\n0.5 /gan/voice/1/loop_start 0.2\n0.5 /gan/voice/1/loop_end 0.4 0.3\n",
    "gesture": "0.5 /gan/voice/1/gesture repetition\n0.6 /gan/voice/1/energy 0.9\n0.6 /gan/voice/1/pulse 20 0.4\n",
    "output": "0.5 /gan/out/gain 0 0.5\n",
}


@pytest.mark.parametrize("name", LINES)
def test_a_score_is_shaped_from_its_sample_on_and_the_same_every_time(
    name, tiny_bundle: Bundle, tmp_path: Path
) -> None:
    heard = {}
    for title, lines in (("without", ""), ("with", LINES[name]), ("again", LINES[name])):
        (tmp_path / "score.txt").write_text(BEGIN + lines)
        done = render(tiny_bundle, tmp_path / "score.txt", tmp_path / f"{title}.wav", "--seconds", "1.5")
        assert done.status == 0, done.err
        heard[title], rate = soundfile.read(tmp_path / f"{title}.wav")
    np.testing.assert_array_equal(heard["with"], heard["again"])
    same = (heard["with"] == heard["without"]).all(axis=1)
    block = BLOCK if name == "growth" else 0  # images come with the block that holds their time
    assert same[: round(0.5 * rate) - block].all()
    assert not same[round(0.5 * rate) :].all()
    assert np.abs(heard["with"]).max() > 0.1


def test_a_fade_in_a_score_is_where_it_is_to_be(tiny_bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "score.txt").write_text(BEGIN + "0.5 /gan/voice/1/gain 0.01 0.5\n")
    render(tiny_bundle, tmp_path / "score.txt", tmp_path / "fade.wav", "--seconds", "1.5")
    samples, rate = soundfile.read(tmp_path / "fade.wav")
    levels = [np.abs(samples[round(at * rate) : round((at + 0.02) * rate), 0]).max() for at in (0.4, 0.75, 1.2)]
    assert levels[1] / levels[0] == pytest.approx(0.1, rel=0.2)
    assert levels[2] / levels[0] == pytest.approx(0.01, rel=0.1)
