"""Whether a sound that was asked for by its category is heard as one.

Conventions
-----------
The judge is a logistic regression on the sound embedding, fitted on the dataset's other files; on files held out its
accuracy says how far it is to be trusted. Chance is the part of the most frequent category among what was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from training.judging.bootstrap import Figure, interval, mean
from training.judging.sets import Heard

Array = NDArray[np.float32]


def accuracy(
    names: Sequence[str], taught: tuple[Array, Array], held: tuple[Heard, Array], made: tuple[Heard, Array]
) -> dict[str, Figure | float] | None:
    """Judge what was generated, and what was held out; None where the other files are all of one category.

    Parameters
    ----------
    taught : (ndarray, ndarray)
        Points (n, 512) and weights (n, len(names)) of the other files' clips.
    held, made : (Heard, ndarray)
        Sounds, and the weights that belong to them, or were asked for.
    """
    points, weights = taught
    labels = weights.argmax(axis=1)[weights.any(axis=1)]
    if len(np.unique(labels)) < 2:
        return None
    judge = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=500))
    judge.fit(points[weights.any(axis=1)], labels)
    told: dict[str, Figure | float] = {"categories": float(len(names))}
    for what, (heard, asked) in (("generated", made), ("held_out", held)):
        named = asked.any(axis=1)
        right = (judge.predict(heard.points[named]) == asked[named].argmax(axis=1)).astype(np.float64)
        told[what] = interval(lambda w, right=right: mean(right, w), heard.files[named])
    counts = np.bincount(made[1].argmax(axis=1), minlength=len(names))
    told["chance"] = float(counts.max() / counts.sum())
    return told
