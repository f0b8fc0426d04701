"""Values that are on their way: a ramp begins at its sample, from what sounds, and ends where it is to."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.clip import ClipBank
from gesturegan_live.audio.engine import Engine
from gesturegan_live.audio.interface.controls import Controls
from gesturegan_live.audio.interface.ramps import STEP
from gesturegan_live.show.laws import between
from gesturegan_live.show.parameters import DECIBELS, MATRIX, VOICE_INDEX, VOICE_PARAMETERS

RATE = 44100


def _apply(controls: Controls, clock: int, *events: np.ndarray) -> None:
    due = np.concatenate(events)
    controls.apply(due, len(due), clock)


def _at(controls: Controls, clock: int, name: str) -> float:
    controls.follow(clock)
    return float(controls.voices[name][0])


@pytest.mark.parametrize("parameter", [one for one in VOICE_PARAMETERS if one.law], ids=lambda one: one.name)
def test_every_parameter_that_has_a_law_goes_by_it(parameter, event) -> None:
    controls, name, law = Controls(1, 2, sample_rate=RATE), parameter.name, parameter.law
    start, end = parameter.low + 0.4 * (parameter.high - parameter.low), parameter.high
    _apply(controls, 0, event(0, 0, name, start))
    _apply(controls, 6, event(6, 0, name, end, 1.0))
    assert controls.moving
    for clock in range(STEP, RATE, 100 * STEP):
        assert _at(controls, clock, name) == pytest.approx(between(law, start, end, (clock - 6) / RATE))
    assert _at(controls, RATE // STEP * STEP + STEP, name) == end
    assert not controls.moving


def test_a_new_value_takes_over_from_where_the_ramp_is(event) -> None:
    controls = Controls(1, 2, sample_rate=RATE)
    _apply(controls, 0, event(0, 0, "transpose", 12, 1.0))
    _apply(controls, RATE // 4, event(0, 0, "transpose", 3, 1.0))  # between two steps
    assert _at(controls, RATE // 4 // STEP * STEP + STEP, "transpose") == pytest.approx(3, abs=0.02)
    _apply(controls, RATE // 2, event(0, 0, "transpose", -5))
    assert controls.voices["transpose"][0] == -5
    assert _at(controls, RATE // STEP * STEP, "transpose") == -5


def test_of_two_in_one_sample_the_later_begins_where_the_first_has_put_it(event) -> None:
    controls = Controls(1, 2, sample_rate=RATE)
    _apply(controls, 0, event(0, 0, "gain", 0.1), event(0, 0, "gain", 1.0, 1.0))
    assert _at(controls, RATE // 2 // STEP * STEP, "gain") == pytest.approx(between(DECIBELS, 0.1, 1.0, 0.5), rel=0.01)
    _apply(controls, RATE // 2, event(0, 0, "gain", 0.0, 1.0), event(0, 0, "gain", 0.7))
    assert _at(controls, RATE, "gain") == pytest.approx(0.7)


def test_a_muted_voice_comes_back_as_loud_as_its_ramp_has_made_it(event) -> None:
    controls = Controls(1, 2, sample_rate=RATE)
    _apply(controls, 0, event(0, 0, "mute", 1), event(0, 0, "gain", 0.01, 1.0))
    assert _at(controls, 2 * RATE // STEP * STEP, "gain") == 0
    _apply(controls, 2 * RATE, event(0, 0, "mute", 0))
    assert controls.voices["gain"][0] == 0.01


def test_what_places_a_voice_otherwise_ends_the_way_of_what_placed_it_before(event) -> None:
    controls = Controls(1, 4, sample_rate=RATE)
    far = RATE // STEP * STEP
    _apply(controls, 0, event(0, 0, "azimuth", 90, 1.0))
    controls.follow(far // 2 // STEP * STEP)
    turned = controls.matrix[0].tolist()
    assert turned != Controls(1, 4).matrix[0].tolist()
    _apply(controls, far // 2, event(0, 0, "pan", 1))
    controls.follow(far)
    assert controls.matrix[0].tolist() == pytest.approx([0, 0, 0, 1])
    _apply(controls, far, event(0, 0, "pan", -1, 1.0))
    _apply(controls, far + 5, event(0, 0, ("matrix", 2), 0.5))
    row = controls.matrix[0].tolist()
    controls.follow(2 * far)
    assert controls.matrix[0].tolist() == row
    assert not controls.moving


@pytest.mark.parametrize(("value", "seconds"), [(np.nan, 1.0), (1.0, np.nan), (1.0, np.inf)])
def test_what_is_no_number_moves_nothing(value: float, seconds: float, event) -> None:
    controls = Controls(1, 2, sample_rate=RATE)
    before = controls.voices.copy()
    _apply(controls, 0, event(0, 0, "gain", value, seconds), event(0, "out", "gain", value, seconds))
    assert not controls.moving
    assert (controls.voices == before).all()


def test_what_has_no_law_is_there_at_once(event) -> None:
    controls = Controls(1, 2, sample_rate=RATE)
    for name, value in (("freeze", 1), (("matrix", 0), 0.25)):
        _apply(controls, 0, event(0, 0, name, value, 5.0))
    assert controls.voices["freeze"][0] == 1
    assert controls.matrix[0, 0] == 0.25
    assert not controls.moving
    assert max(VOICE_INDEX.values()) < MATRIX


def test_a_fade_is_heard_by_its_law_from_its_sample_on_wherever_blocks_end(event, perform, roughness) -> None:
    def heard(*blocks: int) -> np.ndarray:
        engine = Engine(1, 1, RATE, 256)
        bank = ClipBank(1, 22500, RATE, RATE)
        bank.image(0, np.where(np.arange(22500) % 2, -0.5, 0.5).astype(np.float32))
        engine.switch(bank)
        fade = event(10007, 0, "gain", 0.005, 0.5), event(40000, "out", "gain", 0.0, 0.1)
        engine.events(np.concatenate([event(0, 0, "gate", 1), *fade]))
        return perform(engine, 50000, blocks)

    whole = heard(256)
    for blocks in ((64,), (1, 17, 256, 3, 100)):
        np.testing.assert_array_equal(heard(*blocks), whole)
    level = np.abs(whole[:, 0])
    assert level[10000] == pytest.approx(0.5, abs=1e-3)
    middle = 10007 + round(0.25 * RATE)
    late = 0.004 * RATE + 64  # by which gains lag, and the limiter looks ahead
    passed = (middle - 10007 - late) / (0.5 * RATE)
    assert level[middle] == pytest.approx(0.5 * between(DECIBELS, 1.0, 0.005, passed), rel=0.02)
    assert level[10007 + RATE // 2 + 2000] == pytest.approx(0.0025, rel=0.01)
    assert np.abs(np.diff(level[10000:35000])).max() < 1e-3  # no steps
    assert level[46000:].max() == 0
