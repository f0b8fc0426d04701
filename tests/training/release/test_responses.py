"""How qualities respond to steps, and how steps are parted."""

from __future__ import annotations

import numpy as np

from training.release.responses import CHANCE, SUREST, Responses, independent, parted


def test_responses_are_means_over_points_and_how_unevenly_they_come() -> None:
    wave = 0.2 * np.where(np.arange(50) % 2, 1.0, -1.0)
    responses = Responses.at(np.stack([0.5 + wave, -0.25 + wave])[..., None])
    np.testing.assert_allclose(responses.means, [[0.5, -0.25]])
    np.testing.assert_allclose(responses.uneven, np.full((2, 2), 0.04))
    assert responses.changing() == [0]
    assert Responses.at(np.zeros((2, 5, 3))).changing() == []


def test_what_is_taken_along_is_taken_out_but_for_what_may_be_chance() -> None:
    beside = np.array([[1.0, 0.4, 0.02], [-0.04, 1.0, 0.0], [0.0, 9.0, 1.0]])
    steps = parted(np.eye(3, dtype=np.float32), beside)
    np.testing.assert_allclose(steps @ np.eye(3), [[1, CHANCE - 0.4, 0], [0, 1, 0], [0, -SUREST, 1]], atol=1e-6)


def test_independent_steps_add_one_to_their_own_the_cheapest_way() -> None:
    draw = np.random.default_rng(0)
    responses, root = draw.standard_normal((3, 5)), draw.standard_normal((5, 5))
    cost = root @ root.T + 0.1 * np.eye(5)
    steps = independent(responses, cost)
    np.testing.assert_allclose(steps @ responses.T, np.eye(3), atol=1e-9)
    _, _, rows = np.linalg.svd(responses)
    for free in rows[3:]:  # what no quality hears makes a step dearer, either way
        for step in steps:
            assert abs(step @ cost @ free) < 1e-9
