"""Loops with ends, back and forth, and voices that find their way for ever."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.interface.controls import ENDLESS, LOOP, PINGPONG
from gesturegan_live.audio.spectral.leaps import WHOLE
from gesturegan_live.codecs.codec import Codec
from tests.live.audio.spectral.spectral_voice import CODEC, RATE, SAMPLES, SINES, Voice, bursts, payload_of

FRAMES = 128


def _places(voice: Voice, samples: int, block: int = 256) -> np.ndarray:
    """Where the playhead is after each block, in frames."""
    places = []
    for _ in range(samples // block):
        voice.play(block, block=block)
        places.append(voice.playhead * FRAMES)
    return np.array(places)


def _texture(seed: int = 1) -> np.ndarray:
    """Noise whose colour and level wander."""
    random = np.random.default_rng(seed)
    clip = np.zeros(SAMPLES)
    steps = np.arange(SAMPLES) / RATE
    for band in range(12):
        level = np.interp(np.arange(SAMPLES), np.arange(0, SAMPLES + 3000, 3000), random.random(SAMPLES // 3000 + 2))
        clip += level**2 * np.sin(
            2 * np.pi * (200 * 1.4**band * steps + 0.01 * np.cumsum(random.standard_normal(SAMPLES)))
        )
    return (0.05 * clip).astype(np.float32)


def _likeness(samples: np.ndarray, clip: int) -> float:
    """Correlation of what moves in the log spectrogram, one clip later."""
    pieces = np.lib.stride_tricks.sliding_window_view(samples, 1024)[::256]
    levels = np.log(np.abs(np.fft.rfft(pieces * np.hanning(1024), axis=1))[:, :256] + 1e-3)
    levels -= levels.mean(axis=0)
    lag = clip // 256
    return float(np.corrcoef(levels[:-lag].ravel(), levels[lag:].ravel())[0, 1])


@pytest.mark.parametrize("rate", [1.0, -1.0])
def test_a_loop_goes_round_between_its_ends_once_it_has_come_to_them(rate: float) -> None:
    voice = Voice()
    voice.bank.image(0, payload_of(_texture()))
    voice.set(loop_low=0.25, loop_high=0.5, rate=rate, position=0.1 if rate > 0 else 0.9)
    places = _places(voice, 2 * SAMPLES)
    inside = np.flatnonzero((places > 0.25 * FRAMES) & (places < 0.5 * FRAMES))
    assert len(np.flatnonzero(np.diff(places[: inside[0]]) * rate < 0)) == 0  # straight there
    rest = places[inside[0] :]
    assert rest.min() >= 0.25 * FRAMES
    assert rest.max() < 0.5 * FRAMES
    assert (np.diff(rest) * rate < 0).sum() >= 4


def test_back_and_forth_turns_at_the_ends() -> None:
    voice = Voice(mode=PINGPONG)
    voice.bank.image(0, payload_of(_texture()))
    voice.set(loop_low=0.25, loop_high=0.5)
    places = _places(voice, 3 * SAMPLES)
    places = places[np.flatnonzero(places > 0.25 * FRAMES)[0] :]
    assert places.min() >= 0.25 * FRAMES - 0.1
    assert places.max() <= 0.5 * FRAMES
    assert np.abs(np.diff(places)).max() <= 1.01  # it never jumps
    assert (np.diff(np.sign(np.diff(places))) != 0).sum() >= 8
    voice.set(mode=LOOP)
    assert (np.diff(_places(voice, 5000)) > 0).mean() > 0.9  # and goes its rate's way again


@pytest.mark.parametrize("codec", [CODEC, SINES], ids=lambda codec: codec.name)
def test_an_endless_sound_does_not_come_again_as_it_was(codec: Codec) -> None:
    image = payload_of(_texture(), codec)
    heard = {}
    for name, mode, chaos in (("loop", LOOP, 0.5), ("endless", ENDLESS, 0.5), ("no chaos", ENDLESS, 0.0)):
        voice = Voice(codec.layout, mode=mode)
        voice.bank.image(0, image)
        voice.set(chaos=chaos)
        heard[name] = voice.play(8 * SAMPLES, block=256)
    assert _likeness(heard["loop"], SAMPLES) > 0.6
    assert _likeness(heard["endless"], SAMPLES) < 0.3
    np.testing.assert_array_equal(heard["no chaos"], heard["loop"])
    assert heard["endless"].std() == pytest.approx(heard["loop"].std(), rel=0.2)


def test_a_way_through_a_steady_tone_is_not_heard(sine, roughness) -> None:
    voice = Voice(mode=ENDLESS)
    voice.bank.image(0, payload_of(sine(440, SAMPLES)))
    voice.set(chaos=1.0)
    voice.play(6000)
    heard = voice.play(6 * SAMPLES)
    assert roughness(heard) < 3 * 0.32 * (2 * np.pi * 440 / RATE) ** 2


def test_attacks_stay_whole_and_each_is_come_to_again() -> None:
    noise = np.random.default_rng(3).standard_normal(1500) * np.exp(-np.arange(1500) / 300) * 0.3
    clip = bursts(noise.astype(np.float32))
    voice = Voice(mode=ENDLESS)
    voice.bank.image(0, payload_of(clip))
    voice.set(chaos=1.0)
    attacks = np.arange(3000, SAMPLES - 1500, 8000) / 256
    places = _places(voice, 20 * SAMPLES)
    leaps = np.flatnonzero(np.abs(np.diff(places) - 1) > 2)
    assert len(leaps) > 50
    for frame in (places[leaps], places[leaps + 1]):  # a block before and a block after, at most
        after = frame[:, None] - attacks
        assert not ((after > 1.5) & (after < 5)).any()
    passed = [((places[:-1] < attack) & (places[1:] >= attack) & (np.diff(places) < 2)).sum() for attack in attacks]
    assert min(passed) >= 3
    assert WHOLE > 5


def test_silence_is_left_again(sine) -> None:
    clip = np.zeros(SAMPLES, np.float32)
    clip[: SAMPLES // 4] = sine(500, SAMPLES // 4)
    voice = Voice(mode=ENDLESS)
    voice.bank.image(0, payload_of(clip))
    voice.set(chaos=1.0)
    places = _places(voice, 20 * SAMPLES)
    sounding = places < FRAMES / 4
    assert 0.1 < sounding.mean() < 0.6
    assert (np.diff(sounding.astype(int)) == 1).sum() > 5


def test_it_stays_between_the_ends_of_its_loop() -> None:
    voice = Voice(mode=ENDLESS)
    voice.bank.image(0, payload_of(_texture()))
    voice.set(chaos=0.8, loop_low=0.3, loop_high=0.8)
    places = _places(voice, 10 * SAMPLES)
    places = places[np.flatnonzero(places > 0.3 * FRAMES)[0] :]
    assert places.min() >= 0.3 * FRAMES
    assert places.max() < 0.8 * FRAMES
    assert (np.abs(np.diff(places) - 1) > 2).sum() > 20
