"""A bundle judged by a dataset: every figure beside what recordings score, and what noise scores.

Conventions
-----------
Some files of the dataset are held out, whole files only. Sets are of one size (matched N) wherever they are compared:

``generated``  the model's sounds, of random points
``floor``      other clips of the dataset, heard through the codec: what a perfect model would score
``recordings`` the same clips as they were recorded, where the corpus is given: how much of the floor the codec adds
``ceiling``    white noise as loud as the clips

each against the files held out (as recorded where the corpus is given, else through the codec) and, through the codec,
against files of the other part (``seen``). A model that was taught this very dataset was taught the files held out here
as well: ``held_out_was_taught`` says so, and is None where the bundle names another dataset or none, which may hold the
same recordings; `nearest` says whether the model copies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.classifier.split import held_out
from training.corpus.left_out import Remarks
from training.corpus.source import Corpus
from training.dataset.manifest import Dataset
from training.metrics import bins, distance, notes, recordings, smoothness
from training.metrics.embedding import embed
from training.metrics.model import Model

COUNT = 256
HELD_OUT = 0.25
LEAST = 8  # clips in a set
AMONG = 1024  # most clips that a sound's nearest neighbour is looked for in
COPY_QUANTILE = 0.05
AT_ONCE = 32

Array = NDArray[np.float32]
Progress = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class _Clips:
    """Numbers of the dataset's clips: held out; taught, two sets of the same size and the rest of them."""

    held: NDArray[np.intp]
    seen: NDArray[np.intp]
    other: NDArray[np.intp]
    rest: NDArray[np.intp]
    files: int


def evaluate(
    model: Model,
    dataset: Dataset,
    *,
    provenance: Mapping[str, Any],
    corpus: Corpus | None = None,
    count: int = COUNT,
    seed: int = 0,
    progress: Progress = lambda _what: None,
    remarks: Remarks | None = None,
) -> dict[str, Any]:
    """Measure a model.

    Parameters
    ----------
    provenance : mapping
        What the bundle says of the dataset that the model was taught.
    corpus : Corpus or None
        What the dataset was prepared from; without it everything is heard through the codec.
    count : int
        Sounds in a set; fewer where the dataset has not enough.
    remarks : Remarks or None
        Gathers what is said of the recordings.

    Returns
    -------
    dict
        Figures, plain numbers all the way down.
    """
    if dataset.codec != model.codec:
        raise ValueError(
            f"{dataset.path}: prepared with codec {dataset.codec.to_json()}, the model's is {model.codec.to_json()}"
        )
    draw = np.random.default_rng(seed)
    clips = _split(dataset, count, seed)
    size, rate = len(clips.held), dataset.codec.sample_rate
    weights = conditions(model, dataset, size, draw)

    progress("generating")
    made = model.sounds(draw.standard_normal((size, model.latent_dim)).astype(np.float32), weights)
    sets = {"generated": embed(made, rate)}
    progress("clips")
    coded = _sounds(dataset, clips.other)
    held, seen, sets["floor"] = (
        embed(s, rate) for s in (_sounds(dataset, clips.held), _sounds(dataset, clips.seen), coded)
    )
    reference = held
    if corpus is not None:
        progress("recordings")
        remarks = Remarks() if remarks is None else remarks
        sets["recordings"] = embed(recordings.samples(dataset, corpus, clips.other, remarks), rate)
        reference = embed(recordings.samples(dataset, corpus, clips.held, remarks), rate)
    progress("noise")
    sets["ceiling"] = embed(_noise(coded, draw), rate)
    progress("nearest neighbours")
    rest = embed(_sounds(dataset, clips.rest), rate) if len(clips.rest) else seen[:0]
    taught = np.concatenate([seen, sets["floor"], rest])
    progress("smoothness")
    smooth = smoothness.path_length(
        lambda points: embed(model.sounds(points, weights[:1].repeat(len(points), axis=0)), rate),
        model.latent_dim,
        min(size, smoothness.PAIRS),
    )
    against = {"held_out": reference, "seen": seen}
    widths = {name: distance.bandwidth(points) for name, points in against.items()}
    return {
        "sounds": size,
        "held_out_files": clips.files,
        "held_out_was_taught": _was_taught(provenance, dataset),
        "through_codec_only": corpus is None,
        "frechet": {a: {s: distance.frechet(p, points) for s, p in sets.items()} for a, points in against.items()},
        "kernel": {
            a: {s: distance.kernel(p, points, widths[a]) for s, p in sets.items()} for a, points in against.items()
        },
        "different_bins": {s: bins.different(reference, p) for s, p in sets.items()},
        "nearest": _nearest(sets["generated"], held, taught),
        "path_length": smooth,
        "pitch_accuracy": _pitch(model, dataset, made, weights, coded, clips.other),
    }


