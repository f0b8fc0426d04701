"""The wish to stop, in a process of its own: libraries that others use here handle signals in their own ways."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import os, signal
from training import interrupt

number = signal.Signals[{name!r}]
said, before = [], signal.getsignal(number)
with interrupt.noted(said.append) as stop:
    assert not stop
    os.kill(os.getpid(), number)
    assert stop == [number]
    try:
        os.kill(os.getpid(), number)
    except KeyboardInterrupt:
        said.append("ended")
assert signal.getsignal(number) == before
print(said)
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_once_is_noted_twice_ends(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", CODE.format(name=name)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    line = "stopping after this step, to save; the same signal again ends at once"
    assert done.stdout.strip() == str([line, "ended"])
