"""A GAN with an encoder: every recording has a point, and every point a recording's sharpness.

Conventions
-----------
Stage 0 teaches encoder and generator alone, to bring recordings back; stage 1 adds the discriminator. There one image
in four is made of a recording's point and the others of drawn ones, and the discriminator sees them all, so that the
space between recordings sounds too. What is asked besides of the generator weighs little then: Adam moves by the
direction of all gradients together, and the discriminator's is the one that makes sounds sharp. Means and deviations of
squares are compared, not pixels alone: where exactly a grain of noise lies is the discriminator's business.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from training.teaching import replicas
from training.teaching.gan import Gan

ONE_OF = 4  # images of a batch, made of a recording's point
DOUBLINGS = 3  # of the squares whose means are compared
ROUGHNESS = 4  # pixels, side of the squares whose deviations are compared
LIKENESS = 0.2  # weights beside the loss against the discriminator
SPREAD = 0.002  # of the divergence from a standard normal, nats
FOUND = 0.05  # of how well the point of a generated image is found
LEVELS = 0.1  # of how well the smaller images show the large one
LOG_VARIANCES = (-8.0, 4.0)


class EncodedGan(Gan):
    """Generator, discriminator, and an encoder that gives the mean and log variance of an image's point."""

    alone = True

    def enter(self, stage: int) -> None:
        """Go on alone, or against the discriminator."""
        super().enter(stage)
        self.alone = stage < len(self.schedule.begins) - 1

    @tf.autograph.experimental.do_not_convert  # type: ignore[untyped-decorator]
    def train_step(self, data: Any) -> dict[str, Any]:
        """Teach the networks one batch."""
        return self._teach_alone(data) if self.alone else super().train_step(data)

    def _teach_alone(self, data: Any) -> dict[str, Any]:
        images, own = data if self.conditions else (data, None)
        count = tf.shape(images)[0]
        seed = tf.stack([tf.constant(self.seed, tf.int32), tf.cast(self.step, tf.int32)])
        seed = tf.random.experimental.stateless_fold_in(seed, self.attempt)
        z = replicas.normal((count, self.latent_dim), seed)
        with tf.GradientTape() as tape:
            fake, _, lesson, figures = self._imagine(images, z, own, own)
        variables = self._made_by()
        gradients = tape.gradient(lesson, variables)
        self.generator_optimizer.apply([g / replicas.count() for g in gradients], variables)
        self._follow(tf.cast(count * replicas.count(), tf.float32))
        self.step.assign_add(1)
        return {
            **figures,
            "g_gradient": tf.linalg.global_norm(gradients),
            "lowest": tf.reduce_min(fake),
            "highest": tf.reduce_max(fake),
        }

    def _imagine(
        self, images: Any, z: Any, own: Any | None, mixed: Any | None
    ) -> tuple[Any, Any | None, Any, dict[str, Any]]:
        count = tf.shape(images)[0]
        known = count if self.alone else tf.maximum(1, count // ONE_OF)
        asked = None if own is None or mixed is None else tf.concat([own[:known], mixed[known:]], axis=0)
        mean, log_variance = self._moments(images[:known])
        drawn = z[known:]
        points = tf.concat([mean + tf.exp(0.5 * log_variance) * z[:known], drawn], axis=0)
        fake, *smaller = self._generate(points, asked)
        likeness = _difference(images[:known], fake[:known])
        spread = 0.5 * tf.reduce_mean(
            tf.reduce_sum(tf.square(mean) + tf.exp(log_variance) - 1.0 - log_variance, axis=1)
        )
        levels = _misshown(fake, smaller)
        lost = tf.constant(0.0)
        if not self.alone:
            missed = tf.reduce_sum(tf.square(self._moments(fake[known:])[0] - drawn))
            lost = tf.math.divide_no_nan(missed, tf.cast(tf.size(drawn), tf.float32))  # where a batch is one image
        lesson = LIKENESS * likeness + SPREAD * spread + FOUND * lost + LEVELS * levels
        return fake, asked, lesson, {"likeness": likeness, "spread": spread, "lost": lost, "levels": levels}

    def _moments(self, images: Any) -> tuple[Any, Any]:
        assert self.encoder is not None
        mean, log_variance = tf.split(self.encoder(images, training=True), 2, axis=1)
        return mean, tf.clip_by_value(log_variance, *LOG_VARIANCES)


def _difference(real: Any, fake: Any) -> Any:
    """Mean absolute difference of pixels, of how rough they are, and of the means of ever larger squares."""
    gap = real - fake
    total = tf.reduce_mean(tf.abs(gap)) + tf.reduce_mean(tf.abs(_roughness(real) - _roughness(fake)))
    for _ in range(DOUBLINGS):
        gap = tf.nn.avg_pool2d(gap, 2, 2, "SAME")
        total += tf.reduce_mean(tf.abs(gap))
    return total


def _roughness(images: Any) -> Any:
    """Tell how much pixels differ from their neighbours, square by square."""
    mean, square = (tf.nn.avg_pool2d(x, ROUGHNESS, ROUGHNESS, "SAME") for x in (images, tf.square(images)))
    return tf.sqrt(tf.nn.relu(square - tf.square(mean)) + 1e-4)


def _misshown(fake: Any, smaller: list[Any]) -> Any:
    """Mean absolute difference of the smaller images from the large one, seen so small."""
    wanted, total = tf.stop_gradient(fake), tf.constant(0.0)
    for image in smaller:
        while wanted.shape[1] > 1.5 * image.shape[1]:
            wanted = tf.nn.avg_pool2d(wanted, 2, 2, "SAME")
        wanted = tf.image.resize_with_crop_or_pad(wanted, image.shape[1], image.shape[2])
        total += tf.reduce_mean(tf.abs(wanted - image))
    return total
