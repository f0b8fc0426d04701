"""A generator and a discriminator taught against each other, one step at a time.

Conventions
-----------
Chance is a function of (seed, step): latent points and augmentation are drawn statelessly, so a run that is stopped
and taken up again goes on exactly as it would have. Both networks step at once from one forward pass, which saves the
second generation that alternating steps need.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from training.augment import augment
from training.recipe import Recipe


def _non_saturating(real: Any, fake: Any) -> tuple[Any, Any]:
    """Goodfellow et al. 2014: the generator maximises log D."""
    d_loss = tf.reduce_mean(tf.nn.softplus(fake)) + tf.reduce_mean(tf.nn.softplus(-real))
    return d_loss, tf.reduce_mean(tf.nn.softplus(-fake))


def _hinge(real: Any, fake: Any) -> tuple[Any, Any]:
    """Lim and Ye 2017."""
    d_loss = tf.reduce_mean(tf.nn.relu(1.0 - real)) + tf.reduce_mean(tf.nn.relu(1.0 + fake))
    return d_loss, -tf.reduce_mean(fake)


LOSSES: dict[str, Callable[[Any, Any], tuple[Any, Any]]] = {"non-saturating": _non_saturating, "hinge": _hinge}


class Gan(keras.Model):  # type: ignore[misc]  # Keras has no types
    """Two networks, their optimisers, and the running average that will be played.

    Parameters
    ----------
    generator, discriminator : keras.Model
        ``(B, latent_dim) -> images`` and ``images -> (B, 1)``.
    recipe : Recipe
        How they are taught.
    seed : int
        Of everything that is drawn.
    """

    def __init__(self, generator: keras.Model, discriminator: keras.Model, recipe: Recipe, seed: int) -> None:
        super().__init__(name="gan")
        self.generator = generator
        self.discriminator = discriminator
        self.average = keras.models.clone_model(generator)
        self.average.set_weights(generator.get_weights())
        self.average.trainable = False
        self.recipe = recipe
        self.seed = seed
        self.step = tf.Variable(0, dtype=tf.int64, trainable=False, name="step")
        self.generator_optimizer = keras.optimizers.Adam(recipe.generator_rate, beta_1=0.0, beta_2=0.99)
        self.discriminator_optimizer = keras.optimizers.Adam(recipe.discriminator_rate, beta_1=0.0, beta_2=0.99)
        self.generator_optimizer.build(generator.trainable_variables)
        self.discriminator_optimizer.build(discriminator.trainable_variables)
        self.compile()

    @property
    def latent_dim(self) -> int:
        """Numbers in a latent point."""
        return int(self.generator.input_shape[-1])

    def state(self) -> dict[str, Any]:
        """Name every variable that a checkpoint must hold, by part and place (Keras's own names change)."""
        parts = {
            "generator": self.generator.variables,
            "discriminator": self.discriminator.variables,
            "average": self.average.variables,
            "generator_optimizer": self.generator_optimizer.variables,
            "discriminator_optimizer": self.discriminator_optimizer.variables,
        }
        named = {f"{part}/{i}": v for part, variables in parts.items() for i, v in enumerate(variables)}
        return {"step": self.step, **named}

    def call(self, z: Any, training: bool = False) -> Any:
        """Images of latent points, by the running average."""
        return self.average(z, training=training)

    def train_step(self, data: Any) -> dict[str, Any]:
        """Teach both networks one batch of recordings' images (B, H, W, C)."""
        images = data
        count = tf.shape(images)[0]
        seed = tf.stack([tf.constant(self.seed, tf.int32), tf.cast(self.step, tf.int32)])
        z_seed, real_seed, fake_seed, penalty_seed = tf.unstack(tf.random.experimental.stateless_split(seed, 4))
        z = tf.random.stateless_normal((count, self.latent_dim), z_seed)
        changes = self.recipe.augmentation

        with tf.GradientTape(persistent=True) as tape:
            fake = self.generator(z, training=True)
            seen = tf.concat([augment(images, changes, real_seed), augment(fake, changes, fake_seed)], axis=0)
            # One pass over both halves would let each see the other's minibatch deviation.
            real_logit = self.discriminator(seen[:count], training=True)
            fake_logit = self.discriminator(seen[count:], training=True)
            d_loss, g_loss = LOSSES[self.recipe.loss](real_logit, fake_logit)
        d_variables = self.discriminator.trainable_variables
        g_variables = self.generator.trainable_variables
        d_gradients = tape.gradient(d_loss, d_variables)
        g_gradients = tape.gradient(g_loss, g_variables)
        del tape

        penalty = tf.constant(0.0)
        if self.recipe.penalty > 0:
            due = tf.equal(self.step % self.recipe.penalty_every, 0)
            penalty, extra = tf.cond(
                due,
                lambda: self._penalty(augment(images, changes, penalty_seed)),
                lambda: (tf.constant(0.0), [tf.zeros_like(v) for v in d_variables]),
            )
            d_gradients = [a + b for a, b in zip(d_gradients, extra, strict=True)]
        self.discriminator_optimizer.apply(d_gradients, d_variables)
        self.generator_optimizer.apply(g_gradients, g_variables)
        self._follow(tf.cast(count, tf.float32))
        self.step.assign_add(1)
        return {
            "d_loss": d_loss,
            "g_loss": g_loss,
            "penalty": penalty,
            "real_accuracy": tf.reduce_mean(tf.cast(real_logit > 0, tf.float32)),
            "fake_accuracy": tf.reduce_mean(tf.cast(fake_logit < 0, tf.float32)),
        }

    def _penalty(self, images: Any) -> tuple[Any, list[Any]]:
        """R1 and its gradient, weighted for the steps that go without it."""
        weight = 0.5 * self.recipe.penalty * self.recipe.penalty_every
        variables = self.discriminator.trainable_variables
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                inner.watch(images)
                logit = tf.reduce_sum(self.discriminator(images, training=True))
            slope = inner.gradient(logit, images)
            penalty = tf.reduce_mean(tf.reduce_sum(tf.square(slope), axis=(1, 2, 3)))
            loss = weight * penalty
        gradients = outer.gradient(loss, variables)  # None where only a bias shifts the logit
        return penalty, [tf.zeros_like(v) if g is None else g for g, v in zip(gradients, variables, strict=True)]

    def _follow(self, count: Any) -> None:
        """Move the running average, faster at first so that it never shows the untaught start."""
        seen = tf.cast(self.step, tf.float32) * count
        half_life = tf.minimum(self.recipe.average_images, 0.05 * seen + count)
        keep = tf.pow(0.5, count / half_life)
        for mean, now in zip(self.average.variables, self.generator.variables, strict=True):
            mean.assign(now + (mean - now) * keep)
