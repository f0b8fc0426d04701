"""Mistakes at the command line: one line, status 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def _call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["prepare", "nowhere", "-o", "data"], "nowhere: no such folder"),
        (["prepare", ".", "-o", "data", "--codec", "mp3"], "codec 'mp3' is unknown"),
        (["prepare", ".", "-o", "data", "--codec", '{"name": '], "codec is not JSON"),
        (["prepare", ".", "-o", "data", "--overlap", "1"], "overlap is 1.0, expected 0 up to 1"),
        (["train", ".", "-o", "run"], "is no prepared dataset"),
        (["export", ".", "-o", "bundle"], "is no training run"),
        (["evaluate", ".", "data"], "is not a bundle"),
        (["project", ".", "sound.wav", "-o", "found"], "is not a bundle"),
    ],
)
def test_mistakes_are_told_in_one_line(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    done = _call(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.startswith("gesturegan-train: ")
    assert done.stderr.count("\n") == 1


def test_help_names_the_commands() -> None:
    done = _call("--help")
    assert done.returncode == 0
    assert all(
        command in done.stdout
        for command in ("prepare", "browse", "classify", "train", "export", "evaluate", "project")
    )
