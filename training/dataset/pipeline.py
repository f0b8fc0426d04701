"""A prepared dataset as an endless stream of batches.

Conventions
-----------
Batches are float32 images (B, H, W, C), or with conditions (images, weights (B, n)). Every epoch is a permutation of
all clips that are taught, a function of (seed, epoch) alone: a stream opened at a later step yields what the first
stream would have yielded there, without reading what came before. Records have one length, so that a clip is found by
its number in the mapped shards, whatever their size.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from training.dataset import records
from training.dataset.manifest import Dataset


def batches(
    dataset: Dataset,
    batch: int,
    seed: int,
    step: int = 0,
    conditions: NDArray[np.float32] | None = None,
    share: tuple[int, int, int] | None = None,
    taught: NDArray[np.intp] | None = None,
) -> Any:
    """Open the stream at a training step.

    Parameters
    ----------
    batch : int
        Images in a batch.
    seed : int
        Of the shuffling.
    step : int
        Batches to be taken as read.
    conditions : ndarray, shape (clips, n), optional
        Weights of every clip; with n of 0 as good as none.
    share : (int, int, int), optional
        Rows of each batch to read, first and last + 1, and how many of them to hand out at a time.
    taught : ndarray, shape (n,), optional
        Numbers of the clips that may be read; all of them by default.
    """
    first, last, each = share or (0, batch, batch)
    shape = dataset.codec.image_shape
    layout = records.layout(shape, dataset.dtype)
    kept = dataset.kept
    shards = [np.memmap(path, layout, mode="r") for path in dataset.shards]
    ends = np.cumsum([len(shard) for shard in shards])
    among = tf.range(dataset.clips) if taught is None else tf.constant(taught, tf.int32)
    epoch, within = divmod(step * batch, len(among))

    def one_epoch(number: Any) -> Any:
        order = tf.random.experimental.stateless_shuffle(among, seed=tf.stack([seed, number]))
        return tf.data.Dataset.from_tensor_slices(order)

    def read(numbers: NDArray[np.int32]) -> NDArray[Any]:
        clips = numbers if kept is None else kept[numbers]
        where = np.searchsorted(ends, clips, side="right")
        images = [shards[s]["image"][c - ends[s]] for s, c in zip(where, clips, strict=True)]  # counted from the end
        return np.stack(images)

    weights = None if conditions is None or not conditions.shape[1] else tf.constant(conditions)

    def images(clips: Any) -> Any:
        stored = tf.numpy_function(read, [clips], tf.as_dtype(dataset.dtype), stateful=False)
        values = tf.cast(tf.ensure_shape(stored, (each, *shape)), tf.float32)
        values = values / 127.5 - 1.0 if dataset.dtype == records.BYTE else values
        return values if weights is None else (values, tf.gather(weights, clips))

    epochs = tf.data.Dataset.range(epoch, np.iinfo(np.int32).max, output_type=tf.int32).flat_map(one_epoch)
    clips = epochs.skip(within).batch(batch, drop_remainder=True)
    if (first, last, each) != (0, batch, batch):
        clips = clips.map(lambda numbers: numbers[first:last]).unbatch().batch(each, drop_remainder=True)
    return clips.map(images, num_parallel_calls=2, deterministic=True).prefetch(2)
