"""A sound that is to be found: the voice goes where it is, twice, unless a hand has it meanwhile."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages import wire
from gesturegan_live.control.voices import finding
from gesturegan_live.finding.search import Found
from tests.live.control.conftest import Answers, Model, Stage, ask, finish


def point(*z: float, near: float, condition: tuple[float, ...] = ()) -> Found:
    return Found(np.array(z, np.float32), np.array(condition, np.float32), near, 0.75)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.found = [point(1, 0, 0, 0, near=0.5), point(1, 1, 0, 0, near=0.25), point(1, 1, 1, 0, near=0.125)]
    return stage


def z(instrument: Instrument, answers: Answers, voice: int = 1) -> list[float]:
    return list(ask(instrument, answers, f"/gan/voice/{voice}/z")[0][1:])


def test_the_voice_goes_at_once_to_what_is_known_and_in_the_end_to_the_best(stage, instrument, answers):
    seen = []
    stage.between = lambda: seen.append(z_of(stage, instrument))
    assert ask(instrument, answers, "/gan/voice/2/find", "bell.wav") == [
        ("/done", "/gan/voice/2/find", "bell.wav", 0.125, 0.75)
    ]
    assert stage.asked_for == [("bell.wav", None)]
    assert seen == [[1, 0, 0, 0], [1, 0, 0, 0]]
    assert z(instrument, answers, 2) == [1, 1, 1, 0]
    assert ask(instrument, answers, "/gan/voice/2/find", "last", 4) == [
        ("/done", "/gan/voice/2/find", "last", 0.125, 0.75)
    ]
    assert stage.asked_for[1:] == [("last", 4.0)]


def z_of(stage: Stage, instrument: Instrument, voice: int = 1) -> list[float]:
    instrument.tick(0.0)
    return next(point for number, point, _ in reversed(stage.points) if number == voice)


def test_it_glides_and_stands_off_no_axis(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/z", 0, 0, 0, 0)
    ask(instrument, answers, "/gan/voice/1/axis/brightness", 2)
    ask(instrument, answers, "/gan/voice/1/glide", 2)
    ask(instrument, answers, "/gan/voice/1/find", "bell.wav")
    instrument.tick(1.0)
    assert z(instrument, answers) == pytest.approx([0.5, 0.5, 0.5, 0])
    assert ask(instrument, answers, "/gan/voice/1/axis/brightness")[0][1] == pytest.approx(1)
    instrument.tick(1.0)
    assert z(instrument, answers) == [1, 1, 1, 0]
    assert ask(instrument, answers, "/gan/voice/1/axis/brightness")[0][1] == 0
    assert ask(instrument, answers, "/gan/voice/1/seed")[0][1] == "none"


def test_conditions_go_there_too(tmp_path, answers):
    stage = Stage(home=None, model=Model("metal", 2, ("hit", "rub"), {}))  # nothing is kept
    stage.home = type("Home", (), {"root": tmp_path, "inside": None})()
    stage.found = [point(1, 2, near=0.5, condition=(0.25, 0.75))]
    instrument = Instrument(stage)
    ask(instrument, answers, "/gan/voice/1/find", "bell.wav")
    assert ask(instrument, answers, "/gan/voice/1/condition")[0][1:] == (0.25, 0.75)


@pytest.mark.parametrize(
    "hand",
    [
        ("/gan/voice/1/z/3", -1.0),
        ("/gan/voice/1/seed", 7),
        ("/gan/preset/recall", "stones"),
        ("/gan/voice/1/axes", 1.0),
    ],
)
def test_what_else_sends_it_somewhere_has_it(stage, instrument, answers, hand):
    address, value = hand
    said = Answers()
    stage.between = lambda: instrument.handle(address, [value], said)
    told = ask(instrument, answers, "/gan/voice/1/find", "bell.wav")
    assert told == [("/fail", "/gan/voice/1/find", "voice 1 was sent elsewhere meanwhile")]
    assert z(instrument, answers)[1:3] != [1, 1]


def test_a_pattern_is_one_search_that_goes_on_while_a_voice_follows(stage, instrument, answers):
    stage.between = lambda: instrument.handle("/gan/voice/1/z/3", [-1.0], Answers())

    async def run() -> None:
        await asyncio.gather(*instrument.handle("/gan/voice/*/find", ["bell.wav"], answers))

    asyncio.run(run())
    assert stage.asked_for == [("bell.wav", None)]
    assert sorted(answers) == [
        ("/done", "/gan/voice/2/find", "bell.wav", 0.125, 0.75),
        ("/done", "/gan/voice/3/find", "bell.wav", 0.125, 0.75),
        ("/fail", "/gan/voice/*/find", "voice 1 was sent elsewhere meanwhile"),
    ]
    assert z(instrument, answers, 3) == [1, 1, 1, 0]


def test_sounds_are_looked_for_one_after_the_other_and_not_too_many(stage, instrument, answers, monkeypatch):
    monkeypatch.setattr(finding, "_MOST", 2)
    order = []
    stage.between = lambda: order.append(stage.asked_for[-1][0])

    async def run() -> None:
        first = instrument.handle("/gan/voice/1/find", ["a.wav"], answers)
        second = instrument.handle("/gan/voice/2/find", ["b.wav"], answers)
        tasks = [asyncio.create_task(work) for work in (*first, *second)]
        await asyncio.sleep(0)
        assert not instrument.handle("/gan/voice/3/find", ["c.wav"], answers)
        await asyncio.gather(*tasks)

    asyncio.run(run())
    assert order == ["a.wav", "a.wav", "b.wav", "b.wav"]
    assert answers[0] == (
        "/fail",
        "/gan/voice/3/find",
        "2 sounds are looked for already: try again when one is found",
    )
    assert [answer[0] for answer in answers[1:]] == ["/done", "/done"]


def test_what_cannot_be_found_is_told_and_the_next_one_is_found(stage, instrument, answers):
    found, stage.found = stage.found, [ValueError("recording 'bell': there is none of that name")]
    told = ask(instrument, answers, "/gan/voice/1/find", "bell")
    assert told == [("/fail", "/gan/voice/1/find", "recording 'bell': there is none of that name")]
    stage.found = [found[0], ValueError("the finding process died of this")]
    told = ask(instrument, answers, "/gan/voice/1/find", "bell")
    assert told == [("/fail", "/gan/voice/1/find", "the finding process died of this")]
    assert z(instrument, answers) == [1, 0, 0, 0]  # and there it stays
    stage.found = found
    assert ask(instrument, answers, "/gan/voice/1/find", "bell")[0][0] == "/done"


def test_another_model_ends_it(stage, instrument, answers):
    said = Answers()

    def change() -> None:
        stage.between = lambda: None
        stage.model = stage.models_there["metal"]

    stage.between = change
    told = ask(instrument, answers, "/gan/voice/1/find", "bell.wav")
    assert told == [("/fail", "/gan/voice/1/find", "model 'metal' has taken over meanwhile")]
    assert not said


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ((), "0 arguments: wanted name [seconds]"),
        ((3,), "name is 3: wanted a string"),
        (("a", 0.0), "seconds is 0.0: wanted 0.1 to 600"),
        (("a", "b"), "seconds is 'b': wanted a number from 0.1 to 600"),
        (("a", 1.0, 1.0), "3 arguments: wanted name [seconds]"),
    ],
)
def test_what_is_no_sound_is_refused(instrument, answers, values, line):
    told = ask(instrument, answers, "/gan/voice/1/find", *values)
    assert told == [("/fail", "/gan/voice/1/find", line)]


def test_whoever_may_play_may_find_and_a_bundle_begins_it_at_its_time(stage, instrument, answers, play):
    works = instrument.handle_untrusted("/gan/voice/1/find", ["bell.wav"], answers)
    finish(works)
    assert answers[0][0] == "/done"

    async def act(server, client):
        messages = [("/gan/voice/1/gate", [1]), ("/gan/voice/1/find", ["bell.wav"])]
        client.send(bundle(messages))
        assert (await client.answer())[:3] == ["/done", "/gan/voice/1/find", "bell.wav"]

    play(act)


def bundle(messages: list[tuple[str, list[object]]]) -> bytes:
    """Pack messages as a bundle that is to be obeyed at once."""
    packed = b"".join(
        len(data).to_bytes(4, "big") + data for data in (wire.encode(address, values) for address, values in messages)
    )
    return b"#bundle\0" + (1).to_bytes(8, "big") + packed
