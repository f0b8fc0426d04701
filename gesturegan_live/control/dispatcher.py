"""From a message to what obeys it: addresses in a dictionary, patterns matched over it, arguments checked.

Conventions
-----------
A handler takes a `Call` and raises ValueError, in one line, to refuse; a reader takes a `Place` and returns the values
of a route that can be read. Owned by the control process, one thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gesturegan_live.control.arguments import RefusedError, Value, check, shown
from gesturegan_live.control.patterns import is_pattern, matcher
from gesturegan_live.control.routes import ROUTES, Route, concrete

logger = logging.getLogger(__name__)
_MOST_PATTERNS = 256  # remembered
_LONGEST_COMMAND = 256  # characters of an address that an answer repeats


class Reply(Protocol):
    """Where answers go."""

    def __call__(self, address: str, *values: Value) -> None:
        """Send a message back."""


Work = Coroutine[Any, Any, None]


@dataclass(frozen=True, slots=True)
class Place:
    """What a concrete address stands for; voice and coordinate are -1 where there is none."""

    address: str
    route: Route
    voice: int
    index: int


@dataclass(frozen=True, slots=True)
class Call:
    """A checked message, for a handler."""

    place: Place
    values: Sequence[Value]
    reply: Reply
    sample: int

    def done(self, *values: Value) -> None:
        """Answer that it is done."""
        self.reply("/done", self.place.address, *values)


Handler = Callable[[Call], Work | None]


Reader = Callable[[Place], Sequence[Value]]


class Dispatcher:
    """Addresses, and what obeys them.

    Parameters
    ----------
    handlers, readers : mapping of str to callable
        By the name that `Route.handler` gives.
    on_control : callable
        Called once a message that plays has been obeyed.
    """

    def __init__(
        self, handlers: Mapping[str, Handler], readers: Mapping[str, Reader], on_control: Callable[[], None]
    ) -> None:
        self.handlers = dict(handlers)
        self._readers = dict(readers)
        self._on_control = on_control
        self._places: dict[str, Place] = {}
        self._parts: list[tuple[list[str], Place]] = []  # of all addresses, between their slashes
        self._patterns: dict[str, list[Place]] = {}
        self._voices = self._latent_dim = 0

    def use(self, voices: int, latent_dim: int) -> None:
        """Make the addresses of so many voices and coordinates."""
        self._voices, self._latent_dim = voices, latent_dim
        self._patterns.clear()
        self._places = {
            address: Place(address, route, voice, index)
            for route in ROUTES
            for address, voice, index in concrete(route, voices, latent_dim)
        }
        self._parts = [(address.split("/"), place) for address, place in self._places.items()]

    def dispatch(self, address: str, values: Sequence[object], reply: Reply, sample: int) -> list[Work]:
        """Obey a message or answer ``/fail``; returns what remains to be done, which never raises."""
        works: list[Work] = []
        reasons: list[str] = []
        command = address if len(address) <= _LONGEST_COMMAND else address[: _LONGEST_COMMAND - 1] + "…"
        try:
            places = self.places(address)
            if not values and is_pattern(address):
                places = _readable(places)  # a pattern without arguments asks; it must not sweep up /quit or panic
        except ValueError as error:
            reply("/fail", command, str(error))
            return works
        for place in places:
            try:
                work = self._obey(place, values, reply, sample)
            except ValueError as error:
                reasons.append(str(error))
            else:
                if work is not None:
                    works.append(_finish(work, command, reply))
        if reasons:  # one answer a message: a pattern over a thousand addresses must not bring a thousand packets
            more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
            reply("/fail", command, reasons[0] + more)
        return works

    def places(self, address: str) -> Sequence[Place]:
        """Find what an address or a pattern stands for; ValueError where it is nothing."""
        place = self._places.get(address)
        if place is not None:
            return (place,)
        if not is_pattern(address):
            raise RefusedError(f"no such address{self._hint(address)}")
        found = self._patterns.get(address)
        if found is None:
            matches = matcher(address)
            found = [place for parts, place in self._parts if matches(parts)]
            if len(self._patterns) >= _MOST_PATTERNS:
                self._patterns.clear()
            self._patterns[address] = found
        if not found:
            raise RefusedError("the pattern matches no address")
        return found

    def _obey(self, place: Place, values: Sequence[object], reply: Reply, sample: int) -> Work | None:
        route = place.route
        if route.readable and not values:
            reply(place.address, *self._readers[route.handler](place))
            return None
        if route.readable and not route.writable:
            raise RefusedError(f"{place.address} can only be read: it takes no arguments")
        checked = check(route.arguments, values)
        handler = self.handlers.get(route.handler)
        if handler is None:
            raise RefusedError(f"{place.address} is for a running server only")
        work = handler(Call(place, checked, reply, sample))
        if route.is_control:
            self._on_control()
        return work

    def _hint(self, address: str) -> str:
        parts = address.split("/")
        if parts[:3] in (["", "gan", "voice"], ["", "adm", "obj"]) and len(parts) > 4:
            if parts[3] not in map(str, range(1, self._voices + 1)):
                return f": voice {shown(parts[3])}, wanted 1 to {self._voices}"
            if parts[4] == "z" and len(parts) == 6:
                return f": coordinate {shown(parts[5])}, wanted 0 to {self._latent_dim - 1}"
        return ""


def methods(owner: object, prefix: str) -> dict[str, Any]:
    """Collect the methods of an object whose names start so, by the rest of their names."""
    return {name.removeprefix(prefix): getattr(owner, name) for name in dir(type(owner)) if name.startswith(prefix)}


def _readable(places: Sequence[Place]) -> list[Place]:
    readable = [place for place in places if place.route.readable]
    if not readable:
        raise RefusedError("the pattern matches nothing that can be read")
    return readable


async def _finish(work: Work, address: str, reply: Reply) -> None:
    try:
        await work
    except ValueError as error:
        reply("/fail", address, str(error))
    except Exception:
        logger.exception("%s", address)
        reply("/fail", address, "internal error: see the log")
