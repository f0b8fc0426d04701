from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.audio.clip import ClipBank
from gesturegan_live.audio.engine import SWITCH_SECONDS, Engine, make_bank
from gesturegan_live.audio.spectral.voice import SpectralBank
from gesturegan_live.codecs.payload import payloads

RATE = 44100
SAMPLES = 22500


def _up_and_down(level: float) -> np.ndarray:
    """A clip whose every sample has the same magnitude, and no offset that would be taken away."""
    return np.where(np.arange(SAMPLES) % 2, -level, level).astype(np.float32)


def _clips(level: float = 0.5, voices: int = 2, rate: int = RATE) -> ClipBank:
    bank = ClipBank(voices, SAMPLES, RATE, rate)
    for voice in range(voices):
        bank.image(voice, _up_and_down(level))
    return bank


def _spectra(voices: int, rate: int, seed: int = 0) -> tuple[SpectralBank, np.ndarray]:
    codec = codecs.from_json({"name": "log-spectrogram", "time_frames": 64})
    noise = np.random.default_rng(seed).standard_normal((voices, codec.clip_samples)).astype(np.float32) * 0.1
    bank = make_bank(codec, voices, rate, 256)
    assert isinstance(bank, SpectralBank)
    return bank, payloads(codec, codec.encode(noise))


def test_the_codec_decides_how_a_model_is_played() -> None:
    assert isinstance(make_bank(codecs.from_json({"name": "waveform-gray"}), 1, RATE, 128), ClipBank)
    assert isinstance(make_bank(codecs.from_json({"name": "log-spectrogram"}), 1, RATE, 128), SpectralBank)


def test_without_a_bank_or_an_open_gate_there_is_silence(perform) -> None:
    engine = Engine(2, 2, RATE, 128)
    assert (perform(engine, 1000) == 0).all()
    engine.switch(_clips())
    assert (perform(engine, 4000) == 0).all()
    assert engine.clock == 5000


@pytest.mark.parametrize("sample", [1, 127, 128, 129, 1000])
@pytest.mark.parametrize("blocks", [(128,), (1, 50, 256)])
def test_an_event_lands_on_its_sample(event, perform, sample: int, blocks: tuple[int, ...]) -> None:
    engine = Engine(1, 1, RATE, 256)
    engine.switch(_clips(voices=1))
    perform(engine, 4000)
    engine.events(event(4000 + sample, 0, "gate", 1))
    heard = perform(engine, 2000, blocks)[:, 0]
    first = np.flatnonzero(heard)[0]
    assert first == sample + engine.delay


@pytest.mark.parametrize("rate", [RATE, 48000])
@pytest.mark.parametrize("kind", ["clips", "spectra"])
def test_samples_do_not_depend_on_the_blocks(event, perform, kind: str, rate: int) -> None:
    random = np.random.default_rng(3)
    script = [event(0, voice, "gate", 1) for voice in range(3)]
    for _ in range(90):
        name, value = [
            ("rate", random.uniform(-3, 3)), ("position", random.random()), ("mode", random.integers(5)),
            ("freeze", random.integers(2)), ("gain", random.random()), ("pan", random.uniform(-1, 1)),
            ("gate", random.integers(2)), ("rate", 0.0),
            ("transpose", random.uniform(-12, 12)), ("chaos", random.random()),
            ("loop_start", random.uniform(0, 0.4)), ("loop_end", random.uniform(0.3, 1)),
            ("gesture", random.integers(5)), ("energy", random.random()), ("energy", random.random()),
            ("threshold", random.random()), ("pulse", random.uniform(5, 40)), ("decay", random.uniform(0.01, 0.3)),
        ][random.integers(18)]  # fmt: skip
        seconds = float(random.choice([0.0, random.uniform(0.0, 0.3)]))
        script.append(event(int(random.integers(20000)), int(random.integers(3)), name, float(value), seconds))

    def render(blocks: tuple[int, ...]) -> np.ndarray:
        engine = Engine(3, 2, rate, 256)
        if kind == "clips":
            bank, images = ClipBank(3, SAMPLES, RATE, rate), np.random.default_rng(4).normal(0, 0.1, (3, SAMPLES))
        else:
            bank, images = _spectra(3, rate)
        images = images.astype(np.float32)
        for voice in range(3):
            bank.image(voice, images[voice])
        engine.switch(bank)
        engine.events(np.concatenate(script))
        return perform(
            engine, 22000, blocks, {5000: lambda e: e.image(1, images[0]), 9000: lambda e: e.image(1, images[2])}
        )

    whole = render((256,))
    assert whole.std() > 0.01
    for blocks in ((64,), (1, 17, 256, 3, 100)):
        np.testing.assert_array_equal(render(blocks), whole)


