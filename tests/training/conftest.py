"""Small real recordings of many kinds, the codec that makes small images of them, and the commands."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.codecs import from_json
from gesturegan_live.codecs.codec import Codec
from tests.conftest import Done
from tests.conftest import command as run
from training.cli import main

gc.set_threshold(50_000, 20, 50)  # tracing makes objects by the million; looking through them took a fourth of it

CODEC = {
    "name": "log-spectrogram",
    "sample_rate": 16000,
    "n_fft": 256,
    "hop_length": 128,
    "time_frames": 32,
    "bands": 16,
}


def command(*arguments: object) -> Done:
    """Give a command to ``gesturegan-train``."""
    return run(main, *arguments)


def call(*arguments: object) -> str:
    """Give a command that succeeds, and return what it printed."""
    done = command(*arguments)
    assert done.status == 0, done.err
    return done.out


def tone(seconds: float, sample_rate: int, frequency: float = 440.0, channels: int = 1) -> np.ndarray:
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    return np.repeat(0.4 * np.sin(2 * np.pi * frequency * time)[:, None], channels, axis=1)


@pytest.fixture
def codec() -> Codec:
    """4096 samples at 16 kHz as 32 x 16 pixels."""
    return from_json(CODEC)


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """Other rates, lengths, formats and channel counts; one file broken, one silent."""
    return record(tmp_path)


def record(place: Path) -> Path:
    """Write the recordings there, where more than one test only reads them."""
    folder = place / "recordings"
    for label in ("bell", "noise", "odd"):
        (folder / label).mkdir(parents=True)
    rng = np.random.default_rng(1)
    soundfile.write(folder / "bell" / "short.wav", tone(0.05, 44100, 880), 44100, subtype="PCM_24")
    soundfile.write(folder / "bell" / "long.flac", tone(1.3, 48000, 330, channels=2), 48000)
    soundfile.write(folder / "noise" / "hiss.ogg", 0.3 * rng.standard_normal((12000, 1)), 22050)
    soundfile.write(folder / "noise" / "six.aiff", 0.1 * rng.standard_normal((9000, 6)), 8000)
    soundfile.write(folder / "noise" / "loud.wav", 3.0 * rng.standard_normal((16000, 1)), 16000, subtype="FLOAT")
    soundfile.write(folder / "odd" / "silent.wav", np.zeros((8000, 1)), 16000)
    (folder / "odd" / "broken.wav").write_bytes(b"RIFF not really a sound")
    (folder / "notes.txt").write_text("no sound", encoding="utf-8")
    return folder


@pytest.fixture
def images() -> Callable[..., np.ndarray]:
    """Draw images in [-1, 1]."""

    def draw(count: int, shape: tuple[int, int, int] = (32, 16, 1)) -> np.ndarray:
        return np.random.default_rng(3).uniform(-1, 1, (count, *shape)).astype(np.float32)

    return draw
