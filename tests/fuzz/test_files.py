"""A short run of the damaged files; ``python -m tests.fuzz.files`` does thousands."""

from __future__ import annotations

import pytest

from tests.fuzz import files

pytestmark = pytest.mark.long

SLOWER = {"bundles": 80, "takes": 30}  # each compiles a network, or plays


@pytest.mark.parametrize("kind", files.KINDS)
def test_whatever_is_damaged_is_read_or_refused_in_one_line(kind: str) -> None:
    rounds = SLOWER.get(kind, 150)
    counts = files.run(kind, rounds, seed=0)
    assert counts["read"] + counts["refused"] == rounds
    assert min(counts["read"], counts["refused"]) > 0
