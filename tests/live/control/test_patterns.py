from __future__ import annotations

import pytest

from gesturegan_live.control.patterns import is_pattern, matcher


@pytest.mark.parametrize(
    ("pattern", "matched", "unmatched"),
    [
        ("/gan/voice/?/gain", "/gan/voice/3/gain", "/gan/voice/12/gain"),
        ("/gan/voice/*/gain", "/gan/voice/12/gain", "/gan/voice/1/z/gain"),
        ("/gan/voice/*", "/gan/voice/12", "/gan/voice/12/gain"),
        ("/gan/*/1/g*n", "/gan/voice/1/gain", "/gan/voice/1/gate"),
        ("/v/[1-3]", "/v/2", "/v/4"),
        ("/v/[135]", "/v/5", "/v/2"),
        ("/v/[!1-3]", "/v/4", "/v/2"),
        ("/v/[a-]", "/v/-", "/v/b"),
        ("/v/{gain,pan}", "/v/pan", "/v/pa"),
        ("/v/{g,ga}in", "/v/gain", "/v/ggain"),
        ("/v/g{,ain}", "/v/g", "/v/gai"),
        ("/v/**n", "/v/gain", "/v/gains"),
        ("/v/.", "/v/.", "/v/x"),
    ],
)
def test_patterns(pattern, matched, unmatched):
    matches = matcher(pattern)
    assert matches(matched.split("/"))
    assert not matches(unmatched.split("/"))


@pytest.mark.parametrize("pattern", ["/a[", "/a{b", "/a]", "/a}b", "/" + "*" * 300])
def test_what_is_no_pattern_is_refused(pattern):
    assert is_pattern(pattern)
    with pytest.raises(ValueError, match=r"^pattern .*"):
        matcher(pattern)


def test_a_hostile_pattern_costs_no_more_than_its_length():
    calls = 0

    class Counted(str):
        __slots__ = ()

        def __getitem__(self, key):
            nonlocal calls
            calls += 1
            return super().__getitem__(key)

    assert not matcher("/" + "*a" * 120 + "b")(["", Counted("a" * 200)])
    assert calls < 250 * 210
