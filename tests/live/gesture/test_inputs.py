"""Streams by name and by address, and what is taken of them."""

from __future__ import annotations

import pytest

from gesturegan_live.gesture.inputs import Inputs
from gesturegan_live.show.gestures import Input


@pytest.fixture
def inputs():
    made = Inputs()
    made.add("hand", Input("/accxyz", (0, 1)))
    made.feed("/accxyz", [0.25, 0.5, 1.0], 1.0)
    return made


def test_a_source_is_a_stream_a_value_or_what_is_derived(inputs):
    assert inputs.source("hand").values() == [0.25, 0.5, 1.0]
    assert inputs.source("hand/2").values() == [1.0]
    assert inputs.source("hand/energy").values() == [0.0]
    assert inputs.source("hand/velocity").values() == [0.5, 0.5, 0.5]
    assert inputs.source("hand/velocity/1").values() == [0.5]
    assert inputs.moved == {"hand"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("foot", "no input 'foot': there are hand"),
        ("hand/3", "hand has 3 values: wanted one from 0 to 2"),
        ("hand/speed", "source 'hand/speed': wanted a value of hand by its number, or velocity, energy"),
        ("hand/energy/x", "source 'hand/energy/x': wanted a value"),
        ("hand/energy/1", "hand has 1 values: wanted one from 0 to 0"),
    ],
)
def test_what_is_no_source_is_named(inputs, text, line):
    with pytest.raises(ValueError, match=line):
        inputs.source(text)


def test_an_address_may_be_several_streams(inputs):
    inputs.add("slow", Input("/accxyz", (0, 10)))
    inputs.feed("/accxyz", [1, 1, 1], 2.0)
    assert inputs.streams["hand"].values == [1, 1, 1]
    assert inputs.streams["slow"].values == [0.1, 0.1, 0.1]
    inputs.forget("slow")
    assert inputs.takes("/accxyz")
    inputs.forget("hand")
    assert not inputs.takes("/accxyz")


def test_a_name_that_learns_another_address_begins_anew(inputs):
    version = inputs.version
    inputs.add("hand", Input("/gyro", (0, 1)))
    assert inputs.version > version
    assert not inputs.takes("/accxyz")
    inputs.feed("/gyro", [0.75, 0], 2.0)
    assert inputs.source("hand").values() == [0.75, 0]


@pytest.mark.parametrize("name", ["", "a b", "a/b", "x" * 33, "*", "learn", "a\n"])
def test_what_is_no_name_is_refused(inputs, name):
    with pytest.raises(ValueError, match="^input "):
        inputs.add(name, Input("/x"))


def test_there_are_so_many_and_no_more(inputs):
    for number in range(63):
        inputs.add(f"x{number}", Input("/x"))
    with pytest.raises(ValueError, match="64 inputs: wanted 64 at most"):
        inputs.add("more", Input("/x"))
    inputs.add("hand", Input("/x"))
