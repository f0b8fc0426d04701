"""The instrument as a performer has it: real processes, a real sound server, real packets."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.audio.output.device import list_devices
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.config import Show

pytestmark = pytest.mark.long

SHARED_MEMORY = Path("/dev/shm")
PITCHES = (220, 330, 554, 880)  # of the tiny model's coordinates


def levels(samples: np.ndarray) -> np.ndarray:
    """Amplitude of each of the tiny model's sines in a stretch of sound."""
    time = np.arange(len(samples)) / 44100
    window = np.hanning(len(samples))
    return (
        np.array([abs(np.sum(samples * window * np.exp(-2j * np.pi * p * time))) for p in PITCHES]) / window.sum() * 2
    )


def segments(instrument) -> set[str]:
    """Shared memory of one instrument: others may be playing."""
    return {path.name for path in SHARED_MEMORY.glob(f"ggan{instrument.process.pid:x}.*")}


@pytest.mark.parametrize("jack_server", ["sync"], indirect=True)
def test_a_message_is_heard_and_nothing_before_it(tiny_bundle: Bundle, play, jack_server, listener) -> None:
    instrument = play(tiny_bundle.path, "--no-walk", server=jack_server)
    instrument.wait_for("OSC on")
    listener.connect()
    assert not listener.hear(0.3).any()

    instrument.send("/gan/voice/1/z", 1.0, 0.0, 0.0, 0.0)
    assert not listener.hear(0.3).any()  # its gate is closed
    instrument.send("/gan/voice/1/gate", 1)
    listener.hear_until(np.any)
    low = levels(listener.hear(1.2)[-22050:, 0])  # more than two rounds of the clip: seams are in it
    assert low.argmax() == 0
    assert low[0] > 30 * low[3]

    instrument.send("/gan/voice/1/z", 0.0, 0.0, 0.0, 1.0)
    listener.hear_until(lambda samples: levels(samples[:, 0]).argmax() == 3)
    instrument.send("/gan/voice/1/pan", -1.0)
    panned = listener.hear(0.6)[-4410:]
    assert np.abs(panned[:, 0]).max() > 0.15
    assert np.abs(panned[:, 1]).max() < 1e-3

    heard = listener.samples()
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() <= 1.0
    # The steepest of the clips: 880 Hz at amplitude 0.2. A click is a jump that it does not hold.
    steepest = 0.2 * 2 * np.pi * 880 / 44100
    assert np.abs(np.diff(heard, axis=0)).max() < 1.5 * steepest

    assert instrument.end(signal.SIGINT) == 0
    heard = listener.hear(0.2)
    assert not heard[-2048:].any()
    assert not segments(instrument)


def test_it_answers_and_says_how_far_it_is_while_it_compiles(tiny_bundle: Bundle, play, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "empty"))
    instrument = play(tiny_bundle.path, "--device", "null", "--no-walk")
    instrument.wait_for(r"compiling sound kernels \d+ of \d+")
    answers = [instrument.ask("/status"), instrument.ask("/gan/voice/1/gain"), instrument.ask("/version")]
    assert not instrument.said("OSC on")
    assert answers[1:] == [[1.0], ["gesturegan", 0, 1, "0"]]
    instrument.wait_for("OSC on")


@pytest.mark.parametrize("jack_server", ["sync"], indirect=True)
def test_a_panner_moves_a_voice_and_the_end_is_a_fade(tiny_bundle: Bundle, play, jack_server, listener) -> None:
    instrument = play(tiny_bundle.path, "--no-walk", server=jack_server)
    instrument.wait_for("OSC on")
    listener.connect()
    instrument.send("/gan/voice/1/z", 1.0, 0.0, 0.0, 0.0)
    instrument.send("/adm/obj/1/xyz", 1.0, 0.0, 0.0)
    instrument.send("/gan/voice/1/gate", 1)
    listener.hear_until(lambda samples: np.abs(samples[:, 1]).max() > 0.15)
    assert np.abs(listener.hear(0.2)[-4410:, 0]).max() < 1e-3
    assert instrument.ask("/adm/obj/1/azim") == [-90.0]

    assert instrument.end() == 0
    heard = listener.samples()[:, 1]
    last = np.flatnonzero(heard)[-1]
    assert np.abs(heard[last - 4410 : last - 2205]).max() > 0.15
    assert np.abs(heard[last - 32 : last]).max() < 1e-3


