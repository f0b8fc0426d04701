"""Recordings: every voice, on a disk that is full, by a recorder that is killed."""

from __future__ import annotations

import contextlib
import math
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.models.bundle import Bundle

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at what files processes have open")


def sounds(instrument) -> bool:
    return instrument.ask("/gan/out/level")[0] > 0.01


def blocks_go_on(instrument) -> None:
    """Wait until the playhead has moved on."""
    before = instrument.ask("/gan/voice/1/playhead")
    while instrument.ask("/gan/voice/1/playhead") == before:
        time.sleep(0.01)


def sine(instrument, voice: int, coordinate: int) -> None:
    """Let a voice of the tiny model sound with one of its pitches."""
    instrument.send(f"/gan/voice/{voice}/z", *(float(index == coordinate) for index in range(4)))
    instrument.send(f"/gan/voice/{voice}/gate", 1)


@pytest.mark.parametrize("suffix", ["", ".wav"])
def test_every_voice_is_a_file_and_together_they_are_the_output(suffix, play, tiny_bundle: Bundle, tmp_path) -> None:
    instrument = play(tiny_bundle.path, "--device", "null", "--home", tmp_path, "--no-walk", "--voices", 3)
    instrument.wait_for("OSC on")
    assert instrument.ask("/gan/out/record", f"all{suffix}", "voices") == ["/gan/out/record", "all"]
    for voice, gain in ((1, 0.2), (2, 0.4)):  # softly, from the first sample on: the limiter is to have nothing to do
        instrument.send(f"/gan/voice/{voice}/gain", gain)
    blocks_go_on(instrument)
    time.sleep(0.2)
    for voice in (1, 2):
        sine(instrument, voice, voice)
    for voice in (1, 2):
        while instrument.ask(f"/gan/voice/{voice}/level")[0] < 0.01:
            time.sleep(0.01)
    time.sleep(0.5)
    assert instrument.ask("/gan/out/record", 0) == ["/gan/out/record", "all"]
    instrument.wait_for(r"recorded .*all \(")
    assert instrument.end() == 0
    files = sorted((tmp_path / "recordings" / "all").iterdir())
    assert [file.stem for file in files] == ["master", "voice-01", "voice-02", "voice-03"]
    assert {file.suffix for file in files} == {suffix or ".flac"}
    master, *voices = (soundfile.read(file, dtype="float64")[0] for file in files)
    assert master.shape == (len(voices[0]), 2)
    assert {voice.shape for voice in voices} == {(len(master),)}
    both_sides = math.cos(math.pi / 4)  # pan law in the centre
    np.testing.assert_allclose(sum(voices) * both_sides, master[:, 0], atol=1e-6)
    assert np.abs(voices[0]).max() > 0.01
    assert np.abs(voices[1] - voices[0]).max() > 0.01
    assert not voices[2].any()


