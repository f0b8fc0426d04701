"""The instrument from outside, where it is not as quick as whoever measures it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from gesturegan_live.bench.playing import Playing


def test_it_is_ready_once_its_device_takes_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "said"
    said.write_text("tiny on null, OSC on 127.0.0.1:7770\n", encoding="utf-8")
    playing = Playing(SimpleNamespace(poll=lambda: None), 7770, said)  # type: ignore[arg-type]
    rates = [0.0, 0.0, 44100.0]  # of a busy machine, whose audio process has not come to its first block
    monkeypatch.setattr(playing, "status", lambda: SimpleNamespace(sample_rate=rates.pop(0)))
    playing.wait_until_ready()
    assert not rates
    assert playing.device == "null"
    playing._socket.close()
