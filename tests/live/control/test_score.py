from __future__ import annotations

import pytest

from gesturegan_live.control.score import Event, parse


def test_arguments_are_typed_by_their_look():
    [event] = parse('1.5 /a 3 -4 3.0 3e2 .5 -1. scrub nan 1_000 \'two words\' "7" "" it\'s\t0x10')
    assert event.seconds == 1.5
    assert event.address == "/a"
    assert list(event.arguments) == [
        3,
        -4,
        3.0,
        300.0,
        0.5,
        -1.0,
        *("scrub", "nan", "1_000", "two words", "7", "", "it's", "0x10"),
    ]
    assert [type(argument) for argument in event.arguments[:3]] == [int, int, float]


def test_comments_and_empty_lines():
    assert parse("# one\n\n  0 /a#b c#d # three\r\n\t\n0 /b '#4' #") == [
        Event(0, "/a#b", ("c#d",), 3),
        Event(0, "/b", ("#4",), 5),
    ]


def test_messages_are_sorted_by_time_and_stay_in_order_within():
    score = parse("2 /a\n1 /b\n1.0 /c\n0 /d\n1 /e")
    assert [event.address for event in score] == ["/d", "/b", "/c", "/e", "/a"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("/a 1", "time is '/a': wanted seconds, 0 or more"),
        ("-1 /a", "time is '-1': wanted seconds, 0 or more"),
        ("1e999 /a", "time is 'inf': wanted seconds, 0 or more"),
        ("1", "address is '': wanted one that starts with '/'"),
        ("1 gate 1", "address is 'gate': wanted one that starts with '/'"),
        ("1 2 /a", "address is '2': wanted one that starts with '/'"),
        ("1 /a 'open", 'a quote is not closed, or not followed by a space: "\'open"'),
        ('1 /a "x"y', "a quote is not closed, or not followed by a space: '\"x\"y'"),
        ("1 /a 'two\u2028lines", 'a quote is not closed, or not followed by a space: "\'two\\u2028lines"'),
        ("1 /a 99999999999999999999", "99999999999999999999 does not fit in 64 bits"),
        ("1 /a" + " 1" * 4097, "more than 4096 arguments"),
    ],
)
def test_errors_name_the_line(line, reason):
    with pytest.raises(ValueError, match=r".") as caught:
        parse(f"0 /ok\n{line}\n", "piece.txt")
    assert str(caught.value) == f"piece.txt line 2: {reason}"


@pytest.mark.parametrize(
    "words", [" x" * 4096, " " + "1" * 3_000_000 + "x", "\t" * 3_000_000, " 'x" + " x" * 1_000_000 + "'"]
)
def test_a_line_of_megabytes_is_read_once(words):
    """Were any of it read again for each word or digit, this would take an hour."""
    [event] = parse("0 /a" + words)
    assert sum(map(len, event.arguments)) > 0 or not words.strip()


def test_a_score_has_an_end(monkeypatch):
    monkeypatch.setattr("gesturegan_live.control.score.MOST_EVENTS", 3)
    with pytest.raises(ValueError, match=r"^piece.txt line 5: more than 3 messages$"):
        parse("0 /a\n" * 2 + "# four\n" + "0 /a\n" * 3, "piece.txt")
