"""A model that is loaded, and let go."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
from pathlib import Path

import pytest

from gesturegan_live.audio.interface.spec import board_fields
from gesturegan_live.generator.loaded import LoadedModel
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.ipc import Board

SHARED_MEMORY = Path("/dev/shm")


async def _loaded_and_closed(bundle: Bundle) -> tuple[Path, bool]:
    with contextlib.closing(Board(*board_fields(2, 2))) as board:
        model = LoadedModel(bundle, 2, 2, None, board.name, print)
        semaphore = SHARED_MEMORY / f"sem.{model._wake._semlock.name.removeprefix('/')}"
        model.generator.start()
        await model.generator.ready()
        there = semaphore.exists()
        await model.close()
    return semaphore, there


@pytest.mark.skipif(sys.platform != "linux", reason="where semaphores are files")
def test_a_model_that_is_closed_leaves_no_semaphore(tiny_bundle: Bundle) -> None:
    gc.disable()  # it would find it, some time
    try:
        semaphore, there = asyncio.run(_loaded_and_closed(tiny_bundle))
        assert there
        assert not semaphore.exists()
    finally:
        gc.enable()
