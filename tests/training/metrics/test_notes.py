"""Notes against the pitches that were asked for."""

from __future__ import annotations

import numpy as np
import pytest

from tests.training.metrics.test_pitch import RATE, note
from training.metrics import notes


def test_the_part_of_right_notes_is_told_and_how_far_they_are_off() -> None:
    sounds = np.stack([note(60, 4), note(61, 4), note(72, 4), note(60, 4)])
    told = notes.judged(sounds, RATE, [60, 61, 60, 61])
    assert told["accuracy"] == 0.5  # an octave off is wrong
    assert told["cents"] < 5
    assert notes.judged(sounds, RATE, [60, 61, 72, 55])["octaves"] == {"48": 0.0, "60": 1.0, "72": 1.0}
    assert notes.judged(note(60.2, 4)[None], RATE, [60])["cents"] == pytest.approx(20, abs=3)
    assert notes.judged(np.zeros((2, 4096), np.float32), RATE, [60, 60])["accuracy"] == 0


def test_conditions_name_pitches_or_do_not() -> None:
    assert [notes.pitch_of(name) for name in ("pitch 60", "bell", "pitch 60 bell")] == [60, None, None]
