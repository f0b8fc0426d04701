"""``axes.npz``: the axes of a model, and the couplings behind which they are straight, where there are any.

Conventions
-----------
``directions`` (A, latent_dim) of length one, ``deviations`` (A,): what one standard deviation of each axis adds to a
point, or to its code where `Couplings` stand beside them, by the names of their weights: a byte each, in ``steps`` (5,)
of an array's own. Nothing is unpickled, and no array takes more memory than its header promises and its entry has.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gesturegan_live.models.arrays import floats, whole
from gesturegan_live.models.couplings import Couplings
from gesturegan_live.show import documents

MAX_AXES = 256  # each has an address for every voice
STEPS, WHOLE = "steps", 127

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class KeptAxes:
    """What the file holds.

    Attributes
    ----------
    directions : ndarray, shape (A, latent_dim)
    deviations : ndarray, shape (A,)
    couplings : Couplings or None
        From points to codes, to which directions belong then.
    """

    directions: Array
    deviations: Array
    couplings: Couplings | None = None


def write(file: Path, directions: ArrayLike, deviations: ArrayLike, couplings: Couplings | None = None) -> None:
    """Write the file."""
    arrays: dict[str, Any] = {
        "directions": np.asarray(directions, np.float32),
        "deviations": np.asarray(deviations, np.float32),
    }
    if couplings is not None:
        weights = couplings.heard().arrays()
        steps = np.array([max(float(np.abs(array).max()), 1e-9) / WHOLE for array in weights.values()], np.float32)
        whole = zip(weights, weights.values(), steps, strict=True)
        arrays |= {name: np.round(array / step).astype(np.int8) for name, array, step in whole}
        arrays[STEPS] = steps
    np.savez_compressed(file, **arrays)


def read(file: Path, latent_dim: int, conditions: int) -> KeptAxes:
    """Read the file of a model of so many coordinates and conditions.

    Raises
    ------
    ValueError
        One line, whatever the file holds.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            directions, deviations = (floats(archive, name) for name in ("directions", "deviations"))
            couplings = None
            if f"{STEPS}.npy" in archive.namelist():
                couplings = _couplings(archive)
    except Exception as error:  # zipfile, its decompressors and NumPy have no closed list of what a crafted file raises
        raise ValueError(f"{file}: unreadable axes ({documents.one_line(error)})") from error
    if deviations.shape[0:1] > (MAX_AXES,):
        raise ValueError(f"{file}: {len(deviations)} axes, wanted at most {MAX_AXES}")
    if deviations.ndim != 1 or directions.shape != (len(deviations), latent_dim):
        raise ValueError(f"{file}: axes {directions.shape}, {deviations.shape}; wanted (A, {latent_dim}), (A,)")
    if not (np.isfinite(directions).all() and np.isfinite(deviations).all()):
        raise ValueError(f"{file}: axes hold NaN or infinity, wanted finite numbers")
    if couplings is not None and couplings.sizes != (latent_dim, conditions):
        raise ValueError(f"{file}: couplings of {couplings.sizes}, wanted {(latent_dim, conditions)}")
    return KeptAxes(directions, deviations, couplings)


def _couplings(archive: zipfile.ZipFile) -> Couplings:
    weights = [whole(archive, field.name) for field in fields(Couplings)]
    steps = floats(archive, STEPS)
    if steps.shape != (len(weights),):
        raise ValueError(f"steps of shape {steps.shape}, wanted ({len(weights)},)")
    told, *others = (array.astype(np.float32) * step for array, step in zip(weights, steps, strict=True))
    return Couplings(np.rint(told), *others)
