"""How far it is, in a process that has compiled nothing yet and finds nothing in the cache."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gesturegan_live

PACKAGE = Path(gesturegan_live.__file__).parent
COMPILE = """
import json, sys
from gesturegan_live import codecs
from gesturegan_live.audio.compiling import Progress
from gesturegan_live.audio.engine import Engine, build_bank
from gesturegan_live.kernel import KERNELS

bank = build_bank(codecs.CODECS[sys.argv[1]](), 2, 44100, 64)
told = []
Progress(lambda done, of: told.append((done, of)))
Engine(2, 2, 44100, 64).warm_up()
bank.warm_up()
print(json.dumps([told, [[kernel.py_func.__qualname__, len(kernel.signatures)] for kernel in KERNELS]]))
"""


def compiled(codec: str, cache: Path) -> tuple[list[tuple[int, int]], dict[str, int]]:
    """What was told, and how often each kernel was compiled or loaded."""
    command = [sys.executable, "-c", COMPILE, codec]
    environment = os.environ | {"NUMBA_CACHE_DIR": str(cache)}
    told, kernels = json.loads(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)
    return [(done, of) for done, of in told], dict(kernels)


def test_kernels_are_compiled_anew_where_a_part_in_another_file_has_changed(tmp_path: Path) -> None:
    def kept() -> str:
        code = "from gesturegan_live.kernel import FOLDER; print(FOLDER)"
        environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "kernels"), "PYTHONPATH": str(tmp_path)}
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)
        return done.stdout.decode()

    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=shutil.ignore_patterns("bundles", "__pycache__"))
    before = kept()
    assert before == kept()
    folders = {before}
    for part in ("audio/spectral/onsets.py", "show/parameters.py", "kernel.py"):
        with (tmp_path / PACKAGE.name / part).open("a", encoding="utf-8") as file:
            file.write("# another\n")
        folders.add(kept())
    assert len(folders) == 4
    assert all(folder.startswith(str(tmp_path / "kernels")) for folder in folders)


@pytest.mark.long
def test_it_counts_one_by_one_to_just_as_many_as_there_are_and_a_warm_start_counts_nothing(tmp_path: Path) -> None:
    told, kernels = compiled("waveform-gray", tmp_path)
    done = [count for count, _ in told]
    assert len({of for _, of in told}) == 1
    assert done == list(range(1, told[0][1] + 1))
    assert set(kernels.values()) == {1}, (
        "each kernel of the modules that were imported is compiled, for one kind of arrays"
    )
    assert "play" in kernels

    assert compiled("waveform-gray", tmp_path) == ([], kernels)

    told, kernels = compiled("log-spectrogram", tmp_path)  # the engine's are there already
    assert told[-1][0] == told[-1][1]
    assert [count for count, _ in told] == sorted({count for count, _ in told})
    assert told[0][0] > 1
    assert set(kernels.values()) == {1}
