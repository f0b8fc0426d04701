from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import butter, lfilter, resample_poly

from gesturegan_live.audio.interface.controls import Controls
from gesturegan_live.audio.mix.limiter import CEILING, THRESHOLD, Limiter

RATE = 44100


def _limit(bus: np.ndarray, blocks: tuple[int, ...] = (128,), gain: float = 1.0) -> tuple[np.ndarray, Limiter, int]:
    limiter, controls = Limiter(len(bus), RATE, 256), Controls(1, len(bus))
    controls.output["gain"] = gain
    held = np.zeros((len(bus), 256))
    heard, done, turn, guarded = [], 0, 0, 0
    while done < bus.shape[1]:
        frames = min(blocks[turn % len(blocks)], bus.shape[1] - done)
        held[:, :frames] = bus[:, done : done + frames]
        guarded += limiter.limit(held, frames, controls)
        heard.append(limiter.out[:frames].copy())
        done += frames
        turn += 1
    return np.concatenate(heard), limiter, guarded


def _true_peak_db(samples: np.ndarray) -> float:
    """Of each channel resampled 16 times, by another filter than the limiter's own."""
    padded = np.pad(samples.astype(np.float64), ((64, 64), (0, 0)))
    return float(20 * np.log10(np.abs(resample_poly(padded, 16, 1, window=("kaiser", 12.0))).max()))


@pytest.mark.parametrize("name", ["noise", "tone"])
def test_what_is_low_enough_passes_unchanged_after_two_thirds_of_a_millisecond(name: str, sine) -> None:
    bus = {
        "noise": np.random.default_rng(0).uniform(-0.4, 0.4, (2, 3000)),
        "tone": np.stack([sine(1000, 3000, level=0.99 * THRESHOLD)] * 2).astype(np.float64),
    }[name]
    heard, limiter, _ = _limit(bus)
    assert limiter.delay / RATE <= 0.00066
    np.testing.assert_array_equal(heard[limiter.delay :].T, bus[:, : -limiter.delay].astype(np.float32))


@pytest.mark.parametrize("name", ["noise", "square", "impulses", "huge", "step"])
def test_no_sample_passes_the_ceiling(name: str) -> None:
    random = np.random.default_rng(1)
    bus = {
        "noise": random.standard_normal((2, 8000)) * 10,
        "square": np.sign(np.sin(np.arange(16000).reshape(2, -1) * 0.11)) * 3,
        "impulses": np.where(random.random((2, 8000)) < 0.01, 100.0, 0.001),
        "huge": random.standard_normal((2, 8000)) * 1e300,
        "step": np.repeat([[0.1, 5.0]], 4000, axis=1).repeat(2, axis=0),
    }[name]
    heard, _, _ = _limit(bus)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() <= CEILING
    assert np.abs(heard).max() > 0.5 * CEILING or name in ("impulses", "huge")


def _bursts(frequency: float, random: np.random.Generator) -> np.ndarray:
    bursts = np.zeros(20000)
    for start in range(100, 19900, 150):
        length = int(random.integers(4, 60))
        tone = np.cos(np.pi * frequency * np.arange(length) + random.uniform(0, 6.28))
        bursts[start : start + length] = 2 * tone * np.hanning(length)
    return bursts


