from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.playhead.attacks import CELL, NONE_AFTER, NONE_BEFORE, find_attacks
from tests.live.called import called

RATE = 44100
SAMPLES = 32768
PADDING = 8


def _attacks(clip: np.ndarray) -> np.ndarray:
    """The map of a clip."""
    attacks = np.zeros((2, len(clip) // CELL), np.int32)
    called(find_attacks)(
        np.pad(clip, PADDING).astype(np.float32), PADDING, float(RATE), np.zeros(attacks.shape[1], np.float32), attacks
    )
    return attacks


def _struck(at: list[int], loud: float = 0.5) -> np.ndarray:
    """Decaying noise that sets in at the samples given."""
    random = np.random.default_rng(0)
    clip = 0.002 * random.standard_normal(SAMPLES)
    for place in at:
        left = SAMPLES - place
        clip[place:] += loud * random.standard_normal(left) * np.exp(-np.arange(left) / 1000)
    return clip


def test_strokes_are_found_within_two_cells_before_them() -> None:
    at = [5000, 12345, 20011]
    before, after = _attacks(_struck(at))
    found = sorted(set(before[before != NONE_BEFORE].tolist()))
    assert len(found) == 3
    assert all(0 <= place - attack < 2 * CELL for place, attack in zip(at, found, strict=True))
    assert sorted(set(after.tolist())) == [*found, NONE_AFTER]


def test_the_map_holds_the_attack_before_and_the_one_after_each_cell() -> None:
    before, after = _attacks(_struck([5000, 12345]))
    first, second = after[0], after[8000 // CELL]
    for cell in range(len(before)):
        place = cell * CELL
        assert before[cell] == (NONE_BEFORE if place < first else first if place < second else second)
        assert after[cell] == (first if place < first else second if place < second else NONE_AFTER)


@pytest.mark.parametrize("sound", ["noise", "sine", "swell", "silence"])
def test_what_sets_in_slowly_or_not_at_all_has_no_attack(sine, sound: str) -> None:
    noise = 0.1 * np.random.default_rng(1).standard_normal(SAMPLES)
    clip = {
        "noise": noise,
        "sine": sine(60, SAMPLES),
        "swell": noise * np.linspace(0, 1, SAMPLES),
        "silence": np.zeros(SAMPLES),
    }[sound]
    before, after = _attacks(clip)
    assert (before == NONE_BEFORE).all()
    assert (after == NONE_AFTER).all()
