from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.interface.controls import ONCE, Controls
from gesturegan_live.audio.interface.events import EVENT
from gesturegan_live.show.loudspeakers import even_ring, in_order, ring_row
from gesturegan_live.show.parameters import MATRIX, VOICE_INDEX, VOICE_PARAMETERS


def _apply(controls: Controls, *events: np.ndarray) -> None:
    due = np.concatenate(events)
    controls.apply(due, len(due))


def test_every_parameter_starts_at_its_default() -> None:
    controls = Controls(2, 2)
    for name, index in VOICE_INDEX.items():
        assert (controls.voices[name] == VOICE_PARAMETERS[index].default).all()


def test_values_out_of_range_are_clamped(event) -> None:
    controls = Controls(2, 2)
    _apply(controls, event(0, 1, "rate", -100.0), event(0, 1, "gain", 9.0), event(0, 1, "mode", 1))
    assert controls.voices["rate"].tolist() == [1.0, -8.0]
    assert controls.voices["gain"].tolist() == [1.0, 4.0]
    assert controls.voices["mode"].tolist() == [0, ONCE]


@pytest.mark.parametrize(
    ("voice", "parameter", "value"),
    [
        (0, 1, np.nan),
        (0, 4, np.inf),
        (2, 1, 0.5),
        (-2, 1, 0.5),
        (0, 99, 0.5),
        (0, MATRIX + 2, 0.5),
        (0, MATRIX, np.nan),
        (-1, 9, 1),
    ],
)
def test_what_makes_no_sense_changes_nothing(voice: int, parameter: int, value: float) -> None:
    controls = Controls(2, 2)
    before, matrix = controls.voices.copy(), controls.matrix.copy()
    _apply(controls, np.array([(0, voice, parameter, value, 0.0)], EVENT))
    assert (controls.voices == before).all()
    assert (controls.matrix == matrix).all()


def test_a_trim_is_a_factor_beside_the_gain_and_mute_silences_both(event) -> None:
    controls = Controls(1, 1)
    _apply(controls, event(0, 0, "trim", 4.0), event(0, 0, "gain", 3.0))
    assert controls.voices["gain"].tolist() == [12.0]
    _apply(controls, event(0, 0, "mute", 1))
    assert controls.voices["gain"].tolist() == [0.0]
    _apply(controls, event(0, 0, "trim", 0.5), event(0, 0, "mute", 0))
    assert controls.voices["gain"].tolist() == [1.5]


def test_the_touch_and_pitch_of_a_note_stand_beside_gain_and_transposition(event) -> None:
    controls = Controls(1, 1)
    _apply(controls, event(0, 0, "gain", 0.5), event(0, 0, "touch", 0.5), event(0, 0, "trim", 2.0))
    assert controls.voices["gain"].tolist() == [0.5]
    _apply(controls, event(0, 0, "transpose", 5.0), event(0, 0, "pitch", -7.0))
    assert controls.voices["transpose"].tolist() == [-2.0]
    _apply(controls, event(0, 0, "pitch", 72.0))
    assert controls.voices["transpose"].tolist() == [36.0]
    _apply(controls, event(0, 0, "transpose", -36.0, 64 / 44100), event(0, 0, "touch", 1.0))
    controls.follow(64)
    assert controls.voices["transpose"].tolist() == [36.0]  # of 72 and -36
    _apply(controls, event(0, 0, "pitch", 1.0))
    assert controls.voices["transpose"].tolist() == [-35.0]
    assert controls.voices["gain"].tolist() == [1.0]


def test_panic_and_stop_close_every_gate(event) -> None:
    for name, panic in (("panic", 1), ("stop", 0)):
        controls = Controls(3, 1)
        _apply(controls, *[event(0, voice, "gate", 1) for voice in range(3)])
        assert controls.voices["gate"].tolist() == [1, 1, 1]
        _apply(controls, event(0, "out", name, 1))
        assert controls.voices["gate"].tolist() == [0, 0, 0]
        assert (controls.voices["panic"] == panic).all()


def test_of_pan_azimuth_and_matrix_the_last_one_decides(event) -> None:
    controls = Controls(2, 8)
    place = [0.0] * 8
    _apply(controls, event(0, 1, "azimuth", 90.0), event(0, 1, "pan", 1.0))
    assert controls.matrix[1].tolist() == pytest.approx([0, 0, 0, 0, 0, 0, 0, 1])
    _apply(controls, event(0, 1, "distance", 0.25))
    ring_row(90.0, 0.25, *in_order(even_ring(8)), place)
    assert controls.matrix[1].tolist() == pytest.approx(place)
    _apply(controls, event(0, 1, ("matrix", 2), 3.0))
    assert controls.matrix[1].tolist() == pytest.approx([*place[:2], 3.0, *place[3:]])
    _apply(controls, event(0, 1, "azimuth", -180.0), event(0, 1, "distance", 1.0))
    assert np.flatnonzero(controls.matrix[1] > 1e-9).tolist() == [4, 5]
    assert controls.matrix[0].tolist() == Controls(1, 8).matrix[0].tolist()


def test_every_voice_starts_in_front_which_is_the_centre_of_a_pair() -> None:
    assert Controls(1, 1).matrix.tolist() == [[1.0]]
    assert Controls(1, 2).matrix[0] == pytest.approx([0.5**0.5] * 2)
    assert Controls(1, 8).matrix[0] == pytest.approx([0.5**0.5] * 2 + [0.0] * 6, abs=1e-12)
    assert Controls(1, 3, (0.0, 100.0, -100.0)).matrix[0] == pytest.approx([1.0, 0.0, 0.0])


def test_a_muted_voice_keeps_its_gain(event) -> None:
    controls = Controls(1, 1)
    _apply(controls, event(0, 0, "gain", 0.5), event(0, 0, "mute", 1))
    assert controls.voices["gain"].tolist() == [0.0]
    _apply(controls, event(0, 0, "gain", 2.0))
    assert controls.voices["gain"].tolist() == [0.0]
    _apply(controls, event(0, 0, "mute", 0))
    assert controls.voices["gain"].tolist() == [2.0]
