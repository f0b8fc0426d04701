"""A model's own sounds: random points, and what each sounds like to an ear, so that none has to be made to be compared.

Conventions
-----------
``sounds.npz``, written with the bundle: of what version of the ear the numbers are, the seed that all points are drawn
from by PCG64 at once, the weights of their conditions in 255ths, and what they are like in bytes: whole steps from the
least.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.models.arrays import floats, whole
from gesturegan_live.models.bundle import Bundle, BundleError
from gesturegan_live.show import documents

FILE = "sounds.npz"
MOST = 1 << 16

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sounds:
    """Points of one model, drawn at random.

    Attributes
    ----------
    version : int
        Of the ear.
    seed : int
        Of the points.
    conditions : ndarray, shape (N, n), float32
    heard : ndarray, shape (N, D), float32
    """

    version: int
    seed: int
    conditions: Array
    heard: Array

    def points(self, latent_dim: int) -> Array:
        """Draw the points, (N, latent_dim)."""
        return drawn(self.seed, len(self.heard), latent_dim)

    def write(self, path: Path) -> None:
        """Write what `read` reads, a byte a number."""
        low = self.heard.min(axis=0)
        step = np.maximum(self.heard.max(axis=0) - low, 1e-6) / 255
        np.savez_compressed(
            path,
            about=np.array([self.version, self.seed], np.int64),
            conditions=np.round(255 * self.conditions).astype(np.uint8),
            heard=np.round((self.heard - low) / step).astype(np.uint8),
            low=low.astype(np.float32),
            step=step.astype(np.float32),
        )


def drawn(seed: int, count: int, latent_dim: int) -> Array:
    """Draw points of a standard normal, the same on every machine."""
    return np.random.Generator(np.random.PCG64(seed)).standard_normal((count, latent_dim)).astype(np.float32)


def read(bundle: Bundle) -> Sounds | None:
    """Read a bundle's sounds; None where it holds none.

    Raises
    ------
    BundleError
        One line, where they are unreadable or of another shape.
    """
    if FILE not in bundle.files:
        return None
    file = bundle.path / FILE
    try:
        with zipfile.ZipFile(file) as archive:
            about, weights, steps = (whole(archive, name) for name in ("about", "conditions", "heard"))
            low, step = (floats(archive, name) for name in ("low", "step"))
    except Exception as error:  # zipfile, its decompressors and NumPy have no closed list of what a crafted file raises
        raise BundleError(f"{file}: unreadable sounds ({documents.one_line(error)})") from error
    shapes = (about.shape, weights.shape[1:], low.shape, step.shape, len(weights))
    wanted = ((2,), (len(bundle.conditions),), steps.shape[1:], steps.shape[1:], len(steps) if steps.ndim == 2 else 0)
    if shapes != wanted or not 0 < len(steps) <= MOST or min(about) < 0:
        raise BundleError(f"{file}: sounds {about.tolist()[:2]} of {weights.shape}, {steps.shape}: wanted up to {MOST}")
    if not (np.isfinite(low).all() and np.isfinite(step).all()):
        raise BundleError(f"{file}: sounds hold NaN or infinity, wanted finite numbers")
    conditions, heard = (array.astype(np.float32) for array in (weights, steps))
    return Sounds(int(about[0]), int(about[1]), np.clip(conditions / 255, 0, 1), heard * step + low)
