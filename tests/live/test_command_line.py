from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gesturegan_live.cli import app as live
from gesturegan_live.command_line import CommandLine
from training.cli import app as training
from training.cli import classify

HOMELESS = "import sys, gesturegan_live.show.paths as p; p.Path('~/x'); print(p.expanded(p.Path(sys.argv[1])))"


def _commands(app: CommandLine) -> list[CommandLine]:
    return [app, *(each for group in app.registered_groups for each in _commands(group.typer_instance))]


def test_every_command_of_both_programs_expands_its_paths():
    assert all(isinstance(app, CommandLine) for app in (*_commands(live), *_commands(training)))
    assert classify.app in _commands(training)


def test_a_tilde_is_the_users_home_in_options_arguments_and_lists(monkeypatch, tmp_path):
    app, given = CommandLine(), []

    @app.command()
    def look(files: list[Path], output: Path = Path("~/made"), name: str = "~", other: Path | None = None) -> None:
        given.extend([files, output, name, other])

    monkeypatch.setenv("HOME", str(tmp_path))
    assert CliRunner().invoke(app, ["~/a", "b/~"]).exit_code == 0
    assert given == [[tmp_path / "a", Path("b/~")], tmp_path / "made", "~", None]


@pytest.mark.parametrize(("path", "said"), [("~nobody-of-that-name.wav", "~nobody-of-that-name.wav"), ("a/~", "a/~")])
def test_a_file_may_begin_with_a_tilde(path, said):
    done = subprocess.run([sys.executable, "-c", HOMELESS, path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == said


def test_who_has_no_home_is_told_and_no_folder_of_that_name_is_made(tmp_path):
    code = (
        "import pwd; pwd.getpwuid = lambda uid: {}[uid]\n"  # a service's user, whom nobody knows
        "import sys; sys.argv[1:] = ['play', '--device', 'null', '--home', '~/gan']\n"
        "from gesturegan_live.__main__ import main; main()"
    )
    environment = {name: value for name, value in os.environ.items() if name != "HOME"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "gesturegan-live: ~/gan: there is no home folder that ~ could stand for"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "iso8859-1"])
def test_a_name_that_cannot_be_printed_ends_nothing(encoding):
    code = "import sys; from gesturegan_live.command_line import begin; begin('x'); print(sys.argv[1])"
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", code, "データ"], env=environment, capture_output=True, check=False)
    assert done.stdout.strip() == rb"\u30c7\u30fc\u30bf", done.stderr
