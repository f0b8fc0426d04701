"""Recordings and takes that are ended, or followed by others: before what writes them is up, at another rate."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from gesturegan_live.audio.interface.take_record import Kind
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.ipc import SampleRing
from gesturegan_live.recording import recordings as recording
from gesturegan_live.recording.recordings import Recording, Recordings
from gesturegan_live.show.home import Home
from gesturegan_live.takes import file as take
from gesturegan_live.takes import taking
from gesturegan_live.takes.taking import Takes, Taking

STOP = 2.0  # seconds that the last of it may take here; shorter than the start does
FRAMES = np.random.default_rng(0).uniform(-1, 1, (1000, 2)).astype(np.float32)


async def _ended_while_it_starts(pid: int, ending: asyncio.Future[None]) -> None:
    """Let a process that has hardly begun to start go on only after longer than it may take to end."""
    os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(1.5 * STOP)
    os.kill(pid, signal.SIGCONT)
    await ending


async def _record(path: Path) -> list[str]:
    said: list[str] = []
    ring = SampleRing(2, 1 << 12)
    recorded = Recording(path, ring, 2, 44100, said.append)
    assert ring.is_read
    ring.write(FRAMES)
    await _ended_while_it_starts(recorded._child.pid, asyncio.ensure_future(recorded.end()))
    assert not ring.is_read
    ring.close()
    return said


def test_a_recording_that_is_ended_before_its_process_is_up_is_on_the_disk(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(recording, "_LONGEST_STOP", STOP)
    path = tmp_path / "early.wav"
    assert asyncio.run(_record(path)) == [f"recorded {path} (0.0 s)"]
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == 44100
    np.testing.assert_allclose(samples, FRAMES, atol=2e-7)  # the file has 24 bits


async def _late(path: Path, frames: int, after: int) -> list[str]:
    said: list[str] = []
    ring = SampleRing(2, 1 << 12)
    recorded = Recording(path, ring, 2, 44100, said.append)
    ring.write(FRAMES[:frames])
    ending = asyncio.ensure_future(recorded.end())
    await asyncio.sleep(0)
    for _ in range(after):  # it sounds on while the process comes up
        ring.write(FRAMES)
    await ending
    ring.close()
    return said


def test_a_recording_ends_at_the_frame_at_which_it_was_told(tmp_path) -> None:
    path = tmp_path / "at.wav"
    assert asyncio.run(_late(path, 300, 2)) == [f"recorded {path} (0.0 s)"]
    samples, _ = soundfile.read(path, dtype="float32")
    np.testing.assert_allclose(samples, FRAMES[:300], atol=2e-7)  # the file has 24 bits


def test_what_is_lost_before_the_process_is_up_is_not_the_disks_fault(tmp_path) -> None:
    path = tmp_path / "late.wav"
    assert asyncio.run(_late(path, 300, 5)) == [f"recorded {path} (0.0 s, 300 lost before its process was up)"]


@pytest.mark.usefixtures("unborn")
@pytest.mark.parametrize("kind", ["recording", "take"])
def test_while_two_are_still_being_written_no_other_begins(kind, tmp_path) -> None:
    async def begin() -> None:
        ring = SampleRing(2, 1 << 12)
        recordings, takes = Recordings(ring, 2, print), Takes(lambda _message: None, print)
        for turn in range(3):
            if kind == "recording":
                recordings.begin(tmp_path / f"{turn}.wav", 44100, voices=False)
                recordings.end()
            else:
                takes.begin(str(turn), Home(tmp_path), [])
                takes.end()

    with pytest.raises(ValueError, match=f"^{kind} 2.*: 2 before it are still being written: try again when they are$"):
        asyncio.run(begin())


async def _hung(path: Path) -> list[str]:
    said: list[str] = []
    ring = SampleRing(2, 1 << 12)
    recorded = Recording(path, ring, 2, 44100, said.append)
    await recorded._child.ready()
    os.kill(recorded._child.pid, signal.SIGSTOP)
    await recorded.end()
    ring.close()
    return said


def test_a_recorder_that_does_not_come_to_its_end_is_told(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(recording, "_LONGEST_STOP", 0.2)
    path = tmp_path / "hung.wav"
    assert asyncio.run(_hung(path)) == [f"{path}: the recorder did not come to its end; what it had written is there"]


async def _returned(path: Path, rates: list[int], *, late: bool) -> list[str]:
    """The audio process dies and is there again, at those rates: a tenth of the frames each time."""
    said: list[str] = []
    ring = SampleRing(2, 1 << 12)
    recordings = Recordings(ring, 2, said.append)

    async def begin() -> None:
        recordings.begin(path, 44100, voices=False)
        assert recordings.running is not None
        await recordings.running._child.ready()

    if not late:
        await begin()
    parts = iter(np.split(FRAMES, 10))
    ring.write(next(parts))
    for rate in rates:
        recordings.hold()
        if late and recordings.running is None:
            await begin()
        ring.write(next(parts))  # the next one plays before it is known to
        await asyncio.sleep(0.3)  # longer than from one look of the recorder's to the next
        if rate:
            recordings.follow(rate)
        ring.write(next(parts))
    await recordings.close()
    assert not ring.is_read
    ring.close()
    return said


@pytest.mark.parametrize(
    ("rates", "late", "files"),
    [
        ([44100], False, {"a.wav": (44100, 0, 300)}),
        ([48000], False, {"a.wav": (44100, 0, 100), "a-2.wav": (48000, 100, 300)}),
        ([44100, 48000], False, {"a.wav": (44100, 0, 300), "a-2.wav": (48000, 300, 500)}),
        ([0, 48000], False, {"a.wav": (44100, 0, 100), "a-2.wav": (48000, 100, 500)}),  # it died again before
        ([48000], True, {"a.wav": (44100, 100, 100), "a-2.wav": (48000, 100, 300)}),
    ],
    ids=["same rate", "another rate", "another rate later", "another rate at last", "begun meanwhile"],
)
def test_each_file_of_a_recording_holds_the_sound_of_its_rate(rates, late, files, tmp_path) -> None:
    said = asyncio.run(_returned(tmp_path / "a.wav", rates, late=late))
    assert ("the device has 48000 Hz now: the recording goes on in a-2.wav" in said) == ("a-2.wav" in files)
    assert not any("lost" in line for line in said)
    assert {path.name for path in tmp_path.iterdir()} == set(files)
    for name, (rate, first, last) in files.items():
        samples, found = soundfile.read(tmp_path / name, dtype="float32")
        assert found == rate
        np.testing.assert_allclose(samples, FRAMES[first:last], atol=2e-7)  # the file has 24 bits


async def _ended_and_returned(path: Path) -> None:
    ring = SampleRing(2, 1 << 12)
    recordings = Recordings(ring, 2, lambda _line: None)
    recordings.begin(path, 44100, voices=False)
    assert recordings.running is not None
    pid = recordings.running._child.pid
    os.kill(pid, signal.SIGSTOP)
    ring.write(FRAMES[:100])
    recordings.end()
    await asyncio.sleep(0)  # it has its turn
    recordings.hold()
    ring.write(FRAMES[100:200])  # the next one plays
    recordings.follow(48000)
    os.kill(pid, signal.SIGCONT)
    await recordings.close()
    ring.close()


def test_a_recording_that_is_held_up_at_its_end_holds_the_sound_of_its_rate(tmp_path) -> None:
    asyncio.run(_ended_and_returned(tmp_path / "a.wav"))
    samples, _ = soundfile.read(tmp_path / "a.wav", dtype="float32")
    np.testing.assert_allclose(samples, FRAMES[:100], atol=2e-7)  # the file has 24 bits


async def _take(path: Path, written: bytes) -> list[str]:
    said: list[str] = []
    taken = Taking(path, [{"name": "tiny"}], lambda _message: None, said.append)
    taken._memory.push(np.frombuffer(written, np.uint8))
    ending = taken.end()
    taken.took(full=False)
    await _ended_while_it_starts(taken._child.pid, ending)
    return said


def test_a_take_that_is_ended_before_its_process_is_up_is_on_the_disk(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(taking, "_LONGEST_STOP", STOP)
    path = tmp_path / "early.take"
    played = take.record(Kind.CLOCK, 1000, b"")
    assert asyncio.run(_take(path, played)) == [f"took {path}"]
    assert path.read_bytes().startswith(take.MAGIC)
    assert path.read_bytes().endswith(played)


def _state(sample_rate: int, clock: int) -> bytes:
    return take.record(Kind.STATE, clock, json.dumps({"sample_rate": sample_rate}).encode())


async def _taken_on(home: Home) -> tuple[list[str], str]:
    said: list[str] = []
    takes = Takes(lambda _message: None, said.append)
    takes.begin("a", home, [{"name": "tiny"}])
    takes.model({"name": "other"})
    running = takes.running
    assert running is not None
    await running._child.ready()
    await asyncio.sleep(0.3)  # for the model
    for record in (_state(44100, 0), _state(44100, 9), _state(48000, 20), take.record(Kind.CLOCK, 30, b"")):
        running._memory.push(np.frombuffer(record, np.uint8))
    async with asyncio.timeout(30):
        while len(said) < 2:
            await asyncio.sleep(0.01)
    name = takes.name
    await takes.close()
    return said, name


def test_a_take_goes_on_in_another_file_at_another_rate_only(tmp_path) -> None:
    said, name = asyncio.run(_taken_on(Home(tmp_path)))
    folder = tmp_path / "takes"
    assert said == [
        f"took {folder / 'a.take'}",
        "the device has 48000 Hz now: the take goes on in a-2.take",
        f"took {folder / 'a-2.take'}",
    ]
    assert name == "a-2"
    models = b"".join(take.record(Kind.MODEL, 0, json.dumps({"name": name}).encode()) for name in ("tiny", "other"))
    begun = take.MAGIC + models
    assert (folder / "a.take").read_bytes() == begun + _state(44100, 0) + _state(44100, 9)
    assert (folder / "a-2.take").read_bytes() == begun + _state(48000, 20) + take.record(Kind.CLOCK, 30, b"")


class Unborn:
    """A child whose process is never up, so that nothing is on the disk."""

    def __init__(self, _name: str, _module: str, spec: Callable[[], Any], **_: object) -> None:
        self.start = spec

    async def ready(self) -> None:
        await asyncio.Event().wait()

    def send(self, _message: dict[str, Any]) -> None:
        pass

    async def stop(self, _timeout: float, *, ready_first: bool) -> None:
        assert ready_first


@pytest.fixture
def unborn(monkeypatch) -> None:
    for module in (recording, taking):
        monkeypatch.setattr(module, "Child", Unborn)


@pytest.mark.usefixtures("unborn")
@pytest.mark.parametrize("voices", [False, True])
def test_a_recording_keeps_its_name_before_its_file_is_there(voices, tmp_path) -> None:
    async def record() -> None:
        ring = SampleRing(4, 1 << 12)
        first, second = (Recording(tmp_path / "a.wav", ring, 2, 44100, print, voices=voices) for _ in range(2))
        third = second.again(48000)
        assert [recorded.name for recorded in (first, second, third)] == ["a", "a-2", "a-3"]
        for recorded in (first, second, third):
            await recorded.end()
        last = Recording(tmp_path / "a.wav", ring, 2, 44100, print, voices=voices)  # nothing was made of the others
        assert last.name == "a"
        await last.end()
        ring.close()

    asyncio.run(record())


@pytest.mark.long
def test_who_quits_does_not_wait_for_recorders_that_do_not_come_up(
    play, tiny_bundle: Bundle, tmp_path, monkeypatch
) -> None:
    (tmp_path / "soundfile.py").write_text("import time\ntime.sleep(600)\n")  # the recorder alone imports it
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    instrument = play(tiny_bundle.path, "--device", "null", "--home", tmp_path)
    instrument.wait_for("OSC on")
    assert instrument.ask("/gan/out/record", "ended.wav") == ["/gan/out/record", "ended.wav"]
    assert instrument.ask("/gan/out/record", 0) == ["/gan/out/record", "ended.wav"]
    assert instrument.ask("/gan/out/record", "running.wav") == ["/gan/out/record", "running.wav"]
    assert instrument.end() == 0  # in less than the minute that they may take to get ready
    assert sum("the recorder process ended" in line and "before it was ready" in line for line in instrument.lines) == 2
    assert not list((tmp_path / "recordings").iterdir())


def test_who_quits_does_not_wait_for_a_take_writer_that_does_not_come_up(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("gesturegan_live.processes.child._LONGEST_QUIT", 0.2)
    said: list[str] = []

    async def quit_early() -> None:
        takes = Takes(lambda _message: None, said.append)
        takes.begin("a", Home(tmp_path), [])
        assert takes.running is not None
        os.kill(takes.running._child.pid, signal.SIGSTOP)
        async with asyncio.timeout(30):  # less than it may take to get ready
            await takes.close()

    asyncio.run(quit_early())
    assert said == ["the take writer process ended (exit code -9) before it was ready"]


RESERVING = """
import sys
from pathlib import Path
from gesturegan_live.recording.recordings import reserve
for _ in range(50):
    print(reserve(Path(sys.argv[1])).name)
