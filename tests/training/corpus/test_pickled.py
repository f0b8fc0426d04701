"""Arrays found in pickles of the real format; everything else refused, and nothing of it run."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest

from training.corpus import pickled


def _images() -> list[np.ndarray]:
    rng = np.random.default_rng(2)
    return [rng.integers(0, 256, (128, width, 3), dtype=np.uint8) for width in (97, 128, 300)]


@pytest.mark.parametrize("protocol", [3, 4, 5])
def test_arrays_are_found_where_they_lie(tmp_path: Path, protocol: int) -> None:
    path = tmp_path / "mels.pkl"
    tiny = np.arange(6, dtype=np.float32).reshape(2, 3)  # small enough to lie within a frame
    path.write_bytes(pickle.dumps([*_images(), tiny], protocol))
    spans = pickled.arrays(path)
    assert [span.shape for span in spans] == [(128, 97, 3), (128, 128, 3), (128, 300, 3), (2, 3)]
    for span, image in zip(spans, [*_images(), tiny], strict=True):
        np.testing.assert_array_equal(span.read(path), image)


def test_pickles_of_numpy_1_are_read(tmp_path: Path) -> None:
    data = pickle.dumps(_images(), 3).replace(b"numpy._core.multiarray", b"numpy.core.multiarray")
    (tmp_path / "mels.pkl").write_bytes(data)
    np.testing.assert_array_equal(pickled.arrays(tmp_path / "mels.pkl")[2].read(tmp_path / "mels.pkl"), _images()[2])


class _Hostile:
    def __init__(self, victim: Path) -> None:
        self.victim = victim

    def __reduce__(self) -> tuple:
        return os.system, (f"touch {self.victim}",)


@pytest.mark.parametrize("protocol", [0, 2, 3, 4, 5])
def test_a_hostile_pickle_is_refused_and_nothing_runs(tmp_path: Path, protocol: int) -> None:
    victim, path = tmp_path / "ran", tmp_path / "mels.pkl"
    path.write_bytes(pickle.dumps([*_images(), _Hostile(victim)], protocol))
    with pytest.raises(ValueError, match=r"mels.pkl: is refused: .*, expected a pickled list of NumPy arrays"):
        pickled.arrays(path)
    assert not victim.exists()
    pickle.loads(pickle.dumps(_Hostile(victim)))  # it would have
    assert victim.exists()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (np.array([_Hostile(Path("x"))], dtype=object), "dtype 'O8'"),
        ({"a": 1}, "instruction EMPTY_DICT"),
        (np.asfortranarray(np.zeros((4, 5), np.uint8)), "an array of shape"),
        (np.zeros(3, ">f4"), "a dtype that is not plain"),
        ("text", "not a list"),
    ],
)
def test_what_is_no_plain_array_is_refused(tmp_path: Path, value: object, message: str) -> None:
    path = tmp_path / "mels.pkl"
    path.write_bytes(pickle.dumps(value if isinstance(value, str) else [value], 3))
    with pytest.raises(ValueError, match=message):
        pickled.arrays(path)


@pytest.mark.parametrize("kept", [0, 1, 200, 20_000, -1])
def test_a_pickle_cut_short_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "mels.pkl"
    path.write_bytes(pickle.dumps(_images(), 4)[:kept])
    with pytest.raises(ValueError, match="is refused"):
        pickled.arrays(path)


def test_a_length_beyond_all_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mels.pkl"
    path.write_bytes(b"\x80\x04\x8e" + (2**60).to_bytes(8, "little") + b"few bytes.")
    with pytest.raises(ValueError, match="is refused"):
        pickled.arrays(path)


def test_time_grows_with_the_length_and_not_with_its_square(tmp_path: Path) -> None:
    steps = 0

    def counted(_frame: object, event: str, _argument: object) -> object:
        nonlocal steps
        steps += event == "line"
        return counted

    def lines(count: int) -> int:
        nonlocal steps
        steps = 0
        (tmp_path / "nested.pkl").write_bytes(b"\x80\x04" + b"(" * count + b"t" * count + b".")
        before = sys.gettrace()
        sys.settrace(counted)
        try:
            with pytest.raises(ValueError, match="is refused"):
                pickled.arrays(tmp_path / "nested.pkl")
        finally:
            sys.settrace(before)
        return steps

    assert lines(2000) < 3 * lines(1000)


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(b"(" * 50_000 + b"t" * 50_000 + b"\x85R.", id="a call of what is nested deep"),
        pytest.param(b"cnumpy\ndtype\n" + b"(" * 200_000 + b"t" * 200_000 + b"\x85R.", id="a deep dtype"),
        pytest.param(b"\x8e" + b"\xff" * 7 + b"\x7f.", id="bytes of 2**63"),
        pytest.param(b"t.", id="a tuple that begins nowhere"),
        pytest.param(b"h\x05.", id="what was never put"),
    ],
)
def test_programs_that_would_harm_are_refused(tmp_path: Path, program: bytes) -> None:
    (tmp_path / "bad.pkl").write_bytes(b"\x80\x04" + program)
    with pytest.raises(ValueError, match="is refused"):
        pickled.arrays(tmp_path / "bad.pkl")
