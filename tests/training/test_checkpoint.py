"""Checkpoints: whole or not there, few, and of the right model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from training import checkpoint


def _state(step: int, size: int = 3) -> dict:
    return {"step": tf.Variable(step, dtype=tf.int64), "a/b": tf.Variable(np.full(size, step, np.float32))}


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    checkpoint.save(tmp_path, _state(7))
    found = checkpoint.latest(tmp_path)
    assert found == tmp_path / "step-00000007.npz"
    fresh = _state(0)
    checkpoint.restore(found, fresh)
    assert int(fresh["step"].numpy()) == 7
    np.testing.assert_array_equal(fresh["a/b"], [7, 7, 7])


def test_the_newest_stay_and_milestones(tmp_path: Path) -> None:
    for step in (4999, 5000, 5001, 5002, 5003):
        checkpoint.save(tmp_path, _state(step))
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"step-0000{n}.npz" for n in (5000, 5002, 5003)]


def test_a_draft_is_no_checkpoint(tmp_path: Path) -> None:
    (tmp_path / ".step-00000009.npz.tmp").write_bytes(b"half")
    assert checkpoint.latest(tmp_path) is None
    assert checkpoint.latest(tmp_path / "nowhere") is None


def test_damage_and_other_models_are_refused(tmp_path: Path) -> None:
    path = checkpoint.save(tmp_path, _state(1))
    with pytest.raises(ValueError, match=r"belongs to another model \('a/b' does not fit\)"):
        checkpoint.restore(path, _state(0, size=4))
    with pytest.raises(ValueError, match=r"belongs to another model \('c' does not fit\)"):
        checkpoint.restore(path, {**_state(0), "c": tf.Variable(1.0)})
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ValueError, match="unreadable checkpoint"):
        checkpoint.restore(path, _state(0))
