"""The generator as a real process: the newest point is what is heard, and a bad model says why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.audio.interface.spec import board_fields as audio_fields
from gesturegan_live.generator import process
from gesturegan_live.generator.spec import GeneratorSpec, board_fields, image_mailbox, point_mailbox, strip_mailbox
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.child import SPAWN
from gesturegan_live.processes.ipc import Board


class Running:
    """A generator process and the parent's side of its memory."""

    def __init__(self, bundle: Bundle, path: Path) -> None:
        self.points = point_mailbox(bundle, 2)
        self.images = image_mailbox(bundle, 2)
        self.strips = strip_mailbox(bundle, 2)
        self.board = Board(*board_fields(2))
        self.audio = Board(*audio_fields(2, 1))
        self.wake = SPAWN.Semaphore(0)
        self.pipe, theirs = SPAWN.Pipe()
        self.memory = (self.points, self.images, self.strips, self.board, self.audio)
        spec = GeneratorSpec(str(path), "openvino", 2, 1, *(memory.name for memory in self.memory))
        self.process = SPAWN.Process(target=process.run, args=(spec, theirs, self.wake))
        self.process.start()
        theirs.close()

    def image(self, voice: int) -> np.ndarray:
        while (image := self.images.take(voice)) is None:
            assert self.process.is_alive()
        return image

    def close(self) -> None:
        self.pipe.close()
        self.process.join()
        for memory in self.memory:
            memory.close()


@pytest.fixture
def running(tiny_bundle: Bundle) -> Iterator[Running]:
    generator = Running(tiny_bundle, tiny_bundle.path)
    yield generator
    generator.close()
    assert generator.process.exitcode == 0  # a closed pipe ends it


def test_points_become_sound(running: Running, tiny_bundle: Bundle) -> None:
    assert json.loads(running.pipe.recv_bytes())["ready"] > 0
    for value in (1.0, 0.0, 2.0):  # all at once: older ones may be skipped, the newest never
        running.points.publish(1, np.array([value, 0, 0, 0, 1], np.float32))
        running.wake.release()
    loudest = 0.0
    while loudest < 0.39:  # twice the amplitude of the clip behind the first coordinate
        loudest = float(np.abs(running.image(1)).max())
    np.testing.assert_array_equal(running.images.label, [2, 0, 0, 0, 1])
    assert running.images.take(0) is None
    assert running.board["updates"][1] >= 1


def test_a_damaged_bundle_is_reported_in_one_line(tiny_bundle: Bundle, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_bundle.path, tmp_path / "bad")
    (folder / "generator.bin").write_bytes(b"x")
    generator = Running(tiny_bundle, folder)
    line = json.loads(generator.pipe.recv_bytes())["failed"]
    assert "generator.bin has 1 bytes" in line
    generator.close()