def _was_taught(provenance: Mapping[str, Any], dataset: Dataset) -> bool | None:
    """Whether the model was taught this dataset; None where that is not known: another may hold its recordings too."""
    return True if provenance.get("dataset_sha256") == dataset.digest else None


def conditions(model: Model, dataset: Dataset, count: int, draw: np.random.Generator) -> Array:
    """Draw conditions as they occur in the dataset where they are its labels, else evenly."""
    names = model.conditions
    if names and names == dataset.labels:
        return dataset.label_matrix()[draw.integers(0, dataset.clips, count)]
    return np.eye(max(1, len(names)), len(names), dtype=np.float32)[draw.integers(0, max(1, len(names)), count)]


def _split(dataset: Dataset, count: int, seed: int) -> _Clips:
    """Hold files out, and draw clips from both sides."""
    places = dataset.clip_sources()
    heard = np.unique(places)
    labels = [dataset.sources[place]["labels"] or ("",) for place in heard]
    out = held_out(labels, HELD_OUT, seed)
    if not out.any():
        out = held_out([("",)] * len(heard), HELD_OUT, seed)  # labels of a file or two each
    draw = np.random.default_rng(seed)
    is_held = np.isin(places, heard[out])
    held, taught = (draw.permutation(np.flatnonzero(side)) for side in (is_held, ~is_held))
    size = min(count, len(held), len(taught) // 2)
    if size < LEAST:
        raise ValueError(
            f"{dataset.path}: {len(heard)} files give {len(held)} clips to hold out and {len(taught)} others, "
            f"expected {LEAST} and {2 * LEAST} or more"
        )
    return _Clips(held[:size], taught[:size], taught[size : 2 * size], taught[2 * size : AMONG], int(out.sum()))


def _sounds(dataset: Dataset, clips: NDArray[np.intp]) -> Array:
    """Clips as the codec decodes them, (n, clip_samples)."""
    parts = np.array_split(clips, -(-len(clips) // AT_ONCE))
    return np.concatenate([dataset.codec.decode(dataset.images(part)) for part in parts])


def _noise(sounds: Array, draw: np.random.Generator) -> Array:
    """White noise, as loud as each of the sounds."""
    levels = np.sqrt(np.mean(np.square(sounds, dtype=np.float64), axis=1, keepdims=True))
    return np.asarray(draw.standard_normal(sounds.shape) * levels, np.float32)


def _nearest(generated: Array, held: Array, taught: Array) -> dict[str, float]:
    """Whether sounds are copies: nearer to what was taught than nearly all files held out are.

    ``copies`` is about `COPY_QUANTILE` for sounds that are as new as a file held out, and near 1 for copies.
    """
    made, real = (distance.nearest(points, taught) for points in (generated, held))
    return {
        "generated": float(np.median(made)),
        "held_out": float(np.median(real)),
        "copies": float(np.mean(made < np.quantile(real, COPY_QUANTILE))),
    }


def _pitch(
    model: Model, dataset: Dataset, made: Array, weights: Array, coded: Array, clips: NDArray[np.intp]
) -> dict[str, float] | None:
    """Share of notes at the pitch asked for; of the dataset's own notes beside it. None without pitches."""
    asked = notes.asked(model.conditions)
    if asked is None:
        return None
    rate = dataset.codec.sample_rate
    wanted = np.array(asked)[weights.argmax(axis=1)]
    figures = {"generated": notes.accuracy(made, rate, wanted)}
    known = [dataset.sources[place].get("facts", {}).get("pitch") for place in dataset.clip_sources()[clips]]
    if None not in known:
        figures["floor"] = notes.accuracy(coded, rate, np.array(known, float))
    return figures


def lines(told: dict[str, Any]) -> list[str]:
    """Tell the figures to people."""
    names = list(told["frechet"]["held_out"])
    known = (
        "which the model was taught too" if told["held_out_was_taught"] else "not known if the model was taught them"
    )
    rows = [
        *((f"Fréchet, {a.replace('_', ' ')}", told["frechet"][a]) for a in told["frechet"]),
        *((f"kernel, {a.replace('_', ' ')}", told["kernel"][a]) for a in told["kernel"]),
        ("different bins", told["different_bins"]),
        *([("pitch accuracy", told["pitch_accuracy"])] if told["pitch_accuracy"] else []),
    ]
    nearest = told["nearest"]
    return [
        f"{told['sounds']} sounds in each set; {told['held_out_files']} files held out, {known}",
        " " * 20 + "".join(f"{name:>12}" for name in names),
        *(f"{name:20}" + "".join(f"{row[s]:12.3f}" if s in row else " " * 12 for s in names) for name, row in rows),
        f"nearest taught clip: generated {nearest['generated']:.2f}, held out {nearest['held_out']:.2f}; "
        f"copies {nearest['copies']:.3f} ({COPY_QUANTILE} is as new as files held out)",
        f"path length {told['path_length']:.2f} (1 is straight and even)",
    ]
