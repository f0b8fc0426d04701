"""Checkpoints: whole or not there, few, and of the right model."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from training.runs import checkpoint


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


def test_a_file_holds_the_variables_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    savez, given = np.savez, set()

    def noted(stream: object, **arrays: object) -> None:
        given.update(arrays)  # whatever else has a name here, NumPy 2.0 takes for an array
        savez(stream, **arrays)

    monkeypatch.setattr(np, "savez", noted)
    path = checkpoint.save(tmp_path, _state(7))
    with np.load(path, allow_pickle=False) as arrays:
        assert given == set(arrays.files) == {"step", "a/b"}


def test_the_newest_stay_and_milestones(tmp_path: Path) -> None:
    for step in (0, 4999, 5000, 5001, 5002, 5003, 5004):
        checkpoint.save(tmp_path, _state(step))
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"step-0000{n}.npz" for n in (5000, 5002, 5003, 5004)]


def test_a_copy_by_another_name_is_no_checkpoint(tmp_path: Path) -> None:
    path = checkpoint.save(tmp_path, _state(1))
    shutil.copy(path, tmp_path / "step-00000001 (copy).npz")
    os.mkfifo(tmp_path / "step-00000009.npz")  # which would be waited for
    checkpoint.save(tmp_path, _state(2))
    assert [checkpoint.step_of(path) for path in checkpoint.steps(tmp_path)] == [1, 2]


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


def test_the_best_outlives_its_step(tmp_path: Path) -> None:
    assert checkpoint.ranked(tmp_path) == []
    for step in range(1, 7):
        path = checkpoint.save(tmp_path, _state(step))
        if step == 2:
            checkpoint.keep_best(path)
        if step == 1:
            assert checkpoint.ranked(tmp_path) == [path]
    assert checkpoint.ranked(tmp_path)[-2:] == [path, tmp_path / "best.npz"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "best.npz",
        *(f"step-0000000{n}.npz" for n in (4, 5, 6)),
    ]
    fresh = _state(0)
    checkpoint.restore(tmp_path / "best.npz", fresh)
    assert int(fresh["step"].numpy()) == checkpoint.step_of_best(tmp_path) == 2
    checkpoint.drop_best(tmp_path)
    assert checkpoint.step_of_best(tmp_path) is None
    assert checkpoint.ranked(tmp_path)[-1] == path


def test_where_there_is_no_room_the_old_ones_stay(tmp_path: Path) -> None:
    checkpoint.save(tmp_path, _state(1))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            checkpoint.save(tmp_path, _state(2, size=1000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in tmp_path.iterdir()] == ["step-00000001.npz"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:0],
        lambda whole: b"PK" + bytes(len(whole)),
        lambda whole: whole.replace(b"\x93NUMPY\x01", b"\x93NUMPY\x09"),
        lambda whole: whole.replace(b"PK\1\2\x2d\3\x2d\0\0\0\0\0", b"PK\1\2\x2d\3\x2d\0\1\0\0\0"),  # encrypted, it says
        lambda whole: whole.replace(b"PK\1\2\x2d\3\x2d\0\0\0\0\0", b"PK\1\2\x2d\3\x2d\0\0\0\x63\0"),  # by method 99
        lambda whole: whole.replace(b"PK\1\2\x2d\3\x2d\0\0\0\0\0", b"PK\1\2\x2d\3\x2d\0\0\0\x08\0"),  # deflated
        lambda whole: whole.replace(b"'<f4'", b"'|O '"),
    ],
    ids=["half", "empty", "zeros", "version", "encrypted", "method", "deflated", "objects"],
)
def test_training_goes_on_from_the_whole_one_before_a_damaged_one(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    old, new = (checkpoint.save(tmp_path, _state(step)) for step in (1, 2))
    changed = damage(new.read_bytes())
    assert changed != new.read_bytes()
    new.write_bytes(changed)
    fresh = _state(0)
    assert checkpoint.restore_newest(checkpoint.steps(tmp_path), fresh) == (old, [new])
    assert fresh["a/b"].numpy().tolist() == [1, 1, 1]
    assert checkpoint.set_aside(new).name == "step-00000002.npz.damaged"
    assert checkpoint.steps(tmp_path) == [old]


def test_any_byte_may_be_damaged(tmp_path: Path) -> None:
    path = checkpoint.save(tmp_path, _state(3))
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        fresh = _state(0)
        with contextlib.suppress(ValueError):  # of one line; what escapes otherwise fails here
            checkpoint.restore(path, fresh)
            assert fresh["a/b"].numpy().tolist() == [3, 3, 3]  # a date, or such


def test_where_none_is_whole_it_is_refused(tmp_path: Path) -> None:
    for step in (1, 2):
        checkpoint.save(tmp_path, _state(step)).write_bytes(b"")
    with pytest.raises(ValueError, match=r"step-00000002.npz: unreadable checkpoint .*; none before it is whole"):
        checkpoint.restore_newest(checkpoint.steps(tmp_path), _state(0))
