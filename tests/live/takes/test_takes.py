"""Takes: what was played is played again, offline, to the same samples."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import build_msg

from gesturegan_live.__main__ import main
from gesturegan_live.audio.interface.take_record import WHOLE, Kind
from gesturegan_live.show.home import Home
from gesturegan_live.show.parameters import GESTURES, MODES, VOICE_PARAMETERS
from gesturegan_live.takes import file as take
from gesturegan_live.takes.file import TakeError
from gesturegan_live.takes.render import TakeRenderer
from tests.conftest import Done, command

pytestmark = pytest.mark.long

VOICES = 4
RAMPED = {parameter.name for parameter in VOICE_PARAMETERS if parameter.law} | {"growth"}
SILENCE = 4410  # samples of silence that a performance below ends with, before it begins anew


def render(source: Path | str, output: Path, home: Path) -> Done:
    return command(main, "render", source, "-o", output, "--home", home)


def perform(instrument, seed: int, moves: int) -> None:
    """Play at random: points, gates, gains, pans, modes, rates, a timed bundle."""
    rough = random.Random(seed)
    for voice in range(1, VOICES + 1):
        instrument.send(f"/gan/voice/{voice}/gate", 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:  # to what is answered
        _perform(instrument, rough, moves, lambda *said: deaf.sendto(_message(*said), ("127.0.0.1", instrument.port)))


def _message(address: str, *values: object) -> bytes:
    return build_msg(address, list(values)).dgram


def _perform(instrument, rough: random.Random, moves: int, send) -> None:
    send("/gan/scene/store", "begun")
    for move in range(moves):
        voice = f"/gan/voice/{rough.randint(1, VOICES)}"
        if move == moves // 4:
            send("/gan/scene/store", "a quarter")
            send("/gan/morph/ends", "begun", "a quarter")
        elif move > moves // 4 and move % 10 == 0:
            for address, values in (
                ("/gan/scene/recall", [rough.choice(["begun", "a quarter"]), rough.choice([0, 0.05]), "smooth"]),
                (f"{voice}/morph", ["begun", 1, "a quarter", rough.random()]),
                ("/gan/morph", [rough.random(), rough.choice([0, 0.05])]),
            ):
                send(address, *values)
                time.sleep(0.01)
        if move % 5 == 0:
            for name, values in (
                ("on", [rough.randint(36, 84), rough.random(), rough.randint(0, 3)]),
                ("off", [rough.randint(36, 84)] if rough.random() < 0.5 else []),
                ("bend", [rough.uniform(-2.0, 2.0), rough.randint(0, 3)]),
                ("pressure", [rough.random()]),
            ):
                send(f"/gan/note/{name}", *values)
        address, value = [
            ("seed", rough.randint(0, 9999)),
            ("seed", rough.randint(0, 9999)),
            ("gate", rough.randint(0, 1)),
            ("gain", rough.uniform(0.2, 1.0)),
            ("pan", rough.uniform(-1.0, 1.0)),
            ("mode", rough.choice(MODES)),
            ("rate", rough.uniform(-2.0, 2.0)),
            ("position", rough.random()),
            ("freeze", rough.randint(0, 1)),
            ("transpose", rough.uniform(-7.0, 7.0)),
            ("growth", rough.choice([0.5, 0.8, 1.0])),
            ("transpose_noise", rough.uniform(-7.0, 7.0)),
            ("tones", rough.random()),
            ("noise", rough.random()),
            ("stretch_partials", rough.uniform(0.9, 1.1)),
            ("chaos", rough.random()),
            ("loop_start", rough.random()),
            ("loop_end", rough.random()),
            ("gesture", rough.choice(GESTURES)),
            ("energy", rough.random()),
            ("pulse", rough.uniform(1.0, 40.0)),
            ("attack", rough.uniform(0.001, 0.2)),
            ("release", rough.uniform(0.01, 0.5)),
            ("azimuth", rough.uniform(-180.0, 180.0)),
            (f"axis/{rough.randint(0, 1)}", rough.uniform(-2.0, 2.0)),
            ("level_hold", rough.randint(0, 1)),
        ][rough.randrange(26)]
        ramped = [rough.uniform(0.0, 0.3)] if address in RAMPED and rough.random() < 0.5 else []
        instrument.send(f"{voice}/{address}", value, *ramped)
        if rough.random() < 0.2:
            bundle = OscBundleBuilder(time.time() + 0.1)
            bundle.add_content(build_msg(f"{voice}/gate", [rough.randint(0, 1)]))
            bundle.add_content(build_msg(f"{voice}/gain", [rough.random()]))
            instrument.socket.sendto(bundle.build().dgram, ("127.0.0.1", instrument.port))
        time.sleep(0.01)


def fall_silent_and_begin_anew(instrument) -> None:
    time.sleep(0.2)  # for what is timed
    instrument.send("/gan/out/panic")
    time.sleep(0.5)
    for voice in range(1, VOICES + 1):
        instrument.send(f"/gan/voice/{voice}/mode", "loop")
        instrument.send(f"/gan/voice/{voice}/gate", 1)
    perform(instrument, 2, 40)


def last_beginning(samples: np.ndarray) -> int:
    """The last sample that follows at least `SILENCE` samples of silence."""
    loud = np.flatnonzero(samples.any(axis=1))
    gaps = np.flatnonzero(np.diff(loud) > SILENCE)
    assert len(gaps), "there is no silence"
    return int(loud[gaps[-1] + 1])


def read(path: Path) -> np.ndarray:
    return soundfile.read(path, dtype="int32")[0]


def same_part(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What both hold, with their last beginnings at one place."""
    here, there = last_beginning(first), last_beginning(second)
    before, after = min(here, there), min(len(first) - here, len(second) - there)
    return first[here - before : here + after], second[there - before : there + after]


