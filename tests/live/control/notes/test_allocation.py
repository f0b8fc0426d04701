"""Which voice plays which key."""

from __future__ import annotations

import pytest

from gesturegan_live.control.notes.allocation import Allocation, Note


@pytest.fixture
def gates():
    return [0, 0, 0, 0]


@pytest.fixture
def allocation(gates):
    return Allocation(4, lambda voice: gates[voice] > 0, lambda _: False)


@pytest.fixture
def strike(allocation, gates):
    def strike(key, number=None):
        voice = allocation.choose(key, number)
        allocation.hold(voice, Note(key, number, 1.0))
        gates[voice] = 1
        return voice

    return strike


@pytest.fixture
def let_go(allocation, gates):
    def let_go(voice):
        allocation.release(voice)
        gates[voice] = 0

    return let_go


def test_keys_go_to_voices_that_were_never_struck_in_their_order(strike):
    assert [strike(key) for key in (60, 64, 67, 72)] == [0, 1, 2, 3]


def test_the_voice_that_was_let_go_first_is_the_next(strike, let_go):
    for key in (60, 64, 67, 72):
        strike(key)
    for voice in (2, 0, 3):
        let_go(voice)
    assert [strike(key) for key in (50, 51, 52)] == [2, 0, 3]


def test_where_all_are_held_the_oldest_gives_way_and_a_key_that_the_pedal_holds_before_it(allocation, strike):
    for key in (60, 64, 67, 72):
        strike(key)
    assert strike(50) == 0
    allocation.lift(3)
    allocation.lift(2)
    assert [strike(key) for key in (51, 52, 53)] == [3, 2, 1]


def test_a_key_that_is_struck_again_has_its_own_voice(strike, let_go):
    for key in (60, 64, 67):
        strike(key)
    assert strike(64.0001) == 1  # held
    let_go(0)
    assert strike(60) == 0  # let go
    assert strike(60, 7) == 3  # another note of that key
    assert strike(60, 7) == 3


def test_a_voice_that_a_hand_has_opened_is_the_last_choice(allocation, strike, gates):
    gates[0] = gates[2] = 1
    assert [strike(key) for key in (60, 61)] == [1, 3]
    assert strike(62) == 1
    gates[:] = [1, 1, 1, 1]
    allocation.release(1)
    allocation.release(3)
    assert strike(63) == 0


def test_a_range_of_voices(allocation, strike):
    allocation.first, allocation.last = 1, 2
    assert [strike(key) for key in (60, 61, 62, 63)] == [1, 2, 1, 2]


def test_a_voice_of_which_something_waits_for_its_time_comes_after_the_others_that_are_free(gates):
    allocation = Allocation(3, lambda voice: gates[voice] > 0, lambda voice: voice == 0)
    assert allocation.choose(60, None) == 1


def test_notes_match_by_key_and_by_id():
    note = Note(60.0, 3, 1.0)
    assert note.matches(60.0, None)
    assert note.matches(60.0004, 3)
    assert note.matches(None, None)
    assert not note.matches(61.0, None)
    assert not note.matches(60.0, 4)
    assert not Note(60.0, None, 1.0).matches(60.0, 4)
