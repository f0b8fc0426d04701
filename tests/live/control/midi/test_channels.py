"""MIDI as messages."""

from __future__ import annotations

import pytest

from gesturegan_live.control.midi.channels import FIRST_ID, KEYS, Channels

ON, OFF, KEY_PRESSURE, CONTROLLER, PROGRAM, PRESSURE, BEND = 0x90, 0x80, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0


@pytest.fixture
def channels():
    return Channels(0, (0, 0), lambda *_: None, lambda number: [("/program", [number])])


@pytest.fixture
def read(channels):
    def read(*data):
        return list(channels.read(data))

    return read


def note(channel, key):
    return FIRST_ID + channel * KEYS + key


def parameter(read, channel, number, value):
    """Send a registered parameter."""
    read(CONTROLLER | channel, 101, number >> 7)
    read(CONTROLLER | channel, 100, number & 127)
    return read(CONTROLLER | channel, 6, value)


def test_keys(read):
    assert read(ON, 60, 127) == [("/gan/note/on", [60.0, 1.0, note(0, 60)])]
    assert read(OFF, 60, 64) == [("/gan/note/off", [60.0, note(0, 60)])]
    assert read(ON, 60, 0) == [("/gan/note/off", [60.0, note(0, 60)])]
    assert read(OFF, 61, 0) == [("/gan/note/off", [61.0, note(0, 61)])]
    assert read(ON | 3, 60, 64) == [("/gan/note/on", [60.0, 64 / 127, note(3, 60)])]


def test_what_is_no_message_is_none(read):
    for data in ((), (0x90,), (0x90, 60), (0xF8,), (0xF0, 1, 2, 0xF7), (0x90, 60, 1, 1), (0xC0, 1, 1), (0x40, 1, 2)):
        assert read(*data) == []


def test_a_wheel_bends_the_keys_of_its_channel_by_two_semitones(read):
    read(ON, 60, 100)
    read(ON | 1, 60, 100)
    assert read(BEND, 127, 127) == [("/gan/note/bend", [2.0, note(0, 60)])]
    assert read(BEND, 0, 0) == [("/gan/note/bend", [-2.0, note(0, 60)])]
    struck = read(ON, 64, 127)  # while it is bent
    assert struck == [("/gan/note/bend", [-2.0, note(0, 64)]), ("/gan/note/on", [64.0, 1.0, note(0, 64)])]
    assert read(BEND, 0, 64) == [("/gan/note/bend", [0.0, note(0, 60)]), ("/gan/note/bend", [0.0, note(0, 64)])]
    read(OFF, 60, 0)
    assert read(BEND, 0, 64) == []


def test_a_keyboard_says_how_far_its_wheel_bends(read):
    read(ON, 60, 100)
    assert parameter(read, 0, 0, 12) == []
    assert read(BEND, 0, 0) == [("/gan/note/bend", [-12.0, note(0, 60)])]
    assert read(CONTROLLER, 38, 50) == [("/gan/note/bend", [-12.5, note(0, 60)])]
    read(CONTROLLER, 101, 127)
    read(CONTROLLER, 100, 127)
    assert read(CONTROLLER, 6, 3) == []  # of no parameter


def test_pressure_of_a_key_and_of_a_channel(read):
    read(ON, 60, 100)
    read(ON, 64, 100)
    assert read(KEY_PRESSURE, 64, 127) == [("/gan/note/pressure", [1.0, note(0, 64)])]
    assert read(KEY_PRESSURE, 65, 127) == []  # is not down
    assert read(PRESSURE, 127) == [("/gan/note/pressure", [1.0, note(0, 60)])]
    assert read(PRESSURE, 0) == [("/gan/note/pressure", [0.0, note(0, 60)])]
    read(OFF, 64, 0)
    assert read(ON, 64, 127)[0] == ("/gan/note/pressure", [0.0, note(0, 64)])  # it begins as it is pressed


