from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.codecs.mel_if import MelIf
from gesturegan_live.codecs.specgram import Specgram
from gesturegan_live.codecs.spectra.mel import gansynth_mel
from gesturegan_live.codecs.spectra.transform import stft

GOLDEN = Path(__file__).parents[2] / "golden" / "gansynth.npz"
FRAMES = [0, 7, 60, 127]
SIZES = {"128x1024": {"time_frames": 128, "bins": 1024}, "256x512": {"time_frames": 256, "bins": 512}}


def sine() -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(64000) / 16000)).astype(np.float32)[None]


def snr_db(wanted: np.ndarray, found: np.ndarray) -> float:
    inner = slice(2048, -2048)  # the outer frames do not overlap fully
    error = wanted[0, inner].astype(np.float64) - found[0, inner]
    return 10 * np.log10(np.sum(wanted[0, inner].astype(np.float64) ** 2) / np.sum(error**2))


def test_the_mel_matrix_has_gansynths_numbers() -> None:
    matrix = gansynth_mel(1024, 16000).astype(np.float64)
    assert matrix.sum() == pytest.approx(1021.098, abs=1e-3)
    assert np.count_nonzero(matrix) == 2042
    assert np.linalg.norm(matrix) == pytest.approx(26.1175, abs=1e-4)
    assert np.linalg.matrix_rank(matrix) == 811


def test_a_sine_has_gansynths_numbers() -> None:
    magnitude, frequency = MelIf().planes(sine())
    assert magnitude[0, 60].argmax() == 73
    assert magnitude[0, 60, 73] == pytest.approx(10.8153, abs=1e-4)
    assert frequency[0, 60, 73] == pytest.approx(0.1388, abs=1e-4)
    assert Specgram().planes(np.zeros((1, 64000), np.float32))[0].max() == pytest.approx(-13.8155, abs=1e-4)
    assert snr_db(sine(), Specgram().decode(Specgram().encode(sine()))) > 114.7
    assert snr_db(sine(), MelIf().decode(MelIf().encode(sine()))) == pytest.approx(23.1, abs=0.1)


@pytest.mark.parametrize("size", SIZES)
def test_agrees_with_gansynths_own_arithmetic(size: str) -> None:
    golden = np.load(GOLDEN)
    sound = golden["sound"][None]
    for codec in (Specgram(**SIZES[size]), MelIf(**SIZES[size])):
        magnitude, frequency = codec.planes(sound)
        wanted = golden[f"{codec.name}-{size}"]
        loudest = np.exp(wanted[..., 0].max())  # float32 tells nothing apart far below it
        found = np.exp(magnitude[0, FRAMES])
        np.testing.assert_allclose(found, np.exp(wanted[..., 0]), atol=1e-6 * loudest, rtol=1e-5)
        # where there is next to nothing, or phases of many turns were summed in float32, rounding decides the phase
        heard = wanted[..., 0] > wanted[..., 0].max() - 9
        turns = np.abs(frequency[0, FRAMES] - wanted[..., 1]) % 2
        assert np.minimum(turns, 2 - turns)[heard].max() < (1e-3 if codec.name == "specgram" else 5e-3)
        assert heard.mean() > 0.03
    decoded = Specgram(**SIZES[size]).decode(Specgram(**SIZES[size]).encode(sound))[0, ::16]
    np.testing.assert_allclose(decoded, golden[f"decoded-{size}"], atol=2e-4)


def test_images_hold_gansynths_scale() -> None:
    image = Specgram().encode(np.zeros((1, 64000), np.float32))
    assert image[..., 0] == pytest.approx(-13.815511 * 0.0661371661726 + 0.113718730221)
    assert (image[..., 1] == 0).all()


@pytest.mark.parametrize("codec", [Specgram, MelIf])
@pytest.mark.parametrize("preset", ["gansynth-256x512", "44100-128x1024", "48000-256x512"])
def test_other_rates_and_sizes_come_back(codec: type[Specgram], preset: str) -> None:
    made = codec.preset(preset)
    time = np.arange(made.clip_samples) / made.sample_rate
    samples = (0.3 * np.sin(2 * np.pi * (300 * time + 400 * time**2))).astype(np.float32)[None]
    again = made.decode(made.encode(samples))

    def magnitude(clip: np.ndarray) -> np.ndarray:
        return np.abs(stft(clip, 1024, 256, made.clip_samples // 256, 384))[0, 8:-8]

    error = np.linalg.norm(magnitude(again) - magnitude(samples)) / np.linalg.norm(magnitude(samples))
    assert 20 * np.log10(error) < (-75 if codec is Specgram else -5)


def test_frames_carry_frequency_per_hop() -> None:
    codec = Specgram()
    frames = codec.frames(codec.encode(sine()))
    bin_440 = round(440 * 2048 / 16000)
    assert frames.frequency is not None
    turns = frames.frequency[0, 20:100, bin_440] / (2 * np.pi) - 440 * 512 / 16000
    np.testing.assert_allclose(turns, np.round(turns), atol=1e-3)
    np.testing.assert_allclose(np.exp(frames.log_magnitude[0, 60]).max(), 0.5 * 512, rtol=0.1)