def test_a_recording_is_closed_whatever_ends_the_show(tiny_bundle: Bundle, play, tmp_path) -> None:
    instrument = play(tiny_bundle.path, "--device", "null", "--record", tmp_path / "show.wav", "--seconds", "2")
    assert instrument.process.wait(60) == 0
    samples, rate = soundfile.read(tmp_path / "show.wav")
    assert rate == 44100
    assert 1.9 < len(samples) / rate < 2.5
    assert np.abs(samples).max() > 0.01
    assert np.abs(samples[-64:]).max() < 1e-3  # it faded out before it ended
    assert instrument.end() == 0
    assert instrument.said(r"recorded .*show\.wav")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nothing can be written")
def test_a_recording_that_cannot_be_written_is_said(tiny_bundle: Bundle, play) -> None:
    instrument = play(tiny_bundle.path, "--device", "null", "--record", "/proc/show.flac")
    assert instrument.process.wait(60) == 2
    assert instrument.lines[-1] == "gesturegan-live: recording /proc/show.flac: No such file or directory"


def test_what_was_sent_is_said_as_it_was_sent(tiny_bundle: Bundle, play) -> None:
    instrument = play(tiny_bundle.path, "--device", "null")
    instrument.wait_for("OSC on")
    instrument.send("/dumpOSC", 1)
    assert "wanted 1 to 128" in instrument.ask("/gan/preset/recall", "[/bold]")[1]
    instrument.wait_for(r"recall '?\[/bold\]")  # as it was sent: no markup
    assert instrument.end(signal.SIGHUP) == 0  # a closed terminal
    assert not segments(instrument)


def test_it_wanders_until_it_is_played(tiny_bundle: Bundle, play) -> None:
    instrument = play(tiny_bundle.path, "--device", "null")
    instrument.wait_for("OSC on")
    first = instrument.ask("/gan/voice/1/z")
    assert any(instrument.ask("/gan/voice/1/z") != first for _ in range(10000))
    instrument.send("/gan/voice/8/gain", 0.5)  # any message that plays
    instrument.ask("/sync", 1)
    resting = instrument.ask("/gan/voice/1/z")
    for _ in range(20):
        assert instrument.ask("/gan/voice/1/z") == resting
    assert instrument.ask("/gan/voice/1/gate") == [1]
    instrument.send("/quit")
    assert instrument.process.wait(60) == 0


# A patch that holds the shipped one, and lets a test play it by text messages to a port.
PATCH = """#N canvas 0 0 450 300 12;
#X obj 10 10 gesturegan {port} 1;
#X obj 10 50 netreceive -u {control};
#X connect 1 0 0 0;
"""