@pytest.mark.parametrize("model", ["textures", "tiny", "tones"])
def test_a_take_from_the_first_sample_gives_the_samples_that_were_heard(model, play, make_bundle, tmp_path) -> None:
    if model != "textures":
        make_bundle({"tiny": "waveform-gray", "tones": "sines-noise"}[model], model, tmp_path / "models")
    options = ("--device", "null", "--voices", VOICES, "--home", tmp_path)
    instrument = play(model, *options, "--record", tmp_path / "live.wav", "--take", "evening")
    instrument.wait_for("OSC on")
    time.sleep(0.5)  # it wanders
    perform(instrument, 1, 100)
    fall_silent_and_begin_anew(instrument)
    assert instrument.ask("/gan/take/record") == ["evening"]
    assert instrument.end() == 0
    assert instrument.said(r"took .*evening\.take")
    result = render("evening", tmp_path / "again.wav", tmp_path)
    assert result.status == 0, result.err
    assert "otherwise" not in result.err
    live, again = read(tmp_path / "live.wav"), read(tmp_path / "again.wav")
    same, other = same_part(live, again)
    assert len(same) > 0.9 * len(live)
    assert np.abs(same).max() > 2**31 / 100
    np.testing.assert_array_equal(same, other)

    whole = tmp_path / "takes" / "evening.take"
    firsts = {take.image_of(record.data)[1] for record in take.read(whole) if record.kind is Kind.IMAGE}
    assert WHOLE in firsts
    assert (len(firsts) > 1) == (model == "textures")  # and strips, where the model makes them
    cut = tmp_path / "cut.take"
    cut.write_bytes(whole.read_bytes()[:-1001])  # as a power cut leaves it
    assert render(cut, tmp_path / "cut.wav", tmp_path).status == 0
    part = read(tmp_path / "cut.wav")
    assert 44100 < len(part) < len(again)
    np.testing.assert_array_equal(part, again[: len(part)])


def _beginning(samples: np.ndarray, others: np.ndarray) -> int:
    """How many samples are the same from the first on."""
    shared = min(len(samples), len(others))
    return int(np.argmin([*(samples[:shared] == others[:shared]).all(axis=1), False]))


