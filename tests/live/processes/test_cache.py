from __future__ import annotations

import os
import pwd
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gesturegan_live.processes import cache

KERNEL = """
import sys
sys.path.insert(0, {folder!r})
import loop
loop.double(3)
print(loop.double._cache.cache_path)
"""
LOOP = """
from gesturegan_live.kernel import kernel

@kernel
def double(x):
    return 2 * x
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A user's home and a machine's temporary files, both empty."""
    for name in ("home", "temporary", "code"):
        (tmp_path / name).mkdir()
    for variable in (*cache.LIBRARIES, "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    cache.folder.cache_clear()
    cache.temporary.cache_clear()


def _kept() -> list[str]:
    said: list[str] = []
    cache.keep(said.append)
    return said


def test_libraries_keep_to_the_users_cache_folder_and_nothing_is_said(machine):
    assert not _kept()
    assert cache.folder() == machine / "home" / ".cache" / "gesturegan"
    assert {os.environ[variable] for variable in cache.LIBRARIES} == {
        str(cache.folder() / name) for name in cache.LIBRARIES.values()
    }


@pytest.mark.parametrize("missing", ["home", "folder", "user"])
def test_without_a_folder_that_can_be_written_it_is_a_temporary_one_of_the_users_own(machine, monkeypatch, missing):
    if missing == "home":
        (machine / "home").rmdir()
        (machine / "home").touch()
    elif missing == "folder":
        (machine / "home" / ".cache").touch()
    else:  # HOME unset, and nobody knows this user
        monkeypatch.delenv("HOME")
        monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)
    (line,) = _kept()
    assert line.startswith(f"what is compiled is kept in {machine}/temporary/gesturegan-{os.getuid()}, as ")
    assert line.endswith("there is no home folder" if missing == "user" else "cannot be written")
    assert cache.folder().stat().st_mode & 0o777 == 0o700
    assert not Path("~").exists()
    _forget()
    assert cache.folder().name == f"gesturegan-{os.getuid()}", "the next start finds what was compiled"


@pytest.mark.parametrize("trap", ["open", "link"])
def test_nothing_is_run_from_a_folder_that_others_may_write(machine, trap):
    (machine / "home" / ".cache").touch()
    known = machine / "temporary" / f"gesturegan-{os.getuid()}"
    if trap == "open":
        known.mkdir()
        known.chmod(0o777)
    else:
        (machine / "code").chmod(0o700)
        known.symlink_to(machine / "code")
    assert cache.folder() != known
    assert cache.folder().parent == known.parent


def test_what_the_user_has_set_for_a_library_is_left_where_it_can_be_written(machine, monkeypatch):
    monkeypatch.setenv("MPLCONFIGDIR", str(machine / "code"))
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/dev/null/kernels")
    _kept()
    assert os.environ["MPLCONFIGDIR"] == str(machine / "code")
    assert os.environ["NUMBA_CACHE_DIR"] == cache.kernels()


def test_kernels_are_kept_there_in_whatever_process_and_never_beside_their_source(machine):
    (machine / "code" / "loop.py").write_text(LOOP, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in cache.LIBRARIES}
    code = KERNEL.format(folder=str(machine / "code"))
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).parent.parent == machine / "home" / ".cache" / "gesturegan" / "kernels"
    assert not list(machine.glob("code/**/*.nbi"))
