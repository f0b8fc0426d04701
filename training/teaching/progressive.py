"""A GAN whose images grow: each stage teaches one more level, and fades it in.

Conventions
-----------
Stage n teaches level n, the smallest being 0; its images are the recordings' own, averaged to that level's size. While
a level fades in, recordings fade as generated images do, from the level below enlarged to their own detail.
"""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from training.teaching.gan import Gan


class ProgressiveGan(Gan):
    """A generator that gives every level, full size first, and a discriminator that takes one level at a time."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.levels = len(self.generator.outputs)
        self.grown: keras.Model = self.generator
        self.enter(0)

    def enter(self, stage: int) -> None:
        """Teach the level of a stage."""
        super().enter(stage)
        self.level = stage
        self.discriminator.level = stage
        self.grown = keras.Model(self.generator.input, self.generator.outputs[self.levels - 1 - stage])

    @tf.autograph.experimental.do_not_convert  # type: ignore[untyped-decorator]
    def train_step(self, data: Any) -> dict[str, Any]:
        """Teach the networks one batch at the present level."""
        if self.level:
            for fade in self._fades():
                fade.share.assign(self._share())
        told: dict[str, Any] = super().train_step(data)
        return told | {"level": tf.constant(float(self.level))}

    def _share(self) -> Any:
        """Tell how far the level has faded in, 0 to 1."""
        if not self.level or not self.schedule.fade:
            return tf.constant(1.0)
        gone = tf.cast(self.step - self.schedule.begins[self.level] + 1, tf.float32)
        return tf.minimum(gone / self.schedule.fade, 1.0)

    def _fades(self) -> list[Any]:
        name = f"fade_{self.level}"
        return [self.generator.get_layer(name), self.average.get_layer(name), self.discriminator.fades[self.level]]

    def _sized(self, images: Any) -> Any:
        factor = 2 ** (self.levels - 1 - self.level)
        images = tf.nn.avg_pool2d(images, factor, factor, "VALID") if factor > 1 else images
        if not self.level:
            return images
        coarse = tf.nn.avg_pool2d(images, 2, 2, "VALID")
        coarse = tf.repeat(tf.repeat(coarse, 2, axis=1), 2, axis=2)
        return coarse + self._share() * (images - coarse)

    def _generate(self, z: Any, condition: Any | None) -> Any:
        return self.grown(z if condition is None else [z, condition], training=True)


class ClassifyingGan(ProgressiveGan):
    """A discriminator that names conditions: recordings' own, and of generated images the mixture asked for."""

    def _judge(self, images: Any, condition: Any | None) -> Any:  # noqa: ARG002 - it is not told
        return self.discriminator(images, training=True)

    def _logit(self, verdict: Any) -> Any:
        return verdict[0] if self.conditions else verdict

    def _weigh(self, real: Any, fake: Any, own: Any | None, mixed: Any | None) -> tuple[Any, Any, dict[str, Any]]:
        d_loss, g_loss, told = super()._weigh(self._logit(real), self._logit(fake), own, mixed)
        if own is None:
            return d_loss, g_loss, told
        named, asked = _misnamed(real[1], own), _misnamed(fake[1], mixed)
        return d_loss + named, g_loss + asked, told | {"named": named, "asked": asked}


def _misnamed(classes: Any, weights: Any) -> Any:
    """Sum the cross-entropy of all conditions, each by itself: a clip may have several, or be between two."""
    return tf.reduce_mean(tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(weights, classes), axis=1))
