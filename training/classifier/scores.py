"""How well a multi-label classifier ranks.

Conventions
-----------
``truth``: (B, L), zeros and ones. ``given``: (B, L), higher is likelier. Labels that no row has are left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def lwlrap(truth: Array, given: Array) -> float:
    """Label-weighted label-ranking average precision, the score of FAT2019 (Fonseca et al. 2019, section 4).

    Each true label of each row: among the labels ranked as high or higher, the part that is true; the mean over all.
    """
    precisions = []
    for true, scores in zip(truth > 0, given, strict=True):
        order = np.argsort(-scores, kind="stable")
        hits = true[order]
        precisions.append((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits])
    found = np.concatenate(precisions) if precisions else np.zeros(0)
    return float(found.mean()) if len(found) else float("nan")


def mean_average_precision(truth: Array, given: Array) -> float:
    """Mean over labels of the average precision of the rows ranked by that label."""
    from sklearn.metrics import average_precision_score

    held = truth.any(axis=0)
    return float(average_precision_score(truth[:, held], given[:, held], average="macro"))


def accuracy(truth: Array, given: Array) -> float:
    """Part of the rows whose likeliest label is true."""
    return float(truth[np.arange(len(truth)), given.argmax(axis=1)].mean())


def chance(truth: Array, prior: Array, seed: int = 0) -> dict[str, float]:
    """Scores of guessing: at random for the ranking (mean of 20), always the commonest label for the accuracy."""
    rng = np.random.default_rng(seed)
    guesses = [rng.random(truth.shape, np.float32) for _ in range(20)]
    return {
        "lwlrap": float(np.mean([lwlrap(truth, guess) for guess in guesses])),
        "mAP": float(np.mean([mean_average_precision(truth, guess) for guess in guesses])),
        "accuracy": accuracy(truth, np.broadcast_to(prior, truth.shape)),
    }


def confusion(truth: Array, given: Array) -> NDArray[np.float64]:
    """Where rows of each true label go, (L, L): each row of the table sums to 1, or to 0 where the label is absent."""
    table = np.zeros((truth.shape[1], truth.shape[1]))
    for true, guess in zip(truth, given.argmax(axis=1), strict=True):
        table[true > 0, guess] += 1
    table /= np.maximum(table.sum(axis=1, keepdims=True), 1)
    return table
