from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gesturegan_live.audio.controls import ONCE, Controls, pan_row
from gesturegan_live.audio.events import EVENT
from gesturegan_live.parameters import VOICE_INDEX, VOICE_PARAMETERS


def _apply(controls: Controls, *events: np.ndarray) -> int:
    due = np.concatenate(events)
    return controls.apply(due, len(due))


def test_every_parameter_starts_at_its_default() -> None:
    controls = Controls(2, 2)
    for name, index in VOICE_INDEX.items():
        assert (controls.voices[name] == VOICE_PARAMETERS[index].default).all()


def test_values_out_of_range_are_clamped(event) -> None:
    controls = Controls(2, 2)
    assert _apply(controls, event(0, 1, "rate", -100.0), event(0, 1, "gain", 9.0), event(0, 1, "mode", 1)) == 0
    assert controls.voices["rate"].tolist() == [1.0, -8.0]
    assert controls.voices["gain"].tolist() == [1.0, 4.0]
    assert controls.voices["mode"].tolist() == [0, ONCE]


@pytest.mark.parametrize(
    ("voice", "parameter", "value"),
    [(0, 1, np.nan), (0, 4, np.inf), (2, 1, 0.5), (-2, 1, 0.5), (0, 99, 0.5), (-1, 9, 1)],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(voice: int, parameter: int, value: float) -> None:
    controls = Controls(2, 2)
    before = controls.voices.copy()
    assert _apply(controls, np.array([(0, voice, parameter, value)], EVENT)) == 1
    assert (controls.voices == before).all()


def test_panic_and_stop_close_every_gate(event) -> None:
    for name, release in (("panic", 0.010), ("stop", 0.030)):
        controls = Controls(3, 1)
        _apply(controls, *[event(0, voice, "gate", 1) for voice in range(3)])
        assert controls.voices["gate"].tolist() == [1, 1, 1]
        _apply(controls, event(0, "out", name, 1))
        assert controls.voices["gate"].tolist() == [0, 0, 0]
        assert (controls.voices["release"] == release).all()


@settings(deadline=None)  # the first call may compile
@given(channels=st.integers(2, 16), pan=st.floats(-1, 1))
def test_pan_has_equal_power_between_two_neighbours(channels: int, pan: float) -> None:
    row = np.zeros(channels)
    pan_row(pan, row)
    assert (row**2).sum() == pytest.approx(1.0)
    audible = np.flatnonzero(row > 1e-9)
    assert len(audible) <= 2
    assert audible[-1] - audible[0] <= 1
    place = (pan + 1) / 2 * (channels - 1)
    assert abs(audible - place).max() <= 1.0


def test_pan_reaches_the_ends_and_one_channel_is_a_sum() -> None:
    row = np.zeros(5)
    for pan, loudspeaker in ((-1.0, 0), (0.0, 2), (1.0, 4)):
        pan_row(pan, row)
        np.testing.assert_allclose(row, np.eye(5)[loudspeaker], atol=1e-12)
    mono = np.zeros(1)
    pan_row(-0.3, mono)
    assert mono[0] == 1.0
