"""What is measured of clips."""

from __future__ import annotations

import numpy as np
import pytest

from training.dataset import measures


def test_the_last_sound_is_found_in_samples_and_in_images_that_have_frequency_first() -> None:
    clips = np.zeros((2, 1000), np.float32)
    clips[0, 249] = 0.5
    images = np.zeros((2, 16, 16, 3), np.float32)
    told = measures.measure(clips, [0.0, 0.0], 2.0, images)["seconds"]
    assert told == pytest.approx([0.5, 0.0])
    pictures = np.zeros((1, 16, 16, 3), np.float32)  # as of a corpus that holds no sound: bands, then columns
    pictures[0, 15, :4] = 0.5  # the highest band, a quarter of the time
    assert measures.measure(pictures, [0.0], 2.0, pictures - 1)["seconds"] == pytest.approx([0.5])
