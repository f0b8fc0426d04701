from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage

from gesturegan_live.control.messages import wire

GAIN = b"/gan/voice/1/gain\0\0\0,f\0\0\x3f\x00\x00\x00"
NOW = b"\0\0\0\0\0\0\0\1"


def element(data: bytes) -> bytes:
    return struct.pack(">i", len(data)) + data


def bundle(tag: bytes, *elements: bytes) -> bytes:
    return b"#bundle\0" + tag + b"".join(map(element, elements))


def tag(time: float) -> bytes:
    return struct.pack(">II", int(time) + 2208988800, int(time % 1 * 2**32))


def test_a_message():
    assert wire.parse(GAIN) == [wire.Batch(0.0, [("/gan/voice/1/gain", [0.5])])]


def test_every_type_of_number():
    data = b"/a\0\0,ifdhTF\0" + struct.pack(">ifdq", 1, 0.5, 0.25, 2**40)
    assert wire.parse(data) == [wire.Batch(0.0, [("/a", [1, 0.5, 0.25, 2**40, True, False])])]


@pytest.mark.parametrize(
    ("types", "body", "values"),
    [
        (b"I", b"", []),
        (b"N", b"", []),
        (b"[N]I", b"", []),
        (b"[f[i]]", struct.pack(">fi", 0.5, 7), [0.5, 7]),
        (b"S", b"abc\0", ["abc"]),
        (b"c", b"\0\0\0a", ["a"]),
        (b"r", b"\xff\x80\0\x01", [b"\xff\x80\0\x01"]),
        (b"m", b"\0\x90\x3c\x7f", [b"\0\x90\x3c\x7f"]),
        (b"t", NOW, [NOW]),
        (b"sI", b"a\0\0\0", ["a"]),
        (b"bi", struct.pack(">i4si", 3, b"xyz", 1), [b"xyz", 1]),
    ],
)
def test_every_type_of_osc_is_read(types, body, values):
    tags = b"," + types
    assert wire.parse(b"/a\0\0" + tags + bytes(4 - len(tags) % 4) + body) == [wire.Batch(0.0, [("/a", values)])]


@pytest.mark.parametrize("tail", [b",q\0\0", b",f\0\0", b",s\0\0abcd", b"xyz\0", b",s\0\0\xff\0\0\0", b"abcd"])
def test_what_must_not_fail_is_read_without_its_arguments_where_these_cannot_be(tail):
    data = b"/panic\0\0" + tail
    with pytest.raises(ValueError, match=r"^/panic: "):
        wire.parse(data)
    for packet in (data, bundle(NOW, data)):
        assert wire.parse(packet, {"/panic"}) == [wire.Batch(0.0, [("/panic", [])])]


def test_a_time_tag_of_0_is_at_once():
    assert wire.parse(bundle(bytes(8), b"/a\0\0")) == [wire.Batch(0.0, [("/a", [])])]


def test_a_message_without_type_tags_has_no_arguments():
    assert wire.parse(b"/status\0") == [wire.Batch(0.0, [("/status", [])])]


def test_a_bundle_keeps_its_messages_together_and_in_order():
    a, b, c = (b"/%c\0\0" % letter for letter in b"abc")
    assert wire.parse(bundle(NOW, a, b)) == [wire.Batch(0, [("/a", []), ("/b", [])])]
    assert wire.parse(bundle(tag(1000.5), a, bundle(tag(1000.5), b), c)) == [
        wire.Batch(1000.5, [("/a", []), ("/b", []), ("/c", [])])
    ]


