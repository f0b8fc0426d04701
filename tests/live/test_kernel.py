"""Kernels, and the parts that they call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba import config, njit
from numpy.typing import NDArray

from gesturegan_live import kernel

Line = NDArray[np.float64]


@kernel.part
def squared(value: float) -> float:
    return value * value


@kernel.part
def energy(line: Line) -> float:
    total = 0.0
    for i in range(len(line)):
        total += squared(line[i])
    return total


def loudest(lines: Line) -> float:
    highest = 0.0
    for c in range(len(lines)):
        highest = kernel.maximum(highest, energy(lines[c]))
    return highest


def scaled(line: Line, out: Line) -> None:
    for i in range(len(line)):
        out[i] = squared(line[i]) / energy(line)


def scaled_by_hand(line: Line) -> Line:
    return line * 2.0


@pytest.fixture(autouse=True)
def _compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "FOLDER", str(tmp_path))


def test_parts_are_called_by_kernels_and_by_each_other() -> None:
    out = np.zeros(2)
    kernel.kernel(scaled)(np.array([1.0, 3.0]), out)
    np.testing.assert_array_equal(out, [0.1, 0.9])
    assert kernel.kernel(loudest)(np.array([[1.0, 1.0], [2.0, 0.0]])) == 4.0


def test_what_libraries_compile_is_kept_whatever_becomes_of_the_kernels(tmp_path: Path, monkeypatch) -> None:
    kernel.kernel(loudest)(np.ones((2, 3)))
    assert [path.suffix for path in sorted(tmp_path.glob("*/*loudest*"))] == [".nbc", ".nbi"]
    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path / "libraries"))
    njit(cache=True)(scaled_by_hand)(np.ones(2))
    assert [path.suffix for path in sorted(tmp_path.glob("libraries/*/*"))] == [".nbc", ".nbi"]


def test_only_kernels_become_machine_code_with_all_their_parts_in_it() -> None:
    whole: Any = kernel.kernel(loudest)
    whole(np.ones((2, 3)))
    (kernel_code,) = (compiled.library for compiled in whole.overloads.values())
    part: Any = energy
    (part_code,) = (compiled.library for compiled in part.overloads.values())
    assert len(kernel_code._get_compiled_object()) > 500
    with pytest.raises(RuntimeError, match="no compiled object"):
        part_code._get_compiled_object()
    assert not any(
        function.is_declaration and "energy" in function.name for function in kernel_code._final_module.functions
    )
