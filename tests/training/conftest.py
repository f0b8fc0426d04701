"""Small real recordings of many kinds, the codec that makes small images of them, and the commands."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from gesturegan_live.cli import app
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


def check_that_it_plays(bundle: Path, place: Path, *labels: str) -> None:
    """Render a bundle by the instrument: it sounds, the same point the same and another otherwise."""
    sounds = [_rendered(bundle, place / f"{name}.wav", seed, labels) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    for sound in sounds:
        assert np.isfinite(sound).all()
        assert np.abs(sound).max() > 1e-3, "it is heard"
    np.testing.assert_array_equal(sounds[0], sounds[1])
    assert np.abs(sounds[0] - sounds[2]).max() > 1e-3, "another point sounds otherwise"


def _rendered(bundle: Path, output: Path, seed: int, labels: tuple[str, ...]) -> np.ndarray:
    weights = f"0 /gan/voice/1/condition {' '.join(['0.5'] * len(labels))}\n" if labels else ""
    score = output.with_suffix(".txt")
    score.write_text(f"0 /gan/voice/1/seed {seed}\n{weights}0 /gan/voice/1/gate 1\n")
    arguments = [score, "-o", output, "--bundle", bundle, "--seconds", 0.4, "--home", output.parent / "home"]
    done = CliRunner().invoke(app, ["render", *map(str, arguments)])
    assert done.exit_code == 0, (done.output, done.exception)
    return np.asarray(soundfile.read(output)[0])


def tone(seconds: float, sample_rate: int, frequency: float = 440.0, channels: int = 1) -> np.ndarray:
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    return np.repeat(0.4 * np.sin(2 * np.pi * frequency * time)[:, None], channels, axis=1)


@pytest.fixture(scope="module")
def networks() -> Iterator[None]:
    """Let runs of one kind begin with the same networks, as they were made and traced once; few sounds are judged."""
    from training.runs import chief
    from training.runs import train as trainer
    from training.teaching.distribute import Workers

    build, teach = trainer.build, Workers.teach
    made: dict[Any, tuple[Any, list[tuple[Any, np.ndarray]]]] = {}
    traced: dict[Any, Callable[[Any], dict[str, Any]]] = {}

    def anew(taught: Any, codec: Codec, *told: Any) -> Any:
        config = taught.config
        kind = (config.model, config.preset, config.recipe, config.seed, codec.image_shape, *told)
        if kind not in made:
            gan = build(taught, codec, *told)
            everything = {id(variable): variable for variable in (gan.strength, *gan.state().values())}
            made[kind] = gan, [(variable, np.array(variable)) for variable in everything.values()]
        gan, first = made[kind]
        for variable, value in first:
            variable.assign(value)
        return gan

    def once(workers: Workers, step: Any) -> Callable[[Any], dict[str, Any]]:
        gan = step.__self__
        stage = gan, gan.stage(int(gan.step.numpy()))
        traced[stage] = traced.get(stage) or teach(workers, step)
        return traced[stage]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trainer, "build", anew)
        patch.setattr(Workers, "teach", once)
        patch.setattr(chief, "IMAGES", 8)
        yield


@pytest.fixture(scope="module")
def few_points() -> Iterator[None]:
    """Let export look at few points: what it finds in many is for its own tests."""
    from gesturegan_live.finding import search
    from training.release import axes, bettered, effects, presets, responses

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "COUNT", 40)
        patch.setattr(presets, "CANDIDATES", 32)
        for name, count in (("DRAWN", 128), ("WAYS", 8), ("AT", 8), ("TRIED", 8), ("HEARD", 2)):
            patch.setattr(axes, name, count)
        for name, count in (("TURNS", 2), ("AT", 2), ("SPREAD", 8)):
            patch.setattr(bettered, name, count)
        for module in (responses, effects):
            patch.setattr(module, "POINTS", 6)
        yield


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
