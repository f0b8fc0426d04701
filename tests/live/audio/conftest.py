"""What the tests of the audio engine share: events, a way to perform, a measure of clicks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from gesturegan_live.audio.engine import Engine
from gesturegan_live.audio.interface.events import EVENT
from gesturegan_live.show.parameters import MATRIX, OUT_INDEX, OUT_VOICE, VOICE_INDEX

Action = Callable[[Engine], None]


def _event(
    sample: int, voice: int | str, name: str | tuple[str, int], value: float, seconds: float = 0.0
) -> np.ndarray:
    """One event; voice "out" is the output, and ("matrix", c) the voice's gain to loudspeaker c."""
    number = OUT_VOICE if voice == "out" else int(voice)
    named = OUT_INDEX if voice == "out" else VOICE_INDEX
    index = MATRIX + name[1] if isinstance(name, tuple) else named[name]
    return np.array([(sample, number, index, value, seconds)], EVENT)


@pytest.fixture(scope="session")
def event() -> Callable[..., np.ndarray]:
    return _event


@pytest.fixture(scope="session")
def perform() -> Callable[..., np.ndarray]:
    """Let an engine play `samples`, in blocks of the sizes given (in turn); do things at block borders on the way."""

    def play(
        engine: Engine, samples: int, blocks: Sequence[int] = (128,), actions: Mapping[int, Action] | None = None
    ) -> np.ndarray:
        waiting = sorted((actions or {}).items())
        out = np.zeros((samples, len(engine.peaks)), np.float32)
        done = turn = 0
        while done < samples:
            while waiting and waiting[0][0] <= done:
                waiting.pop(0)[1](engine)
            frames = min(blocks[turn % len(blocks)], samples - done, waiting[0][0] - done if waiting else samples)
            engine.process(out[done : done + frames])
            done += frames
            turn += 1
        return out

    return play


@pytest.fixture(scope="session")
def roughness() -> Callable[[np.ndarray], float]:
    """The largest second difference: what a click sticks out in."""

    def measure(samples: np.ndarray) -> float:
        return float(np.abs(np.diff(samples.astype(np.float64), 2, axis=0)).max())

    return measure


@pytest.fixture(scope="session")
def sine() -> Callable[..., np.ndarray]:
    def make(frequency: float, samples: int, rate: int = 44100, level: float = 0.3) -> np.ndarray:
        return (level * np.sin(2 * np.pi * frequency * np.arange(samples) / rate)).astype(np.float32)

    return make
