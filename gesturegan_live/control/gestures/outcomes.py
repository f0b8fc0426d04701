"""The values to which a mapping goes: points, axes, any numbers that can be read and set.

Conventions
-----------
Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from gesturegan_live.control.messages import fractions
from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.messages.dispatcher import Dispatcher
from gesturegan_live.control.messages.places import Addresses, Place
from gesturegan_live.control.voices.points import NONE
from gesturegan_live.gesture.mapping import teacher
from gesturegan_live.gesture.mapping.examples import Examples, Numbers
from gesturegan_live.gesture.mapping.trained import Trained
from gesturegan_live.show.documents import shown

_MOST_PLACES = 256  # addresses of one mapping


class Outcomes:
    """Values that examples have taught; a `gesturegan_live.control.gestures.mapping.Target`."""

    waits = False

    def __init__(self, examples: Examples) -> None:
        self._examples = examples
        self.trained: Trained | None = None
        self._found: tuple[Addresses, list[Place]] | None = None

    @property
    def words(self) -> str:
        """How good it is."""
        return self.trained.words if self.trained is not None else ""

    def outcome(self, dispatcher: Dispatcher, name: str, _rating: int) -> list[float]:
        """Give what is played now."""
        if name:
            raise RefusedError(f"name {shown(name)}: only an example of a scene has one")
        read = [value for place in self._places(dispatcher) for value in dispatcher.read(place)]
        if NONE in read:
            raise RefusedError(f"an output is {NONE}: wanted what counts")
        return list(map(float, read))

    def lesson(self) -> Callable[[], teacher.Lesson[Trained]]:
        """Give what learns."""
        return partial(teacher.taught, *self._examples.arrays())

    def take(self, learned: Trained) -> None:
        """Have it."""
        self.trained = learned

    def forget(self) -> None:
        """Forget it."""
        self.trained = None

    def run(self, dispatcher: Dispatcher, at: Numbers, _now: float) -> bool:
        """Set all values."""
        assert self.trained is not None
        places = self._places(dispatcher)
        counts = [len(dispatcher.read(place)) for place in places]
        if sum(counts) != (far := self.trained.outcomes.shape[1]):
            raise RefusedError(f"{sum(counts)} values of outputs, its examples have {far}")
        wanted = iter(self.trained(at).tolist())
        for place, count in zip(places, counts, strict=True):
            arguments = fractions.moved(place.address, place.route, count)
            values = [min(max(next(wanted), argument.low), argument.high) for argument in arguments]
            dispatcher.set(place, values)
        return True

    def _places(self, dispatcher: Dispatcher) -> Sequence[Place]:
        addresses = dispatcher.addresses
        if self._found is None or self._found[0] is not addresses:
            self._found = None
            self._found = addresses, check(self._examples.outputs, addresses)
        return self._found[1]


def check(named: Sequence[str], addresses: Addresses) -> list[Place]:
    """Find what a mapping goes to; RefusedError where examples cannot say what that should be."""
    places = list({place.address: place for address in named for place in addresses.find(address)}.values())
    if len(places) > _MOST_PLACES:
        raise RefusedError(f"{len(places)} addresses: wanted {_MOST_PLACES} at most")
    for place in places:
        route = place.route
        if not (route.readable and route.writable and all(each.osc_type == "f" for each in route.arguments)):
            raise RefusedError(f"{place.address} is no number that can be read and set: wanted one, or a point")
    return places
