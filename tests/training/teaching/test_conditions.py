"""What clips are, as weights."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.codecs.codec import Codec
from training.dataset import manifest, records
from training.dataset.manifest import Dataset
from training.teaching.conditions import CONDITIONS, GESTURES, conditions

SOURCES = (
    {"name": "a", "labels": ["bell"], "facts": {"pitch": 62}},
    {"name": "b", "labels": ["bell", "noise"], "facts": {"pitch": 60}},
    {"name": "c", "labels": [], "facts": {"pitch": 62}},
)


@pytest.fixture
def dataset(tmp_path: Path, codec: Codec) -> Dataset:
    """Four clips of three sources: a burst that dies away, and three times four of them."""
    time = np.arange(codec.clip_samples) / codec.sample_rate
    struck, again = (np.sin(2 * np.pi * 880 * time) * np.exp(-80 * np.mod(time, period)) for period in (1.0, 0.064))
    samples = np.stack([struck, again, again, again]).astype(np.float32)
    path = tmp_path / "shard"
    with path.open("wb") as stream:
        for source, image in zip((0, 1, 1, 2), codec.encode(samples), strict=True):
            records.write(stream, source, 0, 1.0, image)
    return manifest.Dataset(
        tmp_path, codec, (path,), 4, SOURCES, "three", "digest", labels=("bell", "noise"), firsts=(0,)
    )


def test_none_is_nothing(dataset: Dataset) -> None:
    names, weights = conditions("none", dataset)
    assert names == ()
    assert weights.shape == (4, 0)


def test_labels_may_be_several_or_none(dataset: Dataset) -> None:
    names, weights = conditions("label", dataset)
    assert names == ("bell", "noise")
    np.testing.assert_array_equal(weights, [[1, 0], [1, 1], [1, 1], [0, 0]])


def test_each_pitch_that_occurs_is_a_condition(dataset: Dataset) -> None:
    names, weights = conditions("pitch", dataset)
    assert names == ("pitch 60", "pitch 62")
    np.testing.assert_array_equal(weights, [[0, 1], [1, 0], [1, 0], [0, 1]])


def test_what_no_clip_has_is_no_condition(dataset: Dataset) -> None:
    silent = {"name": "d", "labels": ["odd"], "facts": {"pitch": 64}}
    nameless = {"name": "e", "labels": []}
    more = replace(dataset, sources=(*SOURCES, silent, nameless))
    for kind in ("label", "pitch"):
        (names, weights), (wanted, expected) = conditions(kind, more), conditions(kind, dataset)
        assert names == wanted
        np.testing.assert_array_equal(weights, expected)


def test_gestures_are_read_off_the_sound_and_kept(dataset: Dataset) -> None:
    names, weights = conditions("gesture", dataset)
    assert weights.sum(axis=1).tolist() == [1] * 4
    told = [names[place] for place in weights.argmax(axis=1)]
    assert told[0] == "trigger"
    assert told[1:] == ["repetition"] * 3
    kept = json.loads((dataset.path / GESTURES).read_text(encoding="utf-8"))
    assert kept["digest"] == "digest"
    np.testing.assert_array_equal(conditions("gesture", dataset)[1], weights)


def test_what_is_missing_is_named(dataset: Dataset) -> None:
    bare = replace(dataset, sources=tuple({"name": source["name"], "labels": []} for source in SOURCES), labels=())
    with pytest.raises(ValueError, match="condition 'label' wants recordings with labels, it has none"):
        conditions("label", bare)
    with pytest.raises(ValueError, match="condition 'pitch' wants the pitch of every recording, 'a' has none"):
        conditions("pitch", bare)
    assert tuple(CONDITIONS) == ("none", "label", "pitch", "gesture")


@pytest.mark.parametrize("text", ["{", "[]", '{"digest": "digest"}', '{"digest": "digest", "types": [0, 1, 9, 2]}'])
def test_gestures_whose_file_is_damaged_are_found_again(dataset: Dataset, text: str) -> None:
    _, weights = conditions("gesture", dataset)
    (dataset.path / GESTURES).write_text(text, encoding="utf-8")
    np.testing.assert_array_equal(conditions("gesture", dataset)[1], weights)
