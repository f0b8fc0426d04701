from __future__ import annotations

import librosa
import numpy as np
import pytest

from gesturegan_live.codecs.mel_colour import DECODED_PEAK, MelColour
from gesturegan_live.codecs.spectra.transform import stft


def sounds() -> dict[str, np.ndarray]:
    time = np.arange(44100) / 44100
    noise = np.random.default_rng(0).standard_normal(44100)
    short = np.where(time < 0.3, np.sin(2 * np.pi * 900 * time), 0.0)
    return {
        "tones": 0.3 * np.sin(2 * np.pi * 220 * time) + 0.1 * np.sin(2 * np.pi * 5000 * time),
        "noise": 0.2 * noise,
        "short, padded with zeros": short,
        "soft": 1e-4 * noise * time,
        "clipped": np.clip(3 * np.sin(2 * np.pi * 50 * time), -1, 1),
        "silence": np.zeros(44100),
    }


def fat2019(samples: np.ndarray) -> np.ndarray:
    """The preparation as it was published, on librosa."""
    mel = librosa.feature.melspectrogram(
        y=samples, sr=44100, n_mels=128, hop_length=347, n_fft=2560, fmin=20, fmax=22050
    )
    image = librosa.power_to_db(mel).astype(np.float32)
    image = image - image.mean()
    image = image / (image.std() + 1e-6)
    low, high = image.min(), image.max()
    if high - low <= 1e-6:
        return np.zeros((128, 128), np.uint8)
    return (255 * (image - low) / (high - low)).astype(np.uint8)[:, :128]


@pytest.mark.parametrize("name", sounds())
def test_agrees_with_librosa_to_the_last_step(name: str) -> None:
    samples = sounds()[name].astype(np.float32)
    ours = MelColour().encode_uint8(samples[None])[0].astype(int)
    wanted = fat2019(samples).astype(int)
    # where a value falls on the border of two steps, the last bit of a float32 sum decides
    assert np.abs(ours - wanted).max() <= 1
    assert (ours != wanted).mean() < 1e-3


def test_pictures_are_taken_as_the_pickles_hold_them() -> None:
    codec = MelColour()
    samples = sounds()["tones"].astype(np.float32)[None]
    steps = codec.encode_uint8(samples)
    image = codec.encode(samples)
    assert image.shape == (1, 128, 128, 3)
    np.testing.assert_allclose(image[..., 1], steps / 127.5 - 1, atol=1e-6)
    coloured = np.repeat(steps[..., None], 3, axis=-1)
    np.testing.assert_allclose(codec.decode(coloured), codec.decode(image), atol=1e-3)
    # low frequencies first: 220 Hz is louder than 5 kHz, and far below it
    assert steps[0, :10].max() == 255


def test_what_comes_back_has_the_spectrum_but_not_the_level() -> None:
    codec = MelColour()
    samples = sounds()["tones"].astype(np.float32)[None]
    again = codec.decode(codec.encode(samples))
    assert np.abs(again).max() == pytest.approx(DECODED_PEAK, rel=1e-5)
    wanted, found = (np.abs(stft(clip, 2048, 512, 86, 768))[0, 4:-4] for clip in (samples, again))
    found *= np.sum(found * wanted) / np.sum(found**2)
    assert 20 * np.log10(np.linalg.norm(found - wanted) / np.linalg.norm(wanted)) < -8
    assert (codec.decode(codec.encode(0 * samples)) == 0).all()


@pytest.mark.parametrize(
    ("parameters", "line"),
    [
        ({"samples": 127 * 347 + 1281}, "samples is 45350; wanted 44069 to 45349"),
        ({"samples": 44068}, "samples is 44068; wanted 44069 to 45349"),
        (
            {"bands": 512, "samples": 511 * 347},
            "bands is 512; wanted so few that each holds a bin of n_fft 2560 at 44100 Hz",
        ),
        ({"sample_rate": 384000}, "bands is 128; wanted so few that each holds a bin of n_fft 2560 at 384000 Hz"),
    ],
)
def test_what_could_not_be_decoded_is_refused(parameters: dict[str, int], line: str) -> None:
    with pytest.raises(ValueError, match=f"^mel-colour: {line}$"):
        MelColour(**parameters)


def test_the_longest_clip_is_decoded() -> None:
    codec = MelColour(sample_rate=4000, n_fft=256, hop_length=64, bands=16, samples=15 * 64 + 128)
    noise = np.random.default_rng(0).standard_normal((1, codec.clip_samples)).astype(np.float32)
    assert codec.decode(codec.encode(noise)).shape == noise.shape
