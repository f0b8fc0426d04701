"""A pattern of pixels is seen, in images and in sound; noise, slopes and low notes are not taken for one."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from training.metrics import grid
from training.metrics.grid import Grid

FRAME = 256  # samples
RATE = 44100


def comb(period: int, axis: int, height: float = 0.3, shape: tuple[int, int] = (128, 64)) -> np.ndarray:
    """Noise with every so many-th line of pixels lifted."""
    images = np.random.default_rng(0).normal(0, 0.2, (16, *shape, 1)).astype(np.float32)
    lifted = [slice(None)] * 4
    lifted[axis] = slice(None, None, period)
    images[tuple(lifted)] += height
    return images


@pytest.mark.parametrize("period", [2, 3, 4, 5, 6, 7, 8])
@pytest.mark.parametrize("axis", [1, 2])
def test_a_comb_is_seen_at_its_period_and_axis(period: int, axis: int) -> None:
    found = grid.measure(comb(period, axis))
    along, across = (found.time, found.frequency) if axis == 1 else (found.frequency, found.time)
    assert along[period] > 2  # and where its overtones are: every eighth pixel lies on a fourth one too
    assert max(across.values()) < 1.5
    assert found.beside(grid.measure(comb(period, axis, 0.0))) > 2


def test_noise_and_slopes_have_none() -> None:
    draw = np.random.default_rng(1)
    noise = draw.standard_normal((32, 128, 64, 1)).astype(np.float32)
    for images in (noise, noise.cumsum(axis=1), noise.cumsum(axis=2), np.zeros_like(noise)):
        assert grid.measure(images).worst() < 1.7


def test_a_note_whose_partials_lie_evenly_is_none() -> None:
    images = comb(6, 2, 0.0)
    images[:4, :, ::6] += 1.0
    assert grid.measure(images).frequency[6] < 1.5
    assert grid.measure(images[:4]).frequency[6] > 10
    often = np.repeat([1.0, 0.2], [4, 12])
    assert grid.powers(images).grid(often).frequency[6] > 10, "by weight they are more than half"


def test_what_recordings_have_too_is_no_fault() -> None:
    assert Grid({2: 6.0, 4: 1.0}, {2: 1.0}).beside(Grid({2: 5.0, 4: 0.5}, {2: 0.9})) == pytest.approx(1.2)
    assert Grid({}, {}).worst() == Grid({}, {}).beside(Grid({}, {})) == 1.0


def test_periods_that_an_image_hardly_holds_are_left_out() -> None:
    found = grid.measure(np.zeros((1, 32, 16, 1), np.float32))
    assert (list(found.time), list(found.frequency)) == ([2, 3, 4], [2])


def hum(rate: float, depth: float) -> np.ndarray:
    time = np.arange(65536) / RATE
    noise = np.random.default_rng(2).standard_normal((4, len(time)))
    return (0.1 * noise * (1 + depth * np.sin(2 * np.pi * rate * time))).astype(np.float32)


def test_a_hum_at_a_rate_of_frames_is_heard() -> None:
    assert (grid.amplitude_lines(hum(RATE / FRAME / 4, 0.3), FRAME) > grid.LOUD).all()
    assert (grid.amplitude_lines(hum(RATE / FRAME / 4, 0.0), FRAME) < 4).all()


def test_notes_beat_in_few_bands_and_silence_does_not() -> None:
    time = np.arange(65536) / RATE
    beats = sum(np.sin(2 * np.pi * hertz * time) for hertz in (1000, 1000 + RATE / FRAME / 4))
    noise = 0.05 * np.random.default_rng(3).standard_normal(len(time))
    sounds = np.stack([0.2 * beats + noise, np.sin(2 * np.pi * 65.41 * time), 0 * time]).astype(np.float32)
    assert (grid.amplitude_lines(sounds, FRAME) < 5).all()


def test_layers_that_go_up_begin_without_a_grid_and_one_with_uneven_sub_pixels_shows_it() -> None:
    """The shuffle of one pixel to four by four, alike at first; then with one of the sixteen a tenth off."""
    draw = np.random.default_rng(0)
    small = draw.standard_normal((16, 32, 16, 1)).astype(np.float32)
    even = np.asarray(keras.ops.image.resize(small, (128, 64), "bilinear"))
    uneven = even.copy()
    uneven[:, ::4, ::4] += 0.5
    speckle = draw.normal(0, 0.2, even.shape).astype(np.float32)
    assert grid.measure(even + speckle).time[4] < 1.5
    assert grid.measure(uneven + speckle).time[4] > 3
    assert grid.measure(uneven + speckle).frequency[4] > 3
