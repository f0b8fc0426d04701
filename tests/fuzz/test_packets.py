"""A short run of the datagrams; ``python -m tests.fuzz.packets`` sends a million."""

from __future__ import annotations

import pytest

from tests.fuzz import packets

pytestmark = pytest.mark.long


def test_whatever_datagrams_come_nothing_escapes_and_no_value_leaves_its_range() -> None:
    counts = packets.run(4000, seed=0)
    assert counts["packets"] == 4000
    assert min(counts["malformed"], counts["late"], counts["answers"], counts["told"]) > 100
