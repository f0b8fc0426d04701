"""The state of an engine: another one goes on from it with the same samples."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.snapshot import Snapshot
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.payload import payloads

VOICES = 3


def _engine(codec: Codec, rate: int) -> Engine:
    engine = Engine(VOICES, 2, rate, 128)
    engine.warm_up()
    engine.switch(make_bank(codec, VOICES, rate, 128))
    return engine


def _images(codec: Codec, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).standard_normal((VOICES, codec.clip_samples)).astype(np.float32) * 0.1
    return payloads(codec, codec.encode(noise))


@pytest.mark.parametrize("rate", [44100, 48000])
@pytest.mark.parametrize(
    "codec", [codecs.from_json({"name": "log-spectrogram", "time_frames": 64}), codecs.CODECS["waveform-gray"]()]
)
def test_an_engine_goes_on_where_another_was(codec: Codec, rate: int, event, perform) -> None:
    first, second = _engine(codec, rate), _engine(codec, rate)
    images = _images(codec, 1)
    random = np.random.default_rng(5)
    for voice in range(VOICES):
        first.image(voice, images[voice])
        first.events(event(100 * voice, voice, "gate", 1))
        first.events(event(10000 + voice, voice, "mode", voice))  # still to come when the copy is made
    for _ in range(40):
        name, value = [("rate", random.uniform(-2, 2)), ("pan", random.uniform(-1, 1)), ("gain", 2 * random.random())][
            random.integers(3)
        ]
        first.events(event(int(random.integers(12000)), int(random.integers(VOICES)), name, float(value)))
    perform(first, 5120)
    first.image(1, images[2])  # a switch of images is under way
    perform(first, 128)

    copy = Snapshot(first)
    while not copy.gather(10000):
        perform(first, 128)
    copy.finish()
    other = Snapshot(second)
    assert other.layout == copy.layout
    assert len(copy.octets) < sum(array.nbytes for array in first.bank.held) + 2_000_000  # no image is in it twice
    other.octets[:] = copy.octets
    other.restore()
    assert second.clock == first.clock

    later = _images(codec, 2)
    heard = []
    for engine in (first, second):
        start = engine.clock
        part = perform(engine, 4096)
        engine.image(0, later[0])
        engine.events(event(start + 5000, "out", "panic", 1))
        heard.append(np.concatenate([part, perform(engine, 8192)]))
    assert np.abs(heard[0]).max() > 0.01
    np.testing.assert_array_equal(heard[0], heard[1])


def test_an_engine_that_plays_two_banks_or_none_is_not_copied() -> None:
    engine = Engine(1, 1, 44100, 128)
    with pytest.raises(ValueError, match="one bank, not none or two"):
        Snapshot(engine)
    codec = codecs.CODECS["waveform-gray"]()
    for _ in range(2):
        engine.switch(make_bank(codec, 1, 44100, 128))
        engine.process(np.zeros((2000, 1), np.float32))
    engine.switch(make_bank(codec, 1, 44100, 128))
    with pytest.raises(ValueError, match="one bank, not none or two"):
        Snapshot(engine)


@pytest.mark.parametrize(("name", "value"), [("place", 1e20), ("place", np.nan), ("request", 1e9)])
def test_a_state_that_would_lead_out_of_the_images_is_refused(name: str, value: float) -> None:
    engine = _engine(codecs.from_json({"name": "log-spectrogram", "time_frames": 64}), 44100)
    copy = Snapshot(engine)
    while not copy.gather(10**6):
        pass
    copy.finish()
    engine.bank._states[name] = value
    copy.finish()
    with pytest.raises(ValueError, match=f"a voice's {name} is .*, of 64 frames"):
        copy.restore()


def test_a_state_whose_clocks_do_not_agree_is_refused() -> None:
    engine = _engine(codecs.from_json({"name": "log-spectrogram", "time_frames": 64}), 48000)
    engine.process(np.zeros((128, 2), np.float32))
    copy = Snapshot(engine)
    while not copy.gather(10**6):
        pass
    copy.finish()
    copy.restore()
    engine.bank._made += 10**6
    copy.finish()
    with pytest.raises(ValueError, match="samples were made for 128"):
        copy.restore()
