"""The model families, by name: how each makes its two networks for a codec's images.

Importing this package imports Keras.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import keras

from training.networks import dcgan

Shape = tuple[int, int, int]


@dataclass(frozen=True)
class Network:
    """One family.

    Attributes
    ----------
    config : type
        Its frozen dataclass.
    presets : mapping of str to config
        At least ``default`` and ``tiny`` (for tests).
    generator, discriminator : callable
        ``(config, image_shape) -> keras.Model``.
    """

    config: type[Any]
    presets: Mapping[str, Any]
    generator: Callable[[Any, Shape], keras.Model]
    discriminator: Callable[[Any, Shape], keras.Model]


NETWORKS: dict[str, Network] = {
    "dcgan": Network(dcgan.DcganConfig, dcgan.PRESETS, dcgan.generator, dcgan.discriminator),
}
