"""Notes against the pitches that were asked for."""

from __future__ import annotations

import numpy as np

from tests.training.metrics.test_pitch import RATE, note
from training.metrics import notes


def test_the_part_of_right_notes_is_told() -> None:
    sounds = np.stack([note(60, 4), note(61, 4), note(72, 4), note(60, 4)])
    assert notes.accuracy(sounds, RATE, [60, 61, 60, 61]) == 0.5  # an octave off is wrong
    assert notes.accuracy(np.zeros((2, 4096), np.float32), RATE, [60, 60]) == 0


def test_only_conditions_that_are_all_pitches_ask_for_them() -> None:
    assert notes.asked(("pitch 60", "pitch 72")) == [60, 72]
    assert notes.asked(("pitch 60", "bell")) is None
    assert notes.asked(()) is None