def test_a_later_bundle_inside_keeps_its_own_time():
    a, b = b"/a\0\0", b"/b\0\0"
    assert wire.parse(bundle(tag(1000), a, bundle(tag(1001), b))) == [
        wire.Batch(1000.0, [("/a", [])]),
        wire.Batch(1001.0, [("/b", [])]),
    ]
    assert wire.parse(bundle(tag(1000), bundle(NOW, b))) == [wire.Batch(1000.0, [("/b", [])])]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "packet of 0 bytes"),
        (b"/a\0", "packet of 3 bytes"),
        (b"junk", "packet starts with b'junk'"),
        (b"\0\0\0\0", "packet starts with"),
        (b"/abc", "message b'/abc'"),
        (b"/a\0\0xf\0\0" + bytes(4), "must start with a comma"),
        (b"/a\0\0,f\0\0", "/a: the packet ends before its arguments ',f' do"),
        (b"/a\0\0,sf\0abcdefg\0", "/a: the packet ends before its arguments ',sf' do"),
        (b"/a\0\0,s\0\0abcd", "/a: a text that does not end: b'abcd'"),
        (b"/a\0\0,b\0\0\x7f\xff\xff\xff", "/a: a blob of 2147483647 bytes where 0 are left"),
        (b"/\xff\0\0,\0\0\0", "message"),
        (b"/a\0\0,s\0\0\xff\0\0\0", "/a: no UTF-8"),
        (b"/a\0\0,sbs" + bytes(4) + b"abc\0\xff\xff\xff\xf8", "a blob of -8 bytes"),  # python-osc goes back by them
        (b"/a\0\0,qf\0" + bytes(4), "argument types ',qf' hold 'q'"),
        (b"/a\0\0,t\0\0" + bytes(4), "/a: the packet ends before its arguments ',t' do"),
        (b"#bundle\0", "bundle without a time tag"),
        (b"#bundle\0" + NOW + b"\xff\xff\xff\xfc", "bundle element of -4 bytes"),  # python-osc loops for ever on it
        (b"#bundle\0" + NOW + b"\x80\0\0\0", "bundle element of -2147483648 bytes"),
        (b"#bundle\0" + NOW + b"\0\0\0\0", "bundle element of 0 bytes"),
        (b"#bundle\0" + NOW + b"\0\0\0\x08/a\0\0", "bundle element of 8 bytes where 4 are left"),
        (b"#bundle\0" + NOW + b"\0\0\0\x02/a\0\0", "bundle element of 2 bytes"),
        (bundle(NOW, b"/a\0\0", b"junk"), "packet starts with b'junk'"),
        (bundle(NOW, *[b"/a\0\0"] * 4097), "packet of more than 4096 messages"),
        (b"/a\0\0" + b"," + b"T" * 4100 + bytes(3), "more than 4096 arguments"),
    ],
)
def test_a_malformed_packet_is_refused_in_one_line(data, reason):
    with pytest.raises(ValueError, match=r".") as caught:
        wire.parse(data)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bundles_nested_without_end_are_refused():
    data = bundle(NOW)
    for _ in range(2000):
        data = bundle(NOW, data)
    with pytest.raises(ValueError, match="nested more than 8 deep"):
        wire.parse(data)


@given(st.binary(max_size=200))
def test_nothing_but_a_value_error_comes_of_junk(data):
    for attempt in (data, b"#bundle\0" + NOW + data, b"/a\0\0," + data, bundle(NOW, b"/a\0\0," + data)):
        reason = ""
        try:
            wire.parse(attempt)
        except ValueError as error:
            reason = str(error)
        assert "\n" not in reason


def test_answers_are_read_back_by_python_osc():
    message = OscMessage(wire.encode("/done", ["/sync", 7, -1, 0.5, b"", b"abc", "ä"]))
    assert message.address == "/done"
    assert message.params == ["/sync", 7, -1, 0.5, b"", b"abc", "ä"]
    assert wire.encode("/a", []) == b"/a\0\0,\0\0\0"
    with pytest.raises(TypeError, match="OSC has no type for None"):
        wire.encode("/a", [None])


def test_a_time_tag_in_two_signed_halves():
    assert wire.timetag(1000.5) == (1000 + 2208988800 - 2**32, -(2**31))
