"""Each voice by itself: what it sounds like, and that it lines up with the output."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.clip import ClipBank
from gesturegan_live.audio.engine import Engine

RATE = 44100
SAMPLES = 22500


@pytest.fixture
def engine(sine) -> Engine:
    engine = Engine(3, 1, RATE, 128)
    bank = ClipBank(3, SAMPLES, RATE, RATE)
    for voice, frequency in enumerate((200, 300, 500)):
        bank.image(voice, sine(frequency, SAMPLES, level=0.1))
    engine.switch(bank)
    return engine


def _perform(engine: Engine, samples: int, blocks: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    out, stems = np.zeros((samples, 1), np.float32), np.zeros((samples, 3), np.float32)
    done = turn = 0
    while done < samples:
        part = slice(done, min(done + blocks[turn % len(blocks)], samples))
        engine.process(out[part], stems[part])
        done, turn = part.stop, turn + 1
    return out, stems


@pytest.mark.parametrize("blocks", [(128,), (1, 50, 300)])
def test_the_stems_sum_up_to_the_master_sample_by_sample(event, engine, blocks) -> None:
    for voice in range(3):
        engine.events(event(700 * voice + 13, voice, "gate", 1))
        engine.events(event(3000 + voice, voice, "gain", 0.3 * voice))
    engine.events(event(6001, "out", "stop", 1))
    out, stems = _perform(engine, 9000, blocks)
    np.testing.assert_allclose(stems.sum(axis=1), out[:, 0], atol=1e-6)
    first = [np.flatnonzero(np.abs(stems[:, voice]) > 0)[0] for voice in range(3)]
    for voice, sample in enumerate(first):
        assert 0 <= sample - (700 * voice + 13 + engine.delay) <= 1
    assert np.abs(stems[:, 2]).max() > 0.05
    assert not stems[-100:].any()


def test_they_fade_in_and_out_as_the_output_does(event, engine) -> None:
    for voice in range(3):
        engine.events(event(0, voice, "gate", 1))
    _perform(engine, 4000, (128,))
    engine.begin_faded()
    out, stems = _perform(engine, 4000, (128, 77))
    assert np.abs(stems[: engine.delay + 30]).max() > 1e-3  # what had left the mixer leaves as it was
    quiet = stems[engine.delay : engine.delay + 30]
    assert np.abs(quiet).max() < 1e-3
    np.testing.assert_allclose(stems.sum(axis=1), out[:, 0], atol=1e-6)
    engine.fade_out()
    out, stems = _perform(engine, 4000, (50,))
    np.testing.assert_allclose(stems.sum(axis=1), out[:, 0], atol=1e-6)
    assert np.abs(stems[600]).max() > 1e-3
    assert not stems[2000:].any()


def test_pan_master_gain_and_limiter_are_not_in_them(event, engine) -> None:
    engine.events(event(0, 0, "gate", 1))
    _, stems = _perform(engine, 8000, (128,))
    engine.events(event(0, 0, "pan", -1))
    engine.events(event(0, "out", "gain", 0))
    out, changed = _perform(engine, 8000, (128,))
    assert not out[4000:].any()
    assert np.abs(changed[4000:, 0]).max() == pytest.approx(np.abs(stems[4000:, 0]).max(), rel=0.01)
    assert not changed[:, 1:].any()
