"""Mappings by message: examples, what they teach, and their files."""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import os
import signal
import sys
import threading

import numpy as np
import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages import wire
from gesturegan_live.gesture.mapping import teacher
from tests.live.control.conftest import ask

EXAMPLES = [(math.cos(angle), math.sin(angle)) for angle in np.linspace(0, 2 * math.pi, 8, endpoint=False).tolist()]


def point(x, y):
    return [2 * x, -y, x * y, 0.5]


@pytest.fixture
def taught(instrument, answers):
    """An instrument with an input, and eight examples of what it means; its clock goes on with every look."""
    instrument.clock.now = itertools.count(100.0, 0.01).__next__
    ask(instrument, answers, "/gan/input/learn", "hand", "/accxyz")
    ask(instrument, answers, "/gan/input/hand/range", -1, 1)
    assert ask(instrument, answers, "/gan/map/add", "play") == []
    assert ask(instrument, answers, "/gan/map/play/inputs", "hand") == []
    assert ask(instrument, answers, "/gan/map/play/outputs", "/gan/voice/1/z", "/gan/voice/*/pan") == []
    for number, (x, y) in enumerate(EXAMPLES):
        ask(instrument, answers, "/accxyz", x, y)
        ask(instrument, answers, "/gan/voice/1/z", *point(x, y))
        ask(instrument, answers, "/gan/voice/*/pan", x)
        assert ask(instrument, answers, "/gan/map/play/record") == [("/done", "/gan/map/play/record", number + 1)]
    return instrument


def test_a_round_by_messages_alone(taught, stage, answers):
    [(done, address, kind, error, nearest, words)] = ask(taught, answers, "/gan/map/play/train")
    assert (done, address, kind) == ("/done", "/gan/map/play/train", "kernel")
    assert words == (
        f"by kernel it misses what it was not shown by {100 * error:.0f} % of how the examples differ, "
        f"the nearest example alone by {100 * nearest:.0f} %"
    )
    assert 0 < error < 0.5 * nearest
    assert ask(taught, answers, "/gan/map/list") == [("/gan/map/list", "play", 8, kind, error, nearest)]
    assert ask(taught, answers, "/gan/map/play/run", 1) == []
    for x, y in ((EXAMPLES[3]), (math.cos(0.4), math.sin(0.4))):
        ask(taught, answers, "/accxyz", x, y)
        taught.flush()
        moved = ask(taught, answers, "/gan/voice/1/z")[0][1:]
        assert moved == pytest.approx(point(x, y), abs=0.35)
        assert ask(taught, answers, "/gan/voice/2/pan")[0][1] == pytest.approx(x, abs=0.2)
    assert stage.points[-1][0] == 0
    ask(taught, answers, "/gan/map/play/run", 0)
    ask(taught, answers, "/accxyz", 0.0, 0.0)
    taught.flush()
    assert ask(taught, answers, "/gan/voice/1/z")[0][1:] == moved


def test_a_round_by_osc_alone(play):
    teacher.taught(np.eye(2), np.eye(2), np.zeros(2))  # what learns is there, which takes seconds

    async def act(server, client):
        for address, *values in (
            ("/gan/input/learn", "hand"),
            ("/accxyz", 0.0, 0.0),
            ("/gan/input/hand/range", -1, 1),
            ("/gan/map/add", "play"),
            ("/gan/map/play/inputs", "hand"),
            ("/gan/map/play/outputs", "/gan/voice/1/z"),
        ):
            client.send(wire.encode(address, values))
        for number, (x, y) in enumerate(EXAMPLES):
            client.send(wire.encode("/accxyz", [x, y]), wire.encode("/gan/voice/1/z", point(x, y)))
            assert await client.ask("/gan/map/play/record") == ["/done", "/gan/map/play/record", number + 1]
        assert (await client.ask("/gan/map/play/train"))[:2] == ["/done", "/gan/map/play/train"]
        client.send(wire.encode("/gan/map/play/run", [1]))
        for x, y in ((math.cos(0.4), math.sin(0.4)), (math.cos(2.5), math.sin(2.5))):
            client.send(wire.encode("/accxyz", [x, y]))
            assert await client.synced() == []
            assert (await client.ask("/gan/voice/1/z"))[1:] == pytest.approx(point(x, y), abs=0.35)

    play(act)


