"""A short run of the damaged files; ``python -m tests.fuzz.files`` does thousands."""

from __future__ import annotations

import pytest

from tests.fuzz import files


@pytest.mark.parametrize("kind", files.KINDS)
def test_whatever_is_damaged_is_read_or_refused_in_one_line(kind: str) -> None:
    counts = files.run(kind, 150, seed=0)
    assert counts["read"] + counts["refused"] == 150
    assert min(counts["read"], counts["refused"]) > 0
