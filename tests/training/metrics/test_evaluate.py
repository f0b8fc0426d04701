"""A judge that tells a collapsed model from a copier, and both from noise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live import codecs
from training.corpus import folder
from training.dataset.manifest import Dataset
from training.metrics import evaluate as judge
from training.metrics.embedding import _mel
from training.metrics.evaluate import evaluate
from training.metrics.model import Model

LATENT_DIM = 32


@pytest.fixture(autouse=True)
def _quick_ear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hear mean and deviation of mel bands: the network takes long, and has its own tests."""

    def embed(samples: np.ndarray, sample_rate: int) -> np.ndarray:
        bands = [_mel(sound, sample_rate) for sound in samples]
        return np.stack([np.concatenate([mel.mean(axis=0), mel.std(axis=0)]) for mel in bands])

    monkeypatch.setattr(judge, "embed", embed)


@pytest.fixture
def model_of(dataset: Dataset) -> Callable[..., Model]:
    """Make a model that gives one of these images, whichever coordinate is largest."""

    def make(images: np.ndarray, conditions: tuple[str, ...] = ()) -> Model:
        table = tf.constant(images[np.arange(LATENT_DIM) % len(images)])

        def generator(given: Any, training: bool) -> Any:
            z = given[0] if conditions else given
            return tf.gather(table, tf.argmax(z, axis=1))

        return Model(generator, dataset.codec, LATENT_DIM, conditions)

    return make


def test_a_copier_is_near_and_found_out(dataset: Dataset, corpus: Path, model_of: Callable[..., Model]) -> None:
    said = {"dataset_sha256": dataset.digest}
    everything = model_of(dataset.images(np.arange(32)))
    told = evaluate(everything, dataset, provenance=said, corpus=folder.read(corpus))
    assert json.loads(json.dumps(told)) == told
    assert (told["sounds"], told["held_out_files"], told["held_out_was_taught"]) == (8, 2, True)
    for figures in (*told["frechet"].values(), *told["kernel"].values()):
        assert set(figures) == {"generated", "floor", "recordings", "ceiling"}
        assert figures["generated"] < figures["ceiling"]
        assert figures["floor"] < figures["ceiling"]
    assert told["nearest"]["copies"] > 0.5  # all but the copies of files held out
    assert told["pitch_accuracy"] is None
    assert any("the model was taught too" in line for line in judge.lines(told))


def test_a_model_of_one_sound_is_far(dataset: Dataset, model_of: Callable[..., Model]) -> None:
    collapsed, varied = (
        evaluate(model_of(dataset.images(clips)), dataset, provenance={})
        for clips in (np.arange(1), np.random.default_rng(0).permutation(32))
    )
    assert collapsed["held_out_was_taught"] is None
    assert any("held out, not known if the model was taught them" in line for line in judge.lines(collapsed))
    assert set(collapsed["frechet"]["seen"]) == {"generated", "floor", "ceiling"}  # no corpus, no recordings
    assert collapsed["kernel"]["seen"]["generated"] > 3 * varied["kernel"]["seen"]["generated"]
    assert collapsed["path_length"] == 0 < varied["path_length"]


def test_what_another_dataset_held_is_not_known(dataset: Dataset) -> None:
    same = {"corpus": dataset.corpus, "recordings": len(dataset.sources)}  # of the same name and size
    assert judge._was_taught(same, dataset) is None
    assert judge._was_taught({"dataset_sha256": 64 * "0"}, dataset) is None
    assert judge._was_taught(same | {"dataset_sha256": dataset.digest}, dataset) is True


def test_another_representation_and_too_few_clips_are_refused(dataset: Dataset, model_of: Callable[..., Model]) -> None:
    model = model_of(dataset.images(np.arange(2)))
    other = codecs.from_json({**dataset.codec.to_json(), "bands": 8})
    with pytest.raises(ValueError, match=r"prepared with codec .*'bands': 16.*, the model's is .*'bands': 8"):
        evaluate(Model(model.generator, other, LATENT_DIM), dataset, provenance={})
    with pytest.raises(ValueError, match="files give 4 clips to hold out and 28 others, expected 8 and 16 or more"):
        judge._split(dataset.__class__(**{**vars(dataset), "labels": (), "sources": _one_label(dataset)}), 8, 0)


def _one_label(dataset: Dataset) -> tuple[dict[str, Any], ...]:
    """Labels of which only one has files enough to hold any out."""
    return tuple({**s, "labels": ["few" if n > 2 else f"one {n}"]} for n, s in enumerate(dataset.sources))


def test_conditions_come_as_often_as_in_the_dataset(dataset: Dataset, model_of: Callable[..., Model]) -> None:
    draw = np.random.default_rng(0)
    images = dataset.images(np.arange(2))
    drawn = judge.conditions(model_of(images, dataset.labels), dataset, 400, draw)
    np.testing.assert_allclose(drawn.mean(axis=0), [0.5, 0.5], atol=0.08)
    pitches = judge.conditions(model_of(images, ("pitch 60", "pitch 62", "pitch 64")), dataset, 300, draw)
    assert pitches.shape == (300, 3)
    np.testing.assert_array_equal(pitches.sum(axis=1), 1)
    assert judge.conditions(model_of(images), dataset, 5, draw).shape == (5, 0)