def test_what_is_foretold_stays_within_the_range_of_its_address(taught, answers):
    ask(taught, answers, "/gan/map/play/train")
    ask(taught, answers, "/gan/map/play/run", 1)
    for number in range(60):
        assert ask(taught, answers, "/accxyz", math.cos(number / 9) * 1.2, math.sin(number / 7)) == []
        taught.flush()
        assert -1 <= ask(taught, answers, "/gan/voice/1/pan")[0][1] <= 1


def test_its_picture_is_read(taught, answers):
    assert ask(taught, answers, "/gan/map/play/terrain") == [("/gan/map/play/terrain", *[0.0] * 1024)]
    ask(taught, answers, "/gan/map/play/train")
    quality, tone = (np.array(ask(taught, answers, f"/gan/map/play/{each}")[0][1:]) for each in ("terrain", "tone"))
    assert quality.shape == tone.shape == (32 * 32,)
    assert quality.max() > 0.8
    assert tone.min() < 0.1 < 0.9 < tone.max()
    points = np.array(ask(taught, answers, "/gan/map/play/points")[0][1:]).reshape(-1, 3)
    np.testing.assert_allclose(points[:, :2], (np.array(EXAMPLES) + 1) / 2, atol=1e-6)
    assert not points[:, 2].any()
    assert wire.encode("/gan/map/play/terrain", quality.tolist())
    for _ in range(8):
        ask(taught, answers, "/gan/map/play/undo")
    refused = "/gan/map/play/points has no examples of two values"
    assert ask(taught, answers, "/gan/map/play/points") == [("/fail", "/gan/map/play/points", refused)]
    ask(taught, answers, "/gan/map/play/inputs", "hand/0", "hand/1", "hand/energy")
    assert ask(taught, answers, "/gan/map/play/terrain")[0][1:] == (0.0,) * 1024


def test_what_is_disliked_is_played_no_longer_and_what_is_liked_stays(taught, answers):
    ask(taught, answers, "/gan/map/play/train")
    assert ask(taught, answers, "/gan/map/play/rate", 1)[0][2].startswith("map play does not run: wanted what it plays")
    ask(taught, answers, "/gan/map/play/run", 1)

    def played(x, y):
        ask(taught, answers, "/accxyz", x, y)
        taught.flush()
        return np.array(ask(taught, answers, "/gan/voice/1/z")[0][1:])

    here, there = (0.7, 0.7), (-0.9, 0.1)
    elsewhere, before = played(*there), played(*here)
    assert ask(taught, answers, "/gan/map/play/rate", 0) == []  # a button that is let go
    assert ask(taught, answers, "/gan/map/play/rate", -1) == [("/done", "/gan/map/play/rate", 9)]
    taught.flush()
    after = np.array(ask(taught, answers, "/gan/voice/1/z")[0][1:])  # nothing has come: it moves by itself
    assert np.linalg.norm(after - before) > 0.3
    assert np.linalg.norm(played(*there) - elsewhere) < 0.2
    liked = played(0.8, 0.6)
    assert ask(taught, answers, "/gan/map/play/rate", 1) == [("/done", "/gan/map/play/rate", 10)]
    np.testing.assert_allclose(played(0.8, 0.6), liked, atol=0.05)
    ask(taught, answers, "/gan/map/play/save")
    ask(taught, answers, "/gan/map/load", "play")
    ask(taught, answers, "/gan/map/play/run", 1)
    np.testing.assert_allclose(played(*here), after, atol=0.05)
    assert ask(taught, answers, "/gan/map/play/undo") == [("/done", "/gan/map/play/undo", 9)]


