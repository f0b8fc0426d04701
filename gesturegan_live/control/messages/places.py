"""All addresses, and what each stands for: looked up by name, or by pattern.

A pattern is held against the routes, part by part, and against the numbers of voices, coordinates and axes: never
against each of the thousands of addresses that they make.

Conventions
-----------
Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from gesturegan_live.control.messages.arguments import RefusedError, shown
from gesturegan_live.control.messages.patterns import Part, compile_parts, is_pattern
from gesturegan_live.control.messages.routes.route import Route, concrete
from gesturegan_live.control.messages.routes.table import ROUTES

_MOST_PATTERNS = 256  # remembered
_VOICE, _COORDINATE, _AXIS = "{n}", "{i}", "{a}"
_NO_NAMES: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """What a concrete address stands for.

    Where there is none, voice and index (of a coordinate or an axis) are -1, and the name that a performer gave empty.
    """

    address: str
    route: Route
    voice: int
    index: int
    name: str = ""


class Addresses:
    """The addresses of so many voices, coordinates and axes.

    Parameters
    ----------
    voices, latent_dim : int
    axes : sequence of str
        Names of the axes; empty for one that has its number only.
    names : mapping of str to collection of str
        What a performer has named, for each of `gesturegan_live.control.messages.routes.route.NAMED` that there is:
        it may come and go.
    """

    def __init__(
        self, voices: int, latent_dim: int, axes: Sequence[str] = (), names: Mapping[str, Collection[str]] = _NO_NAMES
    ) -> None:
        self._voices = {str(number + 1): number for number in range(voices)}
        self._coordinates = {str(number): number for number in range(latent_dim)}
        self._axes = {name: number for number, name in enumerate(axes) if name}
        self._numbers = {str(number): number for number in range(len(axes))}
        self._names = names
        self._named: dict[tuple[str, ...], Route] = {}  # by the kind, and what comes after the name
        self._patterns: dict[str, tuple[Sequence[Place], list[Part]]] = {}
        self._places: dict[str, Place] = {}
        self._routes: list[tuple[list[str], dict[tuple[int, int], Place]]] = []
        for route in ROUTES:
            if route.named:
                self._named[(route.named, *route.address.split("/")[4:])] = route
                continue
            found: dict[tuple[int, int], Place] = {}
            for name, voice, index in concrete(route, voices, latent_dim, axes):
                self._places[name] = place = Place(name, route, voice, index)
                found.setdefault((voice, index), place)  # a pattern finds an axis once: by its name
            self._routes.append((route.address.split("/"), found))

    @property
    def places(self) -> Iterator[Place]:
        """Each once, but for those of `named`: an axis by its name, where it has one."""
        return (place for _, found in self._routes for place in found.values())

    @property
    def named(self) -> list[Place]:
        """Those that have a performer's name in their address, just now."""
        return self._matching_names(compile_parts("/gan/*/*")) + self._matching_names(compile_parts("/gan/*/*/*"))

    def find(self, address: str) -> Sequence[Place]:
        """Find what an address or a pattern stands for; RefusedError where it is nothing."""
        place = self._places.get(address)
        if place is not None:
            return (place,)
        if not is_pattern(address):
            if (place := self._of_name(address)) is not None:
                return (place,)
            raise RefusedError(f"no such address{self._hint(address)}")
        known = self._patterns.get(address)
        if known is None:
            wanted = compile_parts(address)
            if len(self._patterns) >= _MOST_PATTERNS:
                self._patterns.clear()
            known = self._patterns[address] = self._matching(wanted), wanted
        found = [*known[0], *named] if (named := self._matching_names(known[1])) else known[0]
        if not found:
            raise RefusedError("the pattern matches no address")
        return found

    def _of_name(self, address: str) -> Place | None:
        """Find what has a performer's name in its address."""
        parts = address.split("/")
        if len(parts) not in (4, 5) or parts[1] != "gan":
            return None
        route = self._named.get((parts[2], *parts[4:]))
        return Place(address, route, -1, -1, parts[3]) if route and parts[3] in self._names.get(parts[2], ()) else None

    def _matching_names(self, wanted: list[Part]) -> list[Place]:
        if len(wanted) not in (4, 5) or not wanted[1].matches("gan"):
            return []
        found = []
        for (kind, *rest), route in self._named.items():
            if len(wanted) == 4 + len(rest) and wanted[2].matches(kind) and (not rest or wanted[4].matches(rest[0])):
                for name in self._names.get(kind, ()):
                    if wanted[3].matches(name):
                        address = "/".join(["", "gan", kind, name, *rest])
                        found.append(Place(address, route, -1, -1, name))
        return found

    def _matching(self, wanted: list[Part]) -> list[Place]:
        found = []
        for parts, places in self._routes:
            if len(parts) != len(wanted):
                continue
            voices, coordinates = [-1], [-1]
            for want, part in zip(wanted, parts, strict=True):
                if part == _VOICE:
                    voices = [number for name, number in self._voices.items() if want.matches(name)]
                elif part == _COORDINATE:
                    coordinates = [number for name, number in self._coordinates.items() if want.matches(name)]
                elif part == _AXIS:
                    named = (self._axes | self._numbers).items()
                    coordinates = sorted({number for name, number in named if want.matches(name)})
                elif not want.matches(part):
                    break
            else:
                found += [places[voice, index] for voice in voices for index in coordinates]
        return found

    def _hint(self, address: str) -> str:
        parts = address.split("/")
        if parts[:3] in (["", "gan", "voice"], ["", "adm", "obj"]) and len(parts) > 4:
            if parts[3] not in self._voices:
                return f": voice {shown(parts[3])}, wanted 1 to {len(self._voices)}"
            if parts[4] == "z" and len(parts) == 6:
                return f": coordinate {shown(parts[5])}, wanted 0 to {len(self._coordinates) - 1}"
            if parts[4] == "axis" and len(parts) == 6:
                known = ", ".join([*self._axes, f"0 to {len(self._numbers) - 1}"] if self._numbers else ["none"])
                return f": axis {shown(parts[5])}, wanted {known}"
        if len(parts) in (4, 5) and parts[1] == "gan" and (parts[2], *parts[4:]) in self._named:
            return f": {parts[2]} {shown(parts[3])}, wanted one of {', '.join(self._names.get(parts[2], ())) or 'none'}"
        return ""
