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


def network(shape: tuple[int, int, int], labels: int, several: bool, widths: tuple[int, ...] = (24, 48, 96, 96)) -> Any:
    """Four convolutions, the first at every other pixel, each band's mean and greatest over time, a layer of labels.

    Parameters
    ----------
    several : bool
        Whether a sound may have several labels: then each has its own probability, else they sum to 1.
    """
    image = keras.Input(shape, name="image")
    height = keras.ops.linspace(-1.0, 1.0, shape[0])[:, None, None]  # a bass is none two octaves up
    x = layers.Concatenate()([image, keras.ops.ones_like(image) * height])
    x = _convolved(x, widths[0], size=5, strides=2)
    for width in widths[1:-1]:
        x = _convolved(layers.MaxPooling2D(2)(x), width)
    x = _convolved(x, widths[-1])
    x = layers.Concatenate()([keras.ops.mean(x, axis=2), keras.ops.max(x, axis=2)])  # over time alone: (B, 8, 192)
    x = layers.Dropout(0.4)(layers.Flatten()(x))
    given = layers.Dense(labels, activation="sigmoid" if several else "softmax", dtype="float32")(x)
    return keras.Model(image, given)


def _convolved(x: Any, width: int, size: int = 3, strides: int = 1) -> Any:
    x = layers.Conv2D(width, size, strides, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization(momentum=MOMENTUM)(x))


def likely(labels: NDArray[np.float32], files: NDArray[np.intp]) -> NDArray[np.float64]:
    """Tell how likely each clip is to be drawn, (B,), in all 1.

    Files of a label are drawn alike, however many clips they gave; labels as often as the square root of the number of
    their files: drawn all alike, the commonest were hardly recognised any more.

    Parameters
    ----------
    files : ndarray, shape (B,)
        Which file each clip is of.
    """
    _, place, clips = np.unique(files, return_inverse=True, return_counts=True)
    alike = 1 / clips[place]  # the clips of a file weigh 1 together
    weight = 1 / np.sqrt(np.maximum(alike @ labels, 1))
    drawn = (labels * weight).max(axis=1) * alike
    share: NDArray[np.float64] = drawn / drawn.sum()
    return share


def batches(
    images: NDArray[np.uint8],
    labels: NDArray[np.float32],
    files: NDArray[np.intp],
    batch: int,
    epochs: int,
    seed: int,
) -> tuple[Any, int]:
    """Augmented batches of clips drawn as `likely` says; and how many make an epoch."""
    steps = max(1, round(len(images) / batch))
    draw = np.random.default_rng(seed)
    order = draw.choice(len(images), steps * batch * epochs, p=likely(labels, files))

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
