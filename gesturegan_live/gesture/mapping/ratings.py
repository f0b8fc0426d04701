"""Likes and dislikes: what examples are once the performer has judged what came of them.

What is liked is an example like any other, and stays there what it was. What is disliked is drawn half way from what
sounded there to the nearest example that sounds otherwise than all that was disliked there; disliked again, half way
from where it is then. Both hold about the place alone, whatever is learned elsewhere. The newest word counts: an older
example there that says what was disliked since is left out, and so is an older dislike where something was liked since.

Conventions
-----------
``x`` : ndarray, shape (n, inputs), ``y`` : ndarray, shape (n, outputs), ``ratings`` : ndarray, shape (n,), above 0 for
what is liked, below 0 for what is disliked, 0 for what is an example; the newest last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.gesture.mapping.trained import TINY, Numbers, apart

Marks = NDArray[np.bool_]

_HERE = 0.5  # of the farthest way to a nearest example: so near is the same place
_ALIKE = 0.5  # of the median way between two outcomes: so near is the same outcome


@dataclass(frozen=True)
class Settled:
    """What is to be learned.

    Attributes
    ----------
    x, y : ndarray, shapes (m, inputs) and (m, outputs)
        Of the examples.
    places, outcomes : ndarray, shapes (k, inputs) and (k, outputs)
        What is to come out where something was rated.
    """

    x: Numbers
    y: Numbers
    places: Numbers
    outcomes: Numbers


def settled(x: Numbers, y: Numbers, ratings: Numbers) -> Settled:
    """Give what is to be learned; ValueError where there is nothing but dislikes."""
    liked = ratings >= 0
    if not ratings.any():
        return Settled(x, y, x[:0], y[:0])
    if liked.sum() < 2:
        raise ValueError(f"{liked.sum()} examples that are not disliked: wanted two at least")
    here, alike = _places(x, liked), _outcomes(y, liked)
    kept: list[int] = []
    outcomes = y.copy()
    for each in reversed(range(len(x))):
        newer = [other for other in kept if here[each, other]]
        if liked[each]:
            if not any(not liked[other] and alike[each, other] < 1.0 for other in newer):
                kept.append(each)
        elif not newer:
            kept.append(each)
            disliked = np.flatnonzero(~liked & here[each])
            outcomes[each] = 0.5 * (y[each] + y[_other(each, x, liked, alike[:, disliked].min(axis=1))])
    examples = np.array([each for each in reversed(kept) if liked[each]], np.intp)
    rated = np.array([each for each in reversed(kept) if ratings[each]], np.intp)
    return Settled(x[examples], y[examples], x[rated], outcomes[rated])


def _other(each: int, x: Numbers, liked: Marks, unlike: Numbers) -> int:
    """Give the nearest example whose outcome is none of those disliked, or the one that is least like them."""
    candidates = np.flatnonzero(liked & (unlike >= 1.0))
    if not len(candidates):
        return int(np.where(liked, unlike, -np.inf).argmax())
    return int(candidates[(((x[candidates] - x[each]) / _spread(x[liked])) ** 2).sum(axis=1).argmin()])


def _places(x: Numbers, liked: Marks) -> Marks:
    """Tell which places are the same, shape (n, n)."""
    distances = apart(x / _spread(x[liked]), x / _spread(x[liked]))
    among = distances[np.ix_(liked, liked)] + np.where(np.eye(int(liked.sum()), dtype=bool), np.inf, 0.0)
    return np.asarray(distances <= _HERE * among.min(axis=1).max())


def _outcomes(y: Numbers, liked: Marks) -> Numbers:
    """Tell how unlike outcomes are, shape (n, n): below 1 they are the same."""
    distances = apart(y / _spread(y[liked]), y / _spread(y[liked]))
    between = distances[np.ix_(liked, liked)]
    between = between[between > TINY]
    return np.asarray(distances / (_ALIKE * float(np.median(between)) if len(between) else 1.0))


def _spread(values: Numbers) -> Numbers:
    spread = values.std(axis=0)
    return np.asarray(np.where(spread > TINY, spread, 1.0))
