"""What few examples teach, on what they have not seen."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.gesture.regression import train


def tilted(count, seed, noise=0.0):
    """A hand that tilts: three accelerations on a sphere, and what it is to mean, smooth and curved."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((count, 3))
    x /= np.linalg.norm(x, axis=1)[:, None]
    y = np.stack([np.sin(2 * x[:, 0]), x[:, 1] * x[:, 2], np.cos(3 * x[:, 2]), x[:, 0]], axis=1)
    return x + noise * rng.standard_normal(x.shape), y


def rms(values):
    return float(np.sqrt(np.mean(values**2)))


@pytest.mark.parametrize("seed", range(5))
def test_it_does_better_than_the_nearest_and_than_a_plane_on_what_it_has_not_seen(seed):
    x, y = tilted(60, seed, 0.02)
    held_out, wanted = tilted(200, 100 + seed, 0.02)
    trained = train(x, y)
    own = np.array([trained(each) for each in held_out])
    nearest = y[np.linalg.norm(held_out[:, None] - x[None], axis=2).argmin(axis=1)]
    plane = (
        np.column_stack([held_out, np.ones(len(held_out))])
        @ np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)[0]
    )
    assert rms(own - wanted) < 0.6 * min(rms(nearest - wanted), rms(plane - wanted))
    assert trained.kind == "kernel"
    assert trained.error < trained.nearest
    assert trained.error == pytest.approx(rms((own - wanted) / y.std(axis=0)), rel=0.6)  # and it knows how good it is


def test_what_it_foretells_of_one_is_what_it_learns_without_it():
    x, y = tilted(12, 3)
    trained = train(x, y)
    wanted = (y - y.mean(axis=0)) / y.std(axis=0)
    scale = x.std(axis=0)
    distances = np.linalg.norm((x[:, None] - x[None]) / scale, axis=2)
    typical = np.median(distances[distances > 1e-9])
    errors = []
    for width in (0.5, 1.0, 2.0, 4.0):
        for ridge in (1e-6, 1e-4, 1e-3, 1e-2, 1e-1):
            missed = []
            for left_out in range(12):
                kept = np.arange(12) != left_out
                kernel = np.exp(-0.5 * (distances / (width * typical)) ** 2)
                weights = np.linalg.solve(kernel[np.ix_(kept, kept)] + ridge * 12 * np.eye(11), wanted[kept])
                missed.append(kernel[left_out, kept] @ weights - wanted[left_out])
            errors.append(rms(np.array(missed)) / rms(wanted))
    assert trained.kind == "kernel"
    assert trained.error == pytest.approx(min(errors), rel=1e-6)


def test_steps_are_learned_by_neighbours():
    x = np.linspace(0, 1, 40)[:, None]
    trained = train(x, np.where(x < 0.5, 0.0, 1.0))
    assert trained.kind == "neighbours"
    assert trained(np.array([0.4]))[0] < 0.01
    assert trained(np.array([0.6]))[0] > 0.99


def test_far_from_all_examples_it_is_the_nearest():
    x, y = tilted(30, 7)
    trained = train(x, y)
    far = 10 * x[4]
    np.testing.assert_allclose(trained(far), y[np.linalg.norm(far - x, axis=1).argmin()], atol=1e-6)


def test_a_value_that_never_changes_does_no_harm():
    x, y = tilted(20, 1)
    still = np.column_stack([x, np.full(20, 0.3)])
    same = np.column_stack([y, np.full(20, 7.0)])
    trained = train(still, same)
    assert trained(still[3])[-1] == pytest.approx(7.0)
    assert trained.error == pytest.approx(train(x, y).error)


@pytest.mark.parametrize(
    ("x", "y", "line"),
    [
        (np.zeros((0, 0)), np.zeros((0, 0)), "0 examples: wanted two at least"),
        (np.zeros((1, 2)), np.zeros((1, 2)), "1 examples: wanted two at least"),
        (np.zeros((3, 2)), np.eye(3), "3 examples in one place"),
        (np.eye(3), np.ones((3, 2)), "3 examples of one outcome"),
    ],
)
def test_what_teaches_nothing_is_refused(x, y, line):
    with pytest.raises(ValueError, match=line):
        train(x, y)
