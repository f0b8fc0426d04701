"""A map from standard normal points to codes as recordings have them, taught in a minute: no image is made for it.

Conventions
-----------
Points, codes: (B, n) float32; conditions: (B, c). The map is a row of `Coupling` layers. A small discriminator sees
codes, each number as large as it is in images (`sight`); relativistic pairing with the slope penalised at recordings
and at drawn codes (Huang et al. 2024, "The GAN is dead; long live the GAN!"). Beside it weighs the likelihood of the
recordings' codes, a little blurred, which keeps their points where points are drawn. Chance is a function of the seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from numpy.typing import NDArray

from training.teaching.mixture import mix

BATCH = 128
RATE = 4e-4
PENALTY = 1.0
LIKELIHOOD = 0.1  # weight, of nats a number
BLUR = 0.15  # deviations
KEEP = 0.998  # of the running average, a step
WIDTH, DEPTH = 256, 3  # of the discriminator

Array = NDArray[np.float32]


def teach(couplings: Sequence[Any], codes: Array, conditions: Array, sight: Array, steps: int, seed: int) -> None:
    """Teach the couplings to draw such codes; with conditions (N, 0), without any.

    Parameters
    ----------
    codes : ndarray, shape (N, n)
        Of recordings.
    sight : ndarray, shape (n,)
        What each number is multiplied by before it is judged.
    """
    lesson = _Lesson(couplings, codes.shape[1], conditions.shape[1], sight, seed)
    draw = np.random.default_rng(seed)
    for number in range(steps):
        chosen = draw.integers(0, len(codes), BATCH)
        lesson.step(tf.constant(codes[chosen]), tf.constant(conditions[chosen]), tf.constant(number))
    lesson.settle()


class _Lesson:
    """Couplings and a discriminator of codes, their optimisers, and a running average."""

    def __init__(self, couplings: Sequence[Any], size: int, conditions: int, sight: Array, seed: int) -> None:
        self._couplings, self._conditions, self._sight, self._seed = couplings, conditions, tf.constant(sight), seed
        self._variables = [v for coupling in couplings for v in coupling.weights if v is not coupling.told]
        self._judge = _judge(size, conditions, seed)
        self._mean = [tf.Variable(v) for v in self._variables]
        self._generator = keras.optimizers.Adam(RATE, beta_1=0.0, beta_2=0.99)
        self._discriminator = keras.optimizers.Adam(2 * RATE, beta_1=0.0, beta_2=0.99)
        self._generator.build(self._variables)
        self._discriminator.build(self._judge.trainable_variables)
        self.step = tf.function(self._step, autograph=False)

    def settle(self) -> None:
        """Leave the average in the couplings."""
        for variable, mean in zip(self._variables, self._mean, strict=True):
            variable.assign(mean)

    def _step(self, real: Any, own: Any, number: Any) -> None:
        seeds = tf.unstack(tf.random.experimental.stateless_split(tf.stack([self._seed, number]), 3))
        z, blur = (tf.random.stateless_normal(tf.shape(real), seed) for seed in seeds[:2])
        asked = mix(own, seeds[2]) if self._conditions else own
        values = [v.value for v in self._variables]
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(values)
            fake = mapped(self._couplings, z, asked)
            g_loss = tf.reduce_mean(tf.nn.softplus(self._logit(real, asked) - self._logit(fake, asked)))
            g_loss += LIKELIHOOD * self._surprise(real + BLUR * blur, own)
        gradients = tape.gradient(g_loss, values)

        judge = self._judge.trainable_variables
        with tf.GradientTape() as outer:
            both, twice = tf.concat([real, tf.stop_gradient(fake)], axis=0), tf.concat([asked, asked], axis=0)
            with tf.GradientTape() as inner:
                inner.watch(both)
                logits = self._logit(both, twice)
                total = tf.reduce_sum(logits)
            slope = inner.gradient(total, both) / self._sight
            for_real, for_fake = tf.split(logits, 2)
            penalty = 2.0 * tf.reduce_mean(tf.reduce_sum(tf.square(slope), axis=1))  # at recordings and at drawn ones
            d_loss = tf.reduce_mean(tf.nn.softplus(for_fake - for_real)) + 0.5 * PENALTY * penalty
        self._discriminator.apply(outer.gradient(d_loss, judge), judge)
        self._generator.apply(gradients, self._variables)
        for mean, variable in zip(self._mean, self._variables, strict=True):
            mean.assign(KEEP * mean + (1.0 - KEEP) * variable)

    def _logit(self, codes: Any, conditions: Any) -> Any:
        seen = codes * self._sight
        return self._judge([seen, conditions] if self._conditions else seen)

    def _surprise(self, codes: Any, conditions: Any) -> Any:
        """Negative log likelihood of codes, nats a number, without its constant."""
        points, turned = codes, tf.constant(0.0)
        for coupling in reversed(self._couplings):
            told = [points, conditions] if self._conditions else points
            points = coupling(told, back=True)
            turned += tf.reduce_mean(coupling.spread(told))
        squares = 0.5 * tf.reduce_mean(tf.reduce_sum(tf.square(points), axis=1))
        return (squares + turned) / codes.shape[1]


def mapped(couplings: Sequence[Any], points: Any, conditions: Any | None) -> Any:
    """Send points through the couplings; conditions (B, c), or None or (B, 0) for none."""
    asked = conditions is not None and conditions.shape[-1] > 0
    for coupling in couplings:
        points = coupling([points, conditions] if asked else points)
    return points


def _judge(size: int, conditions: int, seed: int) -> keras.Model:
    """Codes, or codes and conditions, to one logit; conditions by projection, as images are judged."""
    keras.utils.set_random_seed(seed)
    codes = keras.Input((size,))
    x = codes
    for _ in range(DEPTH):
        x = layers.LeakyReLU(negative_slope=0.2)(layers.Dense(WIDTH, kernel_initializer="he_normal")(x))
    logit = layers.Dense(1)(x)
    if not conditions:
        return keras.Model(codes, logit)
    condition = keras.Input((conditions,))
    wanted = layers.Dense(WIDTH, use_bias=False)(condition)
    return keras.Model([codes, condition], layers.Add()([logit, layers.Dot(axes=1)([x, wanted])]))
