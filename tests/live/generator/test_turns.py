"""Which voice is generated next, with a network that only counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from gesturegan_live.codecs.payload import STRIP_ROWS
from gesturegan_live.generator.spec import board_fields, image_mailbox, point_mailbox, strip_mailbox
from gesturegan_live.generator.turns import STRIPS_FIRST, Turns
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.ipc import Board

VOICES = 4


class Counting:
    """Images as bright as the first coordinate, and a record of what was asked for."""

    def __init__(self, bundle: Bundle, batch: int, *, cuts: bool) -> None:
        self.batch, self.asked = batch, list[tuple[str, list[float]]]()
        self._bundle = bundle
        self.strip = self._strip if cuts else None

    def __call__(self, z: np.ndarray, condition: np.ndarray) -> list[np.ndarray]:
        self.asked.append(("whole", z[:, 0].tolist()))
        return [np.tile(z[:, :1, None, None], (1, *self._bundle.codec.image_shape))]

    def _strip(self, z: np.ndarray, condition: np.ndarray, first: int) -> np.ndarray:
        self.asked.append((f"strip {first}", z[:, 0].tolist()))
        _, width, channels = self._bundle.codec.image_shape
        return np.tile(z[:, :1, None, None], (1, STRIP_ROWS, width, channels))


class Played:
    """Turns with their memory."""

    def __init__(self, bundle: Bundle, generator: Counting) -> None:
        self.points = point_mailbox(bundle, VOICES)
        self.images = image_mailbox(bundle, VOICES)
        self.strips = strip_mailbox(bundle, VOICES)
        self.board = Board(*board_fields(VOICES))
        self.playheads = np.zeros(VOICES)
        self.generator, self._latent_dim = generator, bundle.latent_dim
        self.turns = Turns(bundle, generator, self.points, self.images, self.strips, self.board, self.playheads)

    def move(self, voice: int, value: float, growth: float = 1.0) -> None:
        self.points.publish(voice, np.array([value] + [0.0] * (self._latent_dim - 1) + [growth], np.float32))

    def close(self) -> None:
        for memory in (self.points, self.images, self.strips, self.board):
            memory.close()


@pytest.fixture
def play(make_bundle) -> Iterator:
    made: list[Played] = []

    def make(*, batch: int = 1, cuts: bool = True) -> Played:
        bundle = make_bundle("log-spectrogram", name="turns")
        made.append(Played(bundle, Counting(bundle, batch, cuts=cuts)))
        return made[-1]

    yield make
    for played in made:
        played.close()


def test_a_strip_comes_first_and_the_whole_image_after(play) -> None:
    played = play()
    played.playheads[2] = 0.5
    played.move(2, 0.25)
    while played.turns.take():
        pass
    assert played.generator.asked == [("strip 120", [0.25]), ("whole", [0.25])]
    assert played.strips.take(2)[0] == 120  # five rows before the playhead is still the step before
    assert played.images.take(2) is not None
    assert played.board["updates"].tolist() == [0, 0, 1, 0]


def test_how_loud_a_whole_image_is_is_told_and_nothing_of_a_strip(play) -> None:
    played = play()
    played.move(2, -0.2)
    played.turns.take()
    assert played.board["level"].tolist() == [0, 0, 0, 0]
    played.turns.take()
    soft = played.board["level"][2]
    assert soft > 0
    played.move(2, -0.1)
    played.turns.take()
    played.turns.take()
    assert 20 * np.log10(played.board["level"][2] / soft) == pytest.approx(4, abs=0.1)  # a twentieth of 80 dB


def test_voices_that_move_take_turns_and_none_starves(play) -> None:
    played = play()
    for turn in range(60):
        for voice in range(VOICES):
            played.move(voice, (turn + voice / 10) / 100)
        played.turns.take()
    served = played.board["updates"]
    assert served.max() - served.min() <= 1
    whole = sum(kind == "whole" for kind, _ in played.generator.asked)
    assert whole == pytest.approx(60 / (STRIPS_FIRST + 1), abs=1)


def test_a_voice_that_moves_goes_before_the_whole_image_of_one_that_rests(play) -> None:
    played = play()
    played.move(0, 0.1)
    played.turns.take()
    played.move(1, 0.2)
    while played.turns.take():
        pass
    assert [kind.split()[0] for kind, _ in played.generator.asked] == ["strip", "strip", "whole", "whole"]


def test_where_nothing_can_be_cut_as_many_points_are_made_at_once_as_the_network_likes(play) -> None:
    played = play(batch=3, cuts=False)
    for voice in range(VOICES):
        played.move(voice, voice / 10)
    while played.turns.take():
        pass
    assert played.generator.asked == [("whole", pytest.approx([0, 0.1, 0.2])), ("whole", pytest.approx([0.3]))]
    assert played.board["updates"].tolist() == [1, 1, 1, 1]


def test_a_point_that_the_network_chokes_on_is_left_out_and_the_others_are_made(play) -> None:
    played = play(cuts=False)
    make = Counting.__call__

    def choke(generator: Counting, z: np.ndarray, condition: np.ndarray) -> list[np.ndarray]:
        if z[0, 0] == 0.5:
            raise RuntimeError("no image of this one")
        return make(generator, z, condition)

    played.move(0, 0.5)
    played.move(1, 0.25)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Counting, "__call__", choke)
        with pytest.raises(RuntimeError, match="no image"):
            played.turns.take()
        played.turns.leave_out()
        while played.turns.take():
            pass
    assert played.images.take(0) is None
    assert played.images.take(1) is not None
    assert played.board["updates"].tolist() == [1, 1, 0, 0]


def test_growth_alone_asks_nothing_of_the_network(play) -> None:
    played = play()
    played.move(0, 0.5)
    while played.turns.take():
        pass
    asked = len(played.generator.asked)
    played.images.take(0)
    played.move(0, 0.5, growth=0.3)
    while played.turns.take():
        pass
    assert len(played.generator.asked) == asked
    assert played.images.take(0) is not None


def test_a_strip_that_holds_no_numbers_is_left_out(play) -> None:
    played = play()
    played.move(1, np.nan)
    with pytest.raises(ValueError, match="log-spectrogram: rows of an image hold NaN or infinity"):
        played.turns.take()
    played.turns.leave_out()
    assert not played.turns.take()
    assert played.strips.take(1) is None


def test_one_image_that_holds_no_numbers_costs_no_other_voice_its_own(play) -> None:
    played = play(batch=4, cuts=False)
    for voice, value in enumerate((0.1, np.nan, 0.3, 0.4)):
        played.move(voice, value)
    with pytest.raises(ValueError, match="wanted finite numbers"):
        played.turns.take()
    assert [played.images.take(voice) is not None for voice in range(4)] == [True, False, True, True]
    played.turns.leave_out()
    assert played.board["updates"].tolist() == [1, 1, 1, 1]
    assert not played.turns.take()
