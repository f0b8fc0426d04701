"""A short concert on the null device: the real instrument bears all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from gesturegan_live.bench.concert import Result
from tests.live.bench.conftest import measured

pytestmark = pytest.mark.long


def test_a_concert_is_played_without_a_refusal_or_a_break(tmp_path: Path) -> None:
    picture, recording = tmp_path / "concert.png", tmp_path / "concert.wav"
    result = measured("concert", "--minutes", 0.3, "--voices", 4, "--record", recording, "--plot", picture)
    assert result.keys() == set(Result.__dataclass_fields__)
    assert (result["fails"], result["first_failure"], result["restarts"], result["clicks"]) == (0, "", 0, 0)
    assert result["sent"] > 500
    assert result["device"] == "null"
    assert 0.01 < result["peak"] < 0.9
    if Path("/proc/self/smaps_rollup").exists():
        assert result["memory_end_mb"] < 1.3 * result["memory_start_mb"]
    samples, rate = soundfile.read(recording)
    assert len(samples) / rate > 0.3 * 60
    assert picture.read_bytes().startswith(b"\x89PNG")
