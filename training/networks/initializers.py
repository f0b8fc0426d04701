"""What the weights of a network begin with, where the user chooses it and not the family.

Conventions
-----------
Drawn anew are the kernels of some kinds of layers, each by an initializer of its own: Keras draws the same numbers
again from one that is shared. Layers with an equalised learning rate scale their kernel where they use it; what is used
is then what the initializer drew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import keras
from keras import initializers, layers

from gesturegan_live.generator.layers import EqualisedConv2D

CONVOLUTIONS = (layers.Conv2D, layers.Conv2DTranspose, EqualisedConv2D)
INITIALIZERS: dict[str, Callable[[], Any]] = {
    "normal": partial(initializers.RandomNormal, stddev=0.02),  # Radford, Metz and Chintala 2016, section 4
    "he_normal": initializers.HeNormal,
    "glorot_uniform": initializers.GlorotUniform,
    "orthogonal": initializers.Orthogonal,
}


def draw(network: keras.Model, name: str, kinds: tuple[type[Any], ...]) -> None:
    """Draw the kernels of a network's layers of these kinds, by a name in `INITIALIZERS`."""
    for layer in network.layers:
        if isinstance(layer, kinds):
            kernel = INITIALIZERS[name]()(layer.kernel.shape, dtype="float32")
            layer.kernel.assign(kernel / getattr(layer, "scale", 1.0))
