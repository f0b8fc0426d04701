from __future__ import annotations

from gesturegan_live.control.outbox import CAPACITY
from gesturegan_live.show.parameters import VOICE_INDEX
from tests.live.control.conftest import ask

GATE, GAIN = VOICE_INDEX["gate"], VOICE_INDEX["gain"]


def test_continuous_values_coalesce_and_triggers_never(stage, instrument, answers):
    for gain in (0.1, 0.2, 0.3):
        ask(instrument, answers, "/gan/voice/1/gain", gain)
    assert stage.sent == []
    for gate in (1, 0, 1):
        ask(instrument, answers, "/gan/voice/1/gate", gate)
    assert stage.sent == [(0, GAIN, 0.3, 0), (0, GATE, 1.0, 0), (0, GATE, 0.0, 0), (0, GATE, 1.0, 0)]


def test_a_message_with_a_sample_goes_out_with_it_and_is_never_merged(stage, instrument, answers):
    instrument.handle("/gan/voice/1/gain", [0.1], answers, 1000)
    instrument.handle("/gan/voice/1/gain", [0.2], answers, 2000)
    assert stage.sent == [(0, GAIN, 0.1, 1000), (0, GAIN, 0.2, 2000)]


def test_what_audio_has_no_room_for_waits_in_order(stage, instrument, answers):
    stage.room = 0
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    ask(instrument, answers, "/gan/voice/1/gain", 0.5)
    ask(instrument, answers, "/gan/voice/1/gate", 0)
    stage.room = 2
    instrument.flush()
    assert stage.sent == [(0, GATE, 1.0, 0), (0, GAIN, 0.5, 0)]
    stage.room = 10
    instrument.flush()
    assert stage.sent[2:] == [(0, GATE, 0.0, 0)]


def test_an_audio_process_that_takes_nothing_is_said(stage, instrument, answers):
    stage.room = 0
    for _ in range(CAPACITY):
        assert ask(instrument, answers, "/gan/voice/1/gate", 1) == []
    reason = f"audio is not keeping up: {CAPACITY} messages wait for it"
    assert ask(instrument, answers, "/gan/voice/1/gate", 0) == [("/fail", "/gan/voice/1/gate", reason)]
    assert ask(instrument, answers, "/gan/voice/1/gate") == [("/gan/voice/1/gate", 1)]
