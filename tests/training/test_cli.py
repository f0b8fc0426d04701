"""Mistakes at the command line: one line, status 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.training.conftest import command


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["prepare", "nowhere", "-o", "data"], "nowhere: no such folder"),
        (["prepare", ".", "-o", "data", "--codec", "mp3"], "codec 'mp3' is unknown"),
        (["prepare", ".", "-o", "data", "--codec", '{"name": '], "codec is not JSON"),
        (["prepare", ".", "-o", "data", "--overlap", "1"], "overlap is 1.0, expected 0 up to 1"),
        (["prepare", ".", "-o", "data", "--channel", "0"], "channel is 0, expected 1 or more"),
        (["train", ".", "-o", "run"], "is no prepared dataset"),
        (["export", ".", "-o", "bundle"], "is no training run"),
        (["evaluate", ".", "data"], "is not a bundle"),
        (["project", ".", "sound.wav", "-o", "found"], "is not a bundle"),
    ],
)
def test_mistakes_are_told_in_one_line(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = command(*arguments)
    assert done.status == 2
    assert message in done.err
    assert done.err.startswith("gesturegan-train: ")
    assert done.err.count("\n") == 1


def test_a_library_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("training.dataset")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "soxr", None)
    done = command("prepare", tmp_path, "-o", tmp_path / "data")
    assert (done.status, done.err) == (2, "gesturegan-train: soxr is not installed (pip install 'gesturegan[train]')\n")


def test_help_names_the_commands() -> None:
    program = [sys.executable, "-m", "training.cli", "--help"]
    said = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    assert all(name in said for name in ("prepare", "browse", "classify", "train", "export", "evaluate", "project"))
