"""The wish to stop."""

from __future__ import annotations

import os
import signal

import pytest

from training import interrupt


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_once_is_noted_twice_ends(number: signal.Signals) -> None:
    said: list[str] = []
    before = signal.getsignal(number)
    with interrupt.noted(said.append) as stop:
        assert not stop
        os.kill(os.getpid(), number)
        assert stop == [number]
        assert said == ["stopping after this step, to save; the same signal again ends at once"]
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
    assert signal.getsignal(number) == before
