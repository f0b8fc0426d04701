"""Levels held even while voices move."""

from __future__ import annotations

import pytest

from gesturegan_live.control.voices.levels import HELD_AT
from gesturegan_live.show.parameters import TRIM_RANGE, VOICE_INDEX
from tests.live.control.conftest import ask

TRIM = VOICE_INDEX["trim"]
HOLD = "/gan/voice/2/level_hold"


def trims(stage, instrument) -> list[tuple[int, float]]:
    """What a tick sends."""
    stage.sent.clear()
    instrument.tick(0.008)
    return [(event[0], event[2]) for event in stage.sent if event[1] == TRIM]


def test_a_trim_makes_up_for_the_image_of_a_voice_that_holds_its_level(stage, instrument, answers):
    stage.loudness[:] = HELD_AT, HELD_AT / 2, HELD_AT
    assert trims(stage, instrument) == []
    assert ask(instrument, answers, HOLD, 1) == []
    assert ask(instrument, answers, HOLD) == [(HOLD, 1)]
    assert trims(stage, instrument) == [(1, pytest.approx(2.0))]
    assert ask(instrument, answers, "/gan/voice/2/trim") == [("/gan/voice/2/trim", pytest.approx(2.0))]
    assert trims(stage, instrument) == []  # once
    stage.loudness[1] = 4 * HELD_AT
    assert trims(stage, instrument) == [(1, pytest.approx(0.25))]
    assert ask(instrument, answers, "/gan/voice/2/gain") == [("/gan/voice/2/gain", 1.0)]  # is the performer's


def test_silence_is_not_made_loud_and_what_is_not_known_is_left(stage, instrument, answers):
    ask(instrument, answers, HOLD, 1)
    stage.loudness[1] = 0.0
    assert trims(stage, instrument) == []
    stage.loudness[1] = HELD_AT / 1000
    assert trims(stage, instrument) == [(1, TRIM_RANGE[1])]


def test_a_level_that_is_let_go_returns_by_itself(stage, instrument, answers):
    stage.loudness[1] = HELD_AT / 4
    ask(instrument, answers, HOLD, 1)
    trims(stage, instrument)
    stage.sent.clear()
    ask(instrument, answers, HOLD, 0)
    assert [(event[0], event[1], event[2]) for event in stage.sent] == [(1, TRIM, 1.0)]
    instrument.tick(1.0)
    assert ask(instrument, answers, "/gan/voice/2/trim") == [("/gan/voice/2/trim", 1.0)]
    stage.sent.clear()
    ask(instrument, answers, HOLD, 0)  # once more
    assert stage.sent == []


def test_a_pattern_holds_all_voices_and_another_audio_process_is_told(stage, instrument, answers):
    stage.loudness[:] = HELD_AT / 2, HELD_AT / 3, HELD_AT / 4
    ask(instrument, answers, "/gan/voice/*/level_hold", 1)
    assert trims(stage, instrument) == [(voice, pytest.approx(voice + 2)) for voice in range(3)]
    stage.sent.clear()
    instrument.replay()
    again = [(event[0], event[2]) for event in stage.sent if event[1] == TRIM]
    assert again == [(voice, pytest.approx(voice + 2)) for voice in range(3)]
