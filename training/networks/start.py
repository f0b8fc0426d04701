"""How a generator begins: its inputs, and where principal axes are looked for."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

FEATURES = "features"  # the layer whose activations export looks for principal axes in


def point(latent_dim: int, conditions: int) -> tuple[Any, Any]:
    """Make a generator's inputs, and one vector of all that they say.

    Returns
    -------
    inputs : tensor or list of tensors
        ``z`` (B, latent_dim), or with conditions ``[z, condition]``.
    told : tensor, shape (B, latent_dim + conditions)
    """
    z = keras.Input((latent_dim,), name="z")
    if not conditions:
        return z, z
    condition = keras.Input((conditions,), name="condition")
    return [z, condition], layers.Concatenate()([z, condition])
