"""What pitch a key has."""

from __future__ import annotations

import pytest

from gesturegan_live.control.messages.routes import note as note_routes
from gesturegan_live.control.notes import tuning
from gesturegan_live.control.notes.tuning import Tuning, pitches


def test_the_keys_of_the_table_are_those_of_the_tuning():
    assert note_routes.HIGHEST_KEY == tuning.HIGHEST_KEY
    defaults = note_routes.A4, note_routes.REFERENCE, note_routes.ROOT
    assert (Tuning().a4, Tuning().reference, Tuning().root) == defaults


@pytest.mark.parametrize(
    ("key", "semitones"), [(60, 0), (60.5, 0.5), (24, -36), (96, 36), (97, 25), (127, 31), (23, -25), (0, -36)]
)
def test_a_sound_without_pitch_is_transposed_octaves_nearer_where_that_is_too_far(key, semitones):
    assert Tuning().transposition(key) == pytest.approx(semitones)


def test_a_reference_frequency_moves_all_keys():
    low = Tuning(a4=415.3047)  # a semitone lower
    assert low.pitch(69) == pytest.approx(68, abs=1e-5)
    assert low.transposition(60) == pytest.approx(-1, abs=1e-5)
    assert Tuning(reference=48).transposition(60) == 12


def test_the_pitches_that_a_model_knows():
    assert pitches(("hit", "pitch 60", "pitch 61", "pitched", "pitch x")) == {1: 60.0, 2: 61.0}
    assert pitches(()) == {}
