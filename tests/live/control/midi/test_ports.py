"""The ports of this computer."""

from __future__ import annotations

import sys
import types

import pytest

from gesturegan_live.__main__ import main
from gesturegan_live.control.midi import ports
from gesturegan_live.control.midi.ports import RtMidi
from tests.conftest import command

HAS_SEQUENCER = sys.platform != "linux" or ports._SEQUENCER.exists()


class FakeMidiIn:
    """RtMidi's input, of which only the names are real."""

    ports = ("Midi Through:Midi Through Port-0 14:0", "Launchkey", "Faders", "Launchkey")

    def __init__(self, name):
        assert name == "GestureGAN"
        self.opened = []

    def ignore_types(self, midi_sysex, midi_time, midi_sense):
        assert midi_sysex
        assert midi_time
        assert midi_sense

    def open_port(self, number):
        self.opened.append(number)

    def open_virtual_port(self, name):
        self.opened.append(name)


@pytest.fixture
def fake(monkeypatch, tmp_path):
    module = types.SimpleNamespace(MidiIn=FakeMidiIn)
    monkeypatch.setitem(sys.modules, "rtmidi2", module)
    monkeypatch.setattr(ports, "_SEQUENCER", tmp_path)
    return module


@pytest.mark.usefixtures("fake")
def test_of_ports_of_one_name_each_has_its_own():
    midi = RtMidi()
    assert midi.names() == ["Launchkey", "Faders", "Launchkey #2"]
    assert [midi.open(name).opened for name in midi.names()] == [[1], [2], [3]]
    with pytest.raises(ValueError, match="MIDI: Organ is not there any more"):
        midi.open("Organ")
    if sys.platform != "win32":
        assert midi.own().opened == ["in"]


def test_what_rtmidi_says_is_one_line(fake):
    def refuse(_):
        raise RuntimeError("error creating ALSA sequencer client object.")

    fake.MidiIn = refuse
    with pytest.raises(ValueError, match="no MIDI: error creating ALSA sequencer client object."):
        RtMidi()


def test_without_the_library_a_line_says_which(monkeypatch):
    monkeypatch.setitem(sys.modules, "rtmidi2", None)
    with pytest.raises(ValueError, match=r"pip install 'gesturegan\[midi\]'"):
        RtMidi()
    assert "gesturegan[midi]" in command(main, "devices").out


@pytest.mark.skipif(HAS_SEQUENCER, reason="this machine has MIDI")
def test_a_machine_without_midi_says_so(tiny_bundle, tmp_path):
    line = f"no MIDI: there is no ALSA sequencer here ({ports._SEQUENCER})"
    assert line in command(main, "devices").out
    played = command(
        main, "play", tiny_bundle.path, "--midi", "all", "--home", tmp_path, "--device", "null", "--port", 0
    )
    assert played.status == 2
    assert played.err.splitlines()[-1] == f"gesturegan-live: {line}"


@pytest.mark.skipif(not HAS_SEQUENCER or sys.platform == "win32", reason="this machine has no virtual MIDI ports")
def test_a_real_port_says_what_is_sent_to_it():
    import rtmidi2

    midi = RtMidi()
    own = midi.own()
    out = rtmidi2.MidiOut()
    out.open_port(next(index for index, name in enumerate(out.ports) if ports.NAME in name))
    out.send_raw(0x90, 60, 100)
    message = None
    while message is None:
        message = own.get_message()
    assert list(message) == [0x90, 60, 100]
    own.close_port()
