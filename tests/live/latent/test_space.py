from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.latent.space import LIMIT, Space

SPACE = Space(3, ("hit", "rub"))


def test_a_point_is_float32_and_clipped():
    point = SPACE.point([0, 100, -100])
    assert point.dtype == np.float32
    assert point.tolist() == [0, LIMIT, -LIMIT]
    assert SPACE.condition([2, -1]).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([1, 2], r"^point of shape \(2,\): wanted 3 coordinates$"),
        ([[1, 2, 3]], r"^point of shape \(1, 3\): wanted 3 coordinates$"),
        ([1, float("nan"), 3], r"^point has nan in it: wanted finite coordinates$"),
        ([1, 2, float("-inf")], r"^point has -inf in it: wanted finite coordinates$"),
    ],
)
def test_what_is_no_point_is_refused(values, reason):
    with pytest.raises(ValueError, match=reason):
        SPACE.point(values)


def test_a_seed_gives_the_same_point_everywhere():
    # numpy.random.Generator(PCG64(1)).standard_normal(3), as NumPy's own documentation of stream stability promises
    assert SPACE.seeded(1).tolist() == pytest.approx([0.345584192, 0.821618144, 0.330437076])
    assert not np.array_equal(SPACE.seeded(1), SPACE.seeded(2))
    with pytest.raises(ValueError, match="seed is -1"):
        SPACE.seeded(-1)


def test_where_a_voice_starts():
    assert SPACE.first_condition().tolist() == [1, 0]
    assert Space(3).first_condition().shape == (0,)
    with pytest.raises(ValueError, match="latent_dim is 0"):
        Space(0)
