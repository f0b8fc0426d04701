"""A generator begins where a linear map of its dataset is, exactly."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.codecs import from_json
from training.networks import NETWORKS, beginning
from training.networks.beginning import Components
from training.networks.gesturegan import PRESETS
from training.teaching.encoding import EncodedGan

CODEC = from_json(
    {
        "name": "log-spectrogram",
        "sample_rate": 16000,
        "n_fft": 256,
        "hop_length": 128,
        "time_frames": 30,
        "bands": 16,
    }
)
SHAPE = CODEC.image_shape
DRAW = np.random.default_rng(0)


def _images() -> np.ndarray:
    """Two kinds, each of a few lines whose levels are drawn: nothing that 8 numbers cannot tell."""
    height, width, _ = SHAPE
    courses, profiles = DRAW.normal(0, 0.3, (3, height, 2)), DRAW.normal(0, 0.3, (3, 2, width))
    lines = np.einsum("nhk,nkw->nhw", courses, profiles)[..., None].astype(np.float32)
    weights = DRAW.standard_normal((40, 3)).astype(np.float32)
    weights[20:] += 2
    return np.asarray(np.clip(-0.2 + np.tensordot(weights, lines, 1), -1, 1), np.float32)


IMAGES = _images()
KINDS = np.eye(2, dtype=np.float32)[np.arange(40) // 20]


def _gan(conditions: int) -> EncodedGan:
    network = NETWORKS["gesturegan"]
    made = network.build("tiny", SHAPE, conditions, network.recipe, 1)
    assert isinstance(made, EncodedGan)
    return made


def test_images_come_back_by_their_codes() -> None:
    gan = _gan(0)
    beginning.begin(PRESETS["tiny"], gan, IMAGES, np.zeros((40, 0), np.float32), CODEC, taught=False)
    found = Components.of(IMAGES, 8, 8)
    rows = (found.codes(IMAGES) * found.deviations) @ found.courses.T + found.course
    linear = rows.reshape(40, -1, 8)[:, : SHAPE[0]] @ found.spectra.T + found.frame
    for weight in gan.generator.get_layer("finish").speckle:
        weight.assign(np.zeros(weight.shape))
    drawn = np.asarray(gan.generator(found.codes(IMAGES)))[..., 0]
    np.testing.assert_allclose(drawn, np.clip(linear, -1, 1), atol=4e-3)
    assert np.abs(drawn - IMAGES[..., 0]).mean() < 0.5 * np.abs(IMAGES - IMAGES.mean(0)).mean()


def test_the_encoder_tells_the_codes() -> None:
    gan = _gan(0)
    beginning.begin(PRESETS["tiny"], gan, IMAGES, np.zeros((40, 0), np.float32), CODEC, taught=False)
    assert gan.encoder is not None
    codes, told = Components.of(IMAGES, 8, 8).codes(IMAGES), np.asarray(gan.encoder(IMAGES))
    assert min(np.corrcoef(codes[:, n], told[:, n])[0, 1] for n in range(3)) > 0.9


def test_running_averages_begin_there_too() -> None:
    gan = _gan(2)
    beginning.begin(PRESETS["tiny"], gan, IMAGES, KINDS, CODEC)
    point = [DRAW.standard_normal((3, 8)).astype(np.float32), KINDS[:3]]
    np.testing.assert_allclose(gan(point), gan.generator(point), atol=1e-6)
    there = gan.generator.get_layer("coupling_0").get_weights()
    assert all(
        np.array_equal(a, b) for a, b in zip(there, gan.encoder.get_layer("coupling_0").get_weights(), strict=True)
    )


def test_speckle_is_what_noise_deviates_by() -> None:
    speckle = beginning.pictures(CODEC, 3, 32)
    assert speckle.shape == (3, 32, *SHAPE[1:])
    assert 0.02 < speckle.std() < 0.3
    np.testing.assert_allclose(speckle[:, : SHAPE[0]].mean(axis=(0, 1)), 0, atol=1e-6)


@pytest.mark.parametrize("name", ["waveform-gray", "waveform-rgb"])
def test_waveforms_have_no_speckle(name: str) -> None:
    codec = from_json({"name": name})
    assert not beginning.pictures(codec, 1, codec.image_shape[0]).any()
