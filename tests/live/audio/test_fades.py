"""Whatever begins, ends or changes, the output has no click: no second difference far beyond the sound's own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.audio.bank import Bank
from gesturegan_live.audio.clip import ClipBank
from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.codecs.payload import payloads

RATE = 44100
CLIP = 22500
TONE = 150 * RATE / CLIP  # Hz: whole periods in a clip
WHEN = 12000  # sample of the change, long after the gate was opened


def _clips(level: float = 0.3, frequency: float = TONE) -> Bank:
    bank = ClipBank(1, CLIP, RATE, RATE)
    bank.image(0, (level * np.sin(2 * np.pi * frequency * np.arange(CLIP) / RATE)).astype(np.float32))
    return bank


def _spectra(level: float = 0.3, frequency: float = TONE) -> Bank:
    codec = codecs.from_json({"name": "log-spectrogram", "time_frames": 64})
    time = np.arange(codec.clip_samples) / RATE
    bank = make_bank(codec, 1, RATE, 256)
    bank.image(0, payloads(codec, codec.encode(level * np.sin(2 * np.pi * frequency * time)[None]))[0])
    return bank


BANKS = {"clips": _clips, "spectra": _spectra}


@pytest.fixture(params=BANKS)
def bank(request: pytest.FixtureRequest) -> Callable[..., Bank]:
    return BANKS[request.param]


@pytest.fixture
def engine(bank) -> Engine:
    engine = Engine(1, 4, RATE, 256)
    engine.switch(bank())
    return engine


@pytest.fixture
def own(bank, event, perform, roughness) -> float:
    """What the tone does by itself."""
    engine = Engine(1, 4, RATE, 256)
    engine.switch(bank())
    engine.events(event(0, 0, "gate", 1))
    return roughness(perform(engine, 24000)[WHEN:])


EVENTS = {
    "gate closes": [("gate", 0)],
    "gate closes and opens": [("gate", 0), ("gate", 1)],
    "gate opens again": [("gate", 1)],
    "gain": [("gain", 0)],
    "mute": [("mute", 1), ("mute", 0)],
    "pan": [("pan", -1)],
    "azimuth": [("azimuth", 180), ("azimuth", -90)],
    "distance": [("distance", 0)],
    "matrix": [(("matrix", 0), 0), (("matrix", 3), 1)],
    "freeze": [("freeze", 1), ("freeze", 0)],
    "rate": [("rate", 0), ("rate", -1)],
    "position": [("position", 0.37)],
    "scrub": [("mode", 2), ("position", 0.6)],
    "back and forth": [("loop_start", 0.3), ("loop_end", 0.5), ("mode", 3)],
    "endless": [("chaos", 1), ("mode", 4)],
    "another note": [("pitch", 2), ("touch", 0.2), ("position", 0), ("gate", 1)],
    "a shorter loop": [("loop_end", 0.1), ("loop_start", 0.6)],
}


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("apart", [0, 300])
def test_a_message_makes_no_click(name, apart, engine, own, event, perform, roughness) -> None:
    engine.events(event(0, 0, "gate", 1))
    for count, (parameter, value) in enumerate(EVENTS[name]):
        engine.events(event(WHEN + count * apart, 0, parameter, value))
    heard = perform(engine, 24000)
    assert roughness(heard[WHEN - 256 :]) < 4 * own


@pytest.mark.parametrize("name", ["stop", "panic", "gain"])
def test_what_concerns_all_voices_makes_no_click(name, engine, own, event, perform, roughness) -> None:
    engine.events(event(0, 0, "gate", 1))
    engine.events(event(WHEN, "out", name, 1 if name != "gain" else 0))
    heard = perform(engine, 24000)
    assert roughness(heard[WHEN - 256 :]) < 4 * own
    assert np.abs(heard[-1000:]).max() < 1e-6


def test_opening_makes_no_click(engine, own, event, perform, roughness) -> None:
    engine.events(event(WHEN, 0, "gate", 1))
    heard = perform(engine, 24000)
    assert roughness(heard) < 4 * own
    assert np.abs(heard[-2000:]).max() > 0.2


@pytest.mark.parametrize("after", BANKS)
def test_another_model_makes_no_click(after, engine, own, event, perform, roughness) -> None:
    engine.events(event(0, 0, "gate", 1))
    heard = perform(engine, 24000, actions={WHEN: lambda engine: engine.switch(BANKS[after](0.3, TONE * 1.26))})
    assert roughness(heard[WHEN - 256 : WHEN + 4000]) < 4 * 1.26**2 * own  # before the new clip's own seam


def test_a_model_that_comes_to_an_open_gate_makes_no_click(bank, own, event, perform, roughness) -> None:
    engine = Engine(1, 4, RATE, 256)
    engine.events(event(0, 0, "gate", 1))
    heard = perform(engine, 24000, actions={WHEN: lambda engine: engine.switch(bank())})
    assert roughness(heard) < 4 * own
    assert np.abs(heard[-2000:]).max() > 0.2


def test_an_image_that_comes_to_an_open_gate_makes_no_click(bank, own, event, perform, roughness) -> None:
    codec = codecs.from_json({"name": "log-spectrogram", "time_frames": 64})
    time = np.arange(codec.clip_samples if bank is _spectra else CLIP) / RATE
    tone = (0.3 * np.sin(2 * np.pi * TONE * time)).astype(np.float32)
    image = payloads(codec, codec.encode(tone[None]))[0] if bank is _spectra else tone
    engine = Engine(1, 4, RATE, 256)
    engine.switch(make_bank(codec, 1, RATE, 256) if bank is _spectra else ClipBank(1, CLIP, RATE, RATE))
    engine.events(event(0, 0, "gate", 1))
    heard = perform(engine, 24000, actions={WHEN: lambda engine: engine.image(0, image)})
    assert roughness(heard) < 4 * own
    assert np.abs(heard[-2000:]).max() > 0.2


@pytest.mark.parametrize("when", [800, WHEN], ids=["while it rises", "from the full level"])
def test_fading_out_makes_no_click(when, engine, own, event, perform, roughness) -> None:
    engine.begin_faded()
    engine.events(event(0, 0, "gate", 1))
    heard = perform(engine, 24000, actions={when: Engine.fade_out})
    assert roughness(heard) < 4 * own
    assert np.abs(heard[:when]).max() > 0.05
    assert np.abs(heard[when + 3000 :]).max() == 0


def test_a_start_with_everything_open_rises_from_silence(bank, own, event, perform, roughness) -> None:
    engine = Engine(1, 4, RATE, 256)
    engine.warm_up()
    engine.begin_faded()
    engine.switch(bank())
    for voice, name, value in ((0, "gain", 4.0), (0, "gate", 1), ("out", "gain", 0.25)):
        engine.events(event(0, voice, name, value))
    heard = perform(engine, 24000)
    assert roughness(heard) < 4 * own
    assert np.abs(heard[: round(0.005 * RATE)]).max() < 0.05
    assert np.abs(heard).max() < 0.35
    assert np.abs(heard[-2000:]).max() > 0.2
