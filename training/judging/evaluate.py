"""A model judged by a dataset: every figure beside what recordings, a baseline and noise score, with its interval.

Conventions
-----------
The sets are those of `sets.WHAT`, all of one size, each held against files that are held out: as they were recorded
where the corpus is given, else through the codec. ``held_out_was_taught`` says whether the model knows those files;
`nearest` says whether it copies. Figures are plain numbers all the way down, ``value``, ``low`` and ``high`` where they
have an interval (`bootstrap`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.classifier.gesture import TYPES
from training.corpus.left_out import Remarks
from training.corpus.source import Corpus
from training.dataset.manifest import Dataset
from training.judging import categories, controls, nearness, sets
from training.judging.recall import MOST as PAIRS
from training.judging.recall import recall
from training.judging.sets import BASELINE, CODEC, GENERATED, NOISE, RECORDINGS, WHAT, WIDE, Heard, Split, hear
from training.judging.subject import Subject
from training.metrics import lines, notes, recordings, smoothness
from training.metrics.baseline import DIMENSION, MOST, Baseline
from training.metrics.embedding import distance
from training.metrics.embedding.embedding import embed
from training.metrics.model import Model
from training.metrics.quick import hear as decoded
from training.metrics.scale import noise
from training.release.played import Played
from training.teaching.conditions import conditions as known_conditions

COUNT = 256
AMONG = 512  # most clips that a sound's nearest neighbour is looked for in
COPY_QUANTILE = 0.05

Array = NDArray[np.float32]
Progress = Callable[[str], None]


def evaluate(
    subject: Subject,
    model: Model,
    dataset: Dataset,
    *,
    corpus: Corpus | None = None,
    count: int = COUNT,
    seed: int = 0,
    progress: Progress = lambda _what: None,
    remarks: Remarks | None = None,
) -> dict[str, Any]:
    """Measure a model.

    Parameters
    ----------
    subject : Subject
        What is known of the model, which is loaded as `model`.
    corpus : Corpus or None
        What the dataset was prepared from; without it everything is heard through the codec.
    count : int
        Sounds in a set; fewer where the dataset has not enough.
    remarks : Remarks or None
        Gathers what is said of the recordings.
    """
    if dataset.codec != model.codec:
        raise ValueError(
            f"{dataset.path}: prepared with codec {dataset.codec.to_json()}, the model's is {model.codec.to_json()}"
        )
    work = _Work(subject, model, dataset, corpus, count, seed, progress, remarks or Remarks())
    return work.told()


class _Work:
    """One model, one dataset: the sets, then what is measured of them."""

    def __init__(
        self,
        subject: Subject,
        model: Model,
        dataset: Dataset,
        corpus: Corpus | None,
        count: int,
        seed: int,
        progress: Progress,
        remarks: Remarks,
    ) -> None:
        self._subject, self._model, self._dataset = subject, model, dataset
        self._seed, self._progress = seed, progress
        self._draw = np.random.default_rng(seed)
        self._rate = dataset.codec.sample_rate
        self._places = dataset.clip_sources()
        self._split: Split = sets.split(dataset, subject.provenance, count, seed)
        self._size = len(self._split.held)
        self._components = Baseline.of(dataset.images(np.sort(self._split.taught[:MOST])), dataset.codec)
        self._recorded = None
        if corpus is not None:
            progress("recordings")
            clips = np.concatenate([self._split.held, self._split.other])
            self._recorded = np.split(recordings.samples(dataset, corpus, clips, remarks), 2)

    def told(self) -> dict[str, Any]:
        """Measure everything."""
        split, dataset = self._split, self._dataset
        asked = conditions_of(self._model, dataset, split.held)
        images = self._model.images(
            self._draw.standard_normal((self._size, self._model.latent_dim)).astype(np.float32), asked
        )
        self._progress("generated sounds")
        made = decoded(images, dataset.codec)
        heard = {GENERATED: hear(made, dataset, images=images)}
        held_images = dataset.images(split.held)
        held_coded = decoded(held_images, dataset.codec)
        held_sounds = held_coded if self._recorded is None else self._recorded[0]
        held = hear(held_sounds, dataset, self._places[split.held], held_images)
        through = replace(held, clear=lines.clear_partials(held_coded, self._rate))
        coded = decoded(dataset.images(split.other), dataset.codec)
        heard |= self._beside(coded)
        taught = self._taught(heard[CODEC])
        self._progress("distances")
        return {
            "model": self._subject.name,
            "sounds": self._size,
            "rough": self._size < nearness.NAMED,
            "held_out_files": len(np.unique(self._places[split.held])),
            "held_out_was_taught": split.was_taught,
            "through_codec_only": self._recorded is None,
            "sets": {
                name: {"what": WHAT.get(name, WIDE), "sounds": len(one.points), "files": len(set(one.files))}
                for name, one in heard.items()
            },
            "distances": (told := nearness.distances(heard, held)),
            "way": nearness.way(next(iter(told.values()))),
            "grid": nearness.grids(heard, held),
            "lines": nearness.sharpness(heard, through),
            "silent": nearness.silent(heard[GENERATED]),
            "recall": self._recall(held_sounds, held_images, held_coded),
            "nearest": _nearest(heard[GENERATED].points, held.points, taught[0]),
            "path_length": self._smoothness(asked),
            "axes": self._axes(),
            "presets": self._presets(),
            "pitch": _pitch(self._model, dataset, made, asked, coded, split.other),
            "categories": self._categories(taught, held, heard[GENERATED], asked),
        }

    def _beside(self, coded: Array) -> dict[str, Heard]:
        """Make what stands beside the generated sounds; `coded` are the other clips through the codec."""
        dataset, split, files = self._dataset, self._split, self._places[self._split.other]
        heard = {}
        if self._recorded is not None:
            heard[RECORDINGS] = hear(self._recorded[1], dataset, files)
        self._progress("recordings through the codec")
        heard[CODEC] = hear(coded, dataset, files, dataset.images(split.other))
        self._progress("baseline")
        drawn = self._components.drawn(self._size, self._draw)
        heard[BASELINE] = hear(decoded(drawn, dataset.codec), dataset, images=drawn)
        if self._model.latent_dim != DIMENSION:
            wide = Baseline.of(dataset.images(np.sort(split.taught[:MOST])), dataset.codec, self._model.latent_dim)
            drawn = wide.drawn(self._size, self._draw)
            heard[f"{BASELINE} {len(wide.deviations)}"] = hear(decoded(drawn, dataset.codec), dataset, images=drawn)
        self._progress("noise")
        sounds = noise(coded, self._draw)
        heard[NOISE] = hear(sounds, dataset, images=dataset.codec.encode(np.clip(sounds, -1, 1)))
        return heard

    def _taught(self, other: Heard) -> tuple[Array, NDArray[np.intp]]:
        """Points of the other files' clips, and the clips' numbers."""
        rest = self._split.taught[self._size : AMONG]
        points = embed(decoded(self._dataset.images(rest), self._dataset.codec), self._rate) if len(rest) else None
        clips = np.concatenate([self._split.other, rest])
        return (other.points if points is None else np.concatenate([other.points, points])), clips

    def _recall(self, sounds: Array, images: Array, coded: Array) -> dict[str, Any] | None:
        encoder = self._model.encoder
        if encoder is None:
            return None
        self._progress("partials that come back")
        few = slice(0, PAIRS)
        points = np.concatenate(
            [np.asarray(encoder(part, training=False), np.float32) for part in np.array_split(images[few], 8)]
        )
        told = conditions_of(self._model, self._dataset, self._split.held[few])
        codec = self._dataset.codec
        returned = {
            "model": self._model.sounds(points, told),
            "codec": coded[few],
            "baseline": decoded(self._components.returned(images[few], self._draw), codec),
        }
        return recall(sounds[few], returned, self._rate, self._places[self._split.held[few]])

    def _smoothness(self, asked: Array) -> float:
        self._progress("smoothness")
        return smoothness.path_length(
            lambda points: embed(self._model.sounds(points, asked[:1].repeat(len(points), axis=0)), self._rate),
            self._model.latent_dim,
            min(self._size, smoothness.PAIRS),
        )

    def _axes(self) -> list[dict[str, Any]]:
        self._progress("axes")
        played = Played(self._model, self._subject.couplings)
        return controls.axes(played, *self._subject.axes, self._subject.axis_names, self._seed)

    def _presets(self) -> dict[str, Any] | None:
        self._progress("presets")
        subject = self._subject
        return controls.presets(self._model, subject.presets, subject.preset_conditions) if subject.presets else None

    def _categories(
        self, taught: tuple[Array, NDArray[np.intp]], held: Heard, made: Heard, asked: Array
    ) -> dict[str, Any] | None:
        names = self._model.conditions
        if not names or names != self._dataset.labels:
            return None
        labels = self._dataset.label_matrix()
        sides = (held, labels[self._split.held]), (made, asked)
        return categories.accuracy(names, (taught[0], labels[taught[1]]), *sides)


def conditions_of(model: Model, dataset: Dataset, clips: NDArray[np.intp]) -> Array:
    """Give clips their own conditions, where the model has these; else draw them evenly, one pitch and one other."""
    pitched = any(notes.pitch_of(name) is not None for name in model.conditions)
    kind = "pitch" if pitched else "gesture" if model.conditions == TYPES else "label"
    told = np.zeros((len(clips), len(model.conditions)), np.float32)
    try:
        names, weights = known_conditions(kind, dataset)
        told[:, [model.conditions.index(name) for name in names]] = weights[clips]
    except ValueError:  # the dataset has none of that kind, or others
        return model.some_conditions(len(clips), np.random.default_rng(0))
    return told


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
) -> dict[str, Any] | None:
    """How far notes are off the pitch asked for; the dataset's own notes beside them. None without pitches."""
    asked = [notes.pitch_of(name) for name in model.conditions]
    columns = [place for place, pitch in enumerate(asked) if pitch is not None]
    if not columns:
        return None
    rate = dataset.codec.sample_rate
    wanted = np.array([asked[place] for place in columns], float)[weights[:, columns].argmax(axis=1)]
    figures = {"generated": notes.judged(made, rate, wanted)}
    known = [dataset.sources[place].get("facts", {}).get("pitch") for place in dataset.clip_sources()[clips]]
    if None not in known:
        figures["codec"] = notes.judged(coded, rate, np.array(known, float))
    return figures
