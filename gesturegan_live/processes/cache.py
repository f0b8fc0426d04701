"""The one folder in which this project, and the libraries that it uses, keep what can be made again.

Conventions
-----------
It is the platform's folder for a user's caches; where there is none, or nothing can be written there (no home, a
service's user, a full quota), one of the user's own among the temporary files, which nobody else may enter: what lies
in it is run. Libraries that would otherwise write into the home, or into what is installed, are told by variables of
this process's environment, which its children inherit, before they are imported. No heavy imports.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs

KERNELS = "kernels"
LIBRARIES = {  # where each asks for its folder: compiled kernels; settings and fonts; settings, at each import
    "NUMBA_CACHE_DIR": KERNELS,
    "MPLCONFIGDIR": "matplotlib",
    "KERAS_HOME": "keras",
    "DASK_CONFIG": "dask",
}


def of_the_user(find: Callable[..., Path]) -> Path | None:
    """Ask platformdirs for a folder of ours; None where there is no home to put it in."""
    try:
        path = find("gesturegan", appauthor=False)
    except RuntimeError:
        return None
    return path if path.is_absolute() else None  # older ones give ~ itself


@functools.cache
def folder() -> Path:
    """Find the folder, and make it."""
    usual = of_the_user(platformdirs.user_cache_path)
    return usual if usual and writable(usual) else temporary()


def kernels() -> str:
    """Return the folder of compiled kernels, which libraries call by its name."""
    return str(folder() / KERNELS)


def keep(say: Callable[[str], None]) -> None:
    """Have libraries keep to the folder, here and in all children; `say` gets a line if it is not the usual one."""
    usual = of_the_user(platformdirs.user_cache_path)
    if folder() != usual:
        why = f"{usual} cannot be written" if usual else "there is no home folder"
        say(f"what is compiled is kept in {folder()}, as {why}")
    for variable, name in LIBRARIES.items():
        given = os.environ.get(variable)
        if not (given and writable(Path(given))):
            os.environ[variable] = str(folder() / name)


@functools.cache
def temporary() -> Path:
    """Make a folder that is this user's alone among the temporary files: the same one each time, if it can be."""
    if not hasattr(os, "getuid"):  # Windows: temporary files are a user's own
        path = Path(tempfile.gettempdir()) / "gesturegan"
        path.mkdir(exist_ok=True)
        return path
    path = Path(tempfile.gettempdir()) / f"gesturegan-{os.getuid()}"
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
    except OSError:
        return _passing()
    private = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return path if private and writable(path) else _passing()


def _passing() -> Path:
    path = Path(tempfile.mkdtemp(prefix="gesturegan-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def writable(path: Path) -> bool:
    """Tell whether files can be written in a folder, which is made if it is missing."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return True
    except OSError:
        return False
