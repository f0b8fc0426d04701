"""The process that learns from examples, so that messages are obeyed and sound goes on meanwhile.

Process and thread
------------------
Begins when it is first wanted, ends when it is not for a while (`gesturegan_live.processes.asked`). It computes with
one thread. One serves all mappings of a program.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

import threadpoolctl

from gesturegan_live.gesture.mapping import choice, network, regression, terrain
from gesturegan_live.gesture.mapping.choice import Choosing
from gesturegan_live.gesture.mapping.ratings import settled
from gesturegan_live.gesture.mapping.terrain import Terrain
from gesturegan_live.gesture.mapping.trained import Numbers, Trained
from gesturegan_live.processes.asked import Asked, Message, serve

TEACHER = Asked("learning", __name__)

Learned = TypeVar("Learned", Trained, Choosing)


@dataclass(frozen=True)
class Lesson(Generic[Learned]):
    """What was learned.

    Attributes
    ----------
    learned : Trained or Choosing
    missing : str
        One line where something that learns is not installed, else nothing.
    terrain : Terrain
        Its picture, where it goes from two values.
    """

    learned: Learned
    missing: str
    terrain: Terrain


def taught(x: Numbers, y: Numbers, ratings: Numbers) -> Lesson[Trained]:
    """Learn a mapping; waits for it.

    Raises
    ------
    ValueError
        One line: what examples cannot teach, or that the process died.
    """
    return _asked("values", [x, y, ratings], Trained.read)


def choosing(x: Numbers, numbers: Numbers) -> Lesson[Choosing]:
    """Learn what to choose, by its number, shape (n,); as `taught`."""
    return _asked("choice", [x, numbers], Choosing.read)


def _asked(
    what: str, arrays: Sequence[Numbers], read: Callable[[dict[str, Any], Sequence[Numbers]], Learned]
) -> Lesson[Learned]:
    told, (quality, tone, *learned) = TEACHER.ask({"learn": what}, arrays)
    return Lesson(read(told, learned), told["missing"], Terrain(quality, tone))


def run(pipe: Connection) -> None:
    """Be the process."""
    with contextlib.suppress(ImportError):
        import sklearn.neural_network  # noqa: F401 - it takes seconds: before anything is asked
    with threadpoolctl.threadpool_limits(1):
        serve(pipe, _answer)


def _answer(question: dict[str, Any], arrays: Sequence[Numbers]) -> Message:
    learn, missing = _LEARN[question["learn"]], ""
    try:
        learned = learn(*arrays, networks=True)
    except ImportError:
        learned, missing = learn(*arrays, networks=False), network.MISSING
    plane = terrain.of(learned)
    told, rest = learned.content()
    return {**told, "missing": missing}, [plane.quality, plane.tone, *rest]


def _values(x: Numbers, y: Numbers, ratings: Numbers, *, networks: bool) -> Trained:
    wanted = settled(x, y, ratings)
    trained = regression.train(wanted.x, wanted.y, networks=networks)
    return trained.corrected(wanted.places, wanted.outcomes)


_LEARN: dict[str, Callable[..., Trained | Choosing]] = {"values": _values, "choice": choice.learned}
