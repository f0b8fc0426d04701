"""What streams move: links, from what can be taken of a stream to an address, many to many.

What several links send to one address meets there by their amounts and the law of the address; what they leave of 1 is
what the hand has set. A point, and whatever else glides, has no hand to be told from a link: it is what it was when
the link was made or switched on.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`. Owned by the control process,
one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gesturegan_live.control.messages import fractions
from gesturegan_live.control.messages.arguments import Argument, RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call, Dispatcher
from gesturegan_live.control.messages.places import Addresses, Place
from gesturegan_live.control.voices.points import NONE
from gesturegan_live.gesture.inputs import Inputs, Source
from gesturegan_live.latent.blends import blended
from gesturegan_live.show.documents import shown
from gesturegan_live.show.gestures import MOST, Link, check_name

_WHOLE = "whole"  # range: that of the address
_MOST_PLACES = 256  # that a link reaches


class _Sent:
    """What a link sends to addresses of one route."""

    def __init__(self, link: Link, source: Source) -> None:
        self.link, self.source = link, source
        self._shares: Sequence[float] = ()
        self._arguments: list[Argument] = []
        self._values: Sequence[Value] = ()

    def values(self, place: Place) -> Sequence[Value]:
        """Give its values for such an address; none where nothing has come yet."""
        shares = self.source.values()
        if shares != self._shares:  # all addresses of a pattern have the same
            if len(shares) != len(self._shares):
                self._arguments = _arguments(place, self.link, len(shares))
            self._shares, ends, route = shares, self.link.range, place.route
            bent = shares if self.link.curve == 1.0 else [share**self.link.curve for share in shares]
            self._values = [
                fractions.value(route, a, share, ends) for a, share in zip(self._arguments, bent, strict=True)
            ]
        return self._values


@dataclass(eq=False)
class _Reached:
    """An address, and what reaches it."""

    place: Place
    parts: list[_Sent] = field(default_factory=list)
    base: Sequence[Value] = ()  # as the hand has set it
    last: Sequence[Value] = ()  # as it was set here
    refused: bool = False  # and said so, once: each value that does not fit has a reason of its own


class Links:
    """The links of a performance.

    Parameters
    ----------
    inputs : Inputs
    play : callable
        Called when a link has moved something.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    links : dict of str to Link
    dispatcher : Dispatcher
        By which addresses are found, read and set; to be set before anything is linked.
    """

    dispatcher: Dispatcher

    def __init__(self, inputs: Inputs, play: Callable[[], None], say: Callable[[str], object]) -> None:
        self.links: dict[str, Link] = {}
        self._inputs, self._play, self._say = inputs, play, say
        self._resting: dict[str, str] = {}  # links that reach nothing now, and why
        self._reached: dict[str, _Reached] = {}
        self._by_stream: dict[str, list[_Reached]] = {}
        self._planned: tuple[int, Addresses] | None = None

    def begin(self, links: Sequence[tuple[str, Link]]) -> None:
        """Have the links of a show; those that reach nothing yet, as a mapping that is still to be loaded, rest."""
        self.links.update(links)
        self._planned = None

    def check(self) -> None:
        """Refuse, with ValueError, a link that has no source or target."""
        for name, link in self.links.items():
            try:
                self._found(link)
            except ValueError as error:
                raise ValueError(f"link {name}: {error}") from error

    def add(self, name: str, link: Link) -> None:
        """Link; one of that name is replaced. ValueError where there is no such source or target."""
        name = check_name("link", name)
        if name not in self.links and len(self.links) >= MOST:
            raise RefusedError(f"{len(self.links)} links: wanted {MOST} at most")
        self._use(name, link)

    def clear(self) -> None:
        """Have none any more."""
        self.links.clear()
        self._reached.clear()
        self._planned = None

    def apply(self, moved: Collection[str]) -> None:
        """Let what streams move follow those that have moved."""
        if not (moved and self.links):
            return
        if self._planned is None or self._planned != (self._inputs.version, self.dispatcher.addresses):
            self._plan()
        reached = dict.fromkeys(each for name in moved for each in self._by_stream.get(name, ()))
        for each in reached:
            try:
                self._move(each)
            except ValueError as error:
                if not each.refused:
                    each.refused = True
                    self._say(f"{each.place.address} follows no input: {error}")

    def _move(self, reached: _Reached) -> None:
        place = reached.place
        values: list[Sequence[Value]] = []
        weights: list[float] = []
        for part in reached.parts:
            if sent := part.values(place):
                values.append(sent)
                weights.append(part.link.amount)
        if not values:
            return
        if not reached.base or place.route.parameter >= 0:
            now = list(self.dispatcher.read(place))
            if now != reached.last:  # the hand has set it
                reached.base = reached.last = now
        rest = 1.0 - sum(weights)
        if rest > 0 and NONE not in reached.base:
            values.append(reached.base)
            weights.append(rest)
        if any(weights) and (wanted := list(blended(place.route.law, values, weights))) != reached.last:
            self.dispatcher.set(place, wanted)
            self._play()
            reached.last = wanted

    def _plan(self) -> None:
        """Find anew what each stream reaches."""
        before, self._reached, self._by_stream = self._reached, {}, {}
        self._planned = self._inputs.version, self.dispatcher.addresses
        resting: dict[str, str] = {}
        for name, link in self.links.items():
            if not link.on:
                continue
            try:
                source, places = self._found(link)
            except ValueError as error:  # another model has no such axis, or the input is gone
                resting[name] = str(error)
                continue
            followers = self._by_stream.setdefault(source.stream.name, [])
            sent: dict[str, _Sent] = {}
            for place in places:
                reached = self._reached.get(place.address)
                if reached is None:
                    old = before.get(place.address)
                    kept = (old.base, old.last) if old is not None else ((), ())
                    reached = self._reached[place.address] = _Reached(place, [], *kept)
                reached.parts.append(sent.setdefault(place.route.address, _Sent(link, source)))
                followers.append(reached)
        for name in resting.keys() - self._resting.keys():
            self._say(f"link {name} rests: {resting[name]}")
        self._resting = resting

    def _found(self, link: Link) -> tuple[Source, Sequence[Place]]:
        """Find what a link goes from and to; ValueError where that is nothing, or does not fit."""
        source, places = self._inputs.source(link.source), self.dispatcher.addresses.find(link.target)
        if len(places) > _MOST_PLACES:
            raise RefusedError(f"{link.target} stands for {len(places)} addresses: wanted {_MOST_PLACES} at most")
        for place in places:
            if not place.route.readable:
                raise RefusedError(f"{place.address} cannot be read: no link knows where it is")
            arguments = _arguments(place, link, len(source.values()))
            for end in link.range:
                if not arguments[0].choices:
                    arguments[0].check(end)
        return source, places

    def _use(self, name: str, link: Link) -> None:
        source, places = self._found(link)
        if link.on and not (name in self.links and self.links[name].on):
            for place in places:
                if place.route.parameter < 0:
                    self._reached.pop(place.address, None)
        self.links[name] = link
        self._planned = None
        self._inputs.moved.add(source.stream.name)

    def _change(self, call: Call, **values: Any) -> None:
        self._use(call.place.name, replace(self.links[call.place.name], **values))

    # Messages

    def _do_link_add(self, call: Call) -> None:
        name, source, target, *ends = call.values
        if len(ends) == 1:
            raise RefusedError(f"low is {ends[0]}, and no high: wanted both, or none")
        self.add(str(name), Link(str(source), str(target), tuple(map(float, ends))))

    def _do_link_delete(self, call: Call) -> None:
        name = str(call.values[0])
        if self.links.pop(name, None) is None:
            raise RefusedError(f"no link {shown(name)}: there are {', '.join(self.links) or 'none'}")
        self._planned = None

    def _do_link_list(self, call: Call) -> None:
        told: list[Value] = []
        for name, link in self.links.items():
            told += [name, link.source, link.target, link.amount, int(link.on)]
        call.answer(*told)

    def _do_link_on(self, call: Call) -> None:
        self._change(call, on=bool(call.values[0]))

    def _read_link_on(self, place: Place) -> Sequence[Value]:
        return (int(self.links[place.name].on),)

    def _do_link_amount(self, call: Call) -> None:
        self._change(call, amount=float(call.values[0]))

    def _read_link_amount(self, place: Place) -> Sequence[Value]:
        return (self.links[place.name].amount,)

    def _do_link_curve(self, call: Call) -> None:
        self._change(call, curve=float(call.values[0]))

    def _read_link_curve(self, place: Place) -> Sequence[Value]:
        return (self.links[place.name].curve,)

    def _do_link_range(self, call: Call) -> None:
        if list(call.values) == [_WHOLE]:
            self._change(call, range=())
            return
        if any(isinstance(end, str) for end in call.values):
            raise RefusedError(f"wanted where 0 and 1 go, or `{_WHOLE}`")
        self._change(call, range=tuple(map(float, call.values)))

    def _read_link_range(self, place: Place) -> Sequence[Value]:
        return self.links[place.name].range or (_WHOLE,)


def _arguments(place: Place, link: Link, count: int) -> list[Argument]:
    """Give what so many values (0: nobody knows yet how many) move of an address; RefusedError where they do not."""
    arguments = place.route.arguments
    least = max(sum(not argument.optional for argument in arguments), 1)
    if count > least == 1 and not arguments[0].many:
        raise RefusedError(f"{place.address} takes one value, {link.source} has {count}: wanted {link.source}/0, say")
    return fractions.moved(place.address, place.route, count or (2 if arguments and arguments[0].many else least))
