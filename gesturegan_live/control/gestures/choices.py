"""The scenes of which a mapping chooses one, or none.

Conventions
-----------
Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from gesturegan_live.control.gestures.chosen import Chosen
from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.messages.dispatcher import Dispatcher
from gesturegan_live.control.voices.points import NONE
from gesturegan_live.gesture.mapping import teacher
from gesturegan_live.gesture.mapping.choice import Choosing
from gesturegan_live.gesture.mapping.examples import DISLIKED, LIKED, Examples, Numbers
from gesturegan_live.gesture.mapping.trained import Trained
from gesturegan_live.show.home import check_name
from gesturegan_live.show.names import one_form

RECALL = "/gan/scene/recall"


class Choices:
    """Scenes that examples have taught; a `gesturegan_live.control.gestures.mapping.Target`.

    Attributes
    ----------
    chosen : Chosen
    """

    def __init__(self, examples: Examples) -> None:
        self._examples = examples
        self.chosen = Chosen()
        self._names: list[str] = []  # by their numbers in what was learned
        self._taught: list[str] = []  # in what is being learned
        self._choosing: Choosing | None = None

    @property
    def trained(self) -> Trained | None:
        """What examples have taught."""
        return self._choosing.trained if self._choosing is not None else None

    @property
    def waits(self) -> bool:
        """Whether another scene is chosen soon."""
        return self.chosen.waits

    @property
    def words(self) -> str:
        """How good it is."""
        return self._choosing.words if self._choosing is not None else ""

    def outcome(self, _: Dispatcher, name: str, rating: int) -> list[float]:
        """Give the number of a name; of what is chosen where that is liked, of none where it is not."""
        if rating:
            name = {LIKED: self.chosen.name, DISLIKED: NONE}[rating]
        if not name:
            raise RefusedError(f"no scene: wanted its name, or `{NONE}`")
        check_name(name := one_form(name))
        return [float(self._examples.number(name))]

    def lesson(self) -> Callable[[], teacher.Lesson[Choosing]]:
        """Give what learns."""
        x, y, _ = self._examples.arrays()
        used, numbers = np.unique(y, return_inverse=True)
        self._taught = [self._examples.names[int(number)] for number in used]
        return partial(teacher.choosing, x, numbers.reshape(-1).astype(np.float64))

    def take(self, learned: Choosing) -> None:
        """Have it."""
        self._names, self._choosing = self._taught, learned

    def forget(self) -> None:
        """Forget it."""
        self._choosing, self.chosen = None, Chosen()

    def run(self, dispatcher: Dispatcher, at: Numbers, now: float) -> bool:
        """Recall the scene that is chosen, once."""
        assert self._choosing is not None
        number, confidence = self._choosing(at)
        name = self._names[number] if number >= 0 else NONE
        if not self.chosen.feed(name, confidence, now) or name == NONE:
            return False
        dispatcher.set(dispatcher.addresses.find(RECALL)[0], [name, self._examples.seconds])
        return True