def test_what_is_rated_while_it_learns_is_learned_too(taught, answers, play, monkeypatch):
    assert ask(taught, answers, "/gan/map/play/train")[0][0] == "/done"
    wait, learn, lengths = threading.Event(), teacher.taught, []

    def slowly(x, y, ratings):
        lengths.append(len(x))
        assert wait.wait(60)
        return learn(x, y, ratings)

    async def act(server, client):
        client.send(wire.encode("/gan/map/play/run", [1]), wire.encode("/accxyz", [0.5, 0.5]))
        monkeypatch.setattr(teacher, "taught", slowly)
        for _ in range(3):
            client.send(wire.encode("/gan/map/play/rate", [-1]))
            assert await client.ask("/gan/input/hand/curve") == ["/gan/input/hand/curve", 1.0]
        wait.set()
        told = [await client.answer() for _ in range(3)]
        assert told == [["/done", "/gan/map/play/rate", 11]] * 3
        assert lengths == [9, 11]

    play(act)


def test_without_what_learns_networks_it_says_so_once_and_goes_on(taught, answers, monkeypatch):
    said = []
    taught.say = said.append
    monkeypatch.setattr(teacher.TEACHER, "ask", teacher._answer)
    monkeypatch.setitem(sys.modules, "sklearn.neural_network", None)
    for _ in range(2):
        assert ask(taught, answers, "/gan/map/play/train")[0][:3] == ("/done", "/gan/map/play/train", "kernel")
    assert said == ["no network has been tried: it needs scikit-learn, pip install 'gesturegan[learn]'"]


def test_examples_are_taken_back_and_cleared(taught, answers):
    assert ask(taught, answers, "/gan/map/play/undo") == [("/done", "/gan/map/play/undo", 7)]
    refused = ask(taught, answers, "/gan/map/play/inputs", "hand/0")[0][2]
    assert refused == "map play has examples of other ones: wanted clear first"
    assert ask(taught, answers, "/gan/map/play/clear") == []
    assert ask(taught, answers, "/gan/map/play/undo")[0][2] == "map play has no example"
    assert ask(taught, answers, "/gan/map/play/train")[0][2] == "0 examples: wanted two at least"
    refused = ask(taught, answers, "/gan/map/play/run", 1)[0][2]
    assert refused == "map play is not trained: wanted examples, and train"
    assert ask(taught, answers, "/gan/map/play/inputs", "hand/0", "hand/energy") == []
    assert ask(taught, answers, "/gan/map/play/inputs") == [("/gan/map/play/inputs", "hand/0", "hand/energy")]


def test_what_was_learned_stays_when_examples_are_taken_back(taught, answers):
    ask(taught, answers, "/gan/map/play/train")
    ask(taught, answers, "/gan/map/play/run", 1)
    for _ in EXAMPLES:
        ask(taught, answers, "/gan/map/play/undo")
    ask(taught, answers, "/accxyz", *EXAMPLES[2])
    taught.flush()
    assert ask(taught, answers, "/gan/voice/1/pan")[0][1] == pytest.approx(EXAMPLES[2][0], abs=0.2)


def test_a_mapping_is_kept_in_the_home_and_does_the_same(taught, stage, answers):
    ask(taught, answers, "/gan/map/play/train")
    assert ask(taught, answers, "/gan/map/play/save") == [("/done", "/gan/map/play/save")]
    assert ask(taught, answers, "/gan/map/play/save") == [("/done", "/gan/map/play/save", "replaced")]
    other = Instrument(stage)
    for each in (taught, other):
        if each is other:
            ask(other, answers, "/gan/input/learn", "hand", "/accxyz")
            ask(other, answers, "/gan/input/hand/range", -1, 1)
            assert ask(other, answers, "/gan/map/load", "play") == [("/done", "/gan/map/load", "play")]
        ask(each, answers, "/gan/map/play/run", 1)
        ask(each, answers, "/accxyz", 0.3, -0.2)
        each.flush()
    here, there = (ask(each, answers, "/gan/voice/1/z")[0][1:] for each in (taught, other))
    assert here == there
    assert ask(other, answers, "/gan/map/delete", "play") == []
    assert ask(other, answers, "/gan/map/play/run", 1)[0][2] == "no such address: map 'play', wanted one of none"
    assert ask(other, answers, "/gan/map/load", "played")[0][2] == "no map 'played': there are play"