def test_controllers_that_mean_something(read):
    assert read(CONTROLLER, 64, 127) == [("/gan/note/sustain", [1])]
    assert read(CONTROLLER, 64, 63) == [("/gan/note/sustain", [0])]
    read(ON, 60, 100)
    assert read(CONTROLLER, 74, 127) == [("/gan/note/timbre", [1.0, note(0, 60)])]
    assert read(CONTROLLER, 74, 0) == [("/gan/note/timbre", [-1.0, note(0, 60)])]
    assert read(CONTROLLER, 74, 64) == [("/gan/note/timbre", [0.0, note(0, 60)])]
    assert read(CONTROLLER, 7, 100) == []
    read(BEND, 127, 127)
    assert read(CONTROLLER, 121, 0) == [("/gan/note/bend", [0.0, note(0, 60)]), ("/gan/note/sustain", [0])]
    for number in (120, 123):
        read(ON, 60, 100)
        assert read(CONTROLLER, number, 0) == [("/gan/note/off", [60.0, note(0, 60)])]


def test_a_program_is_a_scene(read):
    assert read(PROGRAM | 5, 7) == [("/program", [7])]


def test_a_controller_that_has_learned_an_address_does_nothing_else():
    heard = []

    def learned(*told):
        heard.append(told)
        return [("/moved", [told[2]])] if told[1] == 74 else None

    channels = Channels(0, (0, 0), learned, lambda _: [])
    assert list(channels.read((CONTROLLER | 2, 74, 9))) == [("/moved", [9])]
    assert list(channels.read((CONTROLLER | 2, 64, 127))) == [("/gan/note/sustain", [1])]
    assert heard == [(2, 74, 9), (2, 64, 127)]


def test_in_a_zone_each_note_has_its_channel_and_the_master_is_added(read):
    assert parameter(read, 0, 6, 3) == []  # channels 2 to 4
    for channel in (1, 2):
        read(ON | channel, 60 + channel, 100)
    assert read(BEND | 1, 127, 127) == [("/gan/note/bend", [48.0, note(1, 61)])]
    assert read(BEND, 127, 127) == [("/gan/note/bend", [50.0, note(1, 61)]), ("/gan/note/bend", [2.0, note(2, 62)])]
    assert read(PRESSURE | 2, 127) == [("/gan/note/pressure", [1.0, note(2, 62)])]
    assert read(CONTROLLER | 2, 74, 127) == [("/gan/note/timbre", [1.0, note(2, 62)])]
    assert read(CONTROLLER, 74, 127) == [("/gan/note/timbre", [1.0, note(1, 61)])]
    assert parameter(read, 3, 0, 24) == [("/gan/note/bend", [26.0, note(1, 61)])]  # one tells it of all of its zone
    read(ON | 4, 70, 100)  # is in no zone
    assert read(BEND | 4, 127, 127) == [("/gan/note/bend", [2.0, note(4, 70)])]


def test_a_zone_takes_channels_from_the_other(read, channels):
    parameter(read, 0, 6, 7)
    parameter(read, 15, 6, 7)
    assert channels._masters == {**dict.fromkeys(range(1, 8), 0), **dict.fromkeys(range(8, 15), 15)}
    parameter(read, 0, 6, 10)
    assert channels._masters == {**dict.fromkeys(range(1, 11), 0), **dict.fromkeys(range(11, 15), 15)}
    parameter(read, 15, 6, 15)
    assert channels._masters == dict.fromkeys(range(15), 15)
    parameter(read, 15, 6, 0)
    assert channels._masters == {}


def test_a_port_that_is_gone_lets_its_keys_go(read, channels):
    read(ON, 60, 100)
    read(ON | 5, 61, 100)
    assert list(channels.let_go()) == [
        ("/gan/note/off", [60.0, note(0, 60)]),
        ("/gan/note/off", [61.0, note(5, 61)]),
    ]
    assert list(channels.let_go()) == []


def test_ports_have_ids_of_their_own():
    both = [Channels(port, (0, 0), lambda *_: None, lambda _: []) for port in (0, 1)]
    assert len({message[1][-1] for one in both for message in one.read((ON, 60, 100))}) == 2
