"""The picture of a mapping from two values."""

from __future__ import annotations

import numpy as np

from gesturegan_live.gesture.mapping import choice, terrain
from gesturegan_live.gesture.mapping.regression import train

SIDE = np.linspace(0, 1, terrain.SIZE)


def cell(x, y):
    return np.abs(SIDE - y).argmin(), np.abs(SIDE - x).argmin()


def test_it_is_good_among_examples_and_not_far_from_them():
    rng = np.random.default_rng(1)
    x = rng.uniform([0, 0], [0.5, 0.4], (40, 2))
    y = np.stack([np.sin(3 * x[:, 0]), x[:, 0] + x[:, 1], 2 * x[:, 0]], axis=1)
    picture = terrain.of(train(x, y))
    assert picture.quality.shape == picture.tone.shape == (terrain.SIZE, terrain.SIZE)
    assert picture.quality[cell(0.25, 0.2)] > 0.8
    assert picture.quality[cell(0.95, 0.2)] < 0.1
    assert picture.quality[cell(0.2, 0.95)] < 0.1
    assert picture.tone[cell(0.45, 0.2)] > picture.tone[cell(0.25, 0.2)] + 0.2 > picture.tone[cell(0.05, 0.2)] + 0.4
    for each in (picture.quality, picture.tone):
        assert 0 <= each.min() <= each.max() <= 1


def test_of_a_choice_it_shows_what_is_chosen_where():
    rng = np.random.default_rng(2)
    x = np.concatenate([centre + 0.05 * rng.standard_normal((8, 2)) for centre in ([0.2, 0.2], [0.8, 0.2])])
    picture = terrain.of(choice.learned(x, np.repeat([0.0, 1.0], 8)))
    assert picture.tone[cell(0.2, 0.2)] == 0.5
    assert picture.tone[cell(0.8, 0.2)] == 1.0
    assert picture.tone[cell(0.5, 0.9)] == 0.0
    assert picture.quality[cell(0.2, 0.2)] > 0.9 > 0.1 > picture.quality[cell(0.5, 0.9)]


def test_there_is_none_of_one_value_or_three():
    rng = np.random.default_rng(3)
    for width in (1, 3):
        x = rng.uniform(0, 1, (9, width))
        assert terrain.of(train(x, x**2)) is terrain.NOWHERE
