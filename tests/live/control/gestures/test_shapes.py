"""Shapes in time by message: recorded, recognised while they are made, followed by links, kept."""

from __future__ import annotations

import json

import numpy as np
import pytest

from gesturegan_live.control.instrument import Instrument
from tests.live.control.conftest import ask
from tests.live.gesture.shapes.movements import REST, made, sensed


@pytest.fixture
def hand(instrument, answers):
    """An instrument with a hand, whose clock goes with what the hand sends, fifty times a second."""
    at = [100.0]
    instrument.clock.now = lambda: at[0]
    ask(instrument, answers, "/gan/input/learn", "hand", "/xyz")
    ask(instrument, answers, "/gan/input/hand/range", 0, 1)

    def move(frames):
        for values in frames:
            instrument.handle("/xyz", values.tolist(), answers)
            at[0] += 0.02
            instrument.tick(0.02)
            yield

    return move


def run(moves):
    for _ in moves:
        pass


@pytest.fixture
def taught(instrument, answers, hand):
    rng = np.random.default_rng(1)
    for name in ("circle", "zigzag"):
        assert ask(instrument, answers, "/gan/shape/add", name, "hand") == []
        for number in range(3):
            assert ask(instrument, answers, f"/gan/shape/{name}/record", 1) == []
            assert ask(instrument, answers, f"/gan/shape/{name}/record") == [(f"/gan/shape/{name}/record", 1)]
            run(hand(sensed(made(name, rng), rng)))
            [(done, _, recordings, seconds)] = ask(instrument, answers, f"/gan/shape/{name}/record", 0)
            assert (done, recordings) == ("/done", number + 1)
            assert 0.8 < seconds < 2.5
    return rng


def test_a_shape_moves_what_is_linked_to_it_while_it_is_made(taught, instrument, answers, hand):
    assert ask(instrument, answers, "/gan/link/add", "far", "circle/progress", "/gan/voice/1/pan") == []
    assert ask(instrument, answers, "/gan/link/add", "sure", "circle/likelihood", "/gan/voice/2/gain", 0, 1) == []
    movement = made("circle", taught)
    pans, gains = [], []
    for _ in hand(sensed(movement, taught)):
        pans.append(ask(instrument, answers, "/gan/voice/1/pan")[0][1])
        gains.append(ask(instrument, answers, "/gan/voice/2/gain")[0][1])
    while_made = slice(REST, REST + len(movement))
    assert max(gains[:REST]) < 0.1
    assert max(gains[while_made]) > 0.9
    assert gains[-1] < 0.1
    assert max(pans[while_made]) > 0.7
    sure = REST + int(np.argmax(np.array(gains[while_made]) > 0.5))
    assert sure < REST + 0.8 * len(movement)
    assert ask(instrument, answers, "/gan/input/circle")[0][1:] == pytest.approx(
        (
            ask(instrument, answers, "/gan/shape/circle/progress")[0][1],
            ask(instrument, answers, "/gan/shape/circle/likelihood")[0][1],
        )
    )


def test_another_shape_is_not_taken_for_it_and_one_that_is_off_is_not_looked_for(taught, instrument, answers, hand):
    def likelihoods(name):
        told = []
        for _ in hand(sensed(made(name, taught), taught)):
            told.append([ask(instrument, answers, f"/gan/shape/{n}/likelihood")[0][1] for n in ("circle", "zigzag")])
        return np.max(told, axis=0)

    circle, zigzag = likelihoods("zigzag")
    assert zigzag > 0.9 > 0.5 > circle
    assert ask(instrument, answers, "/gan/shape/zigzag/run", 0) == []
    assert ask(instrument, answers, "/gan/shape/*/run")[1] == ("/gan/shape/zigzag/run", 0)
    assert likelihoods("zigzag")[1] == 0
    assert ask(instrument, answers, "/gan/shape/zigzag/run", 1) == []
    assert likelihoods("zigzag")[1] > 0.9


def test_it_is_read_set_and_listed(taught, instrument, answers):
    assert ask(instrument, answers, "/gan/shape/circle/sources") == [("/gan/shape/circle/sources", "hand")]
    assert ask(instrument, answers, "/gan/shape/circle/tolerance") == [("/gan/shape/circle/tolerance", 0.07)]
    assert ask(instrument, answers, "/gan/shape/*/tolerance", 0.2) == []
    assert ask(instrument, answers, "/gan/shape/zigzag/tolerance") == [("/gan/shape/zigzag/tolerance", 0.2)]
    [(_, circle, count, seconds, progress, likelihood, *zigzag)] = ask(instrument, answers, "/gan/shape/list")
    assert (circle, count, progress, likelihood, zigzag[0]) == ("circle", 3, 0, 0, "zigzag")
    assert 0.8 < seconds < 2.5
    assert ask(instrument, answers, "/gan/shape/circle/undo") == [("/done", "/gan/shape/circle/undo", 2)]
    assert ask(instrument, answers, "/gan/shape/circle/clear") == []
    assert ask(instrument, answers, "/gan/shape/circle/undo")[0][2] == "shape circle has no recording"
    assert ask(instrument, answers, "/gan/shape/delete", "circle") == []
    assert ask(instrument, answers, "/gan/input/list")[0][1::3] == ("hand", "zigzag")
    assert ask(instrument, answers, "/gan/shape/circle/progress")[0][0] == "/fail"


