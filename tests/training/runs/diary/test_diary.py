"""What a run tells, where there is no room for it and where there is room again."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from gesturegan_live.codecs.codec import Codec
from training.pages import report
from training.runs import disk, run, table
from training.runs.diary.diary import Diary
from training.runs.run import RunConfig


def test_room_is_said_to_be_there_again_once_it_is(
    codec: Codec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.StringIO()
    begun = run.open_or_begin(tmp_path / "run", RunConfig("data", "abc"))
    diary = Diary(begun, codec, 0, Console(file=said, width=200), report.write)

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(disk, "append", full)
        for step in range(1, 5):
            diary.step(step, {"loss": 1.0})
            diary.health(step, {"spread": 0.5})
            diary.flush()
            diary.flush()  # as a checkpoint after a report does
    line = "No space left on device; training goes on without, and tries again"
    assert said.getvalue().splitlines() == [f"{what}: {line}" for what in ("log", "health", "events")]
    diary.step(5, {"loss": 1.0, "fade": 0.5})
    diary.health(5, {"spread": 0.5})
    diary.flush()
    assert said.getvalue().splitlines()[3:] == [
        f"{what}: there is room again, it is written" for what in ("log", "health", "events")
    ]
    assert list(table.read(begun.log)["step"]) == [1, 2, 3, 4, 5]
