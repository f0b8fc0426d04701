"""Latency measured from outside, on both devices; the figures are checked for sense, never for speed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.bench.conftest import measured

pytestmark = pytest.mark.long

COMMAND = ("latency", "--backend", "fake", "--trials", 6)


def check(result: dict, trials: int) -> None:
    assert result["trials"] - result["unjudged"] == trials
    assert result["unheard"] < trials
    # Half a window of the new sound must have passed, whatever the machine.
    assert 0 < result["p1_ms"] <= result["p50_ms"] <= result["p99_ms"] <= 150
    assert 0 <= result["late_blocks"] <= result["late_by_clock"] - result["stolen_blocks"]
    assert result["xruns"] >= 0


def test_latency_on_the_null_device(tmp_path: Path) -> None:
    picture = tmp_path / "latency.png"
    result = measured(*COMMAND, "--plot", picture)
    check(result, 6)
    assert result["device"] == "null"
    assert result["device_ms"] == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("jack_server", ["sync"], indirect=True)
def test_latency_through_jack(jack_server: str) -> None:
    result = measured(*COMMAND, "--block-size", 256, server=jack_server)
    check(result, 6)
    assert "JACK" in result["device"]
    assert result["device_ms"] == pytest.approx(128 / 44.1, abs=0.01)  # a period of a server that waits for its clients
    assert result["block_size"] == 256
