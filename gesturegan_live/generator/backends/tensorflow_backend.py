"""TensorFlow: the generator on a GPU (or a CPU), as one batch of voices with a fixed signature."""

from __future__ import annotations

import os

import numpy as np

from gesturegan_live.generator.backends.backend import Array
from gesturegan_live.models.bundle import Bundle


def load(bundle: Bundle, batch: int) -> TensorFlowGenerator:
    """Load ``generator.keras`` without running any code of its own, and trace it once for `batch` points."""
    return TensorFlowGenerator(bundle, batch)


class TensorFlowGenerator:
    """A Keras model with one fixed signature."""

    strip = None  # a GPU makes the whole image as fast

    def __init__(self, bundle: Bundle, batch: int) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        import tensorflow as tf

        from gesturegan_live.generator.backends import keras_file

        self.batch = batch
        for gpu in tf.config.list_physical_devices("GPU"):
            tf.config.experimental.set_memory_growth(gpu, True)
        path = bundle.path / "generator.keras"
        model = keras_file.load_network(path, batch)
        keras_file.check_images(path, model, bundle.codec.image_shape)
        self._conditions = len(bundle.conditions)
        sides = (bundle.latent_dim, self._conditions)
        signature = [tf.TensorSpec((batch, side), tf.float32) for side in sides if side]

        @tf.function(input_signature=signature, autograph=False)  # type: ignore[untyped-decorator]
        def forward(*inputs: object) -> object:
            images = model(inputs if self._conditions else inputs[0], training=False)
            return images if isinstance(images, list | tuple) else [images]

        self._forward = forward

    def __call__(self, z: Array, condition: Array) -> list[Array]:
        """Images of up to `batch` points."""
        inputs = [_padded(z, self.batch)] + ([_padded(condition, self.batch)] if self._conditions else [])
        return [np.asarray(level, np.float32)[: len(z)] for level in self._forward(*inputs)]


def _padded(rows: Array, batch: int) -> Array:
    padded = np.zeros((batch, rows.shape[1]), np.float32)
    padded[: len(rows)] = rows
    return padded
