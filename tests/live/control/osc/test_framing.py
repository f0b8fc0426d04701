"""Where packets begin and end in a stream."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gesturegan_live.control.messages.wire import LARGEST_DATAGRAM
from gesturegan_live.control.osc.framing import Lengths, Slip, framing

MESSAGE = b"/a\0\0,f\0\0\xc0\xdb\xdc\xdd"


def test_a_literal_packet_by_its_length():
    assert list(framing(b"\0").feed(b"\0\0\0\x0c" + MESSAGE)) == [MESSAGE]
    assert Lengths().framed(MESSAGE) == b"\0\0\0\x0c" + MESSAGE


def test_a_literal_packet_by_slip():
    escaped = b"\xc0/a\0\0,f\0\0\xdb\xdc\xdb\xdd\xdc\xdd\xc0"
    assert list(framing(b"\xc0").feed(escaped)) == [MESSAGE]
    assert list(framing(b"/").feed(escaped[1:])) == [MESSAGE]  # without an end in front of it, too
    assert Slip().framed(MESSAGE) == escaped


@pytest.mark.parametrize("kind", [Lengths, Slip])
@given(packets=st.lists(st.binary(min_size=1, max_size=50), max_size=10), size=st.integers(1, 60))
def test_packets_come_out_as_they_went_in_however_the_stream_is_cut(kind, packets, size):
    stream = b"".join(kind().framed(packet) for packet in packets)
    reading = kind()
    found = [packet for begin in range(0, len(stream), size) for packet in reading.feed(stream[begin : begin + size])]
    assert found == packets


@pytest.mark.parametrize("size", [0, LARGEST_DATAGRAM + 1, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_length_that_no_packet_has_is_refused_before_anything_is_kept(size):
    with pytest.raises(ValueError, match=f"^packet of {size} bytes: wanted 1 to {LARGEST_DATAGRAM}$"):
        list(Lengths().feed(size.to_bytes(4, "big")))


def test_a_packet_without_end_is_refused_once_it_is_too_large():
    reading = Slip()
    for _ in range(2 * LARGEST_DATAGRAM // 4000):
        assert list(reading.feed(b"/" * 4000)) == []
    with pytest.raises(ValueError, match=f"^packet of more than {LARGEST_DATAGRAM} bytes$"):
        list(reading.feed(b"/" * 4000))


@pytest.mark.parametrize("kind", [Lengths, Slip])
def test_the_largest_packet_is_taken(kind):
    packet = b"/\xc0" * (LARGEST_DATAGRAM // 2)
    assert list(kind().feed(kind().framed(packet))) == [packet]
