"""Gestures in scores: what is taught there is played there."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import soundfile

from gesturegan_live.__main__ import main
from gesturegan_live.models.bundle import Bundle
from tests.conftest import command

BEGIN = """
0 /gan/voice/1/z 1 0 0 0
0 /gan/voice/1/gate 1
0 /gan/input/learn hand /xy
0 /gan/input/hand/range 0 1
"""


def rendered(bundle: Bundle, folder: Path, lines: str, seconds: float) -> tuple[np.ndarray, int]:
    (folder / "score.txt").write_text(BEGIN + lines)
    done = command(
        main, "render", folder / "score.txt", "-o", folder / "a.wav", "--bundle", bundle.path, "--seconds", seconds
    )
    assert done.status == 0, done.err
    return soundfile.read(folder / "a.wav")


def loudness(samples: np.ndarray, rate: int, begin: float, end: float) -> np.ndarray:
    return np.sqrt(np.mean(samples[round(begin * rate) : round(end * rate)] ** 2, axis=0))


def test_a_mapping_is_taught_and_played(tiny_bundle: Bundle, tmp_path: Path) -> None:
    lines = [
        "0 /gan/map/add play",
        "0 /gan/map/play/inputs hand",
        "0 /gan/map/play/outputs /gan/voice/1/pan",
    ]
    for number in range(6):
        side = number % 2
        lines += [
            f"0.{number} /xy {side} 0.{number}",
            f"0.{number} /gan/voice/1/pan {2 * side - 1}",
            f"0.{number} /gan/map/play/record",
        ]
    lines += ["0.6 /gan/map/play/train", "0.6 /gan/map/play/run 1", "0.6 /xy 0 0.3", "1.2 /xy 1 0.3"]
    samples, rate = rendered(tiny_bundle, tmp_path, "\n".join(lines), 1.8)
    left, right = loudness(samples, rate, 0.8, 1.2)
    assert left > 3 * right
    left, right = loudness(samples, rate, 1.4, 1.8)
    assert right > 3 * left


def test_a_shape_is_recorded_and_recognised(tiny_bundle: Bundle, tmp_path: Path) -> None:
    def wave(begin: float, seconds: float) -> list[str]:
        frames = round(seconds / 0.02)
        way = [(0.5 - 0.5 * math.cos(math.pi * n / frames), math.sin(math.pi * n / frames)) for n in range(frames + 1)]
        return [f"{begin + 0.02 * n:.2f} /xy {x:.4f} {y:.4f}" for n, (x, y) in enumerate(way)]

    lines = ["0 /xy 0 0", "0 /gan/shape/add wave hand", "0.1 /gan/shape/wave/record 1", *wave(0.5, 0.8)]
    lines += ["1.6 /gan/shape/wave/record 0", "1.7 /xy 0 0", "1.7 /gan/link/add sure wave/likelihood /gan/voice/1/pan"]
    lines += wave(3.0, 1.0)
    samples, rate = rendered(tiny_bundle, tmp_path, "\n".join(lines), 5.2)
    left, right = loudness(samples, rate, 2.5, 3.0)
    assert left > 3 * right
    left, right = loudness(samples, rate, 3.6, 3.9)  # it is not over yet
    assert right > 3 * left
    left, right = loudness(samples, rate, 4.8, 5.2)
    assert left > 3 * right
