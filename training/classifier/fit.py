"""A classifier taught on labelled recordings and judged on files that it never heard.

Conventions
-----------
A classifier is a folder: ``network.keras``, ``classifier.json`` (labels, codec, scores, the files held out, the
network's SHA-256), ``confusion.png``, and ``clips``, the prepared dataset. Scores are of whole files: the mean over a
file's clips.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from gesturegan_live import codecs
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.mel_colour import MelColour
from gesturegan_live.generator.backends.keras_file import load_network
from gesturegan_live.show.documents import field, json_object, listed
from training.classifier import network, scores
from training.corpus.source import Corpus
from training.dataset import manifest, shards
from training.dataset.clips import CutConfig
from training.dataset.manifest import Dataset
from training.dataset.split import held_out

FILE, NETWORK, CONFUSION = "classifier.json", "network.keras", "confusion.png"
CUT = CutConfig(overlap=0.5)
BATCH = 32
AT_ONCE = 256  # images

Progress = Callable[[int, int, float], None]


@dataclass(frozen=True)
class Classifier:
    """A taught classifier, read back."""

    labels: tuple[str, ...]
    codec: Codec
    model: Any

    def files(self, dataset: Dataset) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Judge a dataset's files: their places among its sources, and (files, labels) probabilities."""
        return _by_file(dataset, _judge(self.model, pixels(dataset)))