@pytest.mark.parametrize(
    "name", ["between samples", "its bursts", "clipped noise", "signs", "square bursts", "impulses", "white", "high"]
    + [f"bursts {frequency}" for frequency in (0.6, 0.7, 0.8, 0.9, 0.95)],
)  # fmt: skip
def test_between_the_samples_it_does_not_pass_the_ceiling_either(name: str) -> None:
    random, time = np.random.default_rng(1), np.arange(20000)
    noise = random.standard_normal(20000)
    quarter = np.sin(np.pi / 2 * time + np.pi / 4)  # every sample at 0.707 of its crests
    bus = {
        "between samples": 2 * quarter,
        "its bursts": np.where(time // 300 % 3 == 0, 2, 0.3) * quarter,
        "clipped noise": np.clip(2 * noise, -1.5, 1.5),
        "signs": 1.2 * np.sign(noise),
        "square bursts": np.sign(np.sin(time * 0.11)) * np.where(time // 500 % 2 == 0, 3, 0.5),
        "impulses": np.where(random.random(20000) < 0.01, 3 * np.sign(noise), 0.001),
        "white": noise,
        "high": lfilter(*butter(4, 0.6, "high"), 2 * noise),
        **{f"bursts {frequency}": _bursts(frequency, random) for frequency in (0.6, 0.7, 0.8, 0.9, 0.95)},
    }[name]
    bus[:64] = 0.0  # a jump at the very beginning has no true peak to measure
    heard, _, _ = _limit(np.pad(bus, (0, 64))[None])
    assert _true_peak_db(np.pad(bus, (0, 64))[:, None]) > 0
    assert -2.0 < _true_peak_db(heard) < -1.0 + 0.1


def test_a_steady_tone_that_is_too_loud_stays_a_pure_tone() -> None:
    time = np.arange(2 * RATE) / RATE
    heard, _, _ = _limit(2 * CEILING * np.sin(2 * np.pi * 60 * time)[None])
    spectrum = np.abs(np.fft.rfft(heard[RATE:, 0] * np.hanning(RATE))) ** 2
    tone = spectrum[57:64].sum()
    assert 10 * np.log10((spectrum[1:].sum() - tone) / tone) < -100


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), blocks=st.lists(st.integers(1, 256), min_size=1, max_size=5))
def test_the_blocks_do_not_matter(seed: int, blocks: list[int]) -> None:
    bus = np.random.default_rng(seed).standard_normal((3, 6000))
    bus[:, 3000:] *= 0.1  # quiet enough to end the limiting
    np.testing.assert_array_equal(_limit(bus, tuple(blocks))[0], _limit(bus)[0])


def test_a_peak_is_met_by_a_gain_that_fell_before_it_and_recovers(sine, roughness) -> None:
    quiet = sine(440, 44100, level=0.5).astype(np.float64)[None]
    loud = quiet.copy()
    loud[0, 10000:10100] *= 6
    heard, limiter, _ = _limit(loud)
    shifted = heard[limiter.delay :, 0]
    np.testing.assert_array_equal(shifted[:9900], quiet[0, :9900].astype(np.float32))
    assert np.abs(shifted[10000:10100]).max() > 0.9 * THRESHOLD
    np.testing.assert_allclose(shifted[40000:], quiet[0, 40000 : 40000 + len(shifted[40000:])], atol=1e-4)


def test_what_is_no_number_becomes_silence_and_is_counted() -> None:
    bus = np.full((2, 1000), 0.25)
    bus[0, 300], bus[1, 301], bus[1, 302] = np.nan, np.inf, -np.inf
    heard, limiter, guarded = _limit(bus)
    assert guarded == 3
    expected = np.where(np.isfinite(bus), bus, 0.0).T[: -limiter.delay]
    np.testing.assert_array_equal(heard[limiter.delay :], expected.astype(np.float32))


def test_a_fade_out_ends_in_silence_without_a_click(sine, roughness) -> None:
    limiter, controls = Limiter(1, RATE, 128), Controls(1, 1)
    tone = sine(200, 128 * 40).astype(np.float64).reshape(40, 1, 128)
    heard = []
    for block, bus in enumerate(tone):
        limiter.fading = block >= 10
        assert not (limiter.faded and block < 10)
        limiter.limit(bus, 128, controls)
        heard.append(limiter.out.copy())
    heard = np.concatenate(heard)
    assert limiter.faded
    silent_from = 1280 + round(0.030 * RATE) + limiter.delay + 1
    assert (heard[silent_from:] == 0).all()
    assert roughness(heard[limiter.delay + 2 :]) < 1.5 * roughness(tone.reshape(-1))


def test_all_channels_share_one_gain() -> None:
    bus = np.full((2, 2000), 0.4)
    bus[0, 1000:] = 4.0
    heard, _, _ = _limit(bus)
    np.testing.assert_allclose(heard[-500:, 1] * 10, heard[-500:, 0], rtol=1e-5)
