"""A model's own sounds: what is written is read, points come of the seed, and what is crafted gets one line."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gesturegan_live.finding import ear
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models import library, sounds
from gesturegan_live.models.bundle import Bundle, BundleError
from gesturegan_live.models.sounds import Sounds


@pytest.fixture
def folder(tiny_bundle: Bundle, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_bundle.path, tmp_path / "copy"))


def put(folder: Path) -> Bundle:
    """Let the manifest vouch for the file that lies there."""
    content, manifest = (folder / sounds.FILE).read_bytes(), json.loads((folder / "bundle.json").read_text())
    manifest["files"][sounds.FILE] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "bundle.json").write_text(json.dumps(manifest))
    return bundles.read(folder)


def test_what_is_written_is_read_to_a_255th(folder: Path) -> None:
    draw = np.random.default_rng(0)
    heard = draw.normal(0, [1, 5, 0], (40, 3)).astype(np.float32)
    Sounds(3, 7, np.zeros((40, 0), np.float32), heard).write(folder / sounds.FILE)
    read = sounds.read(put(folder))
    assert read is not None
    assert (read.version, read.seed, read.conditions.shape) == (3, 7, (40, 0))
    np.testing.assert_allclose(read.heard, heard, atol=np.ptp(heard, axis=0).max() / 500)
    wanted = np.random.Generator(np.random.PCG64(7)).standard_normal((40, 4)).astype(np.float32)
    np.testing.assert_array_equal(read.points(4), wanted)


def test_older_bundles_have_none(tiny_bundle: Bundle) -> None:
    assert sounds.read(tiny_bundle) is None


@pytest.mark.parametrize("name", ["textures", "tones", "gestures"])
def test_models_that_ship_bring_theirs_and_stay_small(name: str) -> None:
    bundle = bundles.read(library.SHIPPED / name)
    read = sounds.read(bundle)
    assert read is not None
    assert read.version == ear.VERSION
    assert read.heard.shape[0] >= 512
    assert read.heard.shape[1] == ear.NUMBERS
    assert ((read.conditions == 1) | (read.conditions == 0)).all()
    assert read.conditions.any(axis=0).all()
    assert sum(file.stat().st_size for file in bundle.path.iterdir()) < 15e6


GOOD: dict[str, Any] = {
    "about": np.array([1, 0]),
    "conditions": np.zeros((2, 0), np.uint8),
    "heard": np.zeros((2, 3), np.uint8),
    "low": np.zeros(3, np.float32),
    "step": np.ones(3, np.float32),
}


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"about": np.array([1, -1])}, r"sounds \[1, -1\]"),
        ({"about": np.array([1.0, 0.0])}, "unreadable sounds .*whole numbers"),
        ({"conditions": np.zeros((2, 1), np.uint8)}, r"sounds \[1, 0\] of \(2, 1\), \(2, 3\)"),
        ({"conditions": np.zeros((3, 0), np.uint8)}, r"of \(3, 0\), \(2, 3\)"),
        ({"heard": np.zeros((0, 3), np.uint8), "conditions": np.zeros((0, 0), np.uint8)}, r"\(0, 3\): wanted up to"),
        ({"heard": np.zeros(3, np.uint8)}, r"\(3,\): wanted"),
        ({"low": np.zeros(2, np.float32)}, r"sounds \[1, 0\]"),
        ({"step": np.full(3, np.nan, np.float32)}, "NaN or infinity"),
        ({"heard": np.array([["a"]])}, "unreadable sounds"),
    ],
)
def test_crafted_sounds_get_one_clear_line(folder: Path, changed: dict[str, Any], line: str) -> None:
    np.savez(folder / sounds.FILE, **{**GOOD, **changed})
    with pytest.raises(BundleError, match=line) as caught:
        sounds.read(put(folder))
    assert "\n" not in str(caught.value)


def test_whatever_is_changed_in_them_is_read_or_refused(folder: Path) -> None:
    np.savez_compressed(folder / sounds.FILE, **GOOD)
    whole, draw = (folder / sounds.FILE).read_bytes(), np.random.default_rng(0)
    refused: list[str] = []
    for _ in range(200):
        content = bytearray(whole)
        for place in draw.integers(len(content), size=3):
            content[place] = draw.integers(256)
        (folder / sounds.FILE).write_bytes(bytes(content))
        try:
            sounds.read(put(folder))
        except BundleError as error:
            refused.append(str(error))
    assert len(refused) > 100
    assert not any("\n" in line for line in refused)
