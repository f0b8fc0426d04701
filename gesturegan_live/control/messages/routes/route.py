"""What is said of one OSC address: what it takes, what obeys it, when it may wait, and who may send it.

Conventions
-----------
``{n}`` stands for a voice, counted from 1; ``{i}`` for a coordinate, counted from 0; ``{a}`` for an
axis, by its name or counted from 0; ``{input}`` and its like (`NAMED`) for what a performer has named. Standard library
only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.show.parameters import LONGEST_RAMP, STRAIGHT, Parameter

VOICE, OBJECT, OUT, NOTE, CLOCK = "/gan/voice/{n}", "/adm/obj/{n}", "/gan/out", "/gan/note", "/gan/clock"
NAME = Argument("name", "s")
SECONDS = Argument("seconds", "f", 0, LONGEST_RAMP, optional=True)  # in which a value is reached, from what sounds now
_OPEN = frozenset(
    {
        "preset_recall",
        "preset_list",
        "scene_recall",
        "scene_list",
        "morph_ends",
        "fader",
        "model_list",
        "model_info",
        "model_axes",
    }
    | {"input_record", "input_loop", "input_stop", "input_speed", "link_on", "link_amount", "map_run", "shape_run"}
    | {"take_play", "take_loop", "take_speed", "take_list", "bpm", "tap", "beat", "bar", "status", "version", "sync"}
)
NAMED = ("input", "link", "map", "shape")  # `{input}` and so on stand for one, by its name
_BLENDS = {"gate": "any", "mute": "all", "transpose_noise": "follows"}  # laws of what does not go there in a time
_LONG = ("find", "map_train", "map_rate", "map_save", "map_load", "shape_save", "shape_load")
_MEASURED = "measured"  # the default of what can only be read


@dataclass(frozen=True)
class Route:
    """One address.

    Attributes
    ----------
    address : str
        With ``{n}``, ``{i}``, ``{a}`` and `NAMED`.
    handler : str
        Name of what obeys it (`gesturegan_live.control.instrument`, `gesturegan_live.control.osc.server`).
    arguments : tuple of Argument
        What it takes.
    unit, default, meaning : str
        For people.
    readable, writable : bool
        Whether it answers without arguments; whether it takes any, or acts.
    parameter : int
        Number of the audio parameter (the first, where it sets several), or -1.
    law : str
        What lies between two of its values, by `gesturegan_live.latent.blends.LAWS`.
    kept : bool
        Whether its value, if it can be read and set, is part of a scene, or else (of what is set for all that is
        played) of what a start goes on from.
    ahead : bool
        Whether what obeys it takes a sample, and lets what has none wait for its time.
    """

    address: str
    handler: str
    arguments: tuple[Argument, ...]
    meaning: str
    unit: str = ""
    default: str = ""
    readable: bool = False
    writable: bool = True
    parameter: int = -1
    law: str = ""
    kept: bool = True
    ahead: bool = False

    def __post_init__(self) -> None:
        if not self.law:
            fractions = bool(self.arguments) and all(argument.osc_type == "f" for argument in self.arguments)
            object.__setattr__(self, "law", STRAIGHT if fractions else "heaviest")

    @cached_property
    def named(self) -> str:
        """Which of `NAMED` is part of it; empty for none."""
        return next((kind for kind in NAMED if f"{{{kind}}}" in self.address), "")

    @property
    def types(self) -> str:
        """OSC types, as people write them: ``f``, ``f…``, ``s [i]``, ``i/s`` for either."""
        parts = ("/".join(a.osc_type) + "…" * bool(a.many) for a in self.arguments)
        return " ".join(f"[{p}]" if a.optional else p for p, a in zip(parts, self.arguments, strict=True))

    @property
    def range(self) -> str:
        """Ranges of the arguments, for people."""
        return ", ".join(argument.range for argument in self.arguments if argument.range)

    @cached_property
    def is_control(self) -> bool:
        """Whether obeying it is playing: what ends the wandering."""
        return self.writable and self.address.startswith(("/gan/", "/adm/"))

    @cached_property
    def is_scheduled_by_audio(self) -> bool:
        """Whether the audio process applies it at its own sample."""
        return (self.parameter >= 0 or self.ahead) and not self.forgets

    @cached_property
    def scene_name(self) -> str:
        """What it is called in a scene of a voice, or of the output; empty where it is no part of one."""
        if not (self.kept and self.readable and self.writable):
            return ""
        for prefix in (VOICE + "/", OUT + "/"):
            if self.address.startswith(prefix) and not {"{", "/"} & set(self.address.removeprefix(prefix)):
                return self.address.removeprefix(prefix)
        return ""

    @cached_property
    def is_setup(self) -> bool:
        """Whether its value is how keys and beats are played, whatever the scene."""
        return self.kept and self.readable and self.writable and self.address.startswith((NOTE, CLOCK))

    @cached_property
    def forgets(self) -> bool:
        """Whether obeying it forgets what waits for its time: of a bundle that holds it nothing goes ahead."""
        return self.address in ("/gan/out/panic", "/clearSched")

    @cached_property
    def waits(self) -> bool:
        """Whether it may take a while: so many of them wait at most."""
        kinds = ("/gan/clip/", "/gan/show/", "/gan/preset/", "/gan/scene/", "/gan/model/", "/gan/take/")
        at_once = ("preset_recall", "scene_recall", "take_record", "take_stop", "take_speed")
        return self.handler in _LONG or (self.address.startswith(kinds) and self.handler not in at_once)

    @cached_property
    def is_open(self) -> bool:
        """Whether whoever can send packets may have it obeyed: it plays, and neither writes, nor deletes, nor ends."""
        return self.parameter >= 0 or self.address.startswith((VOICE, OBJECT, NOTE)) or self.handler in _OPEN

    @cached_property
    def is_unfailing(self) -> bool:
        """Whether it is obeyed whatever its arguments are: what silences must not fail for the type of a button."""
        return self.handler == "out_action"

    @cached_property
    def is_trigger(self) -> bool:
        """Whether every message counts; continuous values may give way to newer ones."""
        return any(argument.osc_type != "f" for argument in self.arguments)


def of_parameter(prefix: str, index: int, parameter: Parameter, *, action: bool) -> Route:
    """Make the address of a parameter, or of an action, of that number."""
    argument = Argument(
        parameter.name, parameter.osc_type, parameter.low, parameter.high, parameter.choices, optional=action
    )
    ramped = (SECONDS,) if parameter.law else ()
    default = parameter.choices[int(parameter.default)] if parameter.choices else f"{parameter.default:g}"
    return Route(
        f"{prefix}/{parameter.name}",
        "out_action" if action else ("voice_parameter" if "{n}" in prefix else "out_parameter"),
        (argument, *ramped),
        parameter.meaning,
        parameter.unit,
        "" if action else default,
        readable=not action,
        parameter=index,
        law=parameter.law or _BLENDS.get(parameter.name, ""),
    )


def measured(address: str, handler: str, arguments: tuple[Argument, ...], meaning: str, unit: str = "") -> Route:
    """Make an address that can only be read."""
    return Route(address, handler, arguments, meaning, unit, _MEASURED, readable=True, writable=False)


def asked(address: str, handler: str, meaning: str) -> Route:
    """Make an address that takes nothing, and answers."""
    return Route(address, handler, (), meaning, writable=False)


def concrete(route: Route, voices: int, latent_dim: int, axes: Sequence[str] = ()) -> Iterator[tuple[str, int, int]]:
    """Every (address, voice, index) of a route; both count from 0, and are -1 where there is none.

    The index is that of a coordinate or of an axis. An axis has an address by its name, unless that is empty, and one
    by its number. What has a performer's name in it has none: it comes and goes.
    """
    if route.named:
        return
    if "{n}" not in route.address:
        yield route.address, -1, -1
        return
    for voice in range(voices):
        address = route.address.replace("{n}", str(voice + 1))
        if "{i}" in address:
            yield from ((address.replace("{i}", str(index)), voice, index) for index in range(latent_dim))
        elif "{a}" in address:
            for index, name in enumerate(axes):
                yield from ((address.replace("{a}", each), voice, index) for each in (name, str(index)) if each)
        else:
            yield address, voice, -1
