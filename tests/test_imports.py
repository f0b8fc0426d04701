"""Data flows one way: what must never be imported where, proved in fresh processes and over the source."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

import gesturegan_live
import tests.conftest
import training

ENGINES = ("tensorflow", "keras", "openvino", "torch")


@functools.cache
def imported_by(module: str) -> set[str]:
    """Top-level names of all that importing a module brings in, in a fresh process."""
    return set(output_of(f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})").split())


def output_of(code: str) -> str:
    """What a fresh process prints."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def own_imports(package: object) -> list[tuple[Path, str]]:
    """Every module named by an import statement in a package, at whatever depth of the code."""
    found = []
    for file in sorted(Path(package.__file__).parent.rglob("*.py")):  # type: ignore[attr-defined]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found += [(file, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found.append((file, node.module or ""))
                found += [(file, f"{node.module}.{alias.name}") for alias in node.names]
    return found


@pytest.mark.parametrize(
    "module", ["server", "terminal.playing", "audio.process", "recording.process", "generator.process", "__main__"]
)
def test_no_inference_engine_comes_with_a_process(module: str) -> None:
    assert not imported_by(f"gesturegan_live.{module}") & set(ENGINES)


@pytest.mark.parametrize("module", ["server", "terminal.playing", "generator.process", "recording.process", "__main__"])
def test_only_audio_and_the_decoding_of_spectra_compile_anything(module: str) -> None:
    assert not imported_by(f"gesturegan_live.{module}") & {"numba", "llvmlite"}


def test_what_loads_networks_knows_every_layer_that_a_generator_may_have() -> None:
    own = sorted(path.stem for path in Path(gesturegan_live.__file__).parent.joinpath("generator").glob("*.py"))
    code = "import sys, gesturegan_live.generator.backends.keras_file; print(*sys.modules)"
    loaded = output_of(code).split()
    for name in own:
        text = Path(gesturegan_live.__file__).parent.joinpath("generator", f"{name}.py").read_text(encoding="utf-8")
        if "register_keras_serializable" in text:
            assert f"gesturegan_live.generator.{name}" in loaded


def test_the_generator_makes_frames_of_every_live_codec_without_compiling() -> None:
    code = """
import sys, numpy as np
from gesturegan_live import codecs
from gesturegan_live.codecs.payload import payloads
for name in ("log-spectrogram", "specgram", "waveform-gray", "packed-rgb", "points", "slices"):
    codec = codecs.CODECS[name]()
    payloads(codec, np.zeros((1, *codec.image_shape), np.float32))
print(*sys.modules)
"""
    assert "numba" not in output_of(code).split()


def test_nothing_that_only_training_needs_comes_with_the_sound() -> None:
    """Where it is installed, numba would import SciPy."""
    names = imported_by("gesturegan_live.audio.process, gesturegan_live.audio.spectral, gesturegan_live.audio.clip")
    assert "numba" in names
    assert not names & {"scipy", "librosa", "sklearn", "matplotlib", "soundfile", "cffi", "pycparser"}


def test_compiling_a_kernel_does_not_bring_it_either() -> None:
    code = """
import sys
from gesturegan_live import codecs
from gesturegan_live.audio.engine import make_bank
make_bank(codecs.CODECS["waveform-gray"](), 1, 44100, 64)
print(*sys.modules)
"""
    assert not {"scipy", "cffi"} & set(output_of(code).split())


def test_the_audio_process_knows_no_network() -> None:
    assert not imported_by("gesturegan_live.audio.process") & {"asyncio", "pythonosc", "starlette", "soundfile", "rich"}


def test_control_needs_no_sound_card() -> None:
    assert "sounddevice" not in imported_by("gesturegan_live.server")


def test_the_web_is_imported_only_where_it_is_asked_for() -> None:
    assert not imported_by("gesturegan_live.server") & {"websockets", "http"}


def test_the_main_module_is_light() -> None:
    """Every child process imports it again."""
    assert "numpy" not in imported_by("gesturegan_live.__main__")


def test_only_the_generator_loads_an_engine() -> None:
    loaders = {
        file.relative_to(Path(gesturegan_live.__file__).parent).parts[0]
        for file, name in own_imports(gesturegan_live)
        if name.split(".")[0] in ENGINES
    }
    assert loaders == {"generator"}


def test_one_module_imports_openvino_and_none_its_telemetry() -> None:
    importers = {
        file.name
        for package in (gesturegan_live, training, tests.conftest)
        for file, name in own_imports(package)
        if name.split(".")[0] in ("openvino", "openvino_telemetry")
    }
    assert importers == {"engine.py"}
    code = """
import gesturegan_live.generator.backends.engine, openvino.tools.ovc, sys
print(*(name for name, module in sys.modules.items() if module and "openvino" in name and "telemetry" in name))
"""
    assert set(output_of(code).split()) == {
        f"openvino.tools.ovc.telemetry_{what}" for what in ("stub", "params", "utils")
    }


def test_numba_is_imported_in_one_place() -> None:
    """It leaves out what numba would bring in and no kernel needs."""
    found = {file.name for file, name in own_imports(gesturegan_live) if name.split(".")[0] == "numba"}
    assert found == {"kernel.py"}


def test_the_floors_are_kept() -> None:
    """Who may know whom is declared in pyproject.toml."""
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [linter, "--no-cache"], check=False, cwd=Path(__file__).parents[1], capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout
