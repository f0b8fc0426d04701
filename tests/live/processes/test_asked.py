"""A process that is asked: it answers, refuses, dies of it, rests."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.processes import asked
from gesturegan_live.processes.asked import Asked
from tests.live.conftest import wait_until

HELPER = """
import os
import time
from gesturegan_live.processes import asked

def answer(question, arrays):
    if question["do"] == "refuse":
        raise ValueError("not this")
    if question["do"] == "die":
        os._exit(3)
    if question["do"] == "sleep":
        time.sleep(600)
    return {"pid": os.getpid()}, [2 * array for array in arrays]

def run(pipe):
    asked.IDLE = float(os.environ.get("IDLE", 100))
    asked.serve(pipe, answer)
"""


@pytest.fixture
def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    (tmp_path / "gesturegan_asked.py").write_text(HELPER)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    made = Asked("helping", "gesturegan_asked")
    yield made
    made.end()


def test_it_answers_with_arrays_of_any_shape(helper):
    arrays = [np.arange(6.0).reshape(2, 3), np.array(3.5), np.zeros((0, 4)), np.arange(8.0).reshape(2, 4).T]
    told, doubled = helper.ask({"do": "double"}, arrays)
    for array, twice in zip(arrays, doubled, strict=True):
        np.testing.assert_array_equal(twice, 2 * array)
    assert helper.ask({"do": "nothing"}) == (told, [])


def test_what_it_refuses_is_said_and_it_goes_on(helper):
    pid = helper.ask({"do": "nothing"})[0]["pid"]
    with pytest.raises(ValueError, match="^not this$"):
        helper.ask({"do": "refuse"})
    assert helper.ask({"do": "nothing"})[0]["pid"] == pid


def test_where_it_dies_another_takes_its_place(helper):
    pid = helper.ask({"do": "nothing"})[0]["pid"]
    with pytest.raises(ValueError, match="^the helping process died of this$"):
        helper.ask({"do": "die"})
    assert helper.ask({"do": "nothing"})[0]["pid"] != pid


def test_one_that_does_not_answer_is_ended(helper, monkeypatch):
    helper.ask({"do": "nothing"})
    monkeypatch.setattr(asked, "_LONGEST", 0.2)
    with pytest.raises(ValueError, match="^the helping process has not answered for 0.2 s: it was ended$"):
        helper.ask({"do": "sleep"})


def test_one_that_rests_is_started_again(helper, monkeypatch):
    monkeypatch.setenv("IDLE", "0.01")
    pids = []
    for _ in range(2):
        pids.append(helper.ask({"do": "nothing"})[0]["pid"])
        helper._process.join(60)
    assert pids[0] != pids[1]


def test_many_may_ask_at_once(helper):
    answers = []

    def ask(number):
        answers.append(helper.ask({"do": "double"}, [np.array(float(number))])[1][0] / 2 - number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [0.0] * 8


@pytest.mark.parametrize("busy", [False, True])
def test_a_program_that_ends_leaves_none_behind(helper, tmp_path, busy):
    code = (
        "import threading, time; from gesturegan_live.processes.asked import Asked; a = Asked('h', 'gesturegan_asked')"
    )
    code += "\nprint(a.ask({'do': 'nothing'})[0]['pid'], flush=True)"
    if busy:
        code += "\nthreading.Thread(target=a.ask, args=({'do': 'sleep'},), daemon=True).start(); time.sleep(0.3)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=True)
    assert not Path(f"/proc/{int(done.stdout)}").exists()


def test_a_program_that_is_killed_leaves_none_behind(helper):
    code = "import time; from gesturegan_live.processes.asked import Asked; a = Asked('h', 'gesturegan_asked')"
    code += "\nprint(a.ask({'do': 'nothing'})[0]['pid'], flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as program:
        pid = int(program.stdout.readline())
        program.kill()
    state = Path(f"/proc/{pid}/stat")

    def ended():  # or nobody is there to bury it
        return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"

    wait_until(ended, f"the end of {pid}")
