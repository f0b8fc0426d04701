"""All addresses, and what each stands for: looked up by name, or by pattern.

A pattern is held against the routes, part by part, and against the numbers of voices, coordinates and axes: never
against each of the thousands of addresses that they make.

Conventions
-----------
Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gesturegan_live.control.messages.arguments import RefusedError, shown
from gesturegan_live.control.messages.patterns import Part, compile_parts, is_pattern
from gesturegan_live.control.messages.route import Route, concrete
from gesturegan_live.control.messages.routes import ROUTES

_MOST_PATTERNS = 256  # remembered
_VOICE, _COORDINATE, _AXIS = "{n}", "{i}", "{a}"


@dataclass(frozen=True, slots=True)
class Place:
    """What a concrete address stands for; voice and index (of a coordinate or an axis) are -1 where there is none."""

    address: str
    route: Route
    voice: int
    index: int


class Addresses:
    """The addresses of so many voices, coordinates and axes.

    Parameters
    ----------
    voices, latent_dim : int
    axes : sequence of str
        Names of the axes; empty for one that has its number only.
    """

    def __init__(self, voices: int, latent_dim: int, axes: Sequence[str] = ()) -> None:
        self._voices = {str(number + 1): number for number in range(voices)}
        self._coordinates = {str(number): number for number in range(latent_dim)}
        self._axes = {name: number for number, name in enumerate(axes) if name}
        self._numbers = {str(number): number for number in range(len(axes))}
        self._patterns: dict[str, Sequence[Place]] = {}
        self._places: dict[str, Place] = {}
        self._routes: list[tuple[list[str], dict[tuple[int, int], Place]]] = []
        for route in ROUTES:
            found: dict[tuple[int, int], Place] = {}
            for name, voice, index in concrete(route, voices, latent_dim, axes):
                self._places[name] = place = Place(name, route, voice, index)
                found.setdefault((voice, index), place)  # a pattern finds an axis once: by its name
            self._routes.append((route.address.split("/"), found))

    def find(self, address: str) -> Sequence[Place]:
        """Find what an address or a pattern stands for; RefusedError where it is nothing."""
        place = self._places.get(address)
        if place is not None:
            return (place,)
        if not is_pattern(address):
            raise RefusedError(f"no such address{self._hint(address)}")
        found = self._patterns.get(address)
        if found is None:
            found = self._matching(compile_parts(address))
            if len(self._patterns) >= _MOST_PATTERNS:
                self._patterns.clear()
            self._patterns[address] = found
        if not found:
            raise RefusedError("the pattern matches no address")
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
        return ""
