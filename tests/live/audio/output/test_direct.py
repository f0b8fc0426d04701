"""Each voice by itself, beside the mix: as ports of JACK's, or as more channels of a device."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.audio.output import device
from gesturegan_live.audio.output.device import Output, channels_of, find_device
from gesturegan_live.models.bundle import Bundle
from tests.live.conftest import Listener, jack

pytestmark = pytest.mark.long
VOICES = 3


@pytest.fixture
def server() -> Iterator[str]:
    """A JACK server that waits for its clients, so that no block is lost, with fewer ports than there are voices."""
    name = f"direct-{os.getpid()}"
    with jack(name, "--sync", "--timeout", "5000"):
        yield name


def connections(server: str) -> dict[str, list[str]]:
    """What each port of the instrument is connected to."""
    import jack as client_library

    with contextlib.closing(client_library.Client("looks", no_start_server=True, servername=server)) as client:
        ports = client.get_ports("^GestureGAN", is_audio=True)
        return {port.name: [other.name for other in client.get_all_connections(port)] for port in ports}


@pytest.mark.parametrize("options", [(), ("--no-connect",)])
def test_each_voice_has_a_port_that_is_connected_to_nothing(options, play, tiny_bundle: Bundle, server: str) -> None:
    instrument = play(tiny_bundle.path, "--direct", "--voices", VOICES, *options, server=server)
    instrument.wait_for("OSC on")
    played = [[]] * 2 if options else [["system:playback_1"], ["system:playback_2"]]
    assert connections(server) == {
        **{f"GestureGAN:out_{number}": played[number] for number in range(2)},
        **{f"GestureGAN:voice_{number}": [] for number in range(1, VOICES + 1)},
    }
    assert instrument.end() == 0


def test_a_port_has_its_voice_alone_as_its_stem_is_recorded(
    play, tiny_bundle: Bundle, server: str, tmp_path: Path
) -> None:
    options = ("--direct", "--voices", VOICES, "--no-walk", "--home", tmp_path)
    instrument = play(tiny_bundle.path, *options, server=server)
    instrument.wait_for("OSC on")
    listener = Listener(server, 2 + VOICES)
    listener.connect()
    assert instrument.ask("/gan/out/record", "all.wav", "voices")[0] == "/gan/out/record"
    for voice, point in ((1, (1.0, 0.0, 0.0, 0.0)), (2, (0.0, 0.0, 0.0, 1.0))):
        instrument.send(f"/gan/voice/{voice}/z", *point)
        instrument.send(f"/gan/voice/{voice}/gate", 1)
    instrument.send("/gan/voice/1/pan", -1.0)
    instrument.send("/gan/voice/2/gain", 0.25, 0.5)
    instrument.send("/gan/out/gain", 0.0)  # of the mix alone
    listener.hear_until(lambda heard: np.abs(heard[:, 2]).max() > 0.1)
    listener.hear(1.0)
    assert instrument.ask("/gan/out/record", 0)[0] == "/gan/out/record"
    instrument.wait_for(r"recorded .*all")
    assert instrument.end() == 0
    heard = listener.hear(0.2)  # to its very end
    heard = listener.samples()
    listener.close()

    files = sorted((tmp_path / "recordings" / "all").glob("voice-*.wav"))
    stems = np.stack([soundfile.read(file, dtype="float32")[0] for file in files], axis=1)
    assert stems.shape[1] == VOICES
    begun, kept = (np.flatnonzero(samples.any(axis=1))[0] for samples in (heard[:, 2:], stems))
    length = len(stems) - kept
    assert length > 44100
    soundfile.write(
        tmp_path / "heard.wav", heard[begun : begun + length, 2:], 44100, subtype=soundfile.info(files[0]).subtype
    )
    np.testing.assert_array_equal(soundfile.read(tmp_path / "heard.wav", dtype="float32")[0], stems[kept:])
    assert np.abs(stems).max(axis=0)[:2].min() > 0.01
    assert not heard[:, 4].any()
    assert not heard[begun + 22050 : begun + length, :2].any()
    last = np.flatnonzero(heard[:, 2])[-1]
    assert np.abs(heard[last - 4410 : last - 2205, 2]).max() > 0.1  # its gate was open still
    assert np.abs(heard[last - 32 : last, 2]).max() < 1e-3  # and it faded


def test_another_device_has_them_as_more_channels(monkeypatch) -> None:
    outputs = [Output(0, "wide", "ALSA", 10, 48000, default=True), Output(1, "system", "JACK", 2, 48000)]

    class Sounddevice:
        PortAudioError = RuntimeError

        def query_hostapis(self):
            return []

        def check_output_settings(self, *settings):
            assert settings[1] == (2 if settings[0] else 10)

    monkeypatch.setattr(device, "port_audio", Sounddevice)
    monkeypatch.setattr(device, "_outputs", lambda _: outputs)
    assert find_device("wide", 2, 48000, voices=8).index == 0
    assert find_device("JACK:system", 2, 48000, voices=8).index == 1
    with pytest.raises(ValueError, match=r"ALSA:wide has 10 channels, 11 are wanted \(2, and one for each voice\)"):
        find_device("wide", 2, 48000, voices=9)


def test_as_many_channels_as_there_are_leaves_room_for_the_voices(monkeypatch) -> None:
    found = {"wide": Output(0, "wide", "ALSA", 10, 48000), "system": Output(1, "system", "JACK", 2, 48000)}
    monkeypatch.setattr(device, "find_device", lambda spec, *_: found[spec])
    assert channels_of("wide", 8) == 2
    assert channels_of("system", 8) == 2
    assert channels_of("wide") == 10
