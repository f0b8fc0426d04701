"""What a training step knows of the other devices that take the same step.

Conventions
-----------
Inside ``Strategy.run`` each replica holds its rows of the whole batch, in the replicas' order. Numbers are drawn for
the whole batch, from the seed (two int32) alone, and each replica takes its own: how many devices there are does not
change what is drawn. Elsewhere there is one replica, whose rows are all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf


def count() -> int:
    """Devices in all."""
    return int(tf.distribute.get_replica_context().num_replicas_in_sync)


def normal(shape: Sequence[Any], seed: Any, axis: int = 0) -> Any:
    """Draw standard normal numbers; `axis` of the shape counts this replica's rows."""
    return _drawn(lambda whole: tf.random.stateless_normal(whole, seed), shape, axis)


def uniform(shape: Sequence[Any], seed: Any, low: float = 0.0, high: float = 1.0, axis: int = 0) -> Any:
    """Draw numbers from `low` up to `high`; `axis` of the shape counts this replica's rows."""
    return _drawn(lambda whole: tf.random.stateless_uniform(whole, seed, low, high), shape, axis)


def shuffled(rows: Any, seed: Any) -> Any:
    """Take this replica's part of the whole batch's rows in another order."""
    mine = tf.shape(rows)[0]
    order = tf.random.experimental.stateless_shuffle(tf.range(mine * count()), seed)
    return tf.gather(_gathered(rows), _mine(order, mine, 0))


def mean(value: Any) -> Any:
    """Average a number over all replicas."""
    return value if count() == 1 else tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.MEAN, value)


def _gathered(rows: Any) -> Any:
    """Put the rows (B, n) of all replicas together: each adds its own to zeros, as every kind of device can."""
    if count() == 1:
        return rows
    context = tf.distribute.get_replica_context()
    mine = tf.shape(rows)[0]
    before = context.replica_id_in_sync_group * mine
    placed = tf.pad(rows, [[before, mine * (count() - 1) - before], [0, 0]])
    return context.all_reduce(tf.distribute.ReduceOp.SUM, placed)


def _drawn(draw: Callable[[Any], Any], shape: Sequence[Any], axis: int) -> Any:
    whole = [size * count() if place == axis else size for place, size in enumerate(shape)]
    return _mine(draw(whole), shape[axis], axis)


def _mine(whole: Any, rows: Any, axis: int) -> Any:
    if count() == 1:
        return whole
    first = tf.distribute.get_replica_context().replica_id_in_sync_group * rows
    return tf.gather(whole, first + tf.range(rows), axis=axis)
