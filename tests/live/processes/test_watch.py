from __future__ import annotations

import numpy as np

from gesturegan_live.processes.watch import Watch


def looks(start: float, end: float) -> np.ndarray:
    """Moments of a watcher that is never held up."""
    return np.arange(start, end, 0.1)


def test_only_a_count_that_stands_still_while_something_is_wanted_is_a_hang() -> None:
    watch = Watch(patience=3.0)
    assert not any(watch.hangs(0, True, now) for now in looks(0, 20))  # it has not begun: it may be starting
    assert not watch.hangs(1, True, 21)
    assert not any(watch.hangs(1, False, now) for now in looks(21.1, 30))  # nothing to do
    assert not any(watch.hangs(1, True, now) for now in looks(30, 32.9))
    assert watch.hangs(1, True, 33.1)
    assert not watch.hangs(2, True, 33.2)


def test_after_a_restart_it_waits_for_the_first_progress_again() -> None:
    watch = Watch(patience=1.0)
    for done, now in ((0, 0), (1, 1), (1, 2)):
        watch.hangs(done, True, now)
    watch.reset()
    assert not any(watch.hangs(1, True, now) for now in looks(3, 20))


def test_progress_before_the_first_look_shows_that_it_has_begun() -> None:
    watch = Watch(patience=1.0)
    watch.reset(5)
    assert [watch.hangs(6, True, now) for now in looks(0, 2)].index(True) in (10, 11)
    watch.reset(6)
    assert not any(watch.hangs(6, True, now) for now in looks(3, 20))


def test_what_has_begun_need_not_show_it() -> None:
    watch = Watch(patience=1.0, begun=True)
    assert [watch.hangs(0, True, now) for now in looks(0, 2)].index(True) in (10, 11)


def test_a_watcher_that_was_held_up_accuses_nobody() -> None:
    watch = Watch(patience=1.0)
    for done, now in ((0, 0.0), (1, 0.1)):
        watch.hangs(done, True, now)
    assert not watch.hangs(1, True, 60.0)  # the whole machine stood still: what is watched may not have had a chance
    assert not watch.hangs(1, True, 60.1)
    assert any(watch.hangs(1, True, now) for now in looks(60.2, 62))
