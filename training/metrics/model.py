"""A bundle's networks in TensorFlow, where gradients are wanted or TensorFlow is there anyhow.

Conventions
-----------
``z``: (B, latent_dim) float32; ``condition``: (B, n) float32 weights, n being 0 for models without. Images:
(B, H, W, C) float32 in [-1, 1]; of a generator with several sizes the full one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.generator.backends.keras_file import check_images, load_network
from gesturegan_live.models.bundle import Bundle
from training.metrics.notes import pitch_of

BATCH = 16

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Model:
    """A generator, the codec of its images and, where there is one, its encoder.

    Attributes
    ----------
    generator : keras.Model
        ``z``, or ``[z, condition]``, to the image or to a list of images, the full size first.
    encoder : keras.Model or None
        Image to latent point.
    """

    generator: Any
    codec: Codec
    latent_dim: int
    conditions: tuple[str, ...] = ()
    encoder: Any = None

    def tensor(self, z: Any, condition: Any) -> Any:
        """Images as a tensor that gradients pass."""
        given = self.generator([z, condition] if self.conditions else z, training=False)
        return tf.cast(given[0] if isinstance(given, list | tuple) else given, tf.float32)

    def images(self, z: Array, condition: Array | None = None) -> Array:
        """Make images, few at a time."""
        weights = self.first_condition(len(z)) if condition is None else condition
        parts = [slice(first, first + BATCH) for first in range(0, len(z), BATCH)]
        return np.concatenate([np.asarray(self._forward(z[part], weights[part]), np.float32) for part in parts])

    def sounds(self, z: Array, condition: Array | None = None) -> Array:
        """Make sounds (B, clip_samples)."""
        images = self.images(z, condition)
        parts = [images[first : first + BATCH] for first in range(0, len(images), BATCH)]
        return np.concatenate([self.codec.decode(part) for part in parts])

    @cached_property
    def _forward(self) -> Any:
        return tf.function(self.tensor, reduce_retracing=True, autograph=False)

    def first_condition(self, count: int) -> Array:
        """All the weight on the first condition: where the instrument starts."""
        return np.eye(1, len(self.conditions), dtype=np.float32).repeat(count, axis=0)

    def some_conditions(self, count: int, draw: np.random.Generator) -> Array:
        """Draw conditions evenly, all the weight on one; where there are pitches and others, on one of each."""
        weights = np.zeros((count, len(self.conditions)), np.float32)
        pitches = np.array([pitch_of(name) is not None for name in self.conditions], bool)
        for columns in (np.flatnonzero(pitches), np.flatnonzero(~pitches)):
            if len(columns):
                weights[np.arange(count), draw.choice(columns, count)] = 1
        return weights


def load(bundle: Bundle) -> Model:
    """Load a bundle's Keras networks without running any code of its own."""
    if "generator.keras" not in bundle.files:
        raise ValueError(f"{bundle.path}: holds no generator.keras, expected the Keras form of the generator")
    generator, encoder = (
        load_network(bundle.path / file, BATCH) if file in bundle.files else None
        for file in ("generator.keras", "encoder.keras")
    )
    check_images(bundle.path / "generator.keras", generator, bundle.codec.image_shape)
    return Model(generator, bundle.codec, bundle.latent_dim, bundle.conditions, encoder)
