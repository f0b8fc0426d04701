"""What the callback posts on its board."""

from __future__ import annotations

import dataclasses
import time

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.interface.spec import (
    EVENT,
    EVENT_CAPACITY,
    LATES,
    AudioSpec,
    board_fields,
    lates,
    output_capacity,
)
from gesturegan_live.audio.output.stopwatch import Stopwatch
from gesturegan_live.audio.process import Inbox, _Callback
from gesturegan_live.codecs.payload import payload_shape, strip_shape
from gesturegan_live.processes.ipc import Board, Ring, SampleRing
from gesturegan_live.processes.mailbox import Mailbox
from gesturegan_live.show.parameters import VOICE_INDEX

BLOCK, RATE = 128, 44100


@pytest.fixture
def parts():
    codec = codecs.from_json({"name": "log-spectrogram"})
    memory = {
        "images": Mailbox(1, payload_shape(codec)),
        "strips": Mailbox(1, strip_shape(codec)),
        "events": Ring(EVENT, EVENT_CAPACITY),
        "output": SampleRing(3, output_capacity(3)),
        "board": Board(*board_fields(1, 2)),
    }
    names = {name: part.name for name, part in memory.items()}
    shape = {"voices": 1, "channels": 2, "block_size": BLOCK, "clock": 0, "ring": (), "model": 0, "row": 0}
    spec = AudioSpec(codec=codec.to_json(), device=None, **names, **shape)
    inbox = Inbox(codec, 1, spec.images, spec.strips, 0)
    yield spec, inbox, memory
    inbox.close()
    for part in memory.values():
        part.close()


def test_late_blocks_are_counted_and_the_last_are_remembered(parts) -> None:
    spec, inbox, memory = parts
    board = memory["board"]
    callback = _Callback(spec, Engine(1, 2, RATE, BLOCK), inbox, RATE)
    callback._first = False  # this thread is no callback's
    out = np.zeros((BLOCK, 2), np.float32)
    began = time.time()
    for number in range(2 * LATES + 6):  # every other one is late, each by more than the last
        took = (1.0 + 0.01 * number) * BLOCK / RATE if number % 2 else 0.001
        clock = iter((5.0, 5.0 + took))
        callback._watch = Stopwatch(lambda clock=clock: next(clock), lambda: 0.0, lambda: None)
        callback(out, 0)
    assert board["blocks"][0] == 2 * LATES + 6
    assert (board["late"][0], board["stolen"][0]) == (LATES + 3, 0)
    remembered = sorted(lates(board), key=lambda late: late[1])
    loads = 1.0 + 0.01 * np.arange(7, 2 * LATES + 6, 2)
    assert [took for _, took in remembered] == pytest.approx(loads * BLOCK / RATE)
    ended = [ended for ended, _ in remembered]
    assert began <= ended[0]
    assert ended == sorted(ended)
    assert ended[-1] <= time.time()


def test_late_blocks_that_were_stolen_are_counted_apart_and_not_remembered(parts) -> None:
    spec, inbox, memory = parts
    board = memory["board"]
    callback = _Callback(spec, Engine(1, 2, RATE, BLOCK), inbox, RATE)
    callback._first = False
    for number in range(3 * (LATES + 6)):  # own, stolen, in time; each own one later than the last
        took = (1.01 + 0.01 * number, 1.5, 0.5)[number % 3] * BLOCK / RATE
        clock, counts = iter((5.0, 5.0 + took)), iter(((3, 0.0), (4 if number % 3 == 0 else 3, 0.0)))
        callback._watch = Stopwatch(lambda clock=clock: next(clock), lambda: 0.0, lambda counts=counts: next(counts))
        callback(np.zeros((BLOCK, 2), np.float32), 0)
    assert (board["late"][0], board["stolen"][0]) == (LATES + 6, LATES + 6)
    loads = 1.01 + 0.01 * np.arange(18, 3 * (LATES + 6), 3)
    assert sorted(took for _, took in lates(board)) == pytest.approx(loads * BLOCK / RATE)


def test_events_that_find_no_room_wait_for_it(parts) -> None:
    spec, inbox, memory = parts
    engine = Engine(1, 2, RATE, BLOCK)
    callback = _Callback(spec, engine, inbox, RATE)
    callback._first = False
    events, out, room = memory["events"], np.zeros((BLOCK, 2), np.float32), engine.room
    heard = []
    for turn in range(4):
        for _ in range((room, 2, 0, 0)[turn]):
            assert events.push((2 * BLOCK, 0, VOICE_INDEX["gain"], 0.5, 0.0))
        if turn == 1:
            assert events.push((0, 0, VOICE_INDEX["gain"], 0.25, 0.0))
        callback(out, 0)
        heard.append((engine.room, float(engine._controls.voices["gain"][0])))
    assert heard == [(0, 1.0), (0, 1.0), (room, 0.5), (room, 0.25)]


