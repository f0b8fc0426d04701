"""The one-euro filter against the equations of its paper."""

from __future__ import annotations

import math

import pytest

from gesturegan_live.gesture.one_euro import OneEuro


def alpha(cutoff, seconds):
    tau = 1 / (2 * math.pi * cutoff)
    return 1 / (1 + tau / seconds)


def test_it_is_the_filter_of_the_paper():
    euro = OneEuro(2.0, 0.5)
    assert euro([0.2], 0.01) == [0.2]
    speed = alpha(1.0, 0.01) * (0.5 - 0.2) / 0.01
    a = alpha(2.0 + 0.5 * speed, 0.01)
    assert euro([0.5], 0.01) == pytest.approx([a * 0.5 + (1 - a) * 0.2])


def test_it_is_quiet_at_rest_and_quick_when_it_moves():
    trembling = [0.5 + 0.01 * (-1) ** number for number in range(400)]
    euro = OneEuro(1.0, 5.0)
    rest = [euro([value], 0.01)[0] for value in trembling][200:]
    assert max(rest) - min(rest) < 0.004  # of 0.02
    there = [euro([1.0], 0.01)[0] for _ in range(10)]
    slow = OneEuro(1.0)
    slow([0.5], 0.01)
    late = [slow([1.0], 0.01)[0] for _ in range(10)]
    assert there[-1] > 0.9 > 0.75 > late[-1]


def test_time_that_stands_still_changes_nothing():
    euro = OneEuro(1.0)
    euro([0.0, 1.0], 0.0)
    assert euro([1.0, 0.0], 0.0) == [0.0, 1.0]
