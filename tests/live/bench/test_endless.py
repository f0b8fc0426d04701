"""What repeats itself, and what does not: the measure, and the presets of the model that ships."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.bench.endless import Row, alike
from tests.live.bench.conftest import measured

RATE = 44100


def test_what_comes_again_is_alike_and_what_does_not_is_not() -> None:
    noise = np.random.default_rng(1).standard_normal(4 * RATE).astype(np.float32)
    swell = np.repeat(np.random.default_rng(2).random(4 * 32), RATE // 32 + 1)[: len(noise)].astype(np.float32)
    sound = noise * swell
    again = np.tile(sound[:RATE], 4)
    assert alike(again, RATE) > 0.95
    assert abs(alike(sound, RATE)) < 0.2
    assert alike(np.zeros(4 * RATE, np.float32), RATE) == 1.0  # nothing moves


@pytest.mark.long
def test_presets_of_the_model_that_ships_do_not_repeat_themselves() -> None:
    rows = measured("endless", "--seconds", 8)
    assert rows[0].keys() == set(Row.__dataclass_fields__)
    assert min(row["loop_alike"] for row in rows) > 0.9
    assert max(row["endless_alike"] for row in rows) < 0.6
    assert max(max(row[name] for name in ("flux", "high_flux", "difference")) for row in rows) < 3.0