def test_a_strip_that_is_older_than_the_image_beside_it_is_not_played(parts) -> None:
    spec, inbox, _ = parts
    codec = codecs.from_json({"name": "log-spectrogram"})
    engine = Engine(1, 2, RATE, BLOCK)
    bank = make_bank(codec, 1, RATE, BLOCK)
    engine.switch(bank)
    callback = _Callback(spec, engine, inbox, RATE)
    callback._first = False
    images, strips = Mailbox(1, inbox.images.shape, inbox.images.name), Mailbox(1, inbox.strips.shape, spec.strips)
    image, strip = np.ones(images.shape, np.float32), np.zeros(strips.shape, np.float32)
    out = np.zeros((BLOCK, 2), np.float32)
    strips.publish(0, strip)
    images.publish(0, image)
    callback(out, 0)
    playing = bank.held
    assert playing[0][0, 0, 0] == 1.0
    assert playing[1][0] < 0.0  # none
    strips.publish(0, strip)
    callback(out, 0)
    assert bank.held[1][0] == 0.0
    for mailbox in (images, strips):
        mailbox.close()


def test_the_output_is_written_only_while_somebody_reads(parts) -> None:
    spec, inbox, memory = parts
    callback = _Callback(spec, Engine(1, 2, RATE, BLOCK), inbox, RATE)
    callback._first = False
    output, out = memory["output"], np.zeros((BLOCK, 2), np.float32)
    for _ in range(3):
        callback(out, 0)
    assert output.written == 0
    assert output.begin_reading() == 0
    for _ in range(2):
        callback(out, 0)
    output.end_reading()
    callback(out, 0)
    assert output.written == 2 * BLOCK


def test_with_outputs_of_their_own_voices_stand_beside_the_channels_and_in_the_ring(parts) -> None:
    spec, inbox, memory = parts
    engine = Engine(1, 2, RATE, BLOCK)
    engine.switch(make_bank(codecs.from_json({"name": "log-spectrogram"}), 1, RATE, BLOCK))
    callback = _Callback(dataclasses.replace(spec, direct=True), engine, inbox, RATE)
    callback._first = False
    out, heard = np.zeros((BLOCK, 3), np.float32), []
    output = memory["output"]
    output.begin_reading()
    images = Mailbox(1, inbox.images.shape, inbox.images.name)
    images.publish(0, np.full(images.shape, 0.5, np.float32))
    memory["events"].push((0, 0, VOICE_INDEX["gate"], 1.0, 0.0))
    memory["events"].push((0, 0, VOICE_INDEX["pan"], -1.0, 0.0))
    memory["events"].push((0, 0, VOICE_INDEX["gain"], 0.01, 0.0))  # nothing for the limiter
    for _ in range(40):
        callback(out, 0)
        heard.append(out.copy())
    samples, written = np.concatenate(heard), output.read(0)[0]
    np.testing.assert_array_equal(samples[: len(written)], written)
    assert np.abs(samples[:, 2]).max() > 0
    np.testing.assert_allclose(samples[3000:, 2], samples[3000:, 0], atol=1e-6)
    assert not samples[3000:, 1].any()
    images.close()


def test_the_epoch_is_that_of_the_blocks_that_begin_in_time(parts, monkeypatch) -> None:
    spec, inbox, memory = parts
    engine = Engine(1, 2, RATE, BLOCK)
    callback = _Callback(spec, engine, inbox, RATE)
    callback._first, callback.latency = False, 0.005
    board, epochs = memory["board"], []
    for number, late in enumerate((0.002, 0.0, 0.05, 0.0, 3.0, 3.0)):
        monkeypatch.setattr("time.time", lambda number=number, late=late: 1000.0 + number * BLOCK / RATE + late)
        callback(np.zeros((BLOCK, 2), np.float32), 0)
        epochs.append(float(board["epoch"][0]) - 1000.005)
    assert epochs == pytest.approx([0.002, 0.0, 0.0005, 0.0, 3.0, 3.0], abs=1e-6)
    assert (board["delay"][0], board["latency"][0]) == (engine.delay, 0.005)
