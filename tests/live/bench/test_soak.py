"""A short soak on the null device: the real instrument obeys every message of the traffic."""

from __future__ import annotations

from pathlib import Path

import pytest

from gesturegan_live.bench.machine.memory import proportional
from gesturegan_live.bench.soak import Result
from tests.live.bench.conftest import measured

pytestmark = pytest.mark.long


def test_the_instrument_obeys_all_of_the_traffic(tmp_path: Path) -> None:
    picture = tmp_path / "soak.png"
    asked = ("soak", "--minutes", 0.1, "--rate", 200, "--backend", "fake", "--voices", 3)
    result = measured(*asked, "--plot", picture)
    assert result.keys() == set(Result.__dataclass_fields__)
    assert (result["fails"], result["first_failure"], result["restarts"]) == (0, "", 0)
    assert 100 < result["sent"] <= 200 * 60
    assert result["trials"] > result["unjudged"] + result["unheard"]
    assert len(result["p99_ms_by_tenth"]) == 10
    judged = result["trials"] - result["unjudged"]
    assert (sum(p99 is not None for p99 in result["p99_ms_by_tenth"]) > 1) == (judged > 1)  # a trial takes a second
    assert result["device"] == "null"
    if Path("/proc/self/smaps_rollup").exists():
        assert 10 < result["memory_start_mb"] < 10_000
        assert 10 < result["memory_end_mb"] < 10_000
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_sensors_move_the_voices_by_links_and_mappings() -> None:
    result = measured("soak", "--inputs", "--minutes", 0.1, "--rate", 200, "--backend", "fake", "--voices", 5)
    assert (result["fails"], result["first_failure"], result["restarts"]) == (0, "", 0)
    assert 100 < result["sent"] <= 200 * 60
    assert 0 < result["lag_p50_ms"] <= result["lag_p99_ms"]


def test_memory_of_processes_that_are_gone_is_not_told() -> None:
    assert proportional([2**22 + 1]) is None
