from __future__ import annotations

import struct

import pytest

from gesturegan_live.control.messages.wire import encode
from gesturegan_live.control.osc import inbox as module
from gesturegan_live.control.osc.inbox import Inbox


def waiting(inbox: Inbox[str]) -> list[bytes]:
    packets = []
    while (packet := inbox.pop()) is not None:
        packets.append(packet[0])
    return packets


@pytest.fixture
def inbox(monkeypatch) -> Inbox[str]:
    monkeypatch.setattr(module, "_MANY", 1)
    return Inbox(lambda address: address in ("/gan/voice/1/gain", "/gan/voice/1/z/0"))


GAINS = [encode("/gan/voice/1/gain", [value]) for value in (0.1, 0.2, 0.3)]
OPEN, CLOSE = (encode("/gan/voice/1/gate", [value]) for value in (1, 0))
PANIC = encode("/gan/out/panic", [])


def test_of_a_fader_only_the_newest_counts_between_two_other_messages(inbox):
    z = encode("/gan/voice/1/z/0", [1.0])
    store = encode("/gan/preset/store", ["a"])
    for data in (PANIC, GAINS[0], z, GAINS[1], store, GAINS[0], GAINS[2]):
        inbox.put(data, "me")
    assert waiting(inbox) == [PANIC, z, GAINS[1], store, GAINS[2]]
    assert inbox._bytes == 0


def test_a_question_is_no_value_of_a_fader(inbox):
    questions = [encode("/gan/voice/1/gain", []), b"/gan/voice/1/gain\0\0\0,N\0\0", b"/gan/voice/1/gain\0\0\0"]
    for data in questions * 2:
        inbox.put(data, "me")
    assert waiting(inbox) == questions * 2


def test_panic_goes_first_and_the_gates_before_it_are_forgotten(inbox):
    for data in (GAINS[0], OPEN, OPEN):
        inbox.put(data, "me")
    assert inbox.silencing(PANIC) == [("/gan/out/panic", [])]
    inbox.put(PANIC, "me")
    inbox.put(OPEN, "me")
    assert waiting(inbox) == [GAINS[0], PANIC, OPEN]  # in its turn again, so that the end is the same


def test_a_gate_that_closes_goes_before_what_waits_for_its_voice(inbox):
    other = encode("/gan/voice/2/gate", [1])
    for data in (OPEN, other):
        inbox.put(data, "me")
    assert inbox.silencing(CLOSE) == [("/gan/voice/1/gate", [0])]
    assert waiting(inbox) == [other]


def test_panic_is_found_in_a_bundle_for_now_and_with_any_type_tag(inbox):
    def bundle(tag: bytes) -> bytes:
        return b"#bundle\0" + tag + b"".join(struct.pack(">i", len(part)) + part for part in (GAINS[0], PANIC))

    assert inbox.silencing(bundle(b"\0" * 7 + b"\1")) == [("/gan/out/panic", [])]
    inbox.turn()
    assert inbox.silencing(bundle(b"\xff" * 8)) == []  # its time will come
    assert inbox.silencing(b"/gan/out/stop\0\0\0,q\0\0") == [("/gan/out/stop", [])]
    assert inbox.silencing(OPEN) == []
    assert inbox.silencing(b"/gan/out/panic") == []


def test_the_same_silence_is_made_once_in_a_turn(inbox):
    for _ in range(3):
        inbox.silencing(PANIC)
    assert inbox.silencing(PANIC) == []
    inbox.turn()
    assert inbox.silencing(PANIC) != []


def test_what_waits_is_bounded_and_what_is_lost_is_counted(inbox, monkeypatch):
    monkeypatch.setattr(module, "MOST", 3)
    for _ in range(5):
        inbox.put(PANIC, "me")
    assert (len(inbox), inbox.lost) == (3, 2)
    monkeypatch.setattr(module, "MOST", 100)
    monkeypatch.setattr(module, "MOST_BYTES", 100)
    inbox.put(bytes(100), "me")
    assert inbox.lost == 3