@pytest.mark.parametrize("order", ["take first", "recording first", "at the start"])
def test_a_take_and_a_recording_begun_together_begin_with_the_same_sample(order, play, make_bundle, tmp_path) -> None:
    make_bundle("waveform-gray", "tiny", tmp_path / "models")
    options = ("tiny", "--device", "null", "--voices", VOICES, "--home", tmp_path)
    (tmp_path / "recordings").mkdir()
    recording = tmp_path / "recordings" / "both.wav"
    if order == "at the start":
        instrument = play(*options, "--record", recording, "--take", "both")
        instrument.wait_for("OSC on")
    else:
        instrument = play(*options)  # it wanders
        instrument.wait_for("OSC on")
        time.sleep(0.5)
        both = [build_msg("/gan/take/record", ["both"]), build_msg("/gan/out/record", ["both.wav"])]
        bundle = OscBundleBuilder(IMMEDIATELY)
        for message in both if order == "take first" else reversed(both):
            bundle.add_content(message)
        instrument.socket.sendto(bundle.build().dgram, ("127.0.0.1", instrument.port))
    time.sleep(2.0)
    instrument.send("/gan/take/record", 0)
    instrument.send("/gan/out/record", 0)
    instrument.wait_for("took ")
    instrument.wait_for("recorded ")
    assert instrument.end() == 0
    assert render("both", tmp_path / "again.wav", tmp_path).status == 0
    live, again = read(recording), read(tmp_path / "again.wav")
    assert min(len(live), len(again)) > 44100
    assert len(np.unique(live[:, 0])) > 1000  # it sounds
    assert _beginning(live, again) > 0.9 * min(len(live), len(again))


@pytest.mark.parametrize("codecs", [("waveform-gray", "log-spectrogram"), ("log-spectrogram", "sines-noise")])
def test_a_take_from_the_middle_over_two_models_gives_the_samples_that_were_heard(
    codecs, play, make_bundle, tmp_path
) -> None:
    for name, codec in zip(("first", "second"), codecs, strict=True):
        make_bundle(codec, name, tmp_path / "models")
    instrument = play("first", "--device", "null", "--voices", VOICES, "--home", tmp_path, "--block-size", 100)
    instrument.wait_for("OSC on")
    perform(instrument, 1, 60)
    assert instrument.ask("/gan/take/record", "one") == ["/gan/take/record", "one.take"]
    assert "one.take is still being recorded" in instrument.ask("/gan/take/record", "two")[1]
    assert instrument.ask("/gan/out/record", "live.wav") == ["/gan/out/record", "live.wav"]
    perform(instrument, 3, 60)
    assert instrument.ask("/gan/model/load", "second")[1] == "second"
    perform(instrument, 4, 60)
    fall_silent_and_begin_anew(instrument)
    assert instrument.ask("/gan/take/stop") == ["/gan/take/stop", "one.take"]
    assert instrument.ask("/gan/take/record", "one") == ["/gan/take/record", "one-2.take"]  # in the same breath
    instrument.wait_for(r"took .*one\.take")
    perform(instrument, 5, 60)
    assert instrument.ask("/gan/take/record", 0) == ["/gan/take/record", "one-2.take"]
    instrument.wait_for(r"took .*one-2\.take")
    assert instrument.end() == 0
    live = read(tmp_path / "recordings" / "live.wav")
    result = render("one", tmp_path / "again.wav", tmp_path)
    assert result.status == 0, result.err
    same, other = same_part(live, read(tmp_path / "again.wav"))
    assert len(same) > 2 * 44100
    np.testing.assert_array_equal(same, other)
    result = render("one-2", tmp_path / "second.wav", tmp_path)
    assert result.status == 0, result.err
    second = read(tmp_path / "second.wav")
    start = next(at for at in range(len(live)) if np.array_equal(live[at : at + 2000], second[:2000]))
    np.testing.assert_array_equal(live[start : start + len(second)], second)


