from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.codecs import CODECS
from gesturegan_live.generator.growth import grown

FOLDED, LEVELS = CODECS["waveform-gray"](), CODECS["log-spectrogram"]()


def _image(height: int = 32, width: int = 16) -> np.ndarray:
    return np.random.default_rng(1).uniform(-1, 1, (2, height, width, 1)).astype(np.float32)


def test_a_grown_up_image_is_itself() -> None:
    image = _image()
    assert grown([image], 1.0, FOLDED) is image


def test_the_smallest_is_four_pixels_on_the_short_side_and_their_means() -> None:
    image = _image()
    small = grown([image], 0.0, FOLDED)
    assert small.shape == image.shape
    np.testing.assert_allclose(small[0, :4, :4, 0], image[0, :4, :4, 0].mean(), rtol=1e-5)
    assert len(np.unique(small[0])) == 8 * 4


def test_between_two_sizes_both_are_mixed() -> None:
    image = _image()
    half, whole = grown([image], 0.5, FOLDED), image
    np.testing.assert_allclose(grown([image], 0.75, FOLDED), 0.5 * (half + whole), atol=1e-6)


def test_what_the_network_makes_on_its_way_is_preferred() -> None:
    image, own = _image(), np.full((2, 16, 8, 1), 0.25, np.float32)
    np.testing.assert_array_equal(grown([image, own], 0.5, FOLDED), 0.25)


@pytest.mark.parametrize("shape", [(150, 150), (5, 7)])
def test_sizes_that_cannot_be_halved_grow_as_far_as_they_can(shape: tuple[int, int]) -> None:
    image = _image(*shape)
    assert grown([image], 0.0, FOLDED).shape == image.shape


def test_small_images_are_as_loud_as_large_ones() -> None:
    assert LEVELS.layout is not None
    image = np.random.default_rng(1).uniform(-1, 1, (1, *LEVELS.image_shape)).astype(np.float32)

    def power(image: np.ndarray) -> float:
        return float(np.exp(image.astype(np.float64) * LEVELS.layout.span).mean())

    for growth in (0.0, 0.2, 0.4):
        assert 10 * abs(np.log10(power(grown([image], growth, LEVELS)) / power(image))) < 0.05
