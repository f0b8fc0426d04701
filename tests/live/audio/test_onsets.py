from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.onsets import AFTER, BEFORE, clear_of_onsets, next_onset, onset
from gesturegan_live.audio.rows import loudness_of

FRAMES, BANDS = 64, 16


def _loudness(image: np.ndarray) -> np.ndarray:
    return np.array([loudness_of(row, np.float32(20)) for row in image.astype(np.float32)], np.float32)


def _found(image: np.ndarray) -> np.ndarray:
    places = np.array([onset(_loudness(image), t) for t in range(len(image))])
    return places[places >= 0]


def test_a_stroke_is_found_where_half_of_a_frame_lies_after_it() -> None:
    image = np.full((FRAMES, BANDS), -10.0)
    image[20] = -3.0  # a frame that only its end reaches into the stroke
    image[21] = 0.0
    image[22:] = -0.1 * np.arange(FRAMES - 22)[:, None]
    (place,) = _found(image)
    assert 20.5 < place < 21.5


def test_steady_noise_and_slow_swells_have_no_attack() -> None:
    noise = np.random.default_rng(2).normal(0, 0.6, (FRAMES, BANDS))
    assert len(_found(noise)) == 0
    assert len(_found(np.linspace(-8, 0, FRAMES)[:, None] + noise / 4)) == 0


def test_what_rises_again_within_a_frame_belongs_to_the_attack_before() -> None:
    image = np.tile(np.array([-10.0, 0.0])[np.arange(FRAMES) % 2, None], (1, BANDS))
    assert len(_found(image)) == 1
    image[12:20] = -10.0
    assert np.diff(_found(image)).min() >= 3.9


@pytest.mark.parametrize(
    ("place", "read", "expected"),
    [
        (5.0, 6.5, (6.5, 0, FRAMES - 1)),  # far from it
        (18.0, 19.5, (20.0 - BEFORE, 0, 17)),  # soon: nothing of it
        (20.0, 21.5, (21.5, 21, FRAMES - 1)),  # it begins now
        (20.1, 20.3, (20.0 + AFTER, 21, FRAMES - 1)),  # stretched: all of it
    ],
)
def test_a_hop_is_read_on_its_own_side_of_an_attack(place: float, read: float, expected) -> None:
    image = np.full((FRAMES, BANDS), -10.0)
    image[19], image[20], image[21:] = -0.375, -0.125, 0.0  # half of the attack lies right between 19 and 20
    loudness = _loudness(image)
    np.testing.assert_array_equal(_found(image), [20.0])
    assert clear_of_onsets(loudness, place, read) == pytest.approx(expected)
    assert next_onset(loudness, 20.0, 30.0) == -1
