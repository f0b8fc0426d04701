"""What likes and dislikes make of examples."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.gesture.mapping.ratings import settled
from gesturegan_live.gesture.mapping.regression import train

X = np.stack(np.meshgrid(np.linspace(0, 1, 4), np.linspace(0, 1, 4)), axis=-1).reshape(-1, 2)
Y = np.stack([X[:, 0], 1 - X[:, 1], X[:, 0] * X[:, 1]], axis=1)
HERE = np.array([0.5, 0.5])


def learned(x, y, ratings):
    wanted = settled(x, y, np.asarray(ratings))
    return train(wanted.x, wanted.y).corrected(wanted.places, wanted.outcomes)


def rated(*ratings):
    """What is played at a place as one goes on rating it."""
    x, y, told = X, Y, np.zeros(len(X))
    trained = learned(x, y, told)
    played = [trained(HERE)]
    for rating in ratings:
        x, y, told = np.vstack([x, HERE]), np.vstack([y, played[-1]]), np.append(told, rating)
        trained = learned(x, y, told)
        played.append(trained(HERE))
    return np.array(played), trained


def test_what_is_disliked_goes_away_to_what_was_not_disliked_before():
    played, trained = rated(-1, -1, -1, -1)
    apart = np.linalg.norm(played[:, None] - played[None], axis=2)[np.triu_indices(5, 1)]
    assert apart.min() > 0.1
    assert np.linalg.norm(played[2] - played[0]) > np.linalg.norm(played[1] - played[0]) > 0.25
    corner = np.array([0.0, 0.0])
    np.testing.assert_allclose(trained(corner), Y[0], atol=0.1)  # elsewhere it is what it was


def test_what_is_liked_stays():
    played, _ = rated(1, 1)
    np.testing.assert_allclose(played, played[:1].repeat(3, axis=0), atol=1e-6)


def test_what_is_liked_after_all_comes_nearer_again():
    first = train(X, Y)(HERE)
    x, y = np.vstack([X, HERE, HERE]), np.vstack([Y, first, first])
    disliked = learned(x[:-1], y[:-1], [0] * 16 + [-1])(HERE)
    liked = learned(x, y, [0] * 16 + [-1, 1])(HERE)
    assert np.linalg.norm(liked - first) < 0.1 * np.linalg.norm(disliked - first)


def test_an_example_that_is_disliked_is_one_no_longer():
    wanted = settled(np.vstack([X, X[5]]), np.vstack([Y, Y[5]]), np.array([0] * 16 + [-1]))
    assert len(wanted.x) == 15
    np.testing.assert_array_equal(wanted.places, X[5:6])
    assert not (wanted.outcomes == Y[5]).all()


def test_dislikes_alone_teach_nothing():
    with pytest.raises(ValueError, match="1 examples that are not disliked: wanted two at least"):
        settled(X[:3], Y[:3], np.array([1.0, -1.0, -1.0]))


def test_alike_places_and_outcomes_do_no_harm():
    x, y = np.zeros((4, 2)), np.zeros((4, 1))
    assert len(settled(x, y, np.array([0.0, 1.0, 1.0, -1.0])).places) == 1
