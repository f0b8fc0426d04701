from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.bench.throughput import backends, measure
from gesturegan_live.models.bundle import Bundle
from tests.live.bench.conftest import measured


def test_a_row_for_each_backend_and_batch(tiny_bundle: Bundle) -> None:
    rows = measure(str(tiny_bundle.path), 12, 1.0, 128, None, batches=(1, 4))
    assert [(row.backend, row.batch) for row in rows] == [("openvino", 1), ("openvino", 4)]
    for row in rows:
        assert np.isfinite([row.image_ms_p50, row.image_ms_p99, row.rtf, row.worst_block]).all()
        assert 0 < row.image_ms_p50 <= row.image_ms_p99
        assert min(row.rtf, row.worst_block) > 0


def test_only_what_the_bundle_holds_is_measured(tiny_bundle: Bundle) -> None:
    assert backends(tiny_bundle) == ["openvino"]
    with pytest.raises(ValueError, match="backend tensorflow: the bundle holds no generator for it"):
        measure(str(tiny_bundle.path), 1, 1.0, 128, "tensorflow")


def test_the_command_prints_a_list(tiny_bundle: Bundle) -> None:
    said = measured("throughput", "--bundle", tiny_bundle.path, "--images", 4, "--seconds", 1)
    assert [row["batch"] for row in said] == [1, 8, 32]