def test_a_show_records_every_voice_from_the_command_line(play, tiny_bundle: Bundle, tmp_path) -> None:
    instrument = play(
        *(tiny_bundle.path, "--device", "null", "--voices", 2, "--seconds", 1),
        *("--record", tmp_path / "show.wav", "--record-voices"),
    )
    assert instrument.process.wait(60) == 0
    names = sorted(file.name for file in (tmp_path / "show").iterdir())
    assert names == ["master.wav", "voice-01.wav", "voice-02.wav"]
    assert soundfile.read(tmp_path / "show" / "voice-01.wav")[0].any()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[..., None]]]:
    """A folder in which half a megabyte can be written, and what to do once an instrument writes a file there.

    A file system of that size where one can be mounted, else a limit on the process that writes.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        try:
            yield folder, lambda *_: None
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return

    def limit(instrument, name: str) -> None:
        while not list(folder.rglob(name)):
            time.sleep(0.01)
        resource.prlimit(instrument.writer_of(name), resource.RLIMIT_FSIZE, (1 << 19, 1 << 19))

    yield folder, limit


@pytest.mark.parametrize("name", ["long.wav", "long.flac"])
def test_a_full_disk_ends_the_recording_and_nothing_else(name, play, tiny_bundle: Bundle, small_disk) -> None:
    folder, limit = small_disk
    instrument = play(tiny_bundle.path, "--device", "null", "--home", folder, "--voices", 8)
    instrument.wait_for("OSC on")
    assert instrument.ask("/notify", 1)[0] == "/notify"
    assert instrument.ask("/gan/out/record", name, "voices")[0] == "/gan/out/record"
    path = folder / "recordings" / "long" / f"master{Path(name).suffix}"
    limit(instrument, path.name)
    (line,) = instrument.hear_back("/notice")
    assert line.startswith(f"recording {path.parent}: ")
    assert "No space left on device" in line or "File too large" in line
    assert "s before are kept" in line
    instrument.wait_for("s before are kept")
    assert instrument.ask("/gan/out/record") == [""]
    for file in path.parent.iterdir():
        samples, rate = soundfile.read(file)
        assert 0.05 * rate < len(samples) == soundfile.info(file).frames
    assert sounds(instrument)
    blocks_go_on(instrument)
    assert instrument.ask("/gan/process/audio/restarts") == [0]
    assert instrument.end() == 0


@pytest.mark.parametrize("what", ["out", "take"])
def test_on_a_disk_that_was_full_before_nothing_is_left_behind(what, play, tiny_bundle: Bundle, small_disk) -> None:
    folder, _ = small_disk
    if shutil.disk_usage(folder).total > 1 << 20:
        pytest.skip("only root can mount a small disk")
    instrument = play(tiny_bundle.path, "--device", "null", "--home", folder, "--voices", 8)
    instrument.wait_for("OSC on")
    (folder / "recordings").mkdir(exist_ok=True)
    (folder / "takes").mkdir(exist_ok=True)
    with contextlib.suppress(OSError), (folder / "filler").open("wb", buffering=0) as filler:
        while filler.write(bytes(1 << 10)):
            pass
    instrument.ask("/notify", 1)
    instrument.send(f"/gan/{what}/record", "nine", *["voices"] * (what == "out"))
    while "resume.json" in (line := instrument.hear_back("/notice")[0]):
        pass  # what is played cannot be saved, either
    assert line.endswith("No space left on device")
    while list(folder.glob("*/nine*")):
        time.sleep(0.01)
    assert instrument.end() == 0
    assert [line for line in instrument.lines if "nine" in line] == [line]


def test_a_full_disk_ends_a_take_and_nothing_else(play, tiny_bundle: Bundle, small_disk) -> None:
    folder, limit = small_disk
    instrument = play(tiny_bundle.path, "--device", "null", "--home", folder, "--voices", 8)
    instrument.wait_for("OSC on")
    assert instrument.ask("/gan/take/record", "one") == ["/gan/take/record", "one.take"]
    limit(instrument, "one.take")
    instrument.wait_for(r"take .*one\.take: (No space left on device|File too large)")
    assert instrument.ask("/gan/take/record") == [""]
    blocks_go_on(instrument)
    assert instrument.ask("/gan/process/audio/restarts") == [0]
    assert instrument.end() == 0


def test_a_killed_recorder_leaves_its_file_and_goes_on_in_another(play, tiny_bundle: Bundle, tmp_path) -> None:
    instrument = play(tiny_bundle.path, "--device", "null", "--home", tmp_path)
    instrument.wait_for("OSC on")
    assert instrument.ask("/gan/out/record", "a.wav") == ["/gan/out/record", "a.wav"]
    path = tmp_path / "recordings" / "a.wav"
    while not path.exists() or path.stat().st_size < 1 << 18:
        time.sleep(0.01)
    os.kill(instrument.writer_of("a.wav"), signal.SIGKILL)
    instrument.wait_for("recorder died .* going on in a new file")
    second = path.with_stem("a-2")
    while not second.exists() or second.stat().st_size < 1 << 18:
        time.sleep(0.01)
    assert instrument.ask("/gan/out/record", 0) == ["/gan/out/record", "a-2.wav"]
    instrument.wait_for(r"recorded .*a-2\.wav")
    assert instrument.end() == 0
    for file in (path, second):
        samples, rate = soundfile.read(file)
        assert len(samples) > 0.9 * rate
        assert np.abs(samples).max() > 0.01