"""


def test_two_instruments_never_get_one_name(tmp_path) -> None:
    command = [sys.executable, "-c", RESERVING, str(tmp_path / "a.wav")]
    instruments = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    names = [name for instrument in instruments for name in instrument.communicate()[0].split()]
    assert sorted(names) == sorted({"a.wav", *(f"a-{number}.wav" for number in range(2, 101))})


@pytest.mark.parametrize("folder", [False, True])
def test_of_a_name_only_what_was_written_stays(folder, tmp_path) -> None:
    path = tmp_path / "a.wav"
    first, second = (recording.reserve(path, folder=folder) for _ in range(2))
    (second / "master.wav" if folder else second).write_bytes(b"RIFF")
    for reserved in (first, second, first):
        recording.release(reserved)
    assert list(tmp_path.iterdir()) == [second]


async def _robbed(path: Path) -> tuple[list[str], bool]:
    said: list[str] = []
    ring = SampleRing(2, 1 << 12)
    recorded = Recording(path, ring, 2, 44100, said.append)
    await recorded._child.ready()
    shutil.rmtree(path.parent)
    recorded._child.kill()
    async with asyncio.timeout(30):
        while not said:
            await asyncio.sleep(0.01)
        await recorded._child._ended.wait()
    ring.close()
    return said, recorded.active


def test_a_recorder_that_dies_and_can_make_no_file_is_over(tmp_path) -> None:
    (tmp_path / "gone").mkdir()
    said = ["recorder died (exit code -9); the recording is over (No such file or directory)"]
    assert asyncio.run(_robbed(tmp_path / "gone" / "a.wav")) == (said, False)


@pytest.mark.parametrize("take", [False, True])
def test_where_no_file_can_be_made_it_is_refused_in_one_line(take, tmp_path) -> None:
    long, ring = "a" * 300, SampleRing(2, 1 << 12)

    async def begin() -> None:
        if take:
            Taking(tmp_path / f"{long}.take", [], lambda _message: None, print)
        else:
            Recording(tmp_path / f"{long}.wav", ring, 2, 44100, print)

    with pytest.raises(ValueError, match="^(take|recording) .*a{300}.*: File name too long$"):
        asyncio.run(begin())
    ring.close()


@pytest.mark.usefixtures("unborn")
def test_a_take_keeps_its_name_before_its_file_is_there(tmp_path) -> None:
    async def play() -> None:
        takes = [Taking(tmp_path / "a.take", [], lambda _message: None, print) for _ in range(2)]
        assert [taken.path.name for taken in takes] == ["a.take", "a-2.take"]
        for taken in takes:
            taken.took(full=False)
            await taken.end()

    asyncio.run(play())
