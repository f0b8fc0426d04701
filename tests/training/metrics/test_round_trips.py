"""How near sounds come back by the voice that plays them: by the embedding that judges models, in kernel widths.

It needs sounds: a folder of recordings in GESTUREGAN_TEXTURES, and for notes fluidsynth with a General MIDI soundfont
in GESTUREGAN_SOUNDFONT. What is not there is passed over; figures are printed.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live import codecs
from gesturegan_live.bench.hearing.live_codecs import Voice
from gesturegan_live.codecs.codec import Codec
from training.metrics.embedding.distance import bandwidth
from training.metrics.embedding.embedding import embed

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]
RATE, SAMPLES = 44100, 65536
INSTRUMENTS = (0, 4, 6, 11, 14, 16, 19, 22, 24, 27, 32, 40, 42, 46, 48, 52, 56, 60, 65, 68, 71, 73, 80, 89)
KEYS = (60, 64, 55, 72, 67, 62, 48, 69, 52, 57, 36, 74, 45, 59, 65, 60, 66, 53, 58, 70, 61, 76, 63, 50)


def _distance(codec: Codec, sounds: np.ndarray) -> float:
    """Mean distance of the embedding of each sound to that of what is played of it."""
    points = embed(sounds, RATE)
    voice = Voice(codec)
    heard = embed(np.stack([voice(sound) for sound in sounds]), RATE)
    return float(np.mean(np.linalg.norm(heard - points, axis=1)) / bandwidth(points))


def _cut(samples: np.ndarray) -> np.ndarray:
    mono = samples.mean(axis=1)[:SAMPLES]
    return np.pad(mono, (0, SAMPLES - len(mono))).astype(np.float32)


@pytest.fixture(scope="module")
def textures() -> np.ndarray:
    folder = Path(os.environ.get("GESTUREGAN_TEXTURES", "nowhere"))
    files = sorted(path for path in folder.rglob("*.flac"))
    if not files:
        pytest.skip("GESTUREGAN_TEXTURES is no folder of FLACs")
    sounds = np.stack([_cut(soundfile.read(path, always_2d=True)[0]) for path in files])
    return sounds[np.abs(sounds).max(axis=1) > 1e-4]


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    soundfont = os.environ.get("GESTUREGAN_SOUNDFONT", "")
    if not shutil.which("fluidsynth") or not Path(soundfont).is_file():
        pytest.skip("there is no fluidsynth, or GESTUREGAN_SOUNDFONT is no soundfont")
    folder, sounds = tmp_path_factory.mktemp("notes"), []
    for instrument, key in zip(INSTRUMENTS, KEYS, strict=True):
        on, off = bytes((0x90, key, 96)), bytes((0x80, key, 0))
        track = bytes((0, 0xC0, instrument, 20)) + on + b"\x87\x40" + off + b"\x87\x40\xff\x2f\x00"  # a second each
        midi = struct.pack(">4sIHHH4sI", b"MThd", 6, 0, 1, 480, b"MTrk", len(track)) + track
        (folder / "note.mid").write_bytes(midi)
        play = ["fluidsynth", "-ni", "-R", "0", "-C", "0", "-g", "0.8", "-r", str(RATE), "-F", str(folder / "note.wav")]
        subprocess.run([*play, soundfont, str(folder / "note.mid")], check=True, capture_output=True)
        sounds.append(_cut(soundfile.read(folder / "note.wav", always_2d=True)[0]))
    return np.stack(sounds)


@pytest.mark.parametrize("preset", ["live-44100", "full-44100"])
def test_textures_come_back_nearer_than_through_magnitudes(
    textures: np.ndarray, preset: str, capsys: pytest.CaptureFixture[str]
) -> None:
    distance = _distance(codecs.CODECS["sines-noise"].preset(preset), textures)
    with capsys.disabled():
        sys.stdout.write(f"\n{preset}: {distance:.3f} kernel widths ")
    assert distance < 0.215 < _distance(codecs.CODECS["log-spectrogram"](), textures)


@pytest.mark.parametrize("preset", ["live-44100", "full-44100"])
def test_notes_come_back_nearer_than_through_magnitudes(
    notes: np.ndarray, preset: str, capsys: pytest.CaptureFixture[str]
) -> None:
    distance = _distance(codecs.CODECS["sines-noise"].preset(preset), notes)
    with capsys.disabled():
        sys.stdout.write(f"\n{preset}: {distance:.3f} kernel widths ")
    assert distance < 0.235 < _distance(codecs.CODECS["log-spectrogram"](), notes)
