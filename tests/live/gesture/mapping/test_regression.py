"""What few examples teach, on what they have not seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.gesture.mapping.regression import train


def tilted(count, seed, noise=0.0):
    """A hand that tilts: three accelerations on a sphere, and what it is to mean, smooth and curved."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((count, 3))
    x /= np.linalg.norm(x, axis=1)[:, None]
    y = np.stack([np.sin(2 * x[:, 0]), x[:, 1] * x[:, 2], np.cos(3 * x[:, 2]), x[:, 0]], axis=1)
    return x + noise * rng.standard_normal(x.shape), y


def recorded(rng, recordings, count):
    """Moments of what a watch has recorded, as it was, and what its acceleration, smoothed, is to mean."""
    with np.load(Path(__file__).parents[3] / "golden" / "motions.npz") as file:
        motions = file["motions"].astype(np.float64)
    at = motions / motions.std(axis=(0, 1))
    calm = (at[recordings, :-2] + at[recordings, 1:-1] + at[recordings, 2:]).reshape(-1, 3) / 3
    strength = np.linalg.norm(calm, axis=1)
    means = np.tanh(calm[:, 0]), np.sin(calm[:, 1]), strength, np.arctan2(calm[:, 2], 1 + strength)
    some = rng.permutation(len(calm))[:count]
    return at[recordings, 1:-1].reshape(-1, 3)[some], np.stack(means, axis=1)[some]


def rms(values):
    return float(np.sqrt(np.mean(values**2)))


def others(x, y, held_out):
    """What the nearest example says, and what a plane through all of them does."""
    nearest = y[np.linalg.norm(held_out[:, None] - x[None], axis=2).argmin(axis=1)]
    through = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)[0]
    return nearest, np.column_stack([held_out, np.ones(len(held_out))]) @ through


@pytest.mark.parametrize("seed", range(5))
def test_it_does_better_than_the_nearest_and_than_a_plane_on_what_it_has_not_seen(seed):
    x, y = tilted(60, seed, 0.02)
    held_out, wanted = tilted(200, 100 + seed, 0.02)
    trained = train(x, y)
    own = trained.foretell(held_out)
    nearest, plane = others(x, y, held_out)
    assert rms(own - wanted) < 0.6 * min(rms(nearest - wanted), rms(plane - wanted))
    assert trained.kind == "kernel"
    assert trained.error < trained.nearest
    assert trained.error == pytest.approx(rms((own - wanted) / y.std(axis=0)), rel=0.6)  # and it knows how good it is


@pytest.mark.parametrize("seed", range(5))
def test_it_does_better_too_on_recorded_motions_that_it_has_not_seen(seed):
    rng = np.random.default_rng(seed)
    x, y = recorded(rng, range(40), 60)  # the first half of the recordings, and the other one
    held_out, wanted = recorded(rng, range(40, 80), 1000)
    trained = train(x, y, networks=True)
    own, (nearest, plane) = trained.foretell(held_out), others(x, y, held_out)
    missed, by_nearest, by_plane = (rms((told - wanted) / y.std(axis=0)) for told in (own, nearest, plane))
    assert missed < 0.95 * by_nearest
    assert missed < 0.85 * by_plane


def test_a_network_is_taken_where_it_foretells_better():
    rng = np.random.default_rng(5)
    x = rng.uniform(-1, 1, (60, 6))
    y = np.tanh(3 * x @ rng.standard_normal((6, 2)))  # two ridges, in six dimensions
    trained, without = train(x, y, networks=True), train(x, y)
    assert trained.kind == "network"
    assert trained.error < 0.6 * without.error
    held_out = rng.uniform(-0.8, 0.8, (200, 6))
    wanted = np.tanh(3 * held_out @ np.linalg.lstsq(x, np.arctanh(y * (1 - 1e-12)), rcond=None)[0])
    missed = [rms(each.foretell(held_out) - wanted) for each in (trained, without)]
    assert missed[0] < 0.7 * missed[1]


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


def test_it_says_where_it_is_good():
    x, y = tilted(60, 2)
    y[x[:, 0] > 0] = np.random.default_rng(0).standard_normal(y[x[:, 0] > 0].shape)  # half of it is without sense
    quality = train(x, y).quality(np.concatenate([x, 10 * x[:1]]))
    assert quality[:-1][x[:, 0] < -0.3].mean() > quality[:-1][x[:, 0] > 0.3].mean() + 0.3
    assert quality[-1] == pytest.approx(0, abs=1e-6)
    assert ((quality >= 0) & (quality <= 1)).all()


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
