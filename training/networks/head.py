"""How a discriminator begins and ends: its inputs, what it sees of a whole batch, its verdict.

Conventions
-----------
Features: (B, h, w, c). A logit is positive for what is taken for a recording.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops


def judged(image_shape: tuple[int, int, int], conditions: int) -> tuple[Any, Any, Any | None]:
    """Make a discriminator's inputs: all of them as a model takes them, the image, and the condition or None."""
    image = keras.Input(image_shape, name="image")
    if not conditions:
        return image, image, None
    condition = keras.Input((conditions,), name="condition")
    return [image, condition], image, condition


def minibatch_deviation(x: Any, group: int) -> Any:
    """Append one channel: how much the images of each group differ (Karras et al. 2018, section 3).

    Every `group` neighbours are one, the last of a batch may be smaller: the rows that a device has of a batch are then
    grouped as in the whole.
    """
    row = ops.ones_like(x[:, 0, 0, 0], dtype="int32")
    place = ops.cumsum(row) - 1
    first = place // group * group
    size = ops.minimum(group, ops.sum(row) - first)
    turns = [ops.take(x, first + (place - first + turn) % size, axis=0) for turn in range(group)]
    members = ops.stack(turns)  # (group, B, h, w, c)
    deviation = ops.sqrt(ops.var(members, axis=0) + 1e-8)
    mean = ops.mean(deviation, axis=(1, 2, 3), keepdims=True)  # (B, 1, 1, 1)
    _, height, width, _ = x.shape
    return ops.concatenate([x, ops.tile(mean, (1, height, width, 1))], axis=-1)


def verdict(x: Any, condition: Any | None) -> Any:
    """One logit an image (B, 1); with a condition, by projection (Miyato and Koyama 2018).

    The projection is linear in the condition's weights: to a mixture of two the verdict is the mixture of both
    verdicts, which is what makes weights between categories teachable.
    """
    logit = layers.Dense(1, dtype="float32", name="logit")(layers.Flatten()(x))
    if condition is None:
        return logit
    features = layers.GlobalAveragePooling2D(dtype="float32")(x)
    wanted = layers.Dense(features.shape[-1], use_bias=False, dtype="float32", name="projection")(condition)
    return layers.Add(dtype="float32")([logit, layers.Dot(axes=1, dtype="float32")([features, wanted])])