def colour(samples: np.ndarray) -> np.ndarray:
    """Mean spectrum of some sound in dB, in third-octave-like bands."""
    frames = samples[: len(samples) // 1024 * 1024].reshape(-1, 1024) * np.hanning(1024)
    power = np.mean(np.abs(np.fft.rfft(frames, axis=1)) ** 2, axis=0)[1:]
    edges = np.unique(np.geomspace(1, 512, 25).astype(int)) - 1
    return 10 * np.log10(np.add.reduceat(power, edges[:-1]) + 1e-6)


@pytest.mark.parametrize("jack_server", ["sync"], indirect=True)
def test_pure_data_plays_the_model_that_ships(play, jack_server, listener, tmp_path) -> None:
    instrument = play("textures", "--no-walk", server=jack_server)
    instrument.wait_for("OSC on")
    listener.connect()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hand:
        hand.bind(("127.0.0.1", 0))
        control = hand.getsockname()[1]
    (tmp_path / "hand.pd").write_text(PATCH.format(port=instrument.port, control=control))
    patches = Path(__file__).parents[3] / "patches" / "pd"
    options = ["-nogui", "-noaudio", "-nrt", "-noprefs", "-stderr", "-path", str(patches)]
    pd = subprocess.Popen(["pd", *options, "-open", str(tmp_path / "hand.pd")], stderr=subprocess.PIPE, text=True)
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hand:
            quiet = listener.hear(0.5)
            while instrument.ask("/gan/voice/1/gate") == [0]:  # Pd takes a moment to listen
                assert not quiet.any()
                hand.sendto(b"gate 1;\n", ("127.0.0.1", control))
                quiet = listener.hear(0.1)
            listener.hear_until(np.any)
            rounds = 65536 / 44100
            listener.hear(1.0)
            first, again = (colour(listener.hear(rounds)[:, 0]) for _ in range(2))
            hand.sendto(b"z/0 6;\n", ("127.0.0.1", control))
            listener.hear(1.0)
            moved = colour(listener.hear(rounds)[:, 0])
            assert np.abs(moved - again).mean() > 2 * np.abs(again - first).mean()
            assert instrument.ask("/gan/voice/1/z/0") == [6.0]
    finally:
        pd.terminate()
        _, said = pd.communicate()
    assert not re.search(r"couldn't create|connection failed|can't open|error:", said), said
    heard = listener.samples()
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() <= 1.0


@pytest.mark.parametrize("jack_server", ["sync"], indirect=True)
@pytest.mark.parametrize("codecs", [("waveform-gray", "log-spectrogram"), ("log-spectrogram", "sines-noise")])
def test_a_model_is_loaded_while_the_other_plays(codecs, make_bundle, play, tmp_path, jack_server, listener) -> None:
    for name, codec in zip(("first", "second"), codecs, strict=True):
        make_bundle(codec, name, tmp_path / "models")
    instrument = play("first", "--no-walk", "--home", tmp_path, server=jack_server)
    instrument.wait_for("OSC on")
    listener.connect()
    instrument.send("/gan/voice/1/z", 1.0, 0.0, 0.0, 0.0)
    instrument.send("/gan/voice/1/gate", 1)
    listener.hear_until(np.any)
    start, held = len(listener.samples()), len(segments(instrument))
    listener.hear(0.5)
    assert set(instrument.ask("/gan/model/list")) >= {"first", "second"}
    assert instrument.ask("/gan/model/load", "nothing")[1].startswith("model 'nothing'")
    assert instrument.ask("/gan/model/load", "second") == ["/gan/model/load", "second"]
    for name in ("first", "second"):  # again, before the sound has crossed over
        assert instrument.ask("/gan/model/load", name)[1] == name
    listener.hear_until(lambda _: len(segments(instrument)) == held)  # nothing of the models that went is left
    listener.hear(1.0)
    assert instrument.ask("/gan/model/info")[:2] == ["second", codecs[1]]
    heard = listener.samples()[start:, 0]
    rms = np.sqrt(np.mean(heard[: len(heard) // 1024 * 1024].reshape(-1, 1024) ** 2, axis=1))
    assert rms.min() > 0.2 * np.median(rms)  # the sound went on
    assert levels(heard[-22050:]).argmax() == 0


def test_a_model_that_was_named_by_its_folder_can_be_loaded_again(make_bundle, play, tmp_path) -> None:
    bundle = make_bundle(name="mine", folder=tmp_path / "elsewhere")
    instrument = play(bundle.path, "--device", "null", "--home", tmp_path / "home")
    instrument.wait_for("OSC on")
    assert set(instrument.ask("/gan/model/list")) >= {"mine", "textures"}
    for name in ("textures", "mine"):
        assert instrument.ask("/gan/model/load", name) == ["/gan/model/load", name]


@pytest.mark.parametrize("child", ["generator", "audio"])
def test_a_killed_child_comes_back(child, tiny_bundle: Bundle, play, jack_server, listener) -> None:
    instrument = play(tiny_bundle.path, "--no-walk", server=jack_server)
    instrument.wait_for("OSC on")
    listener.connect()
    instrument.send("/gan/voice/1/z", 1.0, 0.0, 0.0, 0.0)
    instrument.send("/gan/voice/1/gate", 1)
    listener.hear_until(np.any)
    assert instrument.ask("/notify", 1)[0] == "/notify"
    (pid,) = instrument.ask(f"/gan/process/{child}/pid")
    start = len(listener.samples())
    os.kill(pid, signal.SIGKILL)
    instrument.wait_for(f"{child} is back")
    assert instrument.said(f"{child} died")
    assert "died" in instrument.hear_back("/notice")[0]
    assert "back" in instrument.hear_back("/notice")[0]
    assert instrument.ask(f"/gan/process/{child}/restarts") == [1]
    assert instrument.ask(f"/gan/process/{child}/pid") != [pid]
    if child == "generator":
        listener.hear(0.2)
        heard = listener.samples()[start:, 0]
        rms = np.sqrt(np.mean(heard[: len(heard) // 1024 * 1024].reshape(-1, 1024) ** 2, axis=1))
        assert rms.min() > 0.5 * np.median(rms)  # the sound went on
    else:
        listener.connect()
    instrument.send("/gan/voice/1/z", 0.0, 0.0, 0.0, 1.0)
    listener.hear_until(lambda samples: levels(samples[:, 0]).argmax() == 3)


def test_nothing_is_left_when_the_control_process_is_killed(tiny_bundle: Bundle, play) -> None:
    instrument = play(tiny_bundle.path, "--device", "null")
    instrument.wait_for("OSC on")
    pids = [int(instrument.ask(f"/gan/process/{child}/pid")[0]) for child in ("generator", "audio")]
    instrument.process.kill()
    end = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in pids) or segments(instrument):
        assert time.monotonic() < end, (pids, segments(instrument))
        time.sleep(0.05)


@pytest.mark.skipif(bool(list_devices()), reason="this machine has a sound card")
def test_without_a_sound_card_it_writes_a_demo(tiny_bundle: Bundle, play, tmp_path) -> None:
    instrument = play(tiny_bundle.path, "--seconds", "3", cwd=tmp_path)
    assert instrument.process.wait(60) == 0
    instrument.end()
    assert instrument.said("no sound card.*gesturegan-demo.flac")
    samples, rate = soundfile.read(tmp_path / "gesturegan-demo.flac")
    assert len(samples) == 3 * rate
    assert np.abs(samples).max() > 0.01
    first = (tmp_path / "gesturegan-demo.flac").read_bytes()
    again = play(tiny_bundle.path, "--seconds", "1", cwd=tmp_path)  # what is there is not written over
    assert again.process.wait(60) == 0
    again.end()
    assert again.said("no sound card.*gesturegan-demo-2.flac")
    assert (tmp_path / "gesturegan-demo.flac").read_bytes() == first
    assert soundfile.info(tmp_path / "gesturegan-demo-2.flac").frames == rate
    assert {path.name for path in tmp_path.iterdir()} == {"gesturegan-demo.flac", "gesturegan-demo-2.flac"}


def test_ctrl_c_while_it_imports_is_quiet(play, tmp_path, monkeypatch) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    instrument = play()
    assert instrument.end(0) == 130  # nothing is sent
    assert not instrument.lines


def test_a_bad_bundle_is_one_line_and_exit_code_2(play, tmp_path) -> None:
    instrument = play(tmp_path / "nothing")
    assert instrument.process.wait(60) == 2
    instrument.end()
    assert len(instrument.lines) == 1
    assert "no such bundle folder" in instrument.lines[0]


def test_a_port_of_the_page_that_is_taken_is_said_and_it_plays_unless_it_was_asked_for(tiny_bundle, play) -> None:
    pytest.importorskip("websockets", reason="needs websockets: pip install '.[web]'")
    with contextlib.ExitStack() as others:
        with contextlib.suppress(OSError):  # an instrument may have it already
            others.enter_context(socket.create_server(("127.0.0.1", Show.oscquery)))
        instrument = play(tiny_bundle.path, "--device", "null", "--oscquery", Show.oscquery)
        instrument.wait_for(f"^no page: .*port {Show.oscquery}")
        instrument.wait_for("OSC on")
        instrument.end()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        asked = play(tiny_bundle.path, "--device", "null", "--oscquery", port)
        assert asked.process.wait(60) == 2
        asked.end()
        assert asked.said(f"TCP port {port} of")


def small(octets: int) -> tuple[str, ...]:
    """Before a command: it has a /dev/shm of that size, of its own; or skip."""
    mount = f"mount -t tmpfs -o size={octets} tmpfs {SHARED_MEMORY}"
    if subprocess.run(["unshare", "-m", "sh", "-c", mount], capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    return ("unshare", "-m", "sh", "-c", f'{mount} && exec "$0" "$@"')


@pytest.mark.skipif(sys.platform != "linux", reason="where shared memory is files")
@pytest.mark.parametrize("octets", [1 << 12, 1 << 20, 1 << 24])  # too small for the first piece, another, the model's
@pytest.mark.parametrize("way", ["full", "limited"])
def test_too_little_shared_memory_is_one_line_and_leaves_nothing(octets, way, make_bundle, play) -> None:
    before = small(octets) if way == "full" else ("prlimit", f"--fsize={octets}")
    bundle = make_bundle("log-spectrogram")
    instrument = play(bundle.path, "--device", "null", "--voices", 24, python=(*before, sys.executable))
    assert instrument.process.wait(60) == 2
    instrument.end()
    (line,) = instrument.lines
    assert re.match(r"gesturegan-live: shared memory: \d+ bytes are not to be had \((No space|File too large)", line)
    assert not segments(instrument)


def test_a_port_in_use_is_one_line_and_exit_code_2(tiny_bundle: Bundle, play) -> None:
    first = play(tiny_bundle.path, "--device", "null")
    first.wait_for("OSC on")
    second = play(tiny_bundle.path, "--device", "null", "--port", first.port)
    assert second.process.wait(60) == 2
    second.end()
    assert len(second.lines) == 1
    assert str(first.port) in second.lines[0]


@pytest.mark.parametrize(
    ("option", "value"),
    [("--listen", "no such host"), ("--listen", ""), ("--listen", "224.0.0.1"), ("--trust", "stage-left")],
)
def test_an_odd_host_is_one_line_and_exit_code_2(option, value, tiny_bundle: Bundle, play) -> None:
    instrument = play(tiny_bundle.path, "--device", "null", option, value)
    assert instrument.process.wait(60) == 2
    instrument.end()
    assert len(instrument.lines) == 1
    assert instrument.lines[0].startswith(f"gesturegan-live: {option.removeprefix('--')} {value!r}")
