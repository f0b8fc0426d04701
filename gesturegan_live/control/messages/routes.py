"""Every OSC address that the instrument understands, listed once.

The dispatcher, the message table of ``patches/README.md`` and the tests are made from `ROUTES`; the parameters of
voices and output come from `gesturegan_live.show.parameters`.

Conventions
-----------
``{n}`` stands for a voice, counted from 1; ``{i}`` for a coordinate, counted from 0. A route that can be read answers
its address without arguments with the same address and the value. All values are absolute. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.show.config import MAX_VOICES
from gesturegan_live.show.parameters import (
    LAST_PLACE,
    MATRIX,
    MATRIX_HIGH,
    OUT_PARAMETERS,
    VOICE_INDEX,
    VOICE_PARAMETERS,
    Parameter,
)

COORDINATE_LIMIT = 12.0  # gesturegan_live.latent.space.LIMIT; a test holds them equal, this module needs no numpy
LONGEST_GLIDE = 600.0  # gesturegan_live.latent.smoothing.LONGEST, likewise
LARGEST_SEED = 2**31 - 1
MEASURED = "measured"  # the default of what can only be read


@dataclass(frozen=True)
class Route:
    """One address.

    Attributes
    ----------
    address : str
        With ``{n}`` and ``{i}``.
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
        return self.parameter >= 0 and not self.forgets

    @cached_property
    def forgets(self) -> bool:
        """Whether obeying it forgets what waits for its time: of a bundle that holds it nothing goes ahead."""
        return self.address in ("/gan/out/panic", "/clearSched")

    @cached_property
    def waits(self) -> bool:
        """Whether it may take a while: so many of them wait at most."""
        return self.address.startswith(("/gan/preset/", "/gan/model/")) and self.handler != "preset_recall"

    @cached_property
    def is_open(self) -> bool:
        """Whether whoever can send packets may have it obeyed: it plays, and neither writes, nor deletes, nor ends."""
        return (
            self.parameter >= 0
            or self.address.startswith((_VOICE, _OBJECT))
            or self.handler in ("preset_recall", "preset_list", "model_list", "model_info", "status", "version", "sync")
        )

    @cached_property
    def is_unfailing(self) -> bool:
        """Whether it is obeyed whatever its arguments are: what silences must not fail for the type of a button."""
        return self.handler == "out_action"

    @cached_property
    def is_trigger(self) -> bool:
        """Whether every message counts; continuous values may give way to newer ones."""
        return any(argument.osc_type != "f" for argument in self.arguments)


def _parameter(prefix: str, index: int, parameter: Parameter, *, action: bool) -> Route:
    argument = Argument(
        parameter.name, parameter.osc_type, parameter.low, parameter.high, parameter.choices, optional=action
    )
    default = parameter.choices[int(parameter.default)] if parameter.choices else f"{parameter.default:g}"
    return Route(
        f"{prefix}/{parameter.name}",
        "out_action" if action else ("voice_parameter" if "{n}" in prefix else "out_parameter"),
        (argument,),
        parameter.meaning,
        parameter.unit,
        "" if action else default,
        readable=not action,
        parameter=index,
    )


def _measured(address: str, handler: str, arguments: tuple[Argument, ...], meaning: str, unit: str = "") -> Route:
    return Route(address, handler, arguments, meaning, unit, MEASURED, readable=True, writable=False)


def _asked(address: str, handler: str, meaning: str) -> Route:
    return Route(address, handler, (), meaning, writable=False)


def _position(name: str, axes: str, default: str, meaning: str) -> Route:
    arguments = tuple(_AXES[axis] for axis in axes.split())
    unit = "degrees" if axes in ("azim", "elev") else ""
    index = VOICE_INDEX["azimuth"]
    return Route(f"{_OBJECT}/{name}", "position", arguments, meaning, unit, default, readable=True, parameter=index)


def _alias(name: str) -> Route:
    route = _parameter(_OBJECT, VOICE_INDEX[name], VOICE_PARAMETERS[VOICE_INDEX[name]], action=False)
    arguments = tuple(replace(argument, clamped=True) for argument in route.arguments)
    return replace(route, arguments=arguments, meaning=f"ADM-OSC: as `{_VOICE}/{name}`")


_VOICE = "/gan/voice/{n}"
_OBJECT = "/adm/obj/{n}"
_AXES = {
    name: Argument(name, "f", low, high, clamped=True)
    for name, low, high in (
        *(("azim", -180, 180), ("elev", -90, 90), ("dist", 0, 1)),
        *((axis, -1, 1) for axis in "xyz"),
    )
}
_ACTIONS = ("panic", "stop")
_COORDINATE = Argument("coordinate", "f", -COORDINATE_LIMIT, COORDINATE_LIMIT)
_NAME = Argument("name", "s")
_PRESET_VOICE = Argument("voice", "i", 1, MAX_VOICES, optional=True)
_COUNT = Argument("count", "i", 0, 2**31 - 1)
_STATUS = (
    "answers `/status.reply 1 voices open-gates late-blocks load-percent peak-load-percent sample-rate "
    "sample-rate-again xruns peak-level updates-per-second generator-restarts audio-restarts` "
    "(types `i i i i f f f f i f f i i`)"
)

