"""From few examples to a choice, or to none: what is like no example of what it would choose is left alone.

Each name is a value of its own, 1 where it is meant and 0 elsewhere, learned as values are
(`gesturegan_live.gesture.mapping.regression`), by what names most of the examples rightly from the others.

Conventions
-----------
Names are numbers from 0. A *confidence* is the share that the chosen has in all, less the farther what is there lies
beyond the examples of it; below `SURE` nothing is chosen. An error is the share of examples that are named wrongly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gesturegan_live.gesture.mapping.regression import train
from gesturegan_live.gesture.mapping.trained import TINY, Numbers, Trained, apart

SURE = 0.5
_STEEP = 2.0  # how fast confidence falls: a half once as far again as four tenths of the way between examples
_NEAREST = 2  # examples of its name that an example reaches
_LEAST = 0.05  # of the typical way between examples: how far an example reaches at least


@dataclass(frozen=True)
class Choosing:
    """What examples have taught to choose.

    Attributes
    ----------
    trained : Trained
        Of which each outcome is a name.
    reach : ndarray, shape (n,)
        How far each example lies from the second nearest of its name, or the last where there are fewer.
    """

    trained: Trained
    reach: Numbers

    @property
    def words(self) -> str:
        """Tell how good it is, for people."""
        count, trained = len(self.trained.places), self.trained
        right, nearest = (round(count * (1.0 - error)) for error in (trained.error, trained.nearest))
        return f"by {trained.kind} it names {right} of {count} rightly from the others, the nearest alone {nearest}"

    def __call__(self, x: Numbers) -> tuple[int, float]:
        """Choose for values of the inputs, shape (inputs,): a number, or -1 for none, and the confidence, 0 to 1."""
        trained = self.trained
        shares = np.clip(trained(x), TINY, None)
        chosen = int(shares.argmax())
        meant = trained.outcomes[:, chosen] > 0
        near = apart(x[None] / trained.scale, trained.places[meant])[0] / self.reach[meant]
        beyond = max(float(near.min()) - 1.0, 0.0)
        confidence = float(shares[chosen] / shares.sum() * np.exp(-((_STEEP * beyond) ** 2)))
        return (chosen if confidence >= SURE else -1), confidence

    def content(self) -> tuple[dict[str, Any], list[Numbers]]:
        """Give it as an object of JSON, and arrays."""
        told, arrays = self.trained.content()
        return told, [self.reach, *arrays]

    @classmethod
    def read(cls, told: dict[str, Any], arrays: Sequence[Numbers]) -> Choosing:
        """Take it from what `content` gave."""
        reach, *rest = arrays
        return cls(Trained.read(told, rest), reach)


def learned(x: Numbers, numbers: Numbers, *, networks: bool = False) -> Choosing:
    """Learn what to choose.

    Parameters
    ----------
    x : ndarray, shape (n, inputs)
    numbers : ndarray, shape (n,)
        What each example is; all up to the highest occur.
    networks : bool
        Whether to try a network too; ImportError where there is none.

    Raises
    ------
    ValueError
        One line: too few examples, or of one name only.
    """
    means = np.eye(int(numbers.max(initial=0.0)) + 1)[numbers.astype(np.intp)]
    if means.shape[1] < 2:
        raise ValueError(f"{len(x)} examples of {means.shape[1]} name: wanted two names at least")
    trained = train(x, means, networks=networks, judge=_judged(means))
    return Choosing(trained, _reach(trained))


def _judged(means: Numbers) -> Any:
    """Make what judges by the share that is named wrongly, and among equals by how clearly."""
    spread, mean, named = means.std(axis=0), means.mean(axis=0), means.argmax(axis=1)

    def judge(foretold: Numbers, wanted: Numbers) -> tuple[float, ...]:
        wrong = (foretold * spread + mean).argmax(axis=1) != named
        return float(wrong.mean()), float(((foretold - wanted) ** 2).sum())

    return judge


def _reach(trained: Trained) -> Numbers:
    distances = apart(trained.places, trained.places)
    same = trained.outcomes.argmax(axis=1)
    alike = same[:, None] == same[None]
    own = np.sort(np.where(alike, distances, np.inf), axis=1)[:, : _NEAREST + 1]
    reach = np.where(np.isfinite(own), own, 0.0).max(axis=1)
    alone = alike.sum(axis=1) == 1
    reach = np.where(alone, 0.5 * np.where(alike, np.inf, distances).min(axis=1), reach)
    return np.asarray(np.maximum(reach, _LEAST * float(np.median(distances[distances > TINY]))))
