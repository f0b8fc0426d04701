"""Figures of sets of sounds beside each other."""

from __future__ import annotations

import numpy as np
import pytest

from training.judging import nearness
from training.judging.sets import GENERATED, HELD_OUT, Heard


def heard(partials: float, attacks: float) -> Heard:
    ones = np.ones(8)
    products = np.tile([partials**2, attacks**2], (8, 1))
    return Heard(np.arange(8), np.zeros((8, 512), np.float32), ones, ones, ones, products=products)


def test_lines_that_recordings_have_none_of_are_held_against_nothing() -> None:
    made = {GENERATED: heard(0.5, 0.25)}
    told = nearness.sharpness(made, heard(1.0, 0.0))
    assert told[GENERATED].keys() == {"clear", "partials"}
    assert told[HELD_OUT]["clear"]["value"] == pytest.approx(1.0)
    assert told[GENERATED]["partials"]["value"] == pytest.approx(0.5)
    assert "attacks" in nearness.sharpness(made, heard(1.0, 0.5))[GENERATED]
