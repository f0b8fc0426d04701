from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gesturegan_live.codecs.payload import STRIP_ROWS, payloads, strip_payload
from gesturegan_live.codecs.sines_noise import SinesNoise
from tests.live.called import called

GOLDEN = Path(__file__).parents[2] / "golden" / "sines_noise.npz"

small = st.builds(
    SinesNoise,
    sample_rate=st.sampled_from([8000, 22050, 44100, 48000, 96000]),
    n_fft=st.sampled_from([128, 512, 1024]),
    hop_length=st.sampled_from([32, 64]),
    time_frames=st.integers(4, 40),
    bands=st.integers(8, 65),
    channels=st.integers(1, 3),
    dynamic_range_db=st.floats(40, 120),
    bands_per_bin=st.integers(1, 2),
)


def sound(kind: str, length: int) -> np.ndarray:
    noise = np.random.default_rng(length).standard_normal(length)
    return {
        "noise": 0.1 * noise,
        "soft": 1e-5 * noise,
        "silence": 0 * noise,
        "DC": 0 * noise + 0.4,
        "clipping": 50 * noise,
        "click": (np.arange(length) == length // 2).astype(np.float64),
        "tone": 0.3 * np.sin(0.2 * np.arange(length)),
    }[kind].astype(np.float32)


@settings(deadline=None, max_examples=40)
@given(codec=small, kind=st.sampled_from(["noise", "soft", "silence", "DC", "clipping", "click", "tone"]))
def test_shapes_and_ranges_hold_for_any_sound(codec: SinesNoise, kind: str) -> None:
    clip = sound(kind, codec.clip_samples)
    samples = np.stack([clip, -clip, clip[::-1]])
    image = codec.encode(samples)
    assert image.shape == (3, *codec.image_shape)
    assert image.dtype == np.float32
    assert np.abs(image).max() <= 1
    np.testing.assert_allclose(image[0, ..., 0], image[1, ..., 0], atol=1e-5)  # sign is not kept
    again = codec.decode(image)
    assert again.shape == samples.shape
    assert again.dtype == np.float32
    assert np.isfinite(again).all()
    np.testing.assert_array_equal(again[1:2], codec.decode(image[1:2]))  # a batch is its clips
    frames = codec.frames(image)
    for plane in (frames.log_magnitude, frames.frequency, frames.tonality):
        assert plane.shape == (3, codec.layout.frames, len(codec.layout.band_bins))
        assert np.isfinite(plane).all()
    assert frames.frequency.min() >= 0
    assert 0 <= frames.tonality.min() <= frames.tonality.max() <= 1
    if kind == "silence":
        assert (image == np.float32([-1, -1, 0])[: codec.channels]).all()
        assert (again == 0).all()


@settings(deadline=None, max_examples=20)
@given(codec=small, seed=st.integers(0, 1000), spread=st.floats(0, 3))
def test_whatever_a_network_draws_can_be_heard(codec: SinesNoise, seed: int, spread: float) -> None:
    image = spread * np.random.default_rng(seed).standard_normal((2, *codec.image_shape))
    assert np.isfinite(payloads(codec, image.astype(np.float32))).all()
    assert np.isfinite(codec.decode(image.astype(np.float32))).all()


def test_the_codec_finds_what_a_slow_reading_of_its_definition_finds() -> None:
    with np.load(GOLDEN) as golden:
        samples, wanted = golden["samples"], golden["image"]
    found = SinesNoise(time_frames=24, bands=64, channels=3).encode(samples[None])[0]
    wrong = np.abs(found - wanted)
    assert (wrong.max(axis=(0, 1)) < [0.006, 0.015, 0.12]).all()
    assert (wrong.mean(axis=(0, 1)) < [0.0004, 0.0006, 0.006]).all()
    np.testing.assert_array_equal(SinesNoise(time_frames=24, bands=64).encode(samples[None])[0], found[..., :2])


@pytest.mark.parametrize(
    ("preset", "shape", "seconds"),
    [
        ("live-44100", (256, 128, 2), 1.486),
        ("full-44100", (256, 128, 3), 1.486),
        ("notes-44100", (256, 128, 2), 1.486),
        ("dense-48000", (256, 256, 3), 1.365),
        ("level-44100", (256, 128, 1), 1.486),
        ("long-44100", (320, 128, 2), 3.715),
        ("long-48000", (320, 128, 2), 3.413),
    ],
)
def test_presets(preset: str, shape: tuple[int, int, int], seconds: float) -> None:
    codec = SinesNoise.preset(preset)
    assert codec.image_shape == shape
    assert codec.clip_samples / codec.sample_rate == pytest.approx(seconds, abs=0.001)


@pytest.mark.parametrize("channels", [1, 2, 3])
@pytest.mark.parametrize("level", [1.0, 0.1, 0.01])
@pytest.mark.parametrize("hertz", [60.0, 333.3, 1000.0, 3003.0, 7000.0, 12345.0])
def test_a_sine_is_one_tone_at_its_frequency_and_level(hertz: float, level: float, channels: int) -> None:
    codec = SinesNoise(time_frames=64, channels=channels)
    time = np.arange(codec.clip_samples) / codec.sample_rate
    frames = codec.frames(codec.encode((level * np.sin(2 * np.pi * hertz * time)).astype(np.float32)[None]))
    middle = slice(16, 48)
    power = np.exp(2 * frames.log_magnitude[0, middle]) / (codec.n_fft / 4) ** 2 * frames.tonality[0, middle]
    home = power.argmax(axis=1)
    found = frames.frequency[0, middle][np.arange(32), home] * codec.sample_rate / (2 * np.pi * codec.hop_length)
    np.testing.assert_allclose(found, hertz, rtol=0.002 if channels < 3 else 0.001)
    np.testing.assert_allclose(10 * np.log10(power.max(axis=1)), 20 * np.log10(level), atol=0.3)
    assert (power.sum(axis=1) < 1.02 * power.max(axis=1)).all()


@pytest.mark.parametrize("bands_per_bin", [1, 2])
def test_white_noise_is_noise_of_its_level(bands_per_bin: int) -> None:
    codec = SinesNoise(bands_per_bin=bands_per_bin)
    noise = (0.1 * np.random.default_rng(1).standard_normal((1, codec.clip_samples))).astype(np.float32)
    frames = codec.frames(codec.encode(noise))
    power = np.exp(2 * frames.log_magnitude) / (codec.n_fft / 4) ** 2
    assert (power * frames.tonality).sum() < 0.2 * power.sum()
    assert 10 * np.log10(power.sum(axis=2).mean() / 2) == pytest.approx(-20, abs=0.7)
    again = codec.decode(codec.encode(noise))
    assert 20 * np.log10(again.std()) == pytest.approx(-20, abs=0.7)
    deep = slice(round(100 * 1.486), round(650 * 1.486))  # where bands lie within bins
    powers = [np.mean(np.abs(np.fft.rfft(samples[0])[deep]) ** 2) for samples in (noise, again)]
    assert 10 * np.log10(powers[1] / powers[0]) == pytest.approx(0, abs=1.0)


def _apart(codec: SinesNoise, pitch: int) -> float:
    """Power of what comes back of a note near its partials, over that between them."""
    hertz = 440.0 * 2 ** ((pitch - 69) / 12)
    time = np.arange(codec.clip_samples) / codec.sample_rate
    note = sum(0.2 / k * np.sin(2 * np.pi * hertz * k * time + k * k) for k in range(1, 41))
    played = codec.decode(codec.encode(np.asarray(note, np.float32)[None]))[0, 8192:-8192]
    power = np.abs(np.fft.rfft(played * np.hanning(len(played)))) ** 2
    number = np.arange(len(power)) * codec.sample_rate / len(played) / hertz
    inside, near = (number > 0.5) & (number < 8.5), np.abs(number - np.round(number)) < 0.08
    return float(power[inside & near].sum() / power[inside & ~near].sum())


@pytest.mark.parametrize("pitch", [36, 40, 43, 47])
def test_partials_of_deep_notes_stay_apart_where_bands_are_narrower_than_bins(pitch: int) -> None:
    apart = _apart(SinesNoise.preset("notes-44100"), pitch)
    assert apart > 5
    assert apart > 3 * _apart(SinesNoise.preset("live-44100"), pitch)


def test_a_click_keeps_its_place_and_its_energy() -> None:
    codec = SinesNoise(time_frames=64)
    click = np.zeros((1, codec.clip_samples), np.float32)
    click[0, 8256] = 0.9  # a quarter of a hop into frame 32
    frames = codec.frames(codec.encode(click))
    power = (np.exp(2 * frames.log_magnitude[0]) / (codec.n_fft / 4) ** 2).sum(axis=1)
    assert power[31:33].sum() > 0.999 * power.sum()
    assert (power * np.arange(0.5, 64)).sum() / power.sum() == pytest.approx(32.25, abs=0.03)
    assert 128 * power.sum() == pytest.approx(0.81, rel=0.05)


def test_rows_are_decoded_by_themselves() -> None:
    codec = SinesNoise(channels=3)
    image = codec.encode(sound("noise", codec.clip_samples)[None])
    whole = payloads(codec, image)[0]
    strip = strip_payload(codec, image[:, 40 : 40 + STRIP_ROWS], 40)
    assert strip[0] == 40
    np.testing.assert_array_equal(strip[1:].reshape(3, STRIP_ROWS, -1), whole[:, 40 : 40 + STRIP_ROWS])
    assert not SinesNoise(channels=1).layout.by_row  # its tonality is guessed from frames around


def test_exponentials_and_logarithms_of_many_numbers() -> None:
    from gesturegan_live.codecs.spectra import exponential

    values = np.linspace(-80, 80, 10001, dtype=np.float32)
    out = np.empty_like(values)
    called(exponential.exponential)(values, out)
    np.testing.assert_allclose(out, np.exp(values.astype(np.float64)), rtol=1.5e-5)
    values = np.exp(values)
    called(exponential.logarithm)(values, out)
    np.testing.assert_allclose(out, np.log(values.astype(np.float64)), atol=1e-5)
