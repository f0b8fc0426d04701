"""Scales of Scala's files."""

from __future__ import annotations

import math

import pytest

from gesturegan_live.control.notes import scale
from gesturegan_live.control.notes.scale import Scale
from gesturegan_live.control.notes.tuning import Tuning
from gesturegan_live.show.documents import DocumentError
from gesturegan_live.show.home import Home
from tests.fuzz.documents import TUNING

FIFTH = 12 * math.log2(3 / 2)


def test_a_scale_is_read_as_scala_writes_it():
    just = scale.parse("just", TUNING)
    assert just.notes == pytest.approx(
        [12 * math.log2(ratio) for ratio in (9 / 8, 5 / 4)] + [4.98045, FIFTH, 8.8435871, 10.8826871, 12]
    )


def test_degrees_go_on_in_both_directions_and_between_each_other():
    just = scale.parse("just", TUNING)
    assert [just.above(degree) for degree in (0, 4, 7, 11, -3)] == pytest.approx([0, FIFTH, 12, 12 + FIFTH, FIFTH - 12])
    assert just.above(3.5) == pytest.approx((4.98045 + FIFTH) / 2)


def test_a_scale_need_not_have_octaves():
    bohlen = Scale("pierce", tuple(12 * math.log2(3) * step / 13 for step in range(1, 14)))
    tuning = Tuning(scale=bohlen)
    assert tuning.pitch(60 + 13) - tuning.pitch(60) == pytest.approx(12 * math.log2(3))


def test_key_69_has_the_reference_frequency_whatever_the_scale():
    tuning = Tuning(a4=432.0, scale=scale.parse("just", TUNING), root=62)
    assert 440 * 2 ** ((tuning.pitch(69) - 69) / 12) == pytest.approx(432)
    assert tuning.pitch(69) - tuning.pitch(62) == pytest.approx(12)  # seven notes


def test_twelve_equal_steps_are_what_no_scale_is():
    equal = Scale("12", tuple(float(step) for step in range(1, 13)))
    for key in (0, 60, 61.25, 127):
        assert Tuning(scale=equal).pitch(key) == pytest.approx(Tuning().pitch(key))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "wanted a description, a number of notes, and the notes"),
        ("! only\n!\n", "wanted a description"),
        ("a\nmany\n2/1\n", "number of notes is 'many', wanted 1 to 4096"),
        ("a\n0\n", "number of notes is '0'"),
        ("a\n99999999999\n", "number of notes is"),
        ("a\n3\n9/8\n2/1\n", "has 2 notes, wanted 3 as it says"),
        ("a\n1\nfifth\n", "a note is 'fifth', wanted cents, as 701.955, or a ratio, as 3/2"),
        ("a\n1\n-3/2\n", "a note is '-3/2'"),
        ("a\n1\n3/0\n", "a note is '3/0'"),
        ("a\n1\n.\n", "a note is '.'"),
        ("a\n2\n2/1\n1/1\n", "begins anew after 0 cents, wanted more than 0"),
        ("a\n1\n999999999.0\n", "begins anew after 1e\\+09 cents"),
    ],
)
def test_what_is_no_scale_is_refused(text, reason):
    with pytest.raises(DocumentError, match=reason):
        scale.parse("a", text)


def test_a_tuning_is_a_file_of_the_home(tmp_path):
    home = Home(tmp_path)
    with pytest.raises(ValueError, match=r"no tuning 'just': wanted a Scala file among the home's tunings"):
        scale.read("just", home)
    home.inside("tunings", "just", ".scl").write_bytes(TUNING.encode("latin-1"))
    assert scale.read("just", home) == scale.parse("just", TUNING)
    assert scale.read("just.scl", home).notes == scale.parse("just", TUNING).notes
    with pytest.raises(ValueError, match="name"):
        scale.read("../just", home)
    home.inside("tunings", "no", ".scl").write_text("a\n1\nx\n")
    with pytest.raises(ValueError, match=r"tuning 'no' cannot be read: a note is 'x'"):
        scale.read("no", home)
