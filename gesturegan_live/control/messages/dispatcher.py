"""From a message to what obeys it: its address found, its arguments checked.

Conventions
-----------
A handler takes a `Call` and raises ValueError, in one line, to refuse; a reader takes a `Place` and returns the values
of a route that can be read. Owned by the control process, one thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gesturegan_live.control.messages.arguments import RefusedError, Value, check
from gesturegan_live.control.messages.patterns import is_pattern
from gesturegan_live.control.messages.places import Addresses, Place

logger = logging.getLogger(__name__)
MOST_WAITING = 128  # messages whose work (a disk, a model) is not done yet
_LONGEST_COMMAND = 256  # characters of an address that an answer repeats
_UNFORESEEN = "internal error: see the log"
_GUARDED = "only for this computer, and those named with --trust"


class Reply(Protocol):
    """Where answers go."""

    def __call__(self, address: str, *values: Value) -> None:
        """Send a message back."""


Work = Coroutine[Any, Any, None]


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

    def answer(self, *values: Value) -> None:
        """Answer with values; where there are none, that it is done: an address alone would be a question again."""
        if values:
            self.reply(self.place.address, *values)
        else:
            self.done()


class EmptyError(RefusedError):
    """There is nothing to read at an address."""


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
    on_voice : callable
        Takes a voice of which something is about to be set.
    names : mapping of str to collection of str
        What a performer has named (`Addresses`).
    """

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        readers: Mapping[str, Reader],
        on_control: Callable[[], None],
        on_voice: Callable[[int], None],
        names: Mapping[str, Collection[str]],
    ) -> None:
        self.handlers = dict(handlers)
        self._readers = dict(readers)
        self._on_control, self._on_voice, self._names = on_control, on_voice, names
        self._waiting = 0
        self.addresses = Addresses(0, 0)

    def use(self, voices: int, latent_dim: int, axes: Sequence[str] = ()) -> None:
        """Make the addresses of so many voices and coordinates, and of axes by these names."""
        self.addresses = Addresses(voices, latent_dim, axes, self._names)

    def dispatch(
        self, address: str, values: Sequence[object], reply: Reply, sample: int, trusted: bool = True
    ) -> list[Work]:
        """Obey a message or answer ``/fail``; returns what remains to be done, which never raises."""
        works: list[Work] = []
        reasons: list[str] = []
        empty: list[str] = []
        command = repeated(address)
        try:
            places = self.addresses.find(address)
            if not values and is_pattern(address):
                places = _readable(places, trusted)  # a pattern alone asks; it must not sweep up /quit or panic
        except ValueError as error:
            reply("/fail", command, str(error))
            return works
        for place in places:
            try:
                work = self._obey(place, values, reply, sample, trusted)
            except EmptyError as error:
                empty.append(str(error))
            except ValueError as error:
                reasons.append(str(error))
            except Exception:  # of this message; the rest of its bundle is obeyed
                logger.exception("%s", command)
                reasons.append(_UNFORESEEN)
            else:
                if work is not None:
                    self._waiting += 1
                    works.append(self._finish(work, command, reply))
        if len(empty) == len(places):  # whoever asks for all that there is is content with the rest
            reasons = empty
        if reasons:  # one answer a message: a pattern over a thousand addresses must not bring a thousand packets
            more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
            reply("/fail", command, reasons[0] + more)
        return works

    def read(self, place: Place) -> Sequence[Value]:
        """Give the values of an address that can be read; RefusedError where what it names has gone."""
        self._check_there(place)
        return self._readers[place.route.handler](place)

    def set(self, place: Place, values: Sequence[object], sample: int = 0) -> None:
        """Set an address as a message would that nobody sent; RefusedError where it has gone, or values do not fit."""
        self._check_there(place)
        call = Call(place, check(place.route.arguments, values), _nobody, sample)
        if place.voice >= 0:
            self._on_voice(place.voice)
        self.handlers[place.route.handler](call)

    def _check_there(self, place: Place) -> None:
        if place.name and place.name not in self._names.get(place.route.named, ()):
            raise RefusedError(f"no such address: {place.address} has gone")

    def _obey(self, place: Place, values: Sequence[object], reply: Reply, sample: int, trusted: bool) -> Work | None:
        route = place.route
        if not (trusted or route.is_open or (route.readable and not values)):
            raise RefusedError(_GUARDED)
        if route.readable and not values:
            known = self._readers[route.handler](place)
            if not known:  # the address alone would be a question, to another instrument or to this one
                raise EmptyError(f"{place.address} has no {route.arguments[0].many}")
            reply(place.address, *known)
            return None
        if route.readable and not route.writable:
            raise RefusedError(f"{place.address} can only be read: it takes no arguments")
        checked = _pressed(values) if route.is_unfailing else check(route.arguments, values)
        handler = self.handlers.get(route.handler)
        if handler is None:
            raise RefusedError(f"{place.address} is for a running server only")
        if route.waits and self._waiting >= MOST_WAITING:
            raise RefusedError(f"{self._waiting} messages wait for a disk or a model already: try again later")
        if place.voice >= 0:
            self._on_voice(place.voice)
        work = handler(Call(place, checked, reply, sample))
        if route.is_control:
            self._on_control()
        return work

    async def _finish(self, work: Work, address: str, reply: Reply) -> None:
        try:
            await work
        except ValueError as error:
            reply("/fail", address, str(error))
        except Exception:
            logger.exception("%s", address)
            reply("/fail", address, _UNFORESEEN)
        finally:
            self._waiting -= 1


def _nobody(address: str, *values: Value) -> None:
    """Answer nobody."""


def methods(owner: object, prefix: str) -> dict[str, Any]:
    """Collect the methods of an object whose names start so, by the rest of their names."""
    return {name.removeprefix(prefix): getattr(owner, name) for name in dir(type(owner)) if name.startswith(prefix)}


def repeated(address: str) -> str:
    """Give an address as an answer repeats it: not at any length."""
    return address if len(address) <= _LONGEST_COMMAND else address[: _LONGEST_COMMAND - 1] + "…"


def _pressed(values: Sequence[object]) -> list[Value]:
    """Give what a button sends as it is let go, 0, or nothing: whatever else comes with an action presses it."""
    released = bool(values) and isinstance(values[0], int | float) and values[0] == 0
    return [0] if released else []


def _readable(places: Sequence[Place], trusted: bool) -> list[Place]:
    readable = [place for place in places if place.route.readable]
    if not readable:
        raise RefusedError("the pattern matches nothing that can be read")
    if len(readable) > 1 and not trusted:
        raise RefusedError(f"{len(readable)} values at once: {_GUARDED}")
    return readable
