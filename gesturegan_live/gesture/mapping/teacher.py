"""The process that learns from examples, so that messages are obeyed and sound goes on meanwhile.

Process and thread
------------------
Begins when it is first wanted, ends when it is not for a while (`gesturegan_live.processes.asked`). It computes with
one thread. One serves all mappings of a program.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

import threadpoolctl

from gesturegan_live.gesture.mapping import choice, network, regression
from gesturegan_live.gesture.mapping.choice import Choosing
from gesturegan_live.gesture.mapping.ratings import settled
from gesturegan_live.gesture.mapping.trained import Numbers, Trained
from gesturegan_live.processes.asked import Asked, Message, serve

TEACHER = Asked("learning", __name__)


def taught(x: Numbers, y: Numbers, ratings: Numbers) -> tuple[Trained, str]:
    """Learn a mapping; waits for it.

    Returns
    -------
    Trained, and str
        One line where something of it was missing here, else nothing.

    Raises
    ------
    ValueError
        One line: what examples cannot teach, or that the process died.
    """
    told, arrays = TEACHER.ask({"learn": "values"}, [x, y, ratings])
    return Trained.read(told, arrays), told["missing"]


def choosing(x: Numbers, numbers: Numbers) -> tuple[Choosing, str]:
    """Learn what to choose, by its number, shape (n,); as `taught`."""
    told, arrays = TEACHER.ask({"learn": "choice"}, [x, numbers])
    return Choosing.read(told, arrays), told["missing"]


def run(pipe: Connection) -> None:
    """Be the process."""
    with contextlib.suppress(ImportError):
        import sklearn.neural_network  # noqa: F401 - it takes seconds: before anything is asked
    with threadpoolctl.threadpool_limits(1):
        serve(pipe, _answer)


def _answer(question: dict[str, Any], arrays: Sequence[Numbers]) -> Message:
    learn, missing = _LEARN[question["learn"]], ""
    try:
        told, learned = learn(arrays, networks=True)
    except ImportError:
        (told, learned), missing = learn(arrays, networks=False), network.MISSING
    return {**told, "missing": missing}, learned


def _values(arrays: Sequence[Numbers], *, networks: bool) -> Message:
    x, y, ratings = arrays
    wanted = settled(x, y, ratings)
    trained = regression.train(wanted.x, wanted.y, networks=networks)
    return trained.corrected(wanted.places, wanted.outcomes).content()


def _choice(arrays: Sequence[Numbers], *, networks: bool) -> Message:
    x, numbers = arrays
    return choice.learned(x, numbers, networks=networks).content()


_LEARN: dict[str, Callable[..., Message]] = {"values": _values, "choice": _choice}
