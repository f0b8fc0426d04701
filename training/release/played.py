"""A model as axes move it: points drawn as they are played, moved among codes, heard, measured.

Conventions
-----------
Codes: (B, latent_dim) float32; those of a model without couplings are its points. Conditions: (B, n). Qualities:
(B, Q), in the order of `training.release.qualities.QUALITIES`. A point is clipped as the instrument clips it: far out
where couplings lead back from it, near where it is its own code.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.generator.drawing import Coupling
from gesturegan_live.models.couplings import Couplings
from training.metrics.model import Model
from training.release.qualities import measure, measure_frames
from training.release.sloped import sloped

FARTHEST, FARTHEST_LED = 12.0, 1000.0  # gesturegan_live.latent.space.LIMIT, gesturegan_live.latent.axes.LED
AT_ONCE = 16  # images that are decoded
MOST_IMAGES = 256  # in memory

Array = NDArray[np.float32]
Measured = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Played:
    """A model, and the couplings among whose codes its axes are straight.

    Attributes
    ----------
    model : Model
    couplings : Couplings or None
    """

    model: Model
    couplings: Couplings | None

    @classmethod
    def of(cls, model: Model) -> Played:
        """Find the couplings that a network begins with."""
        steps = [layer for layer in getattr(model.generator, "layers", []) if isinstance(layer, Coupling)]
        if not steps:
            return cls(model, None)
        arrays = (
            np.stack([np.asarray(keras.ops.convert_to_numpy(getattr(step, name)), np.float32) for step in steps])
            for name in ("told", "first", "first_bias", "second", "second_bias")
        )
        return cls(model, Couplings(*arrays))

    def drawn(self, count: int, draw: np.random.Generator) -> tuple[Array, Array]:
        """Draw codes of points, and conditions as a performer may choose them."""
        points = draw.standard_normal((count, self.model.latent_dim), np.float32)
        conditions = self.model.some_conditions(count, draw)
        return (points if self.couplings is None else self.couplings.codes(points, conditions)), conditions

    def points(self, codes: Array, conditions: Array) -> Array:
        """Find the points of codes."""
        if self.couplings is None:
            return np.clip(codes, -FARTHEST, FARTHEST)
        return np.clip(self.couplings.points(codes, conditions), -FARTHEST_LED, FARTHEST_LED)

    def sounds(self, codes: Array, conditions: Array) -> Array:
        """Make their sounds (B, n)."""
        return self.model.sounds(self.points(codes, conditions), conditions)

    def slopes(self) -> Callable[[Any, Any], Any] | None:
        """Give what measures codes under conditions, and lets gradients pass, (B, Q); None where frames do not tell."""
        layout = self.model.codec.layout
        if layout is None or layout.has_tonality or layout.has_frequency or not layout.span:
            return None
        steps = [layer for layer in getattr(self.model.generator, "layers", []) if isinstance(layer, Coupling)]
        measured = sloped(layout)

        def slopes(codes: Any, conditions: Any) -> Any:
            points = codes
            for step in reversed(steps):
                points = step([points, conditions] if self.model.conditions else points, back=True)
            return measured(self.model.tensor(points, conditions))

        return slopes

    def qualities(self, codes: Array, conditions: Array, *, quick: bool = False) -> Measured:
        """Measure their sounds; `quick`: by the frames alone, where they tell it, in a seventh of the time."""
        codec, found = self.model.codec, list[Measured]()
        hear = _frames if quick and codec.layout is not None and not codec.layout.has_tonality else _heard
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for some in np.array_split(np.arange(len(codes)), -(-len(codes) // MOST_IMAGES)):
                images = self.model.images(self.points(codes[some], conditions[some]), conditions[some])
                parts = np.array_split(images, -(-len(images) // AT_ONCE))
                found += pool.map(partial(hear, codec), parts)
        return np.concatenate(found)


def _heard(codec: Codec, images: Array) -> Measured:
    return measure(codec.decode(images), codec.sample_rate)


def _frames(codec: Codec, images: Array) -> Measured:
    assert codec.layout is not None
    return measure_frames(codec.frames(images), codec.layout)
