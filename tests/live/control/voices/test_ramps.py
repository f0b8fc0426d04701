"""A value and its seconds, as control sees them: sent once, and read as it sounds."""

from __future__ import annotations

import time

import pytest
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import build_msg

from gesturegan_live.show.laws import between
from gesturegan_live.show.parameters import DECIBELS, OUT_VOICE, VOICE_INDEX, VOICE_PARAMETERS
from tests.live.control.conftest import ask

GAIN, AZIMUTH, PAN = (VOICE_INDEX[name] for name in ("gain", "azimuth", "pan"))
RAMPED = [(index, one) for index, one in enumerate(VOICE_PARAMETERS) if one.law]


def _read(instrument, answers, address: str) -> float:
    [(_, value)] = ask(instrument, answers, address)
    return value


@pytest.mark.parametrize(("index", "parameter"), RAMPED, ids=lambda one: getattr(one, "name", ""))
def test_every_value_with_a_law_takes_seconds_and_reads_as_it_sounds(index, parameter, stage, instrument, answers):
    address, end = f"/gan/voice/2/{parameter.name}", parameter.high / 2
    start = parameter.default
    assert ask(instrument, answers, address, end, 2.0) == []
    assert stage.sent == [(1, index, end, 0, 2.0)]
    instrument.tick(0.5)
    assert instrument.moving
    assert _read(instrument, answers, address) == pytest.approx(float(between(parameter.law, start, end, 0.25)))
    instrument.tick(2.0)
    assert _read(instrument, answers, address) == end
    assert not instrument.moving
    assert len(stage.sent) == 1


def test_growth_goes_image_by_image(stage, instrument, answers):
    assert ask(instrument, answers, "/gan/voice/1/growth", 0.5, 1.0) == []
    for _ in range(4):
        stage.points.clear()
        instrument.tick(0.25)
        assert [voice for voice, _, _ in stage.points] == [0]
    assert stage.growths[0] == 0.5
    instrument.tick(0.25)
    assert not instrument.moving
    assert _read(instrument, answers, "/gan/voice/1/growth") == 0.5


def test_a_ramp_takes_the_place_of_no_value_before_it(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/gain", 0.0)
    ask(instrument, answers, "/gan/voice/1/gain", 1.0, 3.0)
    ask(instrument, answers, "/gan/voice/1/gain", 0.5)
    instrument.flush()
    assert stage.sent == [(0, GAIN, 0.0, 0), (0, GAIN, 1.0, 0, 3.0), (0, GAIN, 0.5, 0)]


def test_a_new_value_takes_over_from_where_the_ramp_is(instrument, answers):
    ask(instrument, answers, "/gan/voice/1/transpose", 12.0, 1.0)
    instrument.tick(0.5)
    ask(instrument, answers, "/gan/voice/1/transpose", 0.0, 1.0)
    instrument.tick(0.5)
    assert _read(instrument, answers, "/gan/voice/1/transpose") == pytest.approx(3.0)
    ask(instrument, answers, "/gan/voice/1/transpose", 1.0)
    instrument.tick(0.5)
    assert _read(instrument, answers, "/gan/voice/1/transpose") == 1.0


def test_a_pattern_moves_every_voice(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/*/gain", 0.5, 4.0)
    assert stage.sent == [(voice, GAIN, 0.5, 0, 4.0) for voice in range(3)]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ((0.5, -1.0), "seconds is -1.0: wanted 0 to 600"),
        ((0.5, 601.0), "seconds is 601.0: wanted 0 to 600"),
        ((0.5, "soon"), "seconds is 'soon': wanted a number from 0 to 600"),
        ((0.5, 1.0, 1.0), "3 arguments: wanted gain [seconds]"),
    ],
)
def test_what_is_no_time_is_refused(values, reason, instrument, answers):
    assert ask(instrument, answers, "/gan/voice/1/gain", *values) == [("/fail", "/gan/voice/1/gain", reason)]
    assert not instrument.moving


def test_the_output_fades(stage, instrument, answers):
    ask(instrument, answers, "/gan/out/gain", 0.01, 2.0)
    instrument.tick(1.0)
    assert stage.sent == [(OUT_VOICE, 0, 0.01, 0, 2.0)]
    assert _read(instrument, answers, "/gan/out/gain") == pytest.approx(float(between(DECIBELS, 1.0, 0.01, 0.5)))


def test_where_a_voice_goes_another_way_it_is_read_there(instrument, answers):
    ask(instrument, answers, "/gan/voice/1/azimuth", 90.0, 1.0)
    instrument.tick(0.5)
    assert _read(instrument, answers, "/adm/obj/1/azim") == pytest.approx(45.0)
    ask(instrument, answers, "/gan/voice/1/pan", 1.0)
    instrument.tick(0.25)
    assert ask(instrument, answers, "/gan/voice/1/azimuth") == [("/gan/voice/1/azimuth", "none")]
    ask(instrument, answers, "/adm/obj/1/dist", 0.5)
    instrument.tick(0.25)
    assert _read(instrument, answers, "/gan/voice/1/azimuth") == pytest.approx(45.0)


def test_another_audio_process_goes_on_from_where_it_sounded(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/transpose", 12.0, 4.0)
    ask(instrument, answers, "/gan/out/gain", 0.5, 4.0)
    instrument.tick(1.0)
    stage.sent.clear()
    instrument.replay()
    transpose = VOICE_INDEX["transpose"]
    assert [event for event in stage.sent if event[:2] == (0, transpose)] == [
        (0, transpose, pytest.approx(3.0), 0),
        (0, transpose, 12.0, 0, pytest.approx(3.0)),
    ]
    assert (OUT_VOICE, 0, 0.5, 0, pytest.approx(3.0)) in stage.sent


def test_in_a_bundle_it_begins_at_its_sample_and_is_read_from_then_on(play, stage, instrument, answers):
    stage.origin = time.time() - 100
    at = time.time() + 0.3

    async def act(_, client):
        bundle = OscBundleBuilder(at)
        bundle.add_content(build_msg("/gan/voice/1/gain", [0.25, 2.0]))
        client.send(bundle.build().dgram)
        for _ in range(200):
            await client.synced()
            if stage.sent:
                break

    play(act)
    [(voice, index, value, sample, seconds)] = stage.sent
    assert (voice, index, value, seconds) == (0, GAIN, 0.25, 2.0)
    assert sample == pytest.approx((at - stage.origin) * 44100, abs=2)
    instrument.tick(stage.lead)
    assert _read(instrument, answers, "/gan/voice/1/gain") == 1.0
    instrument.tick(1.0)
    assert _read(instrument, answers, "/gan/voice/1/gain") == pytest.approx(float(between(DECIBELS, 1.0, 0.25, 0.5)))