def test_a_take_goes_on_when_the_audio_process_has_died(play, tiny_bundle, tmp_path) -> None:
    options = ("--device", "null", "--voices", VOICES, "--home", tmp_path)
    instrument = play(tiny_bundle.path, *options, "--take", "one", "--record", tmp_path / "live.wav")
    instrument.wait_for("OSC on")
    perform(instrument, 1, 30)
    (pid,) = instrument.ask("/gan/process/audio/pid")
    os.kill(int(pid), signal.SIGKILL)
    instrument.wait_for("audio is back")
    fall_silent_and_begin_anew(instrument)
    assert instrument.end() == 0
    result = render("one", tmp_path / "again.wav", tmp_path)
    assert result.status == 0, result.err
    live, again = read(tmp_path / "live.wav"), read(tmp_path / "again.wav")
    same, other = live[last_beginning(live) :], again[last_beginning(again) :]
    length = min(len(same), len(other))
    assert length > 8820
    np.testing.assert_array_equal(same[:length], other[:length])


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at open files")
def test_a_killed_writer_leaves_a_take_and_the_sound_goes_on(play, tiny_bundle, tmp_path) -> None:
    instrument = play(tiny_bundle.path, "--device", "null", "--home", tmp_path, "--voices", VOICES, "--take", "one")
    instrument.wait_for("OSC on")
    perform(instrument, 1, 80)
    os.kill(instrument.writer_of("one.take"), signal.SIGKILL)
    instrument.wait_for(r"take writer died .*one\.take is a take up to there")
    assert instrument.ask("/gan/take/record") == [""]
    assert instrument.ask("/gan/take/record", "two") == ["/gan/take/record", "two.take"]
    perform(instrument, 2, 20)
    assert instrument.ask("/gan/process/audio/restarts") == [0]
    assert instrument.end() == 0
    assert not instrument.said("File exists")  # by another writer in the place of the first
    for name in ("one", "two"):
        result = render(name, tmp_path / f"{name}.wav", tmp_path)
        assert result.status == 0, result.err
        assert read(tmp_path / f"{name}.wav").any()


ABOUT = {"voices": 1, "channels": 1, "block_size": 64, "sample_rate": 1000, "bytes": 1, "model": 0}
BEGUN = (Kind.STATE, 0, json.dumps(ABOUT | {"layout": [], "ring": [0.0]}).encode())
OTHERWISE = json.dumps(ABOUT | {"sample_rate": 2000, "layout": [], "ring": [0.0]}).encode()
THREE_SPEAKERS = json.dumps(ABOUT | {"layout": [], "ring": [0.0, 90.0, -90.0]}).encode()
WRITTEN = (Kind.PIECE, 0, b"0")


def _records(*records: tuple[Kind, int, bytes]) -> bytes:
    return take.MAGIC + b"".join(take.record(*record) for record in records)


