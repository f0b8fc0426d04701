"""A point that drifts about where it was put."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.show.home import Home
from tests.live.control.conftest import Answers, Stage, ask

WANDER = "/gan/voice/1/wander"


def _points(stage: Stage, instrument: Instrument, seconds: float) -> np.ndarray:
    """Where voice 1 is sent meanwhile."""
    instrument.tick(0.0)
    stage.points.clear()
    for _ in range(round(seconds / 0.008)):
        instrument.tick(0.008)
    return np.array([z for voice, z, _ in stage.points if voice == 0])


def test_it_drifts_about_its_point_which_stays_what_it_is(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/z", 1.0, 0.0, -1.0, 0.5)
    assert ask(instrument, answers, WANDER, 0.25, 2.0) == []
    assert instrument.moving
    points = _points(stage, instrument, 60)
    assert len(points) == pytest.approx(60 * 30, rel=0.2)
    assert points[100:].std(axis=0)[:3].min() > 0.1  # along the model's axes
    assert points[:, 0].mean() == pytest.approx(1.0, abs=0.2)
    assert ask(instrument, answers, "/gan/voice/1/z") == [("/gan/voice/1/z", 1.0, 0.0, -1.0, 0.5)]
    assert ask(instrument, answers, WANDER) == [(WANDER, 0.25, 2.0)]


def test_it_goes_on_about_wherever_a_hand_puts_it_and_comes_back_when_told_to(stage, instrument, answers):
    ask(instrument, answers, WANDER, 0.25)
    _points(stage, instrument, 2)
    ask(instrument, answers, "/gan/voice/1/z", 5.0, 5.0, 5.0, 5.0)
    assert np.abs(_points(stage, instrument, 2) - 5).max() < 3
    ask(instrument, answers, WANDER, 0.0)
    assert _points(stage, instrument, 5)[-1].tolist() == [5.0] * 4
    assert not instrument.moving
    assert ask(instrument, answers, WANDER) == [(WANDER, 0.0, 0.2)]


def test_only_those_wander_that_are_told_to(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/[13]/wander", 1.0)
    instrument.tick(0.0)
    stage.points.clear()
    for _ in range(50):
        instrument.tick(0.01)
    assert {voice for voice, _, _ in stage.points} == {0, 2}


def test_the_same_score_wanders_the_same_way(tmp_path):
    ways = []
    for name in ("one", "other"):
        stage, answers = Stage(Home(tmp_path / name)), Answers()
        instrument = Instrument(stage)
        ask(instrument, answers, WANDER, 0.5)
        ways.append(_points(stage, instrument, 3))
    np.testing.assert_array_equal(*ways)


def test_a_model_without_axes_is_drifted_through_along_its_coordinates(stage, model, answers):
    stage.model = model(axis_names=())
    instrument = Instrument(stage)
    ask(instrument, answers, WANDER, 0.5, 2.0)
    assert _points(stage, instrument, 20)[100:].std(axis=0).min() > 0.2


def test_another_model_goes_on_wandering(stage, instrument, answers):
    ask(instrument, answers, WANDER, 0.5)
    _points(stage, instrument, 1)
    ask(instrument, answers, "/gan/model/load", "metal")
    assert len(_points(stage, instrument, 1)) > 10


def test_a_scene_holds_it(stage, instrument, answers):
    ask(instrument, answers, WANDER, 0.5, 2.0)
    ask(instrument, answers, "/gan/scene/store", "adrift")
    ask(instrument, answers, WANDER, 0.0, 0.2)
    ask(instrument, answers, "/gan/scene/recall", "adrift", 0.0)
    assert ask(instrument, answers, WANDER) == [(WANDER, 0.5, 2.0)]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ((-1.0,), "amount is -1.0: wanted 0 to 3"),
        ((0.5, 0.0), "speed is 0.0: wanted 0.01 to 10"),
    ],
)
def test_what_cannot_be_wandered_is_refused(values, reason, instrument, answers):
    assert ask(instrument, answers, WANDER, *values) == [("/fail", WANDER, reason)]
