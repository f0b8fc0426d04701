"""A small convolutional network on log-mel images, and what its input goes through while it is taught.

Conventions
-----------
Images: (B, bands, columns, 1) float32 in [-1, 1], -1 is silence. Labels: (B, L) in [0, 1].
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from numpy.typing import NDArray

MIXUP = 0.4  # Beta(a, a), Zhang et al. 2018
MASK = 0.15  # greatest part of time, and of frequency, that is hidden; Park et al. 2019, SpecAugment
MOMENTUM = 0.9  # of the batch statistics: small corpora give few steps, which 0.99 would not follow
TURN = 0.5  # greatest turn of time, in lengths of the clip


def network(shape: tuple[int, int, int], labels: int, several: bool, widths: tuple[int, ...] = (16, 32, 64, 96)) -> Any:
    """Four pairs of convolutions, the mean and the loudest of what is left, one layer of labels.

    Parameters
    ----------
    several : bool
        Whether a sound may have several labels: then each has its own probability, else they sum to 1.
    """
    image = keras.Input(shape, name="image")
    x = layers.AveragePooling2D(2)(image)
    for width in widths:
        x = layers.Conv2D(width, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=MOMENTUM)(x))
        x = layers.Conv2D(width, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=MOMENTUM)(x))
        x = layers.MaxPooling2D(2)(x)
    x = layers.Concatenate()([layers.GlobalAveragePooling2D()(x), layers.GlobalMaxPooling2D()(x)])
    x = layers.Dropout(0.4)(x)
    given = layers.Dense(labels, activation="sigmoid" if several else "softmax", dtype="float32")(x)
    return keras.Model(image, given)


def batches(
    images: NDArray[np.uint8], labels: NDArray[np.float32], batch: int, epochs: int, seed: int
) -> tuple[Any, int]:
    """Augmented batches, rare labels drawn more often than they come; and how many make an epoch.

    As often as the square root of their count: drawn all alike, the commonest labels were hardly recognised any more.
    """
    weight = 1 / np.sqrt(np.maximum(labels.sum(axis=0), 1))
    likely = (labels * weight).max(axis=1)
    steps = max(1, round(len(images) / batch))
    draw = np.random.default_rng(seed)
    order = draw.choice(len(images), steps * batch * epochs, p=likely / likely.sum())

    def change(numbers: Any, number: Any) -> tuple[Any, Any]:
        picked = tf.cast(tf.gather(images, numbers), tf.float32) / 127.5 - 1.0
        return _augmented(picked, tf.gather(labels, numbers), tf.stack([tf.cast(seed, tf.int64), number]))

    stream = tf.data.Dataset.from_tensor_slices(order).batch(batch, drop_remainder=True)
    numbered = tf.data.Dataset.zip(stream, tf.data.Dataset.range(steps * epochs))
    return numbered.map(change, num_parallel_calls=2).prefetch(2), steps


def _augmented(images: Any, labels: Any, seed: Any) -> tuple[Any, Any]:
    seeds = tf.unstack(tf.random.experimental.stateless_split(seed, 6))
    batch, bands, columns = tf.shape(images)[0], images.shape[1], images.shape[2]
    turn = tf.cast(tf.random.stateless_uniform((batch,), seeds[0], -TURN, TURN) * columns, tf.int32)
    place = tf.math.floormod(tf.range(columns)[None] + turn[:, None], columns)
    images = tf.gather(images, place, axis=2, batch_dims=1)
    # Mixup: a sound over another one, the labels in the same proportion.
    first, second = (tf.random.stateless_gamma((batch,), seeds[n], MIXUP) for n in (1, 2))
    share = tf.maximum(first, second) / tf.maximum(first + second, 1e-9)
    other = tf.random.experimental.stateless_shuffle(tf.range(batch), seeds[3])
    images = share[:, None, None, None] * images + (1 - share[:, None, None, None]) * tf.gather(images, other)
    labels = share[:, None] * labels + (1 - share[:, None]) * tf.gather(labels, other)
    shown = _shown(bands, batch, seeds[4])[:, :, None, None] * _shown(columns, batch, seeds[5])[:, None, :, None]
    return (images + 1.0) * shown - 1.0, labels


def _shown(length: int, batch: Any, seed: Any) -> Any:
    """Ones with a run of zeros anywhere, (B, length)."""
    drawn = tf.random.stateless_uniform((2, batch), seed)
    span = drawn[0] * MASK * length
    start = drawn[1] * (length - span)
    place = tf.range(length, dtype=tf.float32)[None]
    return 1.0 - tf.cast((place >= start[:, None]) & (place < (start + span)[:, None]), tf.float32)
