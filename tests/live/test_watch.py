from __future__ import annotations

from gesturegan_live.watch import Watch


def test_only_a_count_that_stands_still_while_something_is_wanted_is_a_hang() -> None:
    watch = Watch(patience=3.0)
    assert not any(watch.hangs(0, True, now) for now in (0, 10, 20))  # it has not begun: it may be starting
    assert not watch.hangs(1, True, 21)
    assert not any(watch.hangs(1, False, now) for now in (22, 30))  # nothing to do
    assert not watch.hangs(1, True, 31)
    assert not watch.hangs(1, True, 33.9)
    assert watch.hangs(1, True, 34.1)
    assert not watch.hangs(2, True, 35)


def test_after_a_restart_it_waits_for_the_first_progress_again() -> None:
    watch = Watch(patience=1.0)
    for done, now in ((0, 0), (1, 1), (1, 2)):
        watch.hangs(done, True, now)
    watch.reset()
    assert not any(watch.hangs(1, True, now) for now in (3, 10, 20))
