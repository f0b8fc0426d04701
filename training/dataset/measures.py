"""What is measured of every clip, kept beside its shard in ``shard-00003.npy``.

Conventions
-----------
One row a record: `likeness.prints`; the level before it was changed, dB of full scale (not a number for images); the
seconds until the clip's last sound; per channel the sum and the sum of squares of the image.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.dataset import likeness

Table = np.ndarray[Any, np.dtype[np.void]]
HEARD = 1e-4  # of full scale
FORMAT = 2  # of the table; tables of another are measured anew, since their prints do not compare


def dtype(channels: int) -> np.dtype[np.void]:
    """Tell the columns."""
    numbers = [("level_db", "<f4"), ("seconds", "<f4"), ("sum", "<f8", (channels,)), ("squares", "<f8", (channels,))]
    return np.dtype([("print", "<f2", (likeness.SUMS,)), *numbers])


def read(path: Path, clips: int, channels: int) -> Table:
    """Read the table of a shard of so many clips; ValueError in one line where it is none."""
    try:
        table: Table = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        reason = " ".join(str(error).split())
        raise ValueError(f"{path}: cannot be read ({reason}); prepare the dataset again") from error
    if table.dtype != dtype(channels) or table.shape != (clips,):
        raise ValueError(f"{path}: is no table of {clips} clips; prepare the dataset again")
    return table


def measure(clips: NDArray[np.float32], levels: list[float], seconds: float, images: NDArray[np.float32]) -> Table:
    """Measure a batch of clips, each `seconds` long, and their images.

    Parameters
    ----------
    clips : ndarray, shape (B, n) or (B, bands, columns, channels)
        Samples; of a corpus that holds no sound its images, above silence.
    """
    table = np.zeros(len(clips), dtype(images.shape[3]))
    table["print"] = likeness.prints(clips)
    table["level_db"] = levels
    by_time = clips if clips.ndim == 2 else np.swapaxes(clips, 1, 2)
    values = by_time.reshape(len(clips), -1)
    heard = np.abs(values[:, ::-1]) > HEARD
    table["seconds"] = np.where(heard.any(axis=1), 1 - heard.argmax(axis=1) / values.shape[1], 0) * seconds
    table["sum"] = images.sum(axis=(1, 2), dtype=np.float64)
    table["squares"] = np.square(images, dtype=np.float64).sum(axis=(1, 2))
    return table
