"""TensorFlow: the generator on a GPU (or a CPU), as one batch of voices with a fixed signature."""

from __future__ import annotations

import os

import numpy as np

from gesturegan_live.bundle import Bundle
from gesturegan_live.generator.backend import Array, Generate


def load(bundle: Bundle, batch: int) -> Generate:
    """Load ``generator.keras`` without running any code of its own, and trace it once for `batch` points."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import keras
    import tensorflow as tf

    import gesturegan_live.generator.layers  # noqa: F401 - registers what a generator may hold

    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    model = keras.saving.load_model(bundle.path / "generator.keras", compile=False, safe_mode=True)
    conditions = len(bundle.conditions)
    signature = [tf.TensorSpec((batch, side), tf.float32) for side in (bundle.latent_dim, conditions) if side]

    @tf.function(input_signature=signature)  # type: ignore[untyped-decorator]
    def forward(*inputs: object) -> object:
        return model(inputs if conditions else inputs[0], training=False)

    def generate(z: Array, condition: Array) -> Array:
        inputs = [_padded(z, batch)] + ([_padded(condition, batch)] if conditions else [])
        return np.asarray(forward(*inputs), np.float32)[: len(z)]

    return generate


def _padded(rows: Array, batch: int) -> Array:
    padded = np.zeros((batch, rows.shape[1]), np.float32)
    padded[: len(rows)] = rows
    return padded
