"""The process that learns ends with the tests that want it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gesturegan_live.gesture.mapping.teacher import TEACHER


@pytest.fixture(autouse=True, scope="module")
def teacher() -> Iterator[None]:
    yield
    TEACHER.end()
