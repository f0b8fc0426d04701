"""A score that a real instrument plays, while a recording and a take are made of it."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from gesturegan_live.__main__ import main
from gesturegan_live.models.bundle import Bundle
from tests.conftest import command
from tests.live.takes.test_takes import last_beginning, read, render, same_part

pytestmark = pytest.mark.long

SCORE = """
0    /gan/voice/*/mode   once
0    /gan/voice/1/z      1 0 0 0
0    /gan/voice/2/z      0 0 0 1
0.6  /gan/voice/1/gate   1
0.9  /gan/voice/1/gate   0
1.3  /gan/voice/2/gain   0.5
1.3  /gan/voice/2/gate   1
1.5  /gan/voice/2/gain   2 0.2
1.9  /gan/out/stop
2.4  /gan/voice/1/gate   1
2.5  /gan/nothing
2.6  /quit
"""


def onsets(samples: np.ndarray) -> np.ndarray:
    """Where sound begins after silence of more than a tenth of a second."""
    loud = np.flatnonzero(samples.any(axis=1))
    return loud[np.flatnonzero(np.diff(loud, prepend=-44100) > 4410)]


def test_a_score_is_played_live_and_is_part_of_takes(tiny_bundle: Bundle, play, tmp_path) -> None:
    (tmp_path / "piece.txt").write_text(SCORE, encoding="utf-8")
    options = ("--device", "null", "--no-walk", "--home", tmp_path, "--score", tmp_path / "piece.txt")
    instrument = play(tiny_bundle.path, *options, "--record", tmp_path / "live.wav", "--take", "live")
    assert instrument.process.wait(60) == 0  # by its last line
    assert instrument.end() == 0
    assert instrument.said("piece.txt line 12: /fail /gan/nothing no such address")
    live = read(tmp_path / "live.wav")

    given = ("--bundle", tiny_bundle.path, "-o", tmp_path / "rendered.wav")
    assert command(main, "render", tmp_path / "piece.txt", *given).status == 2  # for the line that failed
    rendered, rate = soundfile.read(tmp_path / "rendered.wav")
    heard, expected = onsets(live), onsets(rendered)
    assert len(heard) == len(expected) == 3
    np.testing.assert_allclose(np.diff(heard), np.diff(expected), atol=rate * 0.2)  # a machine may stand still

    assert render("live", tmp_path / "again.wav", tmp_path).status == 0
    same, other = same_part(live, read(tmp_path / "again.wav"))
    assert len(same) > 2 * rate
    np.testing.assert_array_equal(same, other)


@pytest.mark.parametrize(
    ("text", "line"), [("1 nonsense", r"piece.txt line 1: address is 'nonsense'"), (None, "there is no such file")]
)
def test_a_score_that_is_none_is_one_line_and_nothing_plays(text, line, tiny_bundle: Bundle, play, tmp_path) -> None:
    if text is not None:
        (tmp_path / "piece.txt").write_text(text, encoding="utf-8")
    instrument = play(tiny_bundle.path, "--device", "null", "--score", tmp_path / "piece.txt")
    assert instrument.process.wait(60) == 2
    instrument.end()
    [said] = instrument.lines
    assert line.replace("\\", "") in said


def test_what_inputs_move_is_part_of_takes(tiny_bundle: Bundle, play, tmp_path) -> None:
    link = '[links.bend]\nsource = "hand/0"\ntarget = "/gan/voice/1/{}"\nrange = {}\n'
    (tmp_path / "show.toml").write_text(
        '[inputs.hand]\naddress = "/hand"\nrange = [0, 1]\n'
        + link.format("z/1", [-1, 1])
        + link.format("gain", [0.1, 1]).replace("bend", "swell")
    )
    gates = "0.2 /gan/voice/1/gate 1\n0.4 /gan/voice/1/gate 0\n1.2 /gan/voice/1/gate 1\n"
    moves = "".join(f"{1 + number / 50:.2f} /hand {number % 20 / 20}\n" for number in range(100))
    (tmp_path / "piece.txt").write_text(f"0 /gan/voice/1/z 1 0 0 0\n{gates}{moves}3.2 /quit\n")
    options = ("--device", "null", "--no-walk", "--home", tmp_path, "--score", tmp_path / "piece.txt")
    given = (*options, "--show", tmp_path / "show.toml", "--record", tmp_path / "live.wav", "--take", "live")
    instrument = play(tiny_bundle.path, *given)
    assert instrument.process.wait(60) == 0
    assert instrument.end() == 0
    live = read(tmp_path / "live.wav")
    assert render("live", tmp_path / "again.wav", tmp_path).status == 0
    same, other = same_part(live, read(tmp_path / "again.wav"))
    np.testing.assert_array_equal(same, other)
    swelling = np.abs(same[last_beginning(same) + 2205 :, 0].astype(float))[: 441 * 100]
    loud = swelling.reshape(-1, 441).max(axis=1)
    assert loud.max() > 3 * loud.min() > 0
