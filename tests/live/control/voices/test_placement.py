"""Pan, the ring, ADM-OSC and the matrix: what a voice's place becomes, and what is remembered of it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.voices.adm import Position
from gesturegan_live.show.parameters import MATRIX, VOICE_INDEX

GAIN, MUTE, PAN, AZIMUTH, DISTANCE = (VOICE_INDEX[name] for name in ("gain", "mute", "pan", "azimuth", "distance"))


def ask(instrument, answers, address, *values):
    answers.clear()
    instrument.handle(address, values, answers)
    return list(answers)


def heard(stage, instrument):
    """What was sent to the audio process for voice 1."""
    instrument.flush()
    sent = [(index, pytest.approx(value, abs=1e-6)) for voice, index, value, _ in stage.sent if voice == 0]
    stage.sent.clear()
    return sent


@pytest.mark.parametrize(
    ("address", "values", "azimuth", "distance"),
    [
        ("azim", (-22.5,), -22.5, 1.0),
        ("azim", (270.0,), 180.0, 1.0),  # clamped, as ADM-OSC wants it
        ("dist", (0.25,), 0.0, 0.25),
        ("dist", (7,), 0.0, 1.0),
        ("elev", (60.0,), 0.0, 0.5),
        ("aed", (90.0, 90.0, 1.0), 90.0, 0.0),
        ("aed", (-135.0, 0.0, 0.5), -135.0, 0.5),
        ("x", (1.0,), -45.0, 1.0),
        ("xy", (-0.5, 0.0), 90.0, 0.5),
        ("xy", (0.0, -1.0), 180.0, 1.0),
        ("xyz", (0.3, -0.4, 0.9), math.degrees(math.atan2(-0.3, -0.4)), 0.5),
        ("xyz", (0.0, 0.0, 0.0), 0.0, 0.0),
    ],
)
def test_adm_osc_moves_a_voice_on_the_ring(stage, instrument, answers, address, values, azimuth, distance):
    assert ask(instrument, answers, f"/adm/obj/1/{address}", *values) == []
    assert heard(stage, instrument) == [(AZIMUTH, azimuth), (DISTANCE, distance)]
    assert ask(instrument, answers, "/gan/voice/1/azimuth")[0][1] == pytest.approx(azimuth)
    assert ask(instrument, answers, "/gan/voice/1/distance")[0][1] == pytest.approx(distance, abs=1e-6)


def test_coordinates_that_come_one_by_one_keep_the_others(stage, instrument, answers):
    for address, value in (("x", 1.0), ("y", 1.0), ("z", 0.5), ("x", 0.25)):
        ask(instrument, answers, f"/adm/obj/1/{address}", value)
    assert ask(instrument, answers, "/adm/obj/1/xyz")[0][1:] == pytest.approx((0.25, 1.0, 0.5))
    ask(instrument, answers, "/adm/obj/1/aed", 30, 0, 0)
    ask(instrument, answers, "/adm/obj/1/dist", 1)
    assert ask(instrument, answers, "/adm/obj/1/aed")[0][1:] == pytest.approx((30.0, 0.0, 1.0))
    ask(instrument, answers, "/gan/voice/1/azimuth", -90)
    assert ask(instrument, answers, "/adm/obj/1/xy")[0][1:] == pytest.approx((1.0, 0.0))


@given(x=st.floats(-1, 1), y=st.floats(-1, 1), z=st.floats(-1, 1))
def test_polar_and_cartesian_are_one_place(x, y, z):
    position = Position().moved({"x": x, "y": y, "z": z})
    assert (position.x, position.y, position.z) == pytest.approx((x, y, z), abs=1e-9)
    same = Position().moved({"azim": position.azim, "elev": position.elev, "dist": position.dist})
    assert (same.x, same.y, same.z) == pytest.approx((x, y, z), abs=1e-9)


def test_adm_osc_gain_and_mute_are_the_voices_own(stage, instrument, answers):
    ask(instrument, answers, "/adm/obj/1/gain", 100.0)
    ask(instrument, answers, "/adm/obj/*/mute", 1)
    assert heard(stage, instrument) == [(GAIN, 4.0), (MUTE, 1.0)]
    assert ask(instrument, answers, "/gan/voice/2/mute") == [("/gan/voice/2/mute", 1)]
    assert ask(instrument, answers, "/adm/obj/1/gain") == [("/adm/obj/1/gain", 4.0)]


@pytest.mark.parametrize(
    ("address", "values", "reason"),
    [
        ("/adm/obj/1/azim", (float("nan"),), "azim is nan: wanted -180 to 180"),
        ("/adm/obj/1/azim", ("left",), "azim is 'left': wanted a number from -180 to 180"),
        ("/adm/obj/1/aed", (0.0, 0.0), "2 arguments: wanted azim elev dist"),
        ("/adm/obj/4/azim", (0.0,), "no such address: voice '4', wanted 1 to 3"),
        ("/gan/voice/1/azimuth", (181.0,), "azimuth is 181.0: wanted -180 to 180"),
        ("/gan/voice/1/matrix", (1.0,), "matrix of 1 gains: wanted one for each of 2 loudspeakers"),
        ("/gan/voice/1/matrix", (1.0, 0.5, 0.5), "matrix of 3 gains: wanted one for each of 2 loudspeakers"),
        ("/gan/voice/1/matrix", (1.0, 5.0), "gain is 5.0: wanted 0 to 4"),
    ],
)
def test_what_does_not_fit_is_refused_and_moves_nothing(stage, instrument, answers, address, values, reason):
    row = ask(instrument, answers, "/gan/voice/1/matrix")
    assert ask(instrument, answers, address, *values) == [("/fail", address, reason)]
    assert heard(stage, instrument) == []
    assert ask(instrument, answers, "/gan/voice/1/matrix") == row


def test_the_matrix_reads_what_the_last_of_all_has_made_of_it(stage, instrument, answers):
    def row():
        return ask(instrument, answers, "/gan/voice/1/matrix")[0][1:]

    assert row() == pytest.approx((0.5**0.5, 0.5**0.5))
    ask(instrument, answers, "/gan/voice/1/pan", -1)
    assert row() == pytest.approx((1, 0))
    ask(instrument, answers, "/adm/obj/1/azim", -90)
    assert row() == pytest.approx((0, 1), abs=1e-9)
    ask(instrument, answers, "/gan/voice/1/matrix", 0.25, 2)
    assert row() == (0.25, 2.0)
    ask(instrument, answers, "/gan/voice/1/distance", 0)
    assert row() == pytest.approx((0.5**0.5, 0.5**0.5))


def test_within_a_burst_the_last_one_decides_too(stage, instrument, answers):
    for address, values in (("azimuth", (10,)), ("pan", (0.5,)), ("matrix", (1, 0)), ("azimuth", (20,))):
        ask(instrument, answers, f"/gan/voice/1/{address}", *values)
    assert heard(stage, instrument) == [(PAN, 0.5), (MATRIX, 1.0), (MATRIX + 1, 0.0), (AZIMUTH, 20.0)]


def test_replay_ends_with_what_decides(stage, instrument, answers):
    for voice, address, values in ((1, "pan", (0.5,)), (2, "matrix", (1, 0)), (3, "azimuth", (20,))):
        ask(instrument, answers, f"/gan/voice/{voice}/{address}", *values)
    instrument.flush()
    stage.sent.clear()
    instrument.replay()
    placing = {PAN, AZIMUTH, DISTANCE, MATRIX, MATRIX + 1}
    orders = [[index for v, index, _, _ in stage.sent if v == voice and index in placing] for voice in range(3)]
    assert orders == [[AZIMUTH, DISTANCE, PAN], [PAN, AZIMUTH, DISTANCE, MATRIX, MATRIX + 1], [PAN, DISTANCE, AZIMUTH]]


def test_a_place_in_a_timed_bundle_keeps_its_sample(stage, instrument: Instrument, answers):
    for address in ("/adm/obj/1/xyz", "/gan/voice/1/matrix", "/gan/voice/1/azimuth", "/adm/obj/1/mute"):
        assert all(place.route.is_scheduled_by_audio for place in instrument.places(address))
    instrument.handle("/adm/obj/1/aed", (90, 0, 0.5), answers, 1000)
    instrument.handle("/gan/voice/1/matrix", (0.5, 0.25), answers, 2000)
    assert stage.sent == [
        (0, AZIMUTH, 90.0, 1000),
        (0, DISTANCE, 0.5, 1000),
        (0, MATRIX, 0.5, 2000),
        (0, MATRIX + 1, 0.25, 2000),
    ]
