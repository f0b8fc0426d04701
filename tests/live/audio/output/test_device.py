from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
import threading
import types

import numpy as np
import pytest

from gesturegan_live.audio.output import device as device_module
from gesturegan_live.audio.output.device import Device, NoDevice, Output, _named, find_device, open_device

OUTPUTS = [
    Output(0, "HDA Intel: ALC (hw:0,0)", "ALSA", 2, 48000),
    Output(3, "pulse", "ALSA", 32, 44100, default=True),
    Output(4, "pulse monitor", "ALSA", 2, 44100),
    Output(7, "system", "JACK Audio Connection Kit", 2, 48000),
]
APIS = {"ALSA": 3, "JACK Audio Connection Kit": 7, "JACK": 7}


@pytest.mark.parametrize(
    ("spec", "index"),
    [
        ("7", 7), ("pulse", 3), ("PULSE", 3), ("hda intel", 0), ("JACK", 7), ("alsa", 3), ("ALSA:pulse", 3),
        ("JACK Audio Connection Kit:system", 7), ("monitor", 4),
    ],
)  # fmt: skip
def test_a_device_is_named_by_index_name_or_host_api(spec: str, index: int) -> None:
    assert _named(spec, OUTPUTS, APIS).index == index


def test_a_name_that_is_none_lists_what_there_is() -> None:
    with pytest.raises(ValueError, match=r"no device 'foo'; there are: 0 ALSA:HDA Intel.*, and null"):
        _named("foo", OUTPUTS, APIS)
    with pytest.raises(ValueError, match=r"no device '5'; there are"):
        _named("5", OUTPUTS, APIS)


def test_a_name_that_is_several_lists_them() -> None:
    with pytest.raises(ValueError, match=r"'puls' could be any of: 3 ALSA:pulse, 4 ALSA:pulse monitor"):
        _named("puls", OUTPUTS, APIS)


def test_a_device_is_lost_once_it_was_looked_at_for_long_enough_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = types.SimpleNamespace(now=100.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(device_module, "time", clock)
    device = Device(OUTPUTS[0], lambda *_: None)

    def look(seconds: float) -> str | None:
        clock.now += seconds
        return device.lost

    assert look(0.0) is None
    assert look(60.0) is None  # the machine stood still: the card has not had a chance to ask
    device._render(np.zeros((64, 2), np.float32), False)
    found = [look(0.1) for _ in range(15)]
    assert found[:9] == [None] * 9
    assert found[-1] == "device ALSA:HDA Intel: ALC (hw:0,0) has not asked for sound for 1 s"
    device._render(np.zeros((64, 2), np.float32), False)
    assert look(0.1) is None


def test_the_null_device_calls_back_until_the_end() -> None:
    blocks, enough = [], threading.Event()

    def callback(out: np.ndarray, xruns: int) -> None:
        blocks.append((out.shape, out.dtype, xruns))
        if len(blocks) == 20:
            enough.set()

    with open_device("null", 3, 64, 44100, callback) as device:
        assert enough.wait(20)
        assert device.lost is None
        assert (device.name, device.sample_rate, device.latency) == ("null", 44100, 0.0)
    count = len(blocks)
    assert {block[:2] for block in blocks} == {((64, 3), np.dtype(np.float32))}
    assert not threading.Event().wait(0.05)
    assert len(blocks) == count


def test_a_callback_that_fails_ends_the_device_and_says_why() -> None:
    called = threading.Event()

    def callback(out: np.ndarray, xruns: int) -> None:
        called.set()
        raise ZeroDivisionError("by nought")

    with open_device("null", 1, 64, 44100, callback) as device:
        assert called.wait(20)
        for _ in range(200):
            if device.lost:
                break
            threading.Event().wait(0.01)
        assert device.lost == "the audio callback failed: ZeroDivisionError: by nought"


def test_without_the_library_it_says_which_package_brings_it(monkeypatch) -> None:
    real = builtins.__import__

    def no_sounddevice(name, *arguments, **options):
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real(name, *arguments, **options)

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(builtins, "__import__", no_sounddevice)
    with pytest.raises(NoDevice, match="apt install libportaudio2"):
        find_device(None, 2, 44100)


PLAY = """
import json, sys, threading
from gesturegan_live.audio.output.device import find_device, list_devices, open_device
blocks, enough = [], threading.Event()
def callback(out, xruns):
    out[:] = 0
    blocks.append(out.shape)
    if len(blocks) == 50:
        enough.set()
found = find_device(None, 2, 48000)
with open_device(found, 2, 128, 48000, callback) as device:
    heard = enough.wait(20)
    shapes = sorted(set(blocks))
    print(json.dumps([str(found), device.sample_rate, device.latency, heard, shapes, device.lost]), flush=True)
    if "wait" in sys.argv:
        sys.stdin.readline()
        for _ in range(100):
            if device.lost:
                break
            threading.Event().wait(0.1)
        print(device.lost, flush=True)
"""


def _environment(server: str) -> dict[str, str]:
    return os.environ | {"JACK_DEFAULT_SERVER": server}


def test_a_jack_server_is_played_at_its_own_rate_and_silently(jack_server: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PLAY],
        env=_environment(jack_server),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    name, rate, latency, heard, shapes, lost = json.loads(done.stdout)
    assert name == "JACK Audio Connection Kit:system"
    assert rate == 44100
    assert 0 < latency < 0.1
    assert heard
    assert shapes == [[128, 2]]
    assert lost is None
    assert done.stderr == ""


def test_a_jack_server_that_dies_is_noticed_and_let_go(jack_server: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PLAY, "wait"],
        env=_environment(jack_server),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())[3]
        for line in subprocess.run(
            ["pgrep", "-f", f"jackd.*--name {jack_server} "], capture_output=True, check=True
        ).stdout.split():
            os.kill(int(line), 9)
        process.stdin.write("\n")
        process.stdin.flush()
        assert "has not asked for sound" in process.stdout.readline()
        assert process.wait(30) == 0


def test_without_any_output_it_says_so() -> None:
    listing = (
        "from gesturegan_live.audio.output.device import *\n"
        "import sounddevice, gesturegan_live.audio.output.device as device\n"
        "device.port_audio = lambda: sounddevice\n"
        "sounddevice.query_devices = lambda: []\n"
        "try: find_device(None, 2, 44100)\n"
        "except NoDevice as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("no sound card: PortAudio finds no output")
    assert done.stdout.count("\n") == 1
