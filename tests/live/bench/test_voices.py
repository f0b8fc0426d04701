"""Many voices measured from outside, on the null device; the figures are checked for sense, never for speed."""

from __future__ import annotations

from pathlib import Path

import pytest

from gesturegan_live.bench import voices
from gesturegan_live.bench.voices import Result, _moves
from gesturegan_live.control.messages import wire
from tests.live.bench.conftest import measured

pytestmark = pytest.mark.long


def test_voices_that_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = tmp_path / "voices.png"
    monkeypatch.setattr(voices, "_SETTLE", 0.2)
    asked = ("voices", "--backend", "fake", "--voices", 3, "--seconds", 2)
    result = measured(*asked, "--plot", picture)
    assert result.keys() == set(Result.__dataclass_fields__)
    assert (result["voices"], result["block_size"], result["device"]) == (3, 256, "null")
    assert result["seconds"] >= 2
    assert 0 < result["load_p50"] <= result["load_p99"]
    assert result["updates_per_s_per_voice"] > 0
    assert 0 < result["moves_per_s_per_voice"] < 31
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_moves_are_whole_points_of_one_voice_after_another() -> None:
    moves = _moves(3, 5)
    batches = [wire.parse(next(moves))[0] for _ in range(9)]
    messages = [message for batch in batches for message in batch.messages]
    assert [address for address, _ in messages] == [f"/gan/voice/{1 + number % 3}/z" for number in range(9)]
    points = [tuple(values) for _, values in messages]
    assert {len(point) for point in points} == {5}
    for voice in range(3):
        assert len({points[number] for number in range(voice, 9, 3)}) == 3
    assert points[0][0] == pytest.approx(0.1257, abs=1e-3)  # numpy's own first draw of that seed
