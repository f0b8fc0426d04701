"""The wish to stop, in a process of its own: libraries that others use here handle signals in their own ways."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import os, signal
from training.runs import interrupt

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


GONE = """
import os, signal, sys
from training.runs import interrupt

with interrupt.noted(lambda line: print(line, flush=True)) as stop:
    sys.stdin.readline()  # the terminal has been closed
    os.kill(os.getpid(), signal.SIGHUP)
    print("another step", file=sys.stderr, flush=True)
open(sys.argv[1], "w").write(f"saved after {stop}")
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_once_is_noted_twice_ends(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", CODE.format(name=name)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    line = "stopping after this step, to save; the same signal again ends at once"
    assert done.stdout.strip() == str([line, "ended"])


def test_a_terminal_that_is_closed_keeps_nothing_from_being_saved(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", GONE, str(tmp_path / "saved")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.close(ours)
        process.communicate(b"\n")
    assert process.returncode == 0
    assert (tmp_path / "saved").read_text(encoding="utf-8") == f"saved after [{int(signal.SIGHUP)}]"


def test_what_was_ignored_before_goes_on_being_ignored() -> None:
    code = (
        "import os, signal\nfrom training.runs import interrupt\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)  # nohup\n"
        "with interrupt.noted(print) as stop: os.kill(os.getpid(), signal.SIGHUP)\n"
        "print(stop)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
