"""A judge that tells a collapsed model from a copier, and both from noise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live import codecs
from tests.training.metrics.conftest import corpus, dataset
from training.corpus import folder
from training.dataset.manifest import Dataset
from training.judging import evaluate as judge
from training.judging import sets, table
from training.judging.evaluate import evaluate
from training.judging.subject import Subject
from training.metrics.embedding.embedding import _mel
from training.metrics.model import Model

__all__ = ["corpus", "dataset"]  # fixtures

LATENT_DIM = 32


@pytest.fixture(autouse=True)
def _quick_ear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hear mean and deviation of mel bands: the network takes long, and has its own tests."""

    def embed(samples: np.ndarray, sample_rate: int) -> np.ndarray:
        bands = [_mel(sound, sample_rate) for sound in samples]
        return np.stack([np.concatenate([mel.mean(axis=0), mel.std(axis=0)]) for mel in bands])

    monkeypatch.setattr(judge, "embed", embed)
    monkeypatch.setattr(sets, "embed", embed)


@pytest.fixture
def model_of(dataset: Dataset) -> Callable[..., Model]:
    """Make a model that gives one of these images, whichever coordinate is largest, and finds it again."""

    def make(images: np.ndarray, conditions: tuple[str, ...] = ()) -> Model:
        table = tf.constant(images[np.arange(LATENT_DIM) % len(images)])

        def generator(given: Any, training: bool) -> Any:
            z = given[0] if conditions else given
            return tf.gather(table, tf.argmax(z, axis=1))

        def encoder(given: Any, training: bool) -> Any:
            off = tf.reduce_mean(tf.abs(given[:, None] - table[None]), axis=(2, 3, 4))
            return tf.one_hot(tf.argmin(off, axis=1), LATENT_DIM)

        return Model(generator, dataset.codec, LATENT_DIM, conditions, encoder)

    return make