def _model(**fields: object) -> tuple[Kind, int, bytes]:
    told = {"number": 0, "name": "tiny", "path": "/nowhere", "digest": "", "backend": None}
    return Kind.MODEL, 0, json.dumps(told | fields).encode()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"something else", "is no take"),
        (_records(), "nothing is in it"),
        (_records((Kind.CLOCK, 5, b"")) + b"\xff" * 16, "garbled at byte 24"),
        (_records((Kind.STATE, 0, b"{}"), (Kind.CLOCK, 9, b"")), "voices is None, wanted 1 to 64"),
        (_records((Kind.STATE, 0, b"[1"), (Kind.CLOCK, 9, b"")), "garbled: a text is not JSON"),
        (_records((Kind.STATE, 0, b"[" * 100_000), (Kind.CLOCK, 9, b"")), "garbled: a text is not JSON .*recursion"),
        (_records((Kind.STATE, 0, b'{"voices": [[["x"]]]}'), (Kind.CLOCK, 9, b"")), "voices is .*, wanted 1 to 64"),
        (_records((Kind.MODEL, 0, b"[]"), (Kind.CLOCK, 9, b"")), "a text holds a list"),
        (_records(_model(backend=["openvino"])), r"of a model, backend is \['openvino'\], wanted a text"),
        (_records(_model(path={"a": 1})), "of a model, path is {'a': 1}, wanted a text"),
        (_records(_model(name=7)), "of a model, name is 7, wanted a text"),
        (_records(_model(digest=None)), "of a model, digest is None, wanted a text"),
        (_records(_model(number="0")), "of a model, number is '0', wanted a whole number"),
        (_records(BEGUN, WRITTEN, (Kind.CLOCK, 86_401_000, b"")), "86401 s long, or garbled; wanted at most 86400"),
        (_records(BEGUN, WRITTEN, *2 * [(Kind.CLOCK, 50_000_000, b""), BEGUN]), "100000 s long, or garbled"),
        (
            _records((Kind.STATE, 0, THREE_SPEAKERS), (Kind.CLOCK, 9, b"")),
            "ring of 3 azimuths: wanted one for each of 1",
        ),
        (_records(BEGUN, WRITTEN, (Kind.CLOCK, 1 << 62, b""), (Kind.CLOCK, 9, b"")), " s long, or garbled"),
        (_records(BEGUN, WRITTEN, (Kind.CLOCK, 9, b""), (Kind.STATE, 1 << 62, OTHERWISE)), " s long, or garbled"),
    ],
)
def test_what_is_no_take_is_one_line(content: bytes, line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.take"
    path.write_bytes(content)
    with pytest.raises(TakeError, match=line) as caught:
        TakeRenderer(path, Home(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_take_whose_state_has_been_changed_is_one_line(play, tiny_bundle, tmp_path: Path) -> None:
    instrument = play(tiny_bundle.path, "--device", "null", "--home", tmp_path, "--take", "one", "--seconds", "1")
    assert instrument.process.wait(60) == 0
    records = list(take.read(tmp_path / "takes" / "one.take"))
    first = next(number for number, record in enumerate(records) if record.kind is Kind.PIECE)
    names = next(json.loads(record.data)["layout"][-1] for record in records if record.kind is Kind.STATE)
    changed = tmp_path / "changed.take"
    for name, value, line in (
        ("clock", -1e15, "clock is -1e+15, wanted 0 to"),
        ("clock", 12345.0, "clock is 12345, wanted 0"),
        ("_max_block", 1e6, "_max_block is 1000000, wanted 128"),
        ("_queue._count", 3e7, "_queue._count is 30000000, wanted 0 to"),
    ):
        numbers = bytearray(records[first].data)
        at = 8 * names.index(name)
        numbers[at : at + 8] = np.float64(value).tobytes()
        pieces = [bytes(numbers) if number == first else record.data for number, record in enumerate(records)]
        changed.write_bytes(_records(*((r.kind, r.clock, data) for r, data in zip(records, pieces, strict=True))))
        result = render(changed, tmp_path / "a.wav", tmp_path)
        assert result.status == 2
        assert f"take {changed}: {line}" in result.err
        assert not list(tmp_path.glob("*.wav"))
    changed.write_bytes(
        (tmp_path / "takes" / "one.take").read_bytes() + take.record(Kind.PIECE, records[-1].clock, b"")
    )
    result = render(changed, tmp_path / "a.wav", tmp_path)
    assert result.status == 2
    assert "garbled state" in result.err


def test_a_take_is_found_by_its_file_and_by_its_name(tmp_path: Path) -> None:
    home = Home(tmp_path)
    kept = home.inside("takes", "one", ".take")
    kept.write_bytes(take.MAGIC)
    assert take.find(kept, home) == kept
    assert take.find(Path("one"), home) == kept
    assert take.find(Path("one.take"), home) == kept
    assert take.find(Path("two"), home) is None
    (tmp_path / "score.txt").write_text("0 /gan/voice/1/gate 1\n")
    assert take.find(tmp_path / "score.txt", home) is None
    given = command(main, "render", kept, "-o", tmp_path / "a.wav", "--voices", "3", "--seconds", "1")
    assert given.status == 2
    assert "--seconds, --voices: one.take is a take, and knows its own" in given.err


def test_another_model_of_that_name_is_not_taken_for_it(
    play, make_bundle: Callable[..., object], tmp_path: Path
) -> None:
    make_bundle("waveform-gray", "mine", tmp_path / "models")
    instrument = play("mine", "--device", "null", "--home", tmp_path, "--take", "one", "--seconds", "1")
    assert instrument.process.wait(60) == 0
    make_bundle("log-spectrogram", "mine", tmp_path / "models")
    result = render("one", tmp_path / "a.wav", tmp_path)
    assert result.status == 2
    assert "the model 'mine' that it was played with is not here" in result.err
    assert not list(tmp_path.glob("*.wav"))