@pytest.mark.parametrize(
    "content",
    [
        {"inputs": ["hand"], "outputs": [], "examples": [{"at": [1], "is": [1]}, {"at": [1, 2], "is": [1]}]},
        {"inputs": ["hand"], "outputs": [], "examples": [{"at": ["x"], "is": [1]}]},
        {"inputs": ["hand"], "outputs": [], "examples": [{"at": [1], "is": [1], "rating": 2}]},
        {"inputs": ["hand"], "outputs": [], "examples": [{"at": [1.5], "is": [1]}]},
        {"inputs": ["hand"], "outputs": [], "examples": [{"at": [1], "is": [-1e200]}]},
        {"inputs": ["hand"] * 65, "outputs": [], "examples": []},
        {"inputs": 3, "outputs": [], "examples": []},
        {"inputs": [], "outputs": [], "examples": [{"at": [0.0], "is": [1.0]}] * 501},
    ],
)
def test_a_damaged_file_is_named(instrument, stage, answers, content):
    folder = stage.home.root / "maps"
    folder.mkdir(parents=True)
    (folder / "play.json").write_text(json.dumps({"format": 1, **content}))
    [(fail, _, line)] = ask(instrument, answers, "/gan/map/load", "play")
    assert fail == "/fail"
    assert line.startswith(f"map 'play' is damaged: {folder / 'play.json'} (")
    assert ask(instrument, answers, "/gan/map/list") == [("/done", "/gan/map/list")]


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (("add", "a/b"), "map 'a/b': wanted 1 to 32 characters"),
        (("load", "../x"), "map '../x': wanted 1 to 32 characters"),
        (("play/inputs", "foot"), "no input 'foot': there are hand"),
        (("play/outputs", "/gan/voice/1/gate"), "/gan/voice/1/gate is no number that can be read and set"),
        (("play/outputs", "/gan/voice/1/level"), "/gan/voice/1/level is no number that can be read and set"),
        (("play/outputs", "/quit"), "/quit is no number that can be read and set"),
        (("play/record",), "map play goes from nothing, or to nothing: wanted inputs and outputs first"),
        (("delete", "other"), "no map 'other': there are play"),
        (("other/train",), "no such address: map 'other', wanted one of play"),
    ],
)
def test_what_cannot_be_is_refused(instrument, answers, message, reason):
    ask(instrument, answers, "/gan/input/learn", "hand", "/accxyz")
    ask(instrument, answers, "/gan/map/add", "play")
    what, *values = message
    assert ask(instrument, answers, f"/gan/map/{what}", *values)[0][2].startswith(reason)


def test_nothing_is_recorded_before_something_comes(instrument, answers):
    ask(instrument, answers, "/gan/input/learn", "hand", "/accxyz")
    ask(instrument, answers, "/gan/map/add", "play")
    ask(instrument, answers, "/gan/map/play/inputs", "hand")
    ask(instrument, answers, "/gan/map/play/outputs", "/gan/voice/1/z")
    assert ask(instrument, answers, "/gan/map/play/record")[0][2] == "nothing has come to input hand yet"
    assert ask(instrument, answers, "/gan/map/play/record", 0) == []  # a button that is let go


