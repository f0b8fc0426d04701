"""What the discriminator sees instead of the bare images, so that a small corpus is not learnt by heart.

Differentiable augmentation (Zhao et al. 2020) of recordings and generated images alike, made for sound: time may turn
round its loop, frequency may shift a little, the level may change, a stretch of time or a band of frequencies may be
missing. Time never runs backwards: an attack is not a decay.

Conventions
-----------
Images: (B, H, W, C) float32 in [-1, 1], time along H and frequency along W, or the other way round where the config
says so; -1 is silence. Pure functions of image and seed (two int32), inside the TensorFlow graph.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from training.teaching import replicas
from training.teaching.recipe import AugmentationConfig


def augment(images: Any, config: AugmentationConfig, seed: Any, probability: Any = None) -> Any:
    """Change each image on its own; `seed` (two int32) decides all of it, `probability` (the config's) how often."""
    if config.time_axis == 1:
        return _augment(images, config, seed, probability)
    return _turned(_augment(_turned(images), config, seed, probability))


def _augment(images: Any, config: AugmentationConfig, seed: Any, probability: Any) -> Any:
    """Change images whose time runs along H."""
    seeds = tf.unstack(tf.random.experimental.stateless_split(seed, 6))
    batch, height, width = tf.shape(images)[0], images.shape[1], images.shape[2]
    probability = config.probability if probability is None else probability
    happens = tf.cast(replicas.uniform((5, batch), seeds[0], axis=1) < probability, tf.float32)

    turn = replicas.uniform((batch,), seeds[1], -config.shift, config.shift) * happens[0] * height
    time = tf.math.floormod(tf.range(height)[None] + tf.cast(turn, tf.int32)[:, None], height)
    images = tf.gather(images, time, batch_dims=1)

    rise = replicas.uniform((batch,), seeds[2], -config.bend, config.bend) * happens[1] * width
    band = tf.clip_by_value(tf.range(width)[None] + tf.cast(rise, tf.int32)[:, None], 0, width - 1)
    images = _turned(tf.gather(_turned(images), band, batch_dims=1))

    level = replicas.uniform((batch,), seeds[3], -config.gain, config.gain) * happens[2]
    kept_time = _kept(height, config.mask * happens[3], seeds[4])[:, :, None, None]
    kept_band = _kept(width, config.mask * happens[4], seeds[5])[:, None, :, None]
    scaled = (images + 1.0) * (1.0 + level)[:, None, None, None]  # silence stays silence
    return tf.minimum(scaled * kept_time * kept_band - 1.0, 1.0)


def _turned(images: Any) -> Any:
    return tf.transpose(images, (0, 2, 1, 3))


def _kept(length: int, part: Any, seed: Any) -> Any:
    """Ones with one run of zeros, at most `part` (B,) of the length long, anywhere. Shape (B, length)."""
    sizes = replicas.uniform((2, tf.shape(part)[0]), seed, axis=1)
    span = sizes[0] * part * length
    start = sizes[1] * (length - span)
    place = tf.range(length, dtype=tf.float32)[None]
    return 1.0 - tf.cast((place >= start[:, None]) & (place < (start + span)[:, None]), tf.float32)
