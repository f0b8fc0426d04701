"""How a recipe follows from the images that it is for."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.codecs import CODECS, from_json
from training.teaching.augment import augment
from training.teaching.recipe import AugmentationConfig, Recipe

SPECTRAL, TWO_PLANES, WAVEFORM = ("bend", "gain", "mask"), ("bend",), ()
BORNE = {
    "points": WAVEFORM,
    "slices": WAVEFORM,
    "waveform-gray": WAVEFORM,
    "waveform-rgb": WAVEFORM,
    "packed-rgb": WAVEFORM,
    "mel-colour": ("bend", "mask"),
    "stft": SPECTRAL,
    "log-spectrogram": SPECTRAL,
    "specgram": TWO_PLANES,
    "mel-if": TWO_PLANES,
    "sines-noise": ("bend", "mask"),
}


@pytest.mark.parametrize("name", CODECS)
def test_images_are_changed_as_their_codec_bears_it(name: str) -> None:
    found, given = Recipe().for_codec(from_json({"name": name})).augmentation, AugmentationConfig()
    assert tuple(part for part in SPECTRAL if getattr(found, part) == getattr(given, part)) == BORNE[name]
    assert all(getattr(found, part) == 0 for part in SPECTRAL if part not in BORNE[name])
    assert found.shift == given.shift
    assert found.time_axis == (2 if name == "mel-colour" else 1)


@pytest.mark.parametrize(("channels", "borne"), [(1, SPECTRAL), (2, ("bend", "mask")), (3, ("bend",))])
def test_tonality_has_no_gain_and_a_frequency_no_silence(channels: int, borne: tuple[str, ...]) -> None:
    found = Recipe().for_codec(from_json({"name": "sines-noise", "channels": channels})).augmentation
    assert tuple(part for part in SPECTRAL if getattr(found, part)) == borne


def test_the_picture_of_a_click_turns_along_time() -> None:
    codec = from_json({"name": "mel-colour"})
    clicks = np.zeros((4, codec.clip_samples), np.float32)
    clicks[:, codec.clip_samples // 2] = 0.9
    images = codec.encode(clicks)
    config = AugmentationConfig(probability=1.0, bend=0.0, gain=0.0, mask=0.0)
    config = Recipe(augmentation=config).for_codec(codec).augmentation
    turned = augment(images, config, np.array([1, 2], np.int32)).numpy()
    np.testing.assert_allclose(turned.mean(axis=2), images.mean(axis=2), atol=1e-5)  # each band has what it had
    assert not np.allclose(turned.mean(axis=1), images.mean(axis=1), atol=1e-2)