def test_in_another_space_it_rests_and_says_so_once(taught, stage, answers):
    said = []
    taught.say = said.append
    ask(taught, answers, "/gan/map/play/train")
    ask(taught, answers, "/gan/map/play/run", 1)
    ask(taught, answers, "/gan/model/load", "metal")
    for value in (0.1, 0.2):
        ask(taught, answers, "/accxyz", value, value)
        taught.flush()
    assert said == ["map play rests: 5 values of outputs, its examples have 7"]
    ask(taught, answers, "/gan/input/forget", "hand")
    assert ask(taught, answers, "/gan/map/play/record")[0][2] == "no input 'hand': there are none"


def test_it_is_trained_while_others_play(taught, answers, play, monkeypatch):
    assert ask(taught, answers, "/gan/map/play/train")[0][0] == "/done"  # what learns is there, which takes seconds
    wait, learn = threading.Event(), teacher.taught
    monkeypatch.setattr(teacher, "taught", lambda *examples: wait.wait(60) and learn(*examples))

    async def act(server, client):
        client.send(wire.encode("/gan/map/play/train", []))
        assert await client.ask("/gan/voice/1/pan") == ["/gan/voice/1/pan", pytest.approx(EXAMPLES[-1][0])]
        refused = ["/fail", "/gan/map/play/train", "it is being trained already: try again when that is done"]
        assert await client.ask("/gan/map/play/train") == refused
        wait.set()
        assert (await client.answer())[:3] == ["/done", "/gan/map/play/train", "kernel"]

    play(act)


def test_a_process_that_dies_is_named_and_another_learns(taught, answers):
    teacher.TEACHER.begin()
    os.kill(teacher.TEACHER._process.pid, signal.SIGKILL)
    assert ask(taught, answers, "/gan/map/play/train")[0][0] == "/done"


def test_what_is_cleared_while_it_is_learned_stays_cleared(taught, answers):
    works = taught.handle("/gan/map/play/train", (), answers)

    async def act():
        training = asyncio.gather(*works)
        await asyncio.sleep(0)
        taught.handle("/gan/map/play/clear", (), answers)
        await training

    asyncio.run(act())
    assert answers[-1] == ("/fail", "/gan/map/play/train", "its examples were cleared meanwhile")
    assert ask(taught, answers, "/gan/map/list")[-1][1:4] == ("play", 0, "none")
    assert ask(taught, answers, "/gan/map/play/run", 1)[0][0] == "/fail"


def test_no_mapping_is_begun_in_the_place_of_one_that_has_examples(taught, answers):
    refused = "map play is there, and has 8 examples: wanted another name, or delete"
    assert ask(taught, answers, "/gan/map/add", "play") == [("/fail", "/gan/map/add", refused)]
    assert ask(taught, answers, "/gan/map/list")[0][1:3] == ("play", 8)
    ask(taught, answers, "/gan/map/play/clear")
    assert ask(taught, answers, "/gan/map/add", "play") == []


def test_a_mapping_rests_where_what_it_goes_to_has_gone(taught, answers):
    lines = []
    taught.say = lines.append
    ask(taught, answers, "/gan/map/play/clear")
    ask(taught, answers, "/gan/link/add", "swell", "hand/0", "/gan/voice/1/gain")
    ask(taught, answers, "/gan/map/play/outputs", "/gan/link/swell/amount")
    for number, (x, y) in enumerate(EXAMPLES):
        ask(taught, answers, "/accxyz", x, y)
        ask(taught, answers, "/gan/link/swell/amount", number / 8)
        ask(taught, answers, "/gan/map/play/record")
    ask(taught, answers, "/gan/map/play/train")
    ask(taught, answers, "/gan/map/play/run", 1)
    ask(taught, answers, "/gan/link/delete", "swell")
    ask(taught, answers, "/accxyz", 0.1, 0.2)
    taught.flush()
    assert lines[-1] == "map play rests: no such address: /gan/link/swell/amount has gone"
