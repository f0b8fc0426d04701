"""The clip of a point in a file: made and written by a process of its own, so that nothing that sounds waits for it.

Process and thread
------------------
Begins when a clip is first wanted, ends when none is for a while (`gesturegan_live.processes.asked`). It loads the
model anew only where another one is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.asked import Asked, Message, Numbers, serve
from gesturegan_live.recording.recordings import release, reserve
from gesturegan_live.recording.sound_file import SoundFile

if TYPE_CHECKING:
    from gesturegan_live.generator.backends.backend import Generator

MAKER = Asked("clip", __name__)


def write(
    bundle: Bundle,
    backend: str | None,
    path: Path,
    z: NDArray[np.float32],
    condition: NDArray[np.float32],
    growth: float,
) -> tuple[Path, int, int]:
    """Write the clip of a point; waits for it.

    Parameters
    ----------
    bundle : Bundle
        The model.
    backend : str or None
        Inference backend; None chooses.
    path : Path
        ``.wav`` or ``.flac``; a number is added where the file exists.
    z, condition : ndarray
        The point, and the weights of its classes.
    growth : float
        How far its image has grown, 0 to 1.

    Returns
    -------
    Path, int and int
        The file, its samples, and how many of them make a second.

    Raises
    ------
    ValueError
        One line: what cannot be written or made.
    """
    try:
        path = reserve(path)
    except OSError as error:
        raise ValueError(f"clip {path.name}: {error.strerror}") from error
    question = {"model": str(bundle.path), "backend": backend, "path": str(path), "growth": growth}
    try:
        told, _ = MAKER.ask(question, [z.astype(np.float64), condition.astype(np.float64)])
    finally:
        release(path)
    return path, told["samples"], told["rate"]


def run(pipe: Connection) -> None:
    """Be the process."""
    serve(pipe, _answer)


def _answer(asked: dict[str, Any], arrays: Sequence[Numbers]) -> Message:
    from gesturegan_live.generator.growth import grown

    bundle, generator = _loaded(asked["model"], asked["backend"])
    z, condition = (array.astype(np.float32) for array in arrays)
    image = grown(generator(z[None], condition[None]), asked["growth"], bundle.codec)
    samples = np.asarray(bundle.codec.decode(image)[0], np.float32)
    path = Path(asked["path"])
    try:
        with SoundFile(path, bundle.codec.sample_rate, 1) as file:
            file.write(np.clip(samples, -1.0, 1.0)[:, None])
    except OSError as error:
        raise ValueError(f"clip {path.name}: {error.strerror}") from error
    return {"samples": len(samples), "rate": bundle.codec.sample_rate}, ()


@lru_cache(maxsize=1)
def _loaded(model: str, name: str | None) -> tuple[Bundle, Generator]:
    from gesturegan_live.generator.backends import backend

    bundle = bundles.read(model)
    return bundle, backend.load(backend.choose(name, bundle.files), bundle, 1)
