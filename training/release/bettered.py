"""Axes made better down a gradient: at points drawn anew each time, the own quality grows and the others stay.

Conventions
-----------
Steps are led by their coordinates in principal directions. Qualities count by their spread over points. Of each point
both ends of each axis are measured; what is paid for is how little the own quality grows there (softplus), and the
squares of what the axis does to the others on average, over what it does itself. Adam (Kingma and Ba 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from training.release.played import Array, Played

TURNS = 48
AT = 16  # points of a turn
RATE = 0.03
SPREAD = 256  # points over which qualities are spread
ENOUGH, SOFT = 0.6, 0.3  # spreads by which the own quality is to grow at every point, and about how exactly
WRONG = 2.0  # what a spread that is missing costs beside what is moved of others, squared
LEAST = 1e-6  # of a spread


def bettered(
    played: Played, steps: Array, own: Sequence[int], basis: Array, end: float, draw: np.random.Generator
) -> Array:
    """Better steps (A, latent_dim) of axes that are played up to `end` either way; as they are where no gradient is."""
    measure = played.slopes()
    if measure is None:
        return steps
    spread = played.qualities(*played.drawn(SPREAD, draw), quick=True).std(axis=0)[list(own)]
    descend = _descent(measure, basis, own, np.maximum(spread, LEAST), end)
    led = tf.Variable(np.asarray(steps @ basis.T, np.float32))
    adam = keras.optimizers.Adam(RATE)
    for turn in range(TURNS):
        adam.learning_rate = RATE * min(1.0, 2 * (1 - turn / TURNS))
        codes, conditions = played.drawn(AT, draw)
        adam.apply_gradients([(descend(tf.convert_to_tensor(led), codes, conditions), led)])
    return np.asarray(led.numpy() @ basis, np.float32)


def _descent(
    measure: Callable[[Any, Any], Any], basis: Array, own: Sequence[int], spread: Any, end: float
) -> Callable[..., Any]:
    """Give what finds the gradient of what is paid, from coordinates (A, K), codes (P, latent_dim) and conditions."""
    directions, spreads, count = tf.constant(basis), tf.constant(spread, tf.float32), len(own)

    @tf.function(autograph=False, reduce_retracing=True)  # type: ignore[untyped-decorator]  # TensorFlow has no types
    def descend(led: Any, codes: Any, conditions: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(led)
            away = end * (led @ directions)[:, None]
            asked = tf.reshape(tf.concat([codes - away, codes + away], axis=0), (-1, codes.shape[1]))
            measured = measure(asked, tf.tile(conditions, (2 * count, 1)))
            low, high = tf.unstack(tf.reshape(measured, (2, count, -1, measured.shape[1])))
            changes = tf.gather(high - low, list(own), axis=2) / spreads  # (A, P, A)
            grown = tf.linalg.diag_part(tf.transpose(changes, (1, 0, 2)))  # (P, A)
            little = SOFT * tf.nn.softplus((ENOUGH - grown) / SOFT)
            means = tf.reduce_mean(changes, axis=1)
            beside = means / tf.maximum(tf.linalg.diag_part(means), SOFT)[:, None]
            beside = tf.linalg.set_diag(beside, tf.zeros(count))
            paid = WRONG * tf.reduce_sum(tf.reduce_mean(little, axis=0)) + tf.reduce_sum(beside**2)
        return tape.gradient(paid, led)

    found: Callable[..., Any] = descend
    return found