def judged(model: Model, dataset: Dataset, said: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    """Evaluate a model of which so much is known."""
    subject = Subject("ridges", model.codec, said or {}, lambda _tell: model, presets=options.pop("presets", {}))
    told: dict[str, Any] = evaluate(subject, model, dataset, **options)
    return told


def value(told: dict[str, Any], what: str, name: str = "generated") -> float:
    figure = told["distances"][what][name]
    assert figure["low"] <= figure["high"]
    return float(figure["value"])


def test_a_copier_is_near_and_found_out(dataset: Dataset, corpus: Path, model_of: Callable[..., Model]) -> None:
    said = {"dataset_sha256": dataset.digest}
    presets = {"soft": [1.0] + 31 * [0.0], "other": [0.0, 1.0] + 30 * [0.0]}
    everything = model_of(dataset.images(np.arange(32)))
    told = judged(everything, dataset, said, corpus=folder.read(corpus), presets=presets)
    assert json.loads(json.dumps(told)) == told
    assert (told["sounds"], told["held_out_files"], told["held_out_was_taught"]) == (8, 2, True)
    assert told["rough"]
    names = ["generated", "recordings", "codec", "baseline", "baseline 23", "noise"]
    assert list(told["sets"]) == names
    assert list(told["distances"]) == ["rough_distance", "rough_distance_and_spread", "rough_variety"]
    for what in ("rough_distance", "rough_distance_and_spread"):
        assert list(told["distances"][what]) == names
        assert value(told, what) < value(told, what, "noise")
        assert value(told, what, "codec") < value(told, what, "noise")
    assert told["way"]["noise"] == 0 < told["way"]["generated"]
    assert told["nearest"]["copies"] > 0.5  # all but the copies of files held out
    assert told["pitch"] is told["categories"] is None
    assert told["presets"]["spread_db"] >= 0
    assert set(told["presets"]["loudness_db"]) == {"soft", "other"}
    lines = table.lines(told)
    assert "which the model was taught too" in lines[0]
    assert any("distances are rough, and go by no name" in line for line in lines)
    assert not any("kernel" in line or "Fréchet" in line for line in lines)
    assert max(map(len, lines)) < 140


def test_partials_come_back_through_an_encoder_that_finds_them(
    dataset: Dataset, model_of: Callable[..., Model]
) -> None:
    knows, knows_one = (
        judged(model_of(dataset.images(clips)), dataset)["recall"] for clips in (np.arange(32), np.arange(1))
    )
    assert knows["model"]["near"]["value"] == pytest.approx(knows["codec"]["near"]["value"], abs=0.01)
    assert knows["model"]["near"]["value"] > 2 * knows_one["model"]["near"]["value"]
    assert knows["shuffled"]["near"]["value"] < 0.7 * knows["model"]["near"]["value"]
    deaf = model_of(dataset.images(np.arange(32)))
    told = judged(Model(deaf.generator, deaf.codec, LATENT_DIM), dataset)
    assert told["recall"] is None
    assert any("the model has no encoder" in line for line in table.lines(told))


def test_a_model_of_one_sound_is_far(dataset: Dataset, model_of: Callable[..., Model]) -> None:
    collapsed, varied = (
        judged(model_of(dataset.images(clips)), dataset)
        for clips in (np.arange(1), np.random.default_rng(0).permutation(32))
    )
    assert collapsed["held_out_was_taught"] is None
    assert "not known if the model was taught them" in table.lines(collapsed)[0]
    assert "recordings" not in collapsed["sets"]  # no corpus
    assert value(collapsed, "rough_distance") > 2 * value(varied, "rough_distance")
    assert collapsed["path_length"] == 0 < varied["path_length"]


def test_a_grid_and_silence_are_told(dataset: Dataset, model_of: Callable[..., Model]) -> None:
    images = dataset.images(np.arange(32))
    combed, silent = images.copy(), np.full_like(images, -1)
    combed[:, ::2] += 0.3
    told = {name: judged(model_of(x), dataset) for name, x in (("clean", images), ("combed", combed))}
    grids = {name: figures["grid"]["generated"]["beside"]["value"] for name, figures in told.items()}
    assert grids["combed"] > 3 * grids["clean"]
    assert told["clean"]["silent"]["value"] == 0
    assert judged(model_of(np.concatenate([silent[:16], images[16:]])), dataset)["silent"]["value"] > 0.2


def test_files_that_a_bundle_names_are_the_ones_held_out(dataset: Dataset, model_of: Callable[..., Model]) -> None:
    names = [source["name"] for source in dataset.sources][2:5]
    said = {"dataset_sha256": dataset.digest, "held_out": names}
    split = sets.split(dataset, said, 64, 0)
    places = dataset.clip_sources()
    assert {dataset.sources[place]["name"] for place in places[split.held]} == set(names)
    assert not set(places[split.held]) & set(places[split.taught])
    assert split.was_taught is False
    told = judged(model_of(dataset.images(np.arange(32))), dataset, said)
    assert "which the model was never taught" in table.lines(told)[0]


def test_what_another_dataset_held_is_not_known(dataset: Dataset) -> None:
    same = {"corpus": dataset.corpus, "recordings": len(dataset.sources)}  # of the same name and size
    assert sets.split(dataset, same, 8, 0).was_taught is None
    assert sets.split(dataset, {"dataset_sha256": 64 * "0", "held_out": ["tone/1.wav"]}, 8, 0).was_taught is None
    assert sets.split(dataset, same | {"dataset_sha256": dataset.digest}, 8, 0).was_taught is True


def test_another_representation_and_too_few_clips_are_refused(dataset: Dataset, model_of: Callable[..., Model]) -> None:
    model = model_of(dataset.images(np.arange(2)))
    other = codecs.from_json({**dataset.codec.to_json(), "bands": 8})
    with pytest.raises(ValueError, match=r"prepared with codec .*'bands': 16.*, the model's is .*'bands': 8"):
        judged(Model(model.generator, other, LATENT_DIM), dataset)
    said = {"dataset_sha256": dataset.digest, "held_out": ["gone.wav"]}
    with pytest.raises(ValueError, match="8 files give 0 clips to hold out and 32 others, expected 4 or more of each"):
        sets.split(dataset, said, 8, 0)


def test_files_are_held_out_of_labels_that_have_enough(dataset: Dataset) -> None:
    few = dataset.__class__(**{**vars(dataset), "labels": (), "sources": _one_label(dataset)})
    assert len(sets.split(few, {}, 8, 0).held) == 4


def _one_label(dataset: Dataset) -> tuple[dict[str, Any], ...]:
    """Labels of which only one has files enough to hold any out."""
    return tuple({**s, "labels": ["few" if n > 2 else f"one {n}"]} for n, s in enumerate(dataset.sources))


def test_categories_that_are_asked_for_are_heard(dataset: Dataset, model_of: Callable[..., Model]) -> None:
    """A generator that obeys, and one that does not."""
    places, labels = dataset.clip_sources(), dataset.label_matrix()
    images = [dataset.images(np.flatnonzero(labels[:, column])) for column in (0, 1)]
    tables = [tf.constant(part[:16]) for part in images]

    def obeys(given: Any, training: bool) -> Any:
        z, condition = given
        row = tf.argmax(z[:, :16], axis=1)
        one, other = (tf.gather(table, row) for table in tables)
        return tf.where(condition[:, 1, None, None, None] > 0.5, other, one)

    right, wrong = (
        judged(model, dataset)["categories"]
        for model in (
            Model(obeys, dataset.codec, LATENT_DIM, dataset.labels),
            model_of(dataset.images(np.random.default_rng(1).permutation(32)), dataset.labels),
        )
    )
    assert len(np.unique(places)) == 8
    assert right["generated"]["value"] == 1
    assert right["held_out"]["value"] == 1
    assert right["chance"] == wrong["chance"] <= 0.75
    assert wrong["generated"]["value"] < 0.9


def test_what_is_generated_is_asked_for_what_the_files_held_out_are(
    dataset: Dataset, model_of: Callable[..., Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, images = list[Any](), Model.images
    monkeypatch.setattr(Model, "images", lambda *given: asked.append(given[2]) or images(*given))
    judged(model_of(dataset.images(np.arange(32)), dataset.labels), dataset)
    held = sets.split(dataset, {}, 256, 0).held
    np.testing.assert_array_equal(asked[0], dataset.label_matrix()[held])


def test_points_are_asked_for_what_the_files_held_out_are(dataset: Dataset, model_of: Callable[..., Model]) -> None:
    images, clips = dataset.images(np.arange(2)), np.array([2, 0])
    labelled = judge.conditions_of(model_of(images, dataset.labels), dataset, clips)
    np.testing.assert_array_equal(labelled, dataset.label_matrix()[clips])
    sources = [{"name": str(pitch), "facts": {"pitch": pitch}} for pitch in (62, 60)]
    notes: Any = SimpleNamespace(labels=(), sources=sources, clip_sources=lambda: np.array([0, 0, 1]), path="notes")
    pitched = model_of(images, ("pitch 59", "pitch 60", "pitch 61", "pitch 62"))
    np.testing.assert_array_equal(judge.conditions_of(pitched, notes, clips), [[0, 1, 0, 0], [0, 0, 0, 1]])
    for names in (("pitch 60", "pitch 61"), ("pitch 60", "bell"), ("some", "others")):  # it does not know them: evenly
        told = judge.conditions_of(model_of(images, names), notes, np.zeros(64, np.intp))
        np.testing.assert_array_equal(told.sum(axis=1), 2 if "bell" in names else 1)
        assert (told.sum(axis=0) > 16).all()
    assert judge.conditions_of(model_of(images), dataset, clips).shape == (2, 0)