def fit(
    corpus: Corpus,
    output: Path,
    *,
    epochs: int,
    part: float,
    seed: int,
    shard: Callable[[int, int, int], None] = lambda _done, _all, _clips: None,
    progress: Progress = lambda _done, _all, _loss: None,
    left_out: Callable[[dict[str, Any]], None] = lambda _told: None,
) -> dict[str, Any]:
    """Teach a classifier; return what ``classifier.json`` says.

    Parameters
    ----------
    epochs : int
        Passes over as many clips as there are.
    part : float
        Of each label's files, to be held out.
    left_out : callable
        Given what the dataset's manifest says, of what is not in it among others.
    """
    labelled = tuple(source for source in corpus.sources if source.labels)
    if len({label for source in labelled for label in source.labels}) < 2:
        raise ValueError(f"corpus {corpus.name}: names fewer than two labels, expected something to tell apart")
    output.mkdir(parents=True, exist_ok=True)
    left_out(shards.prepare(replace(corpus, sources=labelled), output / "clips", MelColour(), CUT, progress=shard)[0])
    dataset = manifest.read(output / "clips")
    places = dataset.clip_sources()
    matrix = dataset.label_matrix()
    heard = np.unique(places)  # broken and silent files gave no clip
    out = np.zeros(len(dataset.sources), bool)
    out[heard] = held_out([dataset.sources[place]["labels"] for place in heard], part, seed)
    if not out.any():
        raise ValueError(f"corpus {corpus.name}: no label has three files or more, nothing can be held out")
    several = any(len(source.labels) > 1 for source in labelled)

    keras.utils.set_random_seed(seed)
    images = pixels(dataset)
    taught = ~out[places]
    model = network.network(images.shape[1:], len(dataset.labels), several)
    stream, steps = network.batches(images[taught], matrix[taught], places[taught], BATCH, epochs, seed)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps * epochs)
    loss = keras.losses.BinaryCrossentropy() if several else keras.losses.CategoricalCrossentropy()
    model.compile(keras.optimizers.AdamW(rate, weight_decay=1e-3), loss)
    for number, (x, y) in enumerate(stream):
        told = model.train_on_batch(x, y)
        if number % steps == steps - 1:
            progress((number + 1) // steps, epochs, float(np.ravel(told)[0]))

    files, given = _by_file(dataset, _judge(model, images))
    truth = np.stack([matrix[np.argmax(places == file)] for file in files])
    judged = out[files]
    results = {
        "held_out": _scores(truth[judged], given[judged]),
        "taught": _scores(truth[~judged], given[~judged]),
        "chance": scores.chance(truth[judged], truth[~judged].mean(axis=0)),
    }
    model.save(output / NETWORK)
    table = scores.confusion(truth[judged], given[judged])
    draw_confusion(output / CONFUSION, table, dataset.labels, truth[judged].sum(axis=0))
    told = {
        "labels": list(dataset.labels),
        "codec": dataset.codec.to_json(),
        "several": several,
        "corpus": corpus.name,
        "network_sha256": _sha256(output / NETWORK),
        "scores": results,
        "files": {"held_out": int(judged.sum()), "taught": int((~judged).sum())},
        "held_out": sorted(str(dataset.sources[file]["name"]) for file in files[judged]),
    }
    manifest.write_json(output / FILE, told)
    return told


def read(folder: Path) -> Classifier:
    """Read a classifier; ValueError in one line where it is none, or its files do not belong together."""
    file = folder / FILE
    if not file.is_file() or not (folder / NETWORK).is_file():
        raise ValueError(f"{folder}: is no classifier (it holds no {FILE} and {NETWORK})")
    try:
        told = json_object(file)
        codec, labels = codecs.from_json(field(told, "codec", dict)), listed(told, "labels", str)
        digest = told.get("network_sha256")  # those taught before it was noted have none
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{file}: {error}") from error
    for label in labels:
        if not _is_plain(folder_of(label)):
            raise ValueError(f"{file}: label {label!r}, expected what a folder can be named, and not hidden")
    if digest is not None and digest != _sha256(folder / NETWORK):
        raise ValueError(f"{folder / NETWORK}: is another network than {FILE} tells of; fit the classifier again")
    model = load_network(folder / NETWORK)
    shapes = [tuple(side.shape[1:]) for side in (*model.inputs, *model.outputs)]
    height, width, _ = codec.image_shape
    wanted = [(height // 2, width // 2, 1), (len(labels),)]
    if shapes != wanted:
        raise ValueError(
            f"{folder / NETWORK}: makes {shapes[-1]} of {shapes[0]}, {FILE} wants {wanted[1]} of {wanted[0]}"
        )
    return Classifier(tuple(labels), codec, model)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_of(label: str) -> str:
    """Name the folder of a label's recordings."""
    return label.replace("/", "_")


def _is_plain(name: str) -> bool:
    return PurePath(name).name == name != "" and not name.startswith(".") and name.isprintable()


def pixels(dataset: Dataset) -> NDArray[np.uint8]:
    """Read one channel of every image, half as fine: (B, bands / 2, columns / 2, 1)."""
    bands, columns = dataset.codec.image_shape[0] // 2, dataset.codec.image_shape[1] // 2
    whole = np.empty((dataset.clips, bands, columns, 1), np.uint8)
    for first in range(0, dataset.clips, AT_ONCE):  # whole images are fifty times as large
        images = dataset.images(np.arange(first, min(first + AT_ONCE, dataset.clips)))[..., 0]
        halved = images.reshape(-1, bands, 2, columns, 2).mean(axis=(2, 4))[..., None]
        whole[first : first + AT_ONCE] = np.rint((halved + 1) * 127.5)
    return whole


def _judge(model: Any, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    parts = np.array_split(images, max(1, len(images) // 64))
    return np.concatenate([np.asarray(model(p.astype(np.float32) / 127.5 - 1, training=False)) for p in parts])


def _by_file(dataset: Dataset, given: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    places = dataset.clip_sources()
    files = np.unique(places)
    return files, np.stack([given[places == file].mean(axis=0) for file in files])


def _scores(truth: NDArray[np.float32], given: NDArray[np.float32]) -> dict[str, float]:
    return {
        "lwlrap": scores.lwlrap(truth, given),
        "mAP": scores.mean_average_precision(truth, given),
        "accuracy": scores.accuracy(truth, given),
    }


def draw_confusion(path: Path, table: NDArray[np.float64], labels: tuple[str, ...], files: NDArray[np.float32]) -> None:
    """Draw where held-out files of each label go, a row a label that has some, as a picture."""
    from matplotlib.figure import Figure

    rows = np.flatnonzero(files)
    figure = Figure(figsize=(3 + 0.28 * len(labels), 3 + 0.28 * len(rows)), layout="constrained")
    axes = figure.subplots()
    shown = axes.imshow(table[rows], cmap="magma_r", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels, rotation=90)
    axes.set_yticks(range(len(rows)), [f"{labels[row]} ({files[row]:.0f})" for row in rows])
    axes.set_xlabel("judged to be")
    axes.set_ylabel("is (held-out files)")
    figure.colorbar(shown, shrink=0.6, label="part of the held-out files")
    figure.savefig(path, dpi=110)