def _playheads(engine: Engine) -> np.ndarray:
    playheads = np.zeros(1)
    engine.playheads(playheads)
    return playheads


def test_a_bank_takes_over_from_another_without_a_click_and_the_old_one_is_dropped(
    event, perform, roughness, sine
) -> None:
    engine = Engine(1, 1, RATE, 128)
    first, second = (ClipBank(1, SAMPLES, RATE, RATE) for _ in range(2))
    first.image(0, sine(300, SAMPLES))
    second.image(0, sine(500, SAMPLES))
    engine.switch(first)
    engine.events(event(0, 0, "gate", 1))
    perform(engine, 10000)
    (playhead,) = _playheads(engine)
    engine.switch(second)
    assert engine.fading is first
    heard = perform(engine, round(SWITCH_SECONDS * RATE) // 128 * 128)
    assert engine.fading is first
    heard = np.concatenate([heard, perform(engine, 6000)])
    assert engine.fading is None
    assert engine.bank is second
    assert roughness(heard) < 2 * 0.3 * (2 * np.pi * 500 / RATE) ** 2
    assert abs(np.fft.rfft(heard[2000:, 0] * np.hanning(len(heard) - 2000))).argmax() == round(
        500 * (len(heard) - 2000) / RATE
    )
    assert _playheads(engine)[0] == pytest.approx(playhead + len(heard) / SAMPLES, abs=0.01)


def test_of_banks_that_come_during_a_switch_the_newest_follows(perform) -> None:
    engine = Engine(1, 1, RATE, 128)
    banks = [_clips(voices=1) for _ in range(4)]
    for bank in banks:
        engine.switch(bank)
        perform(engine, 128)
    perform(engine, 8000)
    assert engine.bank is banks[-1]
    assert engine.fading is None


def test_a_clip_model_gives_way_to_a_spectral_one(event, perform) -> None:
    engine = Engine(1, 2, RATE, 256)
    engine.switch(_clips(0.2, voices=1))
    engine.events(event(0, 0, "gate", 1))
    perform(engine, 5000)
    bank, images = _spectra(1, RATE)
    engine.switch(bank)
    engine.image(0, images[0])
    heard = perform(engine, 20000)[4000:]
    assert heard.mean(axis=0) == pytest.approx([0, 0], abs=0.01)
    assert heard.std() > 0.02


def test_panic_is_silent_within_20_ms(event, perform) -> None:
    engine = Engine(4, 2, RATE, 128)
    engine.switch(_clips(voices=4))
    engine.events(np.concatenate([event(0, voice, "gate", 1) for voice in range(4)]))
    perform(engine, 5000)
    engine.events(event(5100, "out", "panic", 1))
    heard = perform(engine, 5000)
    assert np.abs(heard[100]).min() > 0.1
    assert (heard[100 + round(0.020 * RATE) :] == 0).all()
    engine.events(event(0, 0, "gate", 1))
    assert np.abs(perform(engine, 5000)[-1]).min() > 0.1


@pytest.mark.parametrize("channels", [1, 2, 3, 7])
def test_any_number_of_channels(event, perform, channels: int) -> None:
    engine = Engine(2, channels, RATE, 128)
    engine.switch(_clips(0.25))
    for name, value in (("gate", 1), ("pan", 1.0)):
        engine.events(event(0, 0, name, value))
    heard = perform(engine, 8000)
    np.testing.assert_allclose(np.abs(heard[-1]), np.eye(channels)[-1] * 0.25, atol=1e-3)
    np.testing.assert_allclose(engine.peaks, np.abs(heard[-1]), atol=0.06)
    levels = np.zeros(2)
    engine.levels(levels)
    assert levels == pytest.approx([0.25, 0.0], abs=0.05)


def test_a_ring_is_played_round(event, perform) -> None:
    engine = Engine(1, 4, RATE, 128, ring=(0.0, 90.0, 180.0, -90.0))
    engine.switch(_clips(0.25, voices=1))
    for name, value in (("gate", 1), ("azimuth", -180.0)):
        engine.events(event(0, 0, name, value))
    perform(engine, 8000)
    engine.events(event(0, 0, "azimuth", 135.0))
    heard = np.abs(perform(engine, 8000))
    np.testing.assert_allclose(heard[-1], np.array([0, 0.5, 0.5, 0]) ** 0.5 * 0.25, atol=1e-3)
    assert heard[:, [0, 3]].max() < 1e-3  # the short way round


class _BreaksDown(ClipBank):
    """Voice 0 makes what is no number, until it is restarted."""

    broken = True

    def render(self, out, frames, controls, heard) -> int:
        wrong = super().render(out, frames, controls, heard)
        if self.broken:
            out[0, :frames] = np.nan
        return wrong

    def restart(self, voice: int) -> None:
        super().restart(voice)
        assert voice == 0
        self.broken = False


def test_a_voice_that_goes_wrong_is_counted_restarted_and_the_others_play_on(event, perform) -> None:
    engine = Engine(2, 1, RATE, 128)
    bank = _BreaksDown(2, SAMPLES, RATE, RATE)
    bank.broken = False
    for voice in (0, 1):
        bank.image(voice, _up_and_down(0.2))
        engine.events(event(0, voice, "gate", 1))
    engine.switch(bank)
    perform(engine, 6400)
    bank.broken = True
    heard = np.abs(perform(engine, 6400)[engine.delay :, 0])
    assert engine.guarded == 128
    assert np.isfinite(heard).all()
    np.testing.assert_allclose(heard[:128], 0.2, rtol=1e-3)
    np.testing.assert_allclose(heard[-1000:], 0.4, rtol=1e-3)


def test_an_image_full_of_what_is_no_number_is_silence_and_the_next_one_is_heard(event, perform) -> None:
    engine = Engine(1, 1, RATE, 256)
    bank, images = _spectra(1, RATE)
    engine.switch(bank)
    engine.events(event(0, 0, "gate", 1))
    engine.image(0, np.full_like(images[0], np.nan))
    assert np.abs(perform(engine, 4000)).max() < 1e-6
    counted = engine.guarded
    assert counted > 0
    assert counted % images[0].shape[2] == 0  # whole rows
    engine.image(0, np.full_like(images[0], 1e30))
    assert np.abs(perform(engine, 4000)).max() < 1.0
    engine.image(0, images[0])
    assert 0.02 < perform(engine, 8000)[2000:].std() < 0.2
    assert engine.guarded == counted


def test_after_warming_up_nothing_has_happened(event, perform) -> None:
    warm, cold = Engine(2, 2, RATE, 128), Engine(2, 2, RATE, 128)
    warm.warm_up()
    assert warm.clock == 0
    heard = []
    for engine in (warm, cold):
        engine.switch(_clips())
        engine.events(event(0, 0, "gate", 1))
        heard.append(perform(engine, 3000))
    np.testing.assert_array_equal(*heard)


def test_a_fade_out_ends_the_sound(event, perform) -> None:
    engine = Engine(1, 1, RATE, 128)
    engine.switch(_clips(voices=1))
    engine.events(event(0, 0, "gate", 1))
    perform(engine, 4000)
    engine.fade_out()
    assert not engine.faded
    heard = perform(engine, 3000)
    assert engine.faded
    assert (heard[round(0.032 * RATE) :] == 0).all()


def test_more_frames_than_a_block_are_made_in_parts(event) -> None:
    engine = Engine(1, 1, RATE, 64)
    engine.switch(_clips(voices=1))
    engine.events(event(0, 0, "gate", 1))
    out = np.zeros((5000, 1), np.float32)
    engine.process(out)
    assert engine.clock == 5000
    assert abs(out[-1]) == pytest.approx(0.5, rel=1e-3)


def test_events_that_have_been_applied_leave_room(event, perform) -> None:
    engine = Engine(1, 1, RATE, 128)
    before = engine.room
    engine.events(np.concatenate([event(0, 0, "gain", 0.5), event(128, 0, "gain", 1.0), event(10**9, 0, "gain", 1.0)]))
    assert engine.room == before - 2  # what comes at once takes none
    perform(engine, 129)
    assert engine.room == before - 1


def test_it_needs_at_least_one_of_everything() -> None:
    with pytest.raises(ValueError, match="1 or more, not 0, 2, 44100, 128"):
        Engine(0, 2, RATE, 128)
