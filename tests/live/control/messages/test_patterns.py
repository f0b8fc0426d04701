from __future__ import annotations

import pytest

from gesturegan_live.control.messages.patterns import Part, compile_parts, is_pattern


def matches(pattern: str, address: str) -> bool:
    parts, names = compile_parts(pattern), address.split("/")
    return len(parts) == len(names) and all(part.matches(name) for part, name in zip(parts, names, strict=True))


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
        ("/v/*{,x}*{y,}", "/v/axby", "/w/axby"),
        ("/v/{a*,b}", "/v/a*", "/v/ab"),
        ("/v/[!]", "/v/a", "/v/"),
        ("/v/.", "/v/.", "/v/x"),
    ],
)
def test_patterns(pattern, matched, unmatched):
    assert matches(pattern, matched)
    assert not matches(pattern, unmatched)


@pytest.mark.parametrize("pattern", ["/a[", "/a{b", "/a]", "/a}b", "/" + "*" * 300])
def test_what_is_no_pattern_is_refused(pattern):
    assert is_pattern(pattern)
    with pytest.raises(ValueError, match=r"^pattern .*"):
        compile_parts(pattern)


def test_a_hostile_pattern_costs_no_more_than_its_length_for_each_character():
    part = Part("*a" * 120 + "b")
    tests = 0

    def counted(test):
        def count(character):
            nonlocal tests
            tests += 1
            return test(character)

        return count

    part._states = [(counted(test), leads_to) for test, leads_to in part._states]
    assert not part.matches("a" * 200)
    assert tests <= 200 * 242
    assert part.matches("a" * 120 + "b")


def test_a_long_name_is_matched_without_recursion():
    assert Part("*" + "{a,}" * 60 + "[!b]?").matches("a" * 5000)
