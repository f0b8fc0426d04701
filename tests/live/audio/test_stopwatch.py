from __future__ import annotations

import pytest

from gesturegan_live.audio.stopwatch import Stopwatch


@pytest.mark.parametrize(("passed", "late"), [(0.004, False), (0.008, False), (0.012, True)])
def test_a_block_is_late_where_it_took_longer_than_it_lasts(passed: float, late: bool) -> None:
    clock = iter((100.0, 100.0 + passed))
    watch = Stopwatch(lambda: next(clock))
    watch.start()
    watch.stop(0.010)
    assert watch.late == late
    assert watch.took == pytest.approx(passed)
    assert watch.load == pytest.approx(passed / 0.010)
