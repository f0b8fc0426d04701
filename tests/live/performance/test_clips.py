"""The clip of a point in a file: what it holds, and what is refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.growth import grown
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.performance import clips
from tests.patches.stage import Stage


@pytest.fixture(autouse=True)
def _nothing_left():
    yield
    clips.MAKER.end()


def _point(bundle: Bundle) -> tuple[np.ndarray, np.ndarray]:
    z = np.linspace(-1, 1, bundle.latent_dim, dtype=np.float32)
    return z, np.zeros(len(bundle.conditions), np.float32)


def test_a_clip_is_what_the_model_makes_of_the_point_and_never_overwrites(tiny_bundle: Bundle, tmp_path: Path) -> None:
    z, condition = _point(tiny_bundle)
    path = tmp_path / "pearl.wav"
    generator = backend.load("openvino", tiny_bundle, 1)
    for growth, name in ((1.0, "pearl.wav"), (0.5, "pearl-2.wav")):
        told = clips.write(tiny_bundle, "openvino", path, z, condition, growth)
        samples, rate = soundfile.read(tmp_path / name, dtype="float32")
        assert told == (tmp_path / name, len(samples), rate)
        assert rate == tiny_bundle.codec.sample_rate
        image = grown(generator(z[None], condition[None]), growth, tiny_bundle.codec)
        expected = np.clip(tiny_bundle.codec.decode(image)[0], -1, 1)
        np.testing.assert_allclose(samples, expected, atol=2e-7)  # the file has 24 bits
        assert np.abs(samples).max() > 0.1


def test_what_cannot_be_made_is_refused_and_leaves_no_file(tiny_bundle: Bundle, tmp_path: Path) -> None:
    z, condition = _point(tiny_bundle)
    with pytest.raises(ValueError, match="no bundle|cannot|bundle"):
        clips.write(_Gone(tmp_path / "gone"), "openvino", tmp_path / "pearl.wav", z, condition, 1.0)
    with pytest.raises(ValueError, match=r"clip pearl.wav: No such file or directory"):
        clips.write(tiny_bundle, "openvino", tmp_path / "nowhere" / "pearl.wav", z, condition, 1.0)
    assert not list(tmp_path.iterdir())


class _Gone:
    def __init__(self, path: Path) -> None:
        self.path = path


class _Asked(Stage):
    async def clip(self, name, z, condition, growth):
        self.asked = (name, z.tolist(), condition.tolist(), growth)
        return self.home.inside("recordings", name, ".wav"), 65536, 44100


def test_the_point_that_sounds_is_asked_for_and_the_answer_tells_where_it_is(tmp_path: Path) -> None:
    stage = _Asked(tmp_path)
    instrument = Instrument(stage)
    answers: list[tuple] = []

    def say(address: str, *values: object) -> None:
        for work in instrument.handle(address, values, lambda *answer: answers.append(answer)):
            asyncio.run(work)

    instrument.replay()
    say("/gan/voice/2/seed", 7)
    say("/gan/voice/2/growth", 0.25)
    instrument.tick(0.1)
    say("/gan/clip/write", "pearl", 2)
    assert answers == [
        ("/done", "/gan/clip/write", "pearl", (tmp_path / "recordings" / "pearl.wav").as_posix(), 65536, 44100)
    ]
    assert stage.asked == ("pearl", stage.points[1], [], 0.25)
    answers.clear()
    say("/gan/clip/write", "pearl")
    assert stage.asked[1] == stage.points[0]
    answers.clear()
    say("/gan/clip/write", "pearl", 9)
    say("/gan/clip/write", "../pearl")
    assert answers[0][2].startswith("voice is 9: wanted 1 to 8")
    assert answers[1][2].startswith("name '../pearl'")
    answers.clear()
    instrument.handle_untrusted("/gan/clip/write", ("pearl",), lambda *answer: answers.append(answer))
    assert "--trust" in answers[0][2]
