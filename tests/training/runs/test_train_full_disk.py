"""The trainer where the disk is full, or a file may grow no more: it says so, and goes on."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.training.runs.conftest import train_meddled
from training.runs import checkpoint, table
from training.runs.run import Run
from training.runs.train import Pace
from training.teaching.gan import Gan

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("networks")]


@contextmanager
def _limited(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_too_large_a_file_is_said_and_survived(begin: Callable[..., Run]) -> None:
    limits: list[Any] = []

    def crowd(_gan: Gan, step: int) -> None:
        if step == 3:
            limits.append(_limited(20_000))
            limits[-1].__enter__()
        elif step == 7:
            limits.pop().__exit__(None, None, None)

    taught = begin()
    said = train_meddled(taught, Pace(8, checkpoint_every=2, preview_every=0), crowd)
    assert said.count("checkpoint: File too large; training goes on without, and tries again\n") == 1
    assert said.count("checkpoint: there is room again, it is written\n") == 1
    names = [path.name for path in sorted(taught.checkpoints.iterdir())]
    assert names == [f"step-{step:08d}.npz" for step in (0, 2, 8)]
    assert list(table.read(taught.log)["step"]) == list(range(1, 9))


def _fill(ballast: Path) -> None:
    with suppress(OSError), ballast.open("wb", buffering=0) as stream:
        while stream.write(bytes(4096)):
            pass


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB of its own."""
    place = tmp_path / "run"
    place.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, text=True, check=False
    )
    if mount.returncode:
        pytest.skip(f"no file system can be mounted here: {mount.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_said_and_survived(begin: Callable[..., Run], small_disk: Path) -> None:
    ballast = small_disk / "ballast"

    def crowd(_gan: Gan, step: int) -> None:
        if step == 3:
            _fill(ballast)
        elif step == 7:
            ballast.unlink()

    taught = begin()
    said = train_meddled(taught, Pace(8, checkpoint_every=2, preview_every=4), crowd)
    for what in ("checkpoint", "preview"):
        assert said.count(f"{what}: No space left on device; training goes on without, and tries again\n") == 1
        assert said.count(f"{what}: there is room again, it is written\n") == 1
    assert checkpoint.step_of(checkpoint.latest(taught.checkpoints)) == 8
    assert checkpoint.ranked(taught.checkpoints)[-1].name == "best.npz"
    assert not list(taught.path.rglob("*.tmp"))
    assert list(table.read(taught.log)["step"]) == list(range(1, 9))


def test_no_room_for_the_last_step_is_an_error(begin: Callable[..., Run]) -> None:
    limits: list[Any] = []

    def crowd(_gan: Gan, step: int) -> None:
        if step == 3:
            limits.append(_limited(20_000))
            limits[-1].__enter__()

    taught = begin()
    try:
        with pytest.raises(ValueError, match="no room to save step 4; step 2 is saved"):
            train_meddled(taught, Pace(4, checkpoint_every=2, preview_every=0), crowd)
    finally:
        limits.pop().__exit__(None, None, None)
