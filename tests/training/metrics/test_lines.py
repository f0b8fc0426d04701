"""Partials and attacks are told from speckle, grids and blur."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from tests.training.metrics.test_partials import RATE, TIME, noise, stack
from training.metrics import lines


def pictures(ridges: float, speckle: float) -> np.ndarray:
    """Lines along time, a few bands apart, in speckle."""
    draw = np.random.default_rng(0)
    images = draw.normal(0, speckle, (8, 128, 64, 1))
    for image in images:
        image[:, draw.permutation(64)[:8]] += ridges
    return images.astype(np.float32)


def test_lines_are_as_sharp_as_they_are_and_speckle_is_none() -> None:
    clean, rough = lines.sharpness(pictures(1.0, 0.0)), lines.sharpness(pictures(1.0, 0.4))
    assert rough.partials == pytest.approx(clean.partials, rel=0.05)
    assert lines.sharpness(pictures(0.0, 0.4)).beside(clean).partials < 0.1
    blurred = gaussian_filter(pictures(1.0, 0.0), (0, 0, 1, 0))
    assert lines.sharpness(blurred).beside(clean).partials < 0.5
    assert clean.attacks == 0
    turned = lines.sharpness(pictures(1.0, 0.4).transpose(0, 2, 1, 3))
    assert turned.attacks == pytest.approx(clean.partials, rel=0.15)
    assert turned.partials < 0.1 * turned.attacks


@pytest.mark.parametrize("period", [2, 4, 8])
def test_a_grid_is_no_line(period: int) -> None:
    one = np.zeros((128, 64))
    one[::period, ::period] = 1
    even = one - one.mean(axis=0) - one.mean(axis=1, keepdims=True) + one.mean()  # else it has stripes, which are lines
    found = lines.sharpness(even[None, :, :, None].astype(np.float32))
    assert max(found.partials, found.attacks) < 0.02


def test_images_too_small_for_lines_have_none() -> None:
    assert lines.sharpness(np.ones((1, 8, 8, 1), np.float32)) == lines.Sharpness(0.0, 0.0)


def test_lines_that_come_back_in_place_correlate() -> None:
    images = pictures(1.0, 0.1)
    assert lines.correlation(images, images) == pytest.approx(1)
    assert lines.correlation(images, gaussian_filter(images, (0, 0, 1, 0))) < 0.7
    assert abs(lines.correlation(images, images[::-1])) < 0.2


def test_clear_partials_are_counted() -> None:
    assert lines.clear_partials(stack(440), RATE) == pytest.approx(8, abs=0.1)
    assert lines.clear_partials(stack(110), RATE) >= 4
    assert lines.clear_partials(noise(count=4), RATE).mean() < 0.5
    assert lines.clear_partials(stack(440) + noise(), RATE) < 6  # the soft ones drown
    glide = np.sin(2 * np.pi * np.cumsum(500 * 2 ** (2 * TIME)) / RATE)[None].astype(np.float32)
    assert lines.clear_partials(glide, RATE) == pytest.approx(1, abs=0.1)
    np.testing.assert_array_equal(lines.clear_partials(np.zeros((2, 4096), np.float32), RATE), 0)
