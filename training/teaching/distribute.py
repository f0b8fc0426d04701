"""The devices that teach one model together.

Conventions
-----------
Each device is a replica, with its rows of every batch; gradients, batch statistics and reports are means over all
replicas. Hosts are told by ``TF_CONFIG``, as TensorFlow has it: the same command on each, a folder that all of them
see, one worker a host. The first worker, the *chief*, alone writes files and says what happens. Workers decide
together: what one of them wishes, all do after the same step.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from gesturegan_live.show.documents import parsed

VARIABLE = "TF_CONFIG"


class Workers:
    """The processes that teach, and which of them this one is.

    Parameters
    ----------
    strategy : tf.distribute.Strategy
        TensorFlow's.
    count : int
        Workers in all.
    index : int
        Which of them this one is, from 0.

    Attributes
    ----------
    replicas : int
        Devices of all workers.
    """

    def __init__(self, strategy: Any, count: int = 1, index: int = 0) -> None:
        self.strategy = strategy
        self.count = count
        self.index = index
        self.replicas = int(strategy.num_replicas_in_sync)
        self._sum = tf.function(self._added, autograph=False)

    @property
    def chief(self) -> bool:
        """Whether this worker writes the files."""
        return self.index == 0

    def share(self, batch: int) -> tuple[int, int, int]:
        """Tell this worker's rows of a batch, first and last + 1, and how many of them a replica gets."""
        if batch % self.replicas:
            raise ValueError(f"batch is {batch}, expected a multiple of the {self.replicas} devices")
        each = batch // self.replicas
        here = self.replicas // self.count * each
        return self.index * here, (self.index + 1) * here, each

    def batches(self, stream: Any) -> Any:
        """Iterate over batches of a replica each, handing this worker's devices one each at a time."""
        return iter(self.strategy.distribute_datasets_from_function(lambda _context: stream))

    def teach(self, step: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
        """Make one step of all replicas, whose report is the mean of theirs, of a step of one."""

        def together(batch: Any) -> dict[str, Any]:
            reports = self.strategy.run(step, args=(batch,))
            return {n: self.strategy.reduce(tf.distribute.ReduceOp.MEAN, v, axis=None) for n, v in reports.items()}

        return tf.function(together, autograph=False)  # type: ignore[no-any-return]

    def any(self, wish: bool) -> bool:
        """Tell whether any worker wishes it; all must ask."""
        return self.sum(float(wish)) > 0

    def sum(self, value: float) -> float:
        """Add up a number of each worker; all must ask."""
        return value if self.count == 1 else float(self._sum(tf.constant(value)))

    def _added(self, value: Any) -> Any:
        each = self.strategy.run(lambda: value / (self.replicas // self.count))
        return self.strategy.reduce(tf.distribute.ReduceOp.SUM, each, axis=None)


def find() -> Workers:
    """Join the workers of ``TF_CONFIG``, else take this machine's GPUs, else its CPU.

    To be called before anything is computed.
    """
    if os.environ.get(VARIABLE):
        count, index = _place(os.environ[VARIABLE])
        return Workers(tf.distribute.MultiWorkerMirroredStrategy(), count, index)
    if len(tf.config.list_physical_devices("GPU")) > 1:
        return Workers(tf.distribute.MirroredStrategy())
    return Workers(tf.distribute.get_strategy())


def synchronise(network: keras.Model) -> None:
    """Let batch normalisation see the whole batch, not the rows of one replica."""
    for layer in network.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.synchronized = True


def _place(text: str) -> tuple[int, int]:
    try:
        told = parsed(text)
        workers, task = told["cluster"]["worker"], told["task"]
        count, index, kind = len(workers), int(task["index"]), str(task["type"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{VARIABLE} is {text!r}, expected a cluster of workers and a task ({error!r})") from error
    if kind != "worker" or not 0 <= index < count:
        raise ValueError(f"{VARIABLE}: task is {kind} {index}, expected a worker from 0 to {count - 1}")
    return count, index
