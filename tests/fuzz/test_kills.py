"""A round of killing; ``python -m tests.fuzz.kills --rounds 100`` goes on for long."""

from __future__ import annotations

import sys

import pytest

from gesturegan_live.models.bundle import Bundle
from tests.fuzz import kills

pytestmark = pytest.mark.long


@pytest.mark.skipif(sys.platform != "linux", reason="counts in /proc and /dev/shm")
def test_whatever_is_killed_the_sound_returns_and_nothing_is_left(tiny_bundle: Bundle) -> None:
    counts = kills.run(1, seed=0, bundle=tiny_bundle.path)
    assert counts.total() == len(kills.CHILDREN)
