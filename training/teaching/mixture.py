"""Mixtures of conditions, so that a generator has learnt what lies between two categories.

Conventions
-----------
Conditions: weights (B, n) in [0, 1]. Pure functions of conditions and seed (two int32), inside the TensorFlow graph.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from training.teaching import replicas

MIXED = 0.5  # of a batch


def mix(condition: Any, seed: Any) -> Any:
    """Mix about half of the conditions with another one of the batch.

    A recording keeps a share of its own condition that is the greater of two uniform draws: two thirds on average, with
    a density of 2s at share s. Among recordings that are shown as the mixture (s, 1 - s) of two categories, a part s
    then truly comes of the first and 1 - s of the second. So the discriminator sees for every mixture what it should
    sound like, and a generator that satisfies it moves from one category to the other as the weights do.
    """
    seeds = tf.unstack(tf.random.experimental.stateless_split(seed, 3))
    count = tf.shape(condition)[0]
    share = tf.reduce_max(replicas.uniform((2, count, 1), seeds[0], axis=1), axis=0)
    share = tf.where(replicas.uniform((count, 1), seeds[1]) < MIXED, share, 1.0)
    other = replicas.shuffled(condition, seeds[2])
    return share * condition + (1.0 - share) * other
