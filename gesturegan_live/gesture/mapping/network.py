"""A small network that learns a mapping: one hidden layer, by scikit-learn.

Conventions
-----------
As in `gesturegan_live.gesture.mapping.trained`. Only the process that learns imports scikit-learn, and goes on without
it.
"""

from __future__ import annotations

import warnings

import numpy as np

from gesturegan_live.gesture.mapping.trained import Numbers, by_network

FEWEST = 8  # examples of which a network is made
MISSING = "no network has been tried: it needs scikit-learn, pip install 'gesturegan[learn]'"
_HIDDEN, _DECAY, _ROUNDS = 16, 1e-2, 100
_PARTS = 5  # beyond `_ALONE` examples, a fifth of them is left out at a time: a network for each takes too long
_ALONE = 10


def learned(places: Numbers, wanted: Numbers) -> list[Numbers]:
    """Learn, and give the layers; ImportError where there is no scikit-learn."""
    from sklearn.neural_network import MLPRegressor

    network = MLPRegressor(
        hidden_layer_sizes=(_HIDDEN,),
        activation="tanh",
        solver="lbfgs",
        alpha=_DECAY,
        max_iter=_ROUNDS,
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is to stop before it has converged
        network.fit(places, wanted if wanted.shape[1] > 1 else wanted[:, 0])
    inwards, outwards = network.coefs_
    offsets, outcome = network.intercepts_
    return [np.asarray(each, np.float64) for each in (inwards, offsets, outwards, outcome)]


def foretold(places: Numbers, wanted: Numbers) -> Numbers:
    """Give what networks foretell that were not shown it, shape (n, outputs)."""
    count = len(places)
    parts = count if count <= _ALONE else _PARTS
    part = np.random.default_rng(0).permutation(count) % parts
    told = np.empty_like(wanted)
    for each in range(parts):
        out = part == each
        told[out] = by_network(places[out], wanted, wanted, *learned(places[~out], wanted[~out]))
    return told
