from __future__ import annotations

import numpy as np

from gesturegan_live.bench.hearing.heard import Heard


def block(frame: int, count: int = 16) -> np.ndarray:
    return np.arange(frame, frame + count, dtype=np.float32)


def test_a_stretch_is_found_by_its_frames() -> None:
    heard = Heard(100)
    for frame in range(1000, 1320, 16):
        heard.put(frame, block(frame))
    assert np.array_equal(heard.take(1250, 60, 0), block(1250, 60))


def test_a_stretch_with_a_hole_is_not_given() -> None:
    heard = Heard(100)
    for frame in (0, 16, 48, 64):
        heard.put(frame, block(frame))
    assert heard.take(20, 40, 0) is None
    assert np.array_equal(heard.take(48, 32, 0), block(48, 32))


def test_neither_is_one_that_is_forgotten_or_has_not_come() -> None:
    heard = Heard(64)
    for frame in range(0, 160, 16):
        heard.put(frame, block(frame))
    assert heard.take(90, 20, 0) is None
    assert heard.take(150, 20, 0.01) is None
    assert np.array_equal(heard.take(97, 20, 0), block(97, 20))
