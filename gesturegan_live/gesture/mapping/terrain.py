"""The picture of a mapping from two values: how good it is everywhere, and what comes of it.

Conventions
-----------
The plane goes from 0 to 1 both ways, as streams do. A picture is an ndarray of shape (`SIZE`, `SIZE`), float64, 0 to 1:
its first row is where the second value is 0, its first column where the first one is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gesturegan_live.gesture.mapping.choice import Choosing
from gesturegan_live.gesture.mapping.trained import TINY, Numbers, Trained

SIZE = 32


@dataclass(frozen=True)
class Terrain:
    """What a mapping is like on its plane.

    Attributes
    ----------
    quality : ndarray
        How good it is: among its examples and right about them 1, far from all of them 0; of a choice how sure.
    tone : ndarray
        What comes of it, along the way on which its examples differ most; of a choice the share of its number.
    """

    quality: Numbers
    tone: Numbers


NOWHERE = Terrain(np.zeros((SIZE, SIZE)), np.zeros((SIZE, SIZE)))


def of(learned: Trained | Choosing) -> Terrain:
    """Give the terrain of what was learned from two values; `NOWHERE` is it good where there are more, or fewer."""
    trained = learned.trained if isinstance(learned, Choosing) else learned
    if len(trained.scale) != 2:
        return NOWHERE
    side = np.linspace(0.0, 1.0, SIZE)
    plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    if isinstance(learned, Choosing):
        chosen = np.array([learned(place) for place in plane])
        quality, tone = chosen[:, 1], (chosen[:, 0] + 1.0) / trained.outcomes.shape[1]
    else:
        quality, tone = trained.quality(plane), _along(trained, trained.foretell(plane))
    return Terrain(quality.reshape(SIZE, SIZE), tone.reshape(SIZE, SIZE))


def _along(trained: Trained, outcomes: Numbers) -> Numbers:
    """Give where outcomes lie on the first principal axis of the examples', from the one end of these to the other."""
    mean = trained.outcomes.mean(axis=0)
    spread = trained.outcomes.std(axis=0)
    spread = np.where(spread > TINY, spread, 1.0)
    axis = np.linalg.svd((trained.outcomes - mean) / spread, full_matrices=False)[2][0]
    axis = axis * np.sign(axis[np.abs(axis).argmax()])  # whichever way the decomposition has turned it
    own = ((trained.outcomes - mean) / spread) @ axis
    width = max(float(own.max() - own.min()), TINY)
    return np.asarray(np.clip((((outcomes - mean) / spread) @ axis - own.min()) / width, 0.0, 1.0))
