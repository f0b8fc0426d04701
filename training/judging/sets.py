"""Which sounds a model is judged by, and what each set of them is.

Conventions
-----------
Files are held out whole. Where a bundle names the files that its run did not teach (``held_out`` of its provenance),
those are held out; else a part of each label's, which a model of this dataset was taught as well. Sets that are
compared are of one size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.dataset.manifest import Dataset
from training.dataset.split import held_out
from training.metrics import grid, lines
from training.metrics.embedding.embedding import embed
from training.metrics.grid import Powers

GENERATED, RECORDINGS, CODEC, BASELINE, NOISE = "generated", "recordings", "codec", "baseline", "noise"
HELD_OUT = "held out"  # through the codec: what all of them are held against
WHAT = {
    GENERATED: "random points of the model",
    RECORDINGS: "other files, as they were recorded",
    CODEC: "other files through the codec: what a perfect model would score",
    BASELINE: "principal components of the other files, under the codec's speckle: made in seconds, without a network",
    NOISE: "white noise, as loud as the other files",
}
WIDE = "the same, of as many numbers as the model's points have"
PART = 0.25  # of the files, held out where a bundle names none
LEAST = 4  # clips in a set
SILENT_DB = -60.0  # of full scale

Array = NDArray[np.float32]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Split:
    """Numbers of a dataset's clips.

    Attributes
    ----------
    held : ndarray, shape (n,)
        Of files held out.
    other : ndarray, shape (n,)
        Of the other files, which stand beside what is generated.
    taught : ndarray
        All of the other files.
    was_taught : bool or None
        Whether the model was taught what is held out; None where that is not known.
    """

    held: Numbers
    other: Numbers
    taught: Numbers
    was_taught: bool | None


@dataclass(frozen=True, eq=False)
class Heard:
    """A set of sounds, as it was measured.

    Attributes
    ----------
    files : ndarray, shape (n,)
        Of each sound.
    points : ndarray, shape (n, 512)
        In the embedding.
    clear, hum, level_db : ndarray, shape (n,)
        Clear partials a frame, amplitude lines, RMS.
    powers, products : Powers and ndarray, or None
        Of their images, where there are any.
    """

    files: Numbers
    points: Array
    clear: NDArray[np.float64]
    hum: NDArray[np.float64]
    level_db: NDArray[np.float64]
    powers: Powers | None = None
    products: NDArray[np.float64] | None = None


def split(dataset: Dataset, provenance: Mapping[str, Any], count: int, seed: int) -> Split:
    """Hold files out, and draw clips from both sides, as many."""
    places = dataset.clip_sources()
    heard = np.unique(places)
    same = provenance.get("dataset_sha256") == dataset.digest
    named = {str(name) for name in provenance.get("held_out") or ()} if same else set()
    if named:
        out = np.array([dataset.sources[place]["name"] in named for place in heard])
    else:
        labels = [dataset.sources[place]["labels"] or ("",) for place in heard]
        out = held_out(labels, PART, seed)
        if not out.any():
            out = held_out([("",)] * len(heard), PART, seed)  # labels of a file or two each
    draw = np.random.default_rng(seed)
    is_held = np.isin(places, heard[out])
    held, taught = (draw.permutation(np.flatnonzero(side)) for side in (is_held, ~is_held))
    size = min(count, len(held), len(taught))
    if size < LEAST:
        raise ValueError(
            f"{dataset.path}: {len(heard)} files give {len(held)} clips to hold out and {len(taught)} others, "
            f"expected {LEAST} or more of each"
        )
    was_taught = None if not same else not named
    return Split(held[:size], taught[:size], taught, was_taught)


def hear(sounds: Array, dataset: Dataset, files: Numbers | None = None, images: Array | None = None) -> Heard:
    """Measure sounds (n, clip_samples), and the images (n, H, W, C) that they were made of where there are any."""
    codec = dataset.codec
    rate, layout = codec.sample_rate, codec.layout
    level = np.sqrt(np.mean(np.square(sounds, dtype=np.float64), axis=1))
    return Heard(
        files=np.arange(len(sounds)) if files is None else files,
        points=embed(sounds, rate),
        clear=lines.clear_partials(sounds, rate),
        hum=np.zeros(len(sounds)) if layout is None else grid.amplitude_lines(sounds, layout.hop_length),
        level_db=20 * np.log10(level + 1e-12),
        powers=None if images is None else grid.powers(images),
        products=None if images is None or layout is None else lines.products(images),
    )