ROUTES: tuple[Route, ...] = (
    Route(
        f"{_VOICE}/z",
        "point",
        (Argument("coordinate", "f", -COORDINATE_LIMIT, COORDINATE_LIMIT, many="latent_dim"),),
        "the whole latent point: every coordinate; reads where the voice is, on its way too",
        "standard deviations",
        "drawn from the voice's number as seed",
        readable=True,
    ),
    Route(
        f"{_VOICE}/z/{{i}}",
        "coordinate",
        (_COORDINATE,),
        "one coordinate of the latent point",
        "standard deviations",
        "as above",
        readable=True,
    ),
    Route(
        f"{_VOICE}/condition",
        "condition",
        (Argument("weight", "f", 0, 1, many="conditions"),),
        "weights of the model's classes, for models that have them",
        "",
        "1 0 0 …",
        readable=True,
    ),
    Route(
        f"{_VOICE}/seed",
        "seed",
        (Argument("seed", "i", 0, LARGEST_SEED),),
        "the point drawn by numpy's PCG64 from that seed; `none` once something else has moved the voice",
        "",
        "the voice's number",
        readable=True,
    ),
    Route(
        f"{_VOICE}/glide",
        "glide",
        (Argument("glide", "f", 0, LONGEST_GLIDE),),
        "time that the point takes to its next target",
        "s",
        "0",
        readable=True,
    ),
    Route(
        f"{_VOICE}/hold",
        "hold",
        (Argument("hold", "i", 0, 1, optional=True),),
        "stop a glide where it is; any argument but 0 will do",
    ),
    Route(
        f"{_VOICE}/growth",
        "growth",
        (Argument("growth", "f", 0, 1),),
        "how far the image has grown: 0 is 4 pixels across (or as few as its sides can be halved to), 1 all of it",
        "",
        "1",
        readable=True,
    ),
    *(_parameter(_VOICE, index, parameter, action=False) for index, parameter in enumerate(VOICE_PARAMETERS)),
    Route(
        f"{_VOICE}/matrix",
        "matrix",
        (Argument("gain", "f", 0, MATRIX_HIGH, many="channels"),),
        f"gain to every loudspeaker, before `gain`; {LAST_PLACE}",
        "linear",
        "as placed",
        readable=True,
        parameter=MATRIX,
    ),
    _measured(f"{_VOICE}/level", "level", (Argument("level", "f", 0, 1),), "recent level of the voice", "linear, RMS"),
    _measured(f"{_VOICE}/playhead", "playhead", (Argument("playhead", "f", 0, 1),), "where it plays", "of the clip"),
    _measured(
        f"{_VOICE}/updates",
        "updates",
        (Argument("updates", "f", 0, 1000),),
        "points lately turned into sound",
        "per second",
    ),
    _position("azim", "azim", "0", "ADM-OSC: azimuth of voice n; what is out of range goes to the nearest end"),
    _position("elev", "elev", "0", "ADM-OSC: elevation; a ring has no height: the higher, the nearer to its middle"),
    _position("dist", "dist", "1", "ADM-OSC: distance; 1 on the ring, 0 from everywhere"),
    _position("aed", "azim elev dist", "0 0 1", "ADM-OSC: azimuth, elevation and distance together"),
    _position("x", "x", "0", "ADM-OSC: -1 left, 1 right; what is beyond the ring is heard on it"),
    _position("y", "y", "1", "ADM-OSC: -1 back, 1 front"),
    _position("z", "z", "0", "ADM-OSC: height; a ring has none: it is kept, and not heard"),
    _position("xy", "x y", "0 1", "ADM-OSC: x and y together"),
    _position("xyz", "x y z", "0 1 0", "ADM-OSC: x, y and z together"),
    _alias("gain"),
    _alias("mute"),
    Route(
        "/gan/preset/store",
        "preset_store",
        (_NAME, _PRESET_VOICE),
        "keep the point that sounds of a voice (voice 1 if none is named) in the home folder; `/done … name` when it "
        "is on the disk, with `replaced` where that name was stored before, `hides factory` where the model brings it",
    ),
    Route(
        "/gan/preset/recall",
        "preset_recall",
        (_NAME, _PRESET_VOICE),
        "send a voice (voice 1 if none is named) to a stored point or a factory preset, in its glide time",
    ),
    Route("/gan/preset/delete", "preset_delete", (_NAME,), "delete a stored point"),
    Route(
        "/gan/preset/undo",
        "preset_undo",
        (replace(_NAME, optional=True),),
        "bring back what that name (if none is given, the last one) held before it was stored over or deleted, once",
    ),
    _asked("/gan/preset/list", "preset_list", "answers with the names that can be recalled"),
    *(
        _parameter("/gan/out", index, parameter, action=parameter.name in _ACTIONS)
        for index, parameter in enumerate(OUT_PARAMETERS)
    ),
    Route(
        "/gan/out/record",
        "record",
        (Argument("name", "is", 0, 1), Argument("what", "s", choices=("master", "voices"), optional=True)),
        "record the output to the home folder under that name, or 1: under the time; with `voices` a folder with the "
        "output and each voice (after its gain, before pan) as files of one length; 0 or an empty name ends it "
        "(`/notice` tells when the file is closed)",
        "",
        "empty",
        readable=True,
    ),
    Route(
        "/gan/take/record",
        "take_record",
        (Argument("name", "is", 0, 1),),
        "record all that is played (not its sound) to the home folder under that name, or 1: under the time, for "
        "`gesturegan-live render` to make the same samples of; 0 or an empty name ends it",
        "",
        "empty",
        readable=True,
    ),
    _asked("/gan/take/stop", "take_stop", "end the take (`/notice` tells when the file is closed)"),
    _measured("/gan/out/level", "out_level", (Argument("level", "f", 0, 1),), "recent peak of the output", "linear"),
    _asked("/gan/model/list", "model_list", "answers with the names that can be loaded"),
    Route(
        "/gan/model/load",
        "model_load",
        (_NAME,),
        "load a model while the old one plays; `/done` when it is warm and begins to take over",
    ),
    _asked(
        "/gan/model/info",
        "model_info",
        "answers with name, codec, sample rate, samples in a clip, latent dimension, names of the conditions",
    ),
    *(
        _measured(f"/gan/process/{process}/{what}", f"{process}_{what}", (_COUNT,), meaning)
        for process in ("generator", "audio")
        for what, meaning in (("pid", f"process id of the {process} process"), ("restarts", "times it was restarted"))
    ),
    _measured(
        "/gan/process/audio/loads",
        "audio_loads",
        (Argument("count", "i", 0, 2**31 - 1, many="bins"),),
        "blocks counted by the share of their time that they took, a sixth of an octave each, from 1 % up; a block of "
        "more than 100 % was late by the clock",
    ),
    _measured(
        "/gan/process/audio/late",
        "audio_late",
        (Argument("late", "i", -(2**31), 2**31 - 1, many="lates"),),
        "how many blocks were late, at how many of them a virtual machine's host had taken the processor away, and the "
        "last 64 of the others, in any order, three numbers each: the time tag of its end (two) and the microseconds "
        "that it took",
    ),
    _measured(
        "/gan/process/audio/start",
        "audio_start",
        (Argument("import", "f", 0.0, 1e9), Argument("compile", "f", 0.0, 1e9)),
        "what its last start took: to import what it needs, and to compile its kernels or load them",
        "seconds of processor time",
    ),
    _asked("/status", "status", _STATUS),
    _asked("/version", "version", "answers `/version.reply program major minor patch-name` (types `s i i s`)"),
    Route(
        "/notify",
        "notify",
        (
            Argument("flag", "i", 0, 1),
            Argument("id", "i", 0, 2**31 - 1, optional=True),
            Argument("port", "i", 1, 65535, optional=True),
        ),
        "1: tell this client what happens by itself (restarts, recordings that end); with a port, send that and "
        "every reply to that port of the same host; 0 ends both. Answers `/done /notify id clients-possible`",
    ),
    Route(
        "/sync", "sync", (Argument("id", "i", -(2**31), 2**31 - 1),), "answers `/synced id` once what was asked is done"
    ),
    Route(
        "/dumpOSC", "dump_osc", (Argument("how", "i", 0, 3),), "print what arrives: 0 no, 1 as text, 2 as bytes, 3 both"
    ),
    Route("/clearSched", "clear_sched", (), "forget everything that still waits for its time"),
    Route("/quit", "quit", (), "answers `/done /quit`, fades out and ends the program"),
)

UNFAILING = frozenset(route.address for route in ROUTES if route.is_unfailing)
REPLIES = frozenset({"/done", "/fail", "/late", "/notice", "/synced", "/status.reply", "/version.reply"})


def concrete(route: Route, voices: int, latent_dim: int) -> Iterator[tuple[str, int, int]]:
    """Every (address, voice, coordinate) of a route; both count from 0, and are -1 where there is none."""
    if "{n}" not in route.address:
        yield route.address, -1, -1
        return
    for voice in range(voices):
        address = route.address.replace("{n}", str(voice + 1))
        if "{i}" not in address:
            yield address, voice, -1
        else:
            yield from ((address.replace("{i}", str(index)), voice, index) for index in range(latent_dim))
