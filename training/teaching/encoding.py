"""A GAN whose generator begins from components, with an encoder: every recording has a point.

Conventions
-----------
A generator maps points to codes and draws codes; recordings' codes come from the encoder, without a detour by their
points. Stage 0 teaches to draw recordings of their codes, alone; stage 1 adds the discriminator. There one image in
four is made of a recording's code and the others of drawn points, and the discriminator sees them all, so that the
space between recordings sounds too. What is asked besides of the generator weighs little then: Adam moves by the
direction of all gradients together, and the discriminator's is the one that makes sounds sharp.

Levels are compared before speckle lies over them, and speckle by how far levels deviate along time: where exactly a
grain of noise lies is nobody's business. Every image has its own picture of speckle, turned round its time, for a
discriminator would know a single one by heart.
"""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from training.teaching import replicas
from training.teaching.codes import mapped
from training.teaching.gan import Gan

ONE_OF = 4  # images of a batch, made of a recording's code
DOUBLINGS = 3  # of the squares whose means are compared
LASTING, APART = 8, 5  # frames over which deviations are compared, and from one stretch of them to the next
LIKENESS = 0.2  # weight beside the loss against the discriminator
PICTURES = 16  # of speckle


class EncodedGan(Gan):
    """Generator, discriminator, and an encoder that gives an image's point.

    It is taken apart at the generator's layers ``coupling_…``, ``code`` and ``finish`` and the encoder's ``code``.
    """

    alone = True

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        assert self.encoder is not None
        self._couplings = [layer for layer in self.generator.layers if layer.name.startswith("coupling_")]
        code, finish = self.generator.get_layer("code"), self.generator.get_layer("finish")
        asked = self.generator.inputs[1:]
        drawing = keras.Model([code.output, *asked], finish.input, name="drawing")
        self._taken_apart = drawing, finish, keras.Model(self.encoder.input, self.encoder.get_layer("code").output)
        _, rows, _, width = finish.input[0].shape
        channels = self.generator.outputs[0].shape[-1]
        self.noise = tf.Variable(tf.zeros((PICTURES, rows, width, channels)), trainable=False, name="noise")

    def state(self) -> dict[str, Any]:
        """Name every variable that a checkpoint must hold."""
        return {**super().state(), "noise": self.noise}

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
        drawing, finish, coder = self._taken_apart
        drawn = mapped(self._couplings, z[known:], None if asked is None else asked[known:])
        code = tf.concat([coder(images[:known]), drawn], axis=0)
        parts = drawing([code] if asked is None else [code, asked], training=True)
        fake = finish(parts, speckle=self._speckle(count), training=True)
        smooth = finish.image([part[:known] for part in parts[: len(parts) // 2]], training=True)
        likeness = _difference(images[:known], smooth, fake[:known])
        return fake, asked, LIKENESS * likeness, {"likeness": likeness}

    def _speckle(self, count: Any) -> Any:
        """Choose a picture of speckle for each image, and turn it."""
        seed = tf.stack([tf.cast(self.step, tf.int32), tf.constant(self.seed, tf.int32)])
        seed = tf.random.experimental.stateless_fold_in(seed, self.attempt)
        seeds = tf.unstack(tf.random.experimental.stateless_split(seed, 2))
        _, rows, _, _ = self.noise.shape
        which = tf.cast(replicas.uniform((count,), seeds[0], 0.0, PICTURES), tf.int32)
        turn = tf.cast(replicas.uniform((count, 1), seeds[1], 0.0, rows), tf.int32)
        time = tf.math.floormod(tf.range(rows)[None] + turn, rows)
        return tf.gather_nd(self.noise, tf.stack([tf.broadcast_to(which[:, None], tf.shape(time)), time], axis=-1))


def _difference(real: Any, smooth: Any, fake: Any) -> Any:
    """Mean absolute difference of levels without speckle, of means of ever larger squares, and of how rough time is."""
    gap = real - smooth
    total = tf.reduce_mean(tf.abs(gap)) + tf.reduce_mean(tf.abs(_roughness(real) - _roughness(fake)))
    for _ in range(DOUBLINGS):
        gap = tf.nn.avg_pool2d(gap, 2, 2, "SAME")
        total += tf.reduce_mean(tf.abs(gap))
    return total


def _roughness(images: Any) -> Any:
    """Tell how far each band deviates along time, stretch by stretch; their steps lie on no layer's."""
    lasting = min(LASTING, images.shape[1])
    mean, square = (tf.nn.avg_pool2d(x, (lasting, 1), (APART, 1), "VALID") for x in (images, tf.square(images)))
    return tf.sqrt(tf.nn.relu(square - tf.square(mean)) + 1e-4)