def test_it_is_kept_in_the_home(taught, stage, instrument, answers):
    assert ask(instrument, answers, "/gan/shape/circle/save") == [("/done", "/gan/shape/circle/save")]
    assert ask(instrument, answers, "/gan/shape/circle/save") == [("/done", "/gan/shape/circle/save", "replaced")]
    other = Instrument(stage)
    assert ask(other, answers, "/gan/shape/load", "circle")[0][2] == "no input 'hand': there are none"
    ask(other, answers, "/gan/input/learn", "hand", "/xyz")
    assert ask(other, answers, "/gan/shape/load", "circle") == [("/done", "/gan/shape/load", "circle")]
    assert ask(other, answers, "/gan/shape/list")[0][1:3] == ("circle", 3)
    assert ask(other, answers, "/gan/shape/load", "square")[0][2] == "no shape 'square': there are circle"
    file = stage.home.root / "shapes" / "circle.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "tolerance": 9}))
    assert ask(other, answers, "/gan/shape/load", "circle")[0][2].startswith(f"shape 'circle' is damaged: {file} (")


def test_without_its_input_it_rests_and_says_so_once(taught, instrument, answers, hand):
    said = []
    instrument.say = said.append
    ask(instrument, answers, "/gan/shape/delete", "zigzag")
    ask(instrument, answers, "/gan/input/forget", "hand")
    run(hand(np.full((20, 3), 0.5)))
    assert said == ["shape circle rests: no input 'hand': there are circle"]
    ask(instrument, answers, "/gan/input/forget", "circle")
    run(hand(np.full((5, 3), 0.5)))


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (("add", "wave", "foot"), "no input 'foot': there are hand"),
        (("add", "hand", "hand"), "shape hand: there is an input of that name"),
        (("add", "wave"), "1 arguments: wanted name source…"),
        (("add", "a/b", "hand"), "shape 'a/b': wanted 1 to 32 characters"),
        (("load", "../x"), "shape '../x': wanted 1 to 32 characters"),
        (("delete", "wave"), "no shape 'wave': there are none"),
        (("wave/record", 1), "no such address: shape 'wave', wanted one of none"),
    ],
)
def test_what_cannot_be_is_refused(hand, instrument, answers, message, reason):
    what, *values = message
    assert ask(instrument, answers, f"/gan/shape/{what}", *values)[0][2].startswith(reason)


def test_nothing_and_rest_are_no_recording(hand, instrument, answers):
    ask(instrument, answers, "/gan/shape/add", "wave", "hand/energy", "hand")
    ask(instrument, answers, "/gan/shape/wave/record", 1)
    refused = ask(instrument, answers, "/gan/shape/wave/record", 0)[0][2]
    assert refused == "nothing has come to hand/energy, hand meanwhile"
    run(hand(np.full((5, 3), 0.5)))
    ask(instrument, answers, "/gan/shape/wave/record", 1)
    run(hand(np.full((50, 3), 0.5)))
    assert ask(instrument, answers, "/gan/shape/wave/record", 0)[0][2] == "a movement of 0 s: wanted 0.2 to 10 s"
    assert ask(instrument, answers, "/gan/shape/wave/record", 0) == []


def test_no_input_takes_the_place_of_a_shape(instrument, answers, hand):
    run(hand([np.array([0.1, 0.2, 0.3])]))
    taken = "input circle: there is a shape of that name"
    assert ask(instrument, answers, "/gan/shape/add", "circle", "hand") == []
    assert ask(instrument, answers, "/gan/input/learn", "circle") == [("/fail", "/gan/input/learn", taken)]
    assert ask(instrument, answers, "/gan/input/learn", "circle", "/gyro") == [("/fail", "/gan/input/learn", taken)]
    assert ask(instrument, answers, "/gan/input/forget", "circle") == [("/fail", "/gan/input/forget", taken)]
    assert ask(instrument, answers, "/gan/shape/delete", "circle") == []
    assert ask(instrument, answers, "/gan/input/learn", "circle") == []
    said = "shape circle: there is an input of that name"
    assert ask(instrument, answers, "/gan/shape/add", "circle", "hand") == [("/fail", "/gan/shape/add", said)]
    assert ask(instrument, answers, "/gyro", 1.0, 2.0, 3.0) == []
    run(hand([np.array([0.1, 0.2, 0.3])]))
    assert ask(instrument, answers, "/gan/shape/add", "circle", "hand") == [("/fail", "/gan/shape/add", said)]
