"""What sensors send, and all that it moves.

Conventions
-----------
Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from gesturegan_live.control.gestures.links import Links
from gesturegan_live.control.gestures.maps import Maps
from gesturegan_live.control.gestures.shapes import Shapes
from gesturegan_live.control.gestures.streams import Streams
from gesturegan_live.control.messages.dispatcher import Dispatcher
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.tempo.clock import Clock
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home


class Gestures:
    """The inputs of a performance, the shapes among them, their links and mappings.

    Parameters
    ----------
    clock : Clock
    home : Home
        Where mappings and shapes are kept.
    places : callable
        Finds what an address of the instrument's own stands for; nothing where it is none.
    play : callable
        Called when something has been moved.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    streams, links, maps, shapes : Streams, Links, Maps, Shapes
    parts : tuple
        All that obey messages.
    """

    def __init__(
        self,
        clock: Clock,
        home: Home,
        places: Callable[[str], Sequence[Place]],
        play: Callable[[], None],
        say: Callable[[str], object],
    ) -> None:
        self.streams = Streams(clock, places, say)
        self.links = Links(self.streams.inputs, play, say)
        self.maps = Maps(self.streams.inputs, clock, home, play, say)
        self.shapes = Shapes(self.streams.inputs, clock, home, say)
        self.parts = self.streams, self.links, self.maps, self.shapes

    @property
    def names(self) -> Mapping[str, Collection[str]]:
        """What has a name in an address."""
        inputs, links = self.streams.inputs.streams, self.links.links
        return {"input": inputs, "link": links, "map": self.maps.maps, "shape": self.shapes.shapes}

    def use(self, dispatcher: Dispatcher) -> None:
        """Find, read and set addresses by that."""
        self.links.dispatcher = self.maps.dispatcher = dispatcher

    def begin(self, show: Show) -> None:
        """Have what a show says, and the shapes of its folder; ValueError, in one line, where some of it cannot be."""
        self.streams.begin(show.inputs)
        self.shapes.begin()
        self.links.begin(show.links)

    def clear(self) -> None:
        """Have none any more."""
        self.maps.clear()
        self.links.clear()
        self.shapes.clear()
        self.streams.inputs.clear()

    def takes(self, address: str) -> bool:
        """Whether what comes to an address is an input."""
        return self.streams.inputs.takes(address)

    def flush(self) -> None:
        """Move what is to be moved since the last time, each address once."""
        self.shapes.follow()
        moved = self.streams.inputs.take()
        self.maps.apply(moved)
        self.links.apply(moved)
